/** A map on which a place is set: with a click, or by moving the mark. */

import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import type { FeatureCollection, Point } from "geojson";
import { html } from "../dom";
import { rightToLeft, word } from "../language";
import { labelsOf, styleOf, type Properties } from "./map";
import { outlines } from "./outlines";

type At = () => [number, number] | undefined;

export async function drawPicker(holder: HTMLElement, at: At, picked: (lon: number, lat: number) => void, form: HTMLElement): Promise<void> {
  const world = await outlines();
  const none: FeatureCollection<Point, Properties> = { type: "FeatureCollection", features: [] };
  const canvas = html("div", { class: "map-canvas" });
  holder.replaceChildren(canvas);
  const first = at();
  const map = new maplibregl.Map({
    container: canvas,
    style: styleOf(world, none),
    center: first ?? [40, 30],
    zoom: first ? 7 : 3,
    maxZoom: 13,
    minZoom: 1,
    dragRotate: false,
    attributionControl: { compact: true, customAttribution: "Natural Earth" },
    locale: { "NavigationControl.ZoomIn": word("zoom in"), "NavigationControl.ZoomOut": word("zoom out"), "Map.Title": word("map") },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), rightToLeft ? "top-left" : "top-right");
  labelsOf(map);
  const mark = new maplibregl.Marker({ draggable: true });
  if (first) mark.setLngLat(first).addTo(map);
  mark.on("dragend", () => picked(mark.getLngLat().wrap().lng, mark.getLngLat().lat));
  map.on("click", ({ lngLat }) => {
    mark.setLngLat(lngLat).addTo(map);
    picked(lngLat.wrap().lng, lngLat.lat);
  });
  form.addEventListener("khabar:placed", () => {
    const now = at();
    if (!now) return;
    mark.setLngLat(now).addTo(map);
    map.jumpTo({ center: now, zoom: 8 });
  });
  map.once("idle", () => (holder.dataset["drawn"] = "1"));
}
