/** The incidents on a map: clusters, points coloured by quad class, and around each point a circle in which the place lies. */

import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Feature, FeatureCollection, Point } from "geojson";
import { html, json } from "../dom";
import { rightToLeft, shownNumber, word } from "../language";
import { labelName, provideLabels, type Style } from "./labels";
import { outlines } from "./outlines";

maplibregl.setWorkerUrl(workerAddress);

/** A place of incidents, as the API gives it. */
interface Spot {
  lat: number;
  lon: number;
  place: string | null;
  place_ar: string | null;
  country: string | null;
  radius: number | null;
  where_prec: number | null;
  incidents: number;
  contested: number;
}

export interface Properties {
  spot: number;
  incidents: number;
  contested: number;
  ring: number;
  icon: string;
}

const EQUATOR = 40_075_016.7;
function token(name: string): string {
  // The map takes plain colours only, and light-dark() is resolved where it is used.
  const probe = html("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Draw the map of a holder. view: where it is looked at, instead of where its places are. */
export async function drawMap(holder: HTMLElement, view?: { center: maplibregl.LngLat; zoom: number }): Promise<void> {
  const [world, spots] = await Promise.all([
    outlines(),
    spotsOf(holder),
    document.fonts.load('500 12px "IBM Plex Sans Arabic"', "خبر Khabar"),
  ]);
  const found: FeatureCollection<Point, Properties> = { type: "FeatureCollection", features: spots.map(feature) };
  const canvas = html("div", { class: "map-canvas" });
  holder.replaceChildren(canvas);
  const map = new maplibregl.Map({
    container: canvas,
    style: styleOf(world, found),
    attributionControl: { compact: true, customAttribution: "Natural Earth" },
    maxZoom: 13,
    minZoom: 1,
    dragRotate: false,
    pitchWithRotate: false,
    locale: { "NavigationControl.ZoomIn": word("zoom in"), "NavigationControl.ZoomOut": word("zoom out"), "Map.Title": word("map") },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), rightToLeft ? "top-left" : "top-right");
  map.addControl(new maplibregl.ScaleControl({}), rightToLeft ? "bottom-right" : "bottom-left");
  labelsOf(map);
  const redraw = (): void => {
    if (!holder.isConnected) return;
    const seen = { center: map.getCenter(), zoom: map.getZoom() };
    map.remove();
    void drawMap(holder, seen);
  };
  document.addEventListener("khabar:theme", redraw, { once: true });
  if (view) map.jumpTo(view);
  else fit(map, found);
  listen(map, spots, holder.dataset["list"]);
  map.once("idle", () => (holder.dataset["drawn"] = String(spots.length)));
}

/** Names on a map, in the colours of the page. */
export function labelsOf(map: MapLibre): void {
  provideLabels(map, (style: Style) => ({ ink: token(style === "country" ? "ink-3" : style === "count" ? "on-accent" : "ink"), halo: token("surface") }));
}

/** The places to show: given in the page, or behind an address of the API. */
async function spotsOf(holder: HTMLElement): Promise<Spot[]> {
  if (holder.dataset["spots"]) return JSON.parse(holder.dataset["spots"]) as Spot[];
  const found = await json<FeatureCollection<Point, Omit<Spot, "lat" | "lon">>>(holder.dataset["source"] ?? "");
  return found.features.map(({ geometry: { coordinates: [lon = 0, lat = 0] }, properties }) => ({ ...properties, lat, lon }));
}

function shownName(spot: Spot): string {
  return (rightToLeft ? (spot.place_ar ?? spot.place) : (spot.place ?? spot.place_ar)) ?? "";
}

function feature(spot: Spot, at: number): Feature<Point, Properties> {
  const name = shownName(spot);
  const pixels = ((spot.radius ?? 0) * 1000 * 512) / (EQUATOR * Math.cos((spot.lat * Math.PI) / 180));
  const properties = { spot: at, incidents: spot.incidents, contested: spot.contested, ring: pixels, icon: name && labelName("place", name) };
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [spot.lon, spot.lat] } };
}

export function styleOf(world: Awaited<ReturnType<typeof outlines>>, found: FeatureCollection<Point, Properties>): maplibregl.StyleSpecification {
  const single: maplibregl.FilterSpecification = ["!", ["has", "point_count"]];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: world.land },
      borders: { type: "geojson", data: { type: "Feature", properties: {}, geometry: world.borders } },
      names: { type: "geojson", data: world.names },
      incidents: { type: "geojson", data: found, cluster: true, clusterRadius: 34, clusterMaxZoom: 11, clusterProperties: { incidents: ["+", ["get", "incidents"]] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("sunken") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": token("surface") } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": token("line-strong"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 8, 1.4] } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": token("line-strong"), "line-width": 0.4 } },
      { id: "names", type: "symbol", source: "names", layout: { "icon-image": ["get", "icon"], "symbol-sort-key": ["get", "rank"], "icon-padding": 6 } },
      {
        id: "precision",
        type: "circle",
        source: "incidents",
        filter: ["all", single, [">", ["get", "ring"], 0]],
        paint: {
          "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "ring"], 14, ["*", ["get", "ring"], 16384]],
          "circle-color": token("accent"),
          "circle-opacity": 0.09,
          "circle-stroke-color": token("accent"),
          "circle-stroke-width": 1,
          "circle-stroke-opacity": 0.45,
        },
      },
      {
        id: "places",
        type: "circle",
        source: "incidents",
        paint: {
          "circle-color": ["case", single, token("accent"), token("accent-strong")],
          "circle-opacity": 0.92,
          "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "incidents"]], 0, 6, 0.7, 10, 11, 34],
          "circle-stroke-color": token("surface"),
          "circle-stroke-width": 1.5,
        },
      },
      {
        id: "counts",
        type: "symbol",
        source: "incidents",
        filter: [">", ["get", "incidents"], 1],
        layout: { "icon-image": ["concat", "count:", ["to-string", ["get", "incidents"]]], "icon-allow-overlap": true, "icon-ignore-placement": true },
      },
      {
        id: "labels",
        type: "symbol",
        source: "incidents",
        minzoom: 4,
        filter: ["all", single, ["!=", ["get", "icon"], ""]],
        layout: { "icon-image": ["get", "icon"], "icon-offset": [0, 19], "icon-padding": 1 },
      },
    ],
  };
}

function fit(map: MapLibre, found: FeatureCollection<Point>): void {
  const box = new maplibregl.LngLatBounds();
  for (const feature of found.features) box.extend(feature.geometry.coordinates as [number, number]);
  if (box.isEmpty()) map.jumpTo({ center: [40, 30], zoom: 3 });
  else map.fitBounds(box, { padding: 56, maxZoom: 8, animate: false });
}

function listen(map: MapLibre, spots: Spot[], list: string | undefined): void {
  map.on("mouseenter", "places", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "places", () => (map.getCanvas().style.cursor = ""));
  map.on("click", "places", (event) => {
    const hit = event.features?.[0];
    if (!hit) return;
    if (hit.properties["cluster"]) void zoomIn(map, hit);
    else if (list) tell(map, spots[Number(hit.properties["spot"])], list);
  });
}

async function zoomIn(map: MapLibre, hit: MapGeoJSONFeature): Promise<void> {
  const zoom = await map.getSource<GeoJSONSource>("incidents")?.getClusterExpansionZoom(Number(hit.properties["cluster_id"]));
  map.easeTo({ center: (hit.geometry as Point).coordinates as [number, number], zoom: zoom ?? map.getZoom() + 2 });
}

/** What is at a place: how many incidents, and the way to their list. */
function tell(map: MapLibre, spot: Spot | undefined, list: string): void {
  if (!spot) return;
  const address = new URL(list, location.href);
  address.searchParams.set("bbox", [spot.lon, spot.lat, spot.lon, spot.lat].join(","));
  const told = html("p", { class: "map-popup", dir: document.documentElement.dir }, html("b", {}, html("bdi", {}, shownName(spot))), html("br"));
  told.append(html("a", { href: address.pathname + address.search }, `${word("incidents")}: ${shownNumber(spot.incidents)}`));
  if (spot.contested) told.append(html("span", { class: "badge contested" }, `${word("contested")}: ${shownNumber(spot.contested)}`));
  new maplibregl.Popup({ maxWidth: "320px" }).setLngLat([spot.lon, spot.lat]).setDOMContent(told).addTo(map);
}
