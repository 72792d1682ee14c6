/** The incidents on a map: clusters, points coloured by quad class, and around each point a circle in which the place lies. */

import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { FeatureCollection, Point } from "geojson";
import { html, json } from "../dom";
import { rightToLeft, shownDay, shownNumber, word } from "../language";
import { labelName, provideLabels, type Style } from "./labels";
import { outlines } from "./outlines";

maplibregl.setWorkerUrl(workerAddress);

interface Properties {
  id: string;
  label: string;
  place: string | null;
  place_ar: string | null;
  first: string | null;
  quad: string | null;
  where_prec: number | null;
}

const EQUATOR = 40_075_016.7;
const MOST = 12;
/** Kilometres in which a place lies, by how exactly it is told (UCDP's where_prec, 1 to 7). */
const RADIUS: Record<number, number> = { 1: 0, 2: 5, 3: 20, 4: 60, 5: 120, 6: 250, 7: 0 };

function token(name: string): string {
  // The map takes plain colours only, and light-dark() is resolved where it is used.
  const probe = html("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function quadColour(): maplibregl.ExpressionSpecification {
  const quads = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
  return ["match", ["get", "quad"], ...quads.flatMap((quad) => [quad, token(quad)]), token("no-quad")] as unknown as maplibregl.ExpressionSpecification;
}

export async function drawMap(holder: HTMLElement): Promise<void> {
  const [world, found] = await Promise.all([
    outlines(),
    json<FeatureCollection<Point, Properties>>(holder.dataset["source"] ?? ""),
    document.fonts.load('500 12px "IBM Plex Sans Arabic"', "خبر Khabar"),
  ]);
  for (const feature of found.features) Object.assign(feature.properties, derived(feature.properties, feature));
  const canvas = html("div", { class: "map-canvas" });
  holder.replaceChildren(canvas);
  const map = new maplibregl.Map({
    container: canvas,
    style: { version: 8, sources: {}, layers: [] },
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
  provideLabels(map, (style: Style) => ({ ink: token(style === "country" ? "ink-3" : style === "count" ? "on-accent" : "ink"), halo: token("surface") }));
  const paint = (): void => {
    for (const image of map.listImages()) map.removeImage(image);
    map.setStyle(styleOf(world, found), { diff: false });
  };
  paint();
  document.addEventListener("khabar:theme", paint);
  fit(map, found);
  listen(map, canvas);
  map.once("idle", () => (holder.dataset["drawn"] = String(found.features.length)));
}

function derived(of: Properties, feature: { geometry: Point; id?: string | number | undefined }): object {
  const latitude = feature.geometry.coordinates[1] ?? 0;
  const kilometres = RADIUS[of.where_prec ?? 7] ?? 0;
  const name = rightToLeft ? (of.place_ar ?? of.place) : of.place;
  return {
    id: String(feature.id ?? of.id),
    ring: (kilometres * 1000 * 512) / (EQUATOR * Math.cos((latitude * Math.PI) / 180)),
    icon: name ? labelName("place", name) : "",
  };
}

function styleOf(world: Awaited<ReturnType<typeof outlines>>, found: FeatureCollection): maplibregl.StyleSpecification {
  const single: maplibregl.FilterSpecification = ["!", ["has", "point_count"]];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: world.land },
      borders: { type: "geojson", data: { type: "Feature", properties: {}, geometry: world.borders } },
      names: { type: "geojson", data: world.names },
      incidents: { type: "geojson", data: found, cluster: true, clusterRadius: 38, clusterMaxZoom: 12 },
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
          "circle-color": quadColour(),
          "circle-opacity": 0.1,
          "circle-stroke-color": quadColour(),
          "circle-stroke-width": 1,
          "circle-stroke-opacity": 0.45,
        },
      },
      {
        id: "clusters",
        type: "circle",
        source: "incidents",
        filter: ["has", "point_count"],
        paint: {
          "circle-color": token("accent"),
          "circle-opacity": 0.92,
          "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "point_count"]], 0.6, 11, 11, 34],
          "circle-stroke-color": token("surface"),
          "circle-stroke-width": 1.5,
        },
      },
      {
        id: "counts",
        type: "symbol",
        source: "incidents",
        filter: ["has", "point_count"],
        layout: { "icon-image": ["concat", "count:", ["to-string", ["get", "point_count"]]], "icon-allow-overlap": true, "icon-ignore-placement": true },
      },
      {
        id: "points",
        type: "circle",
        source: "incidents",
        filter: single,
        paint: { "circle-color": quadColour(), "circle-radius": 6.5, "circle-stroke-color": token("surface"), "circle-stroke-width": 1.5 },
      },
      {
        id: "labels",
        type: "symbol",
        source: "incidents",
        minzoom: 4,
        filter: ["all", single, ["!=", ["get", "icon"], ""]],
        layout: { "icon-image": ["get", "icon"], "icon-offset": [0, 17], "icon-padding": 1 },
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

function listen(map: MapLibre, canvas: HTMLElement): void {
  for (const layer of ["clusters", "points"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    map.on("click", layer, (event) => {
      const hit = event.features?.[0];
      if (hit) void (layer === "points" ? tell(map, canvas, hit, [hit.properties as Properties]) : open(map, canvas, hit));
    });
  }
}

async function open(map: MapLibre, canvas: HTMLElement, hit: MapGeoJSONFeature): Promise<void> {
  const source = map.getSource<GeoJSONSource>("incidents");
  const cluster = Number(hit.properties["cluster_id"]);
  const zoom = (await source?.getClusterExpansionZoom(cluster)) ?? 0;
  if (zoom <= 12) {
    map.easeTo({ center: (hit.geometry as Point).coordinates as [number, number], zoom });
    return;
  }
  const leaves = (await source?.getClusterLeaves(cluster, MOST, 0)) ?? [];
  tell(map, canvas, hit, leaves.map((leaf) => leaf.properties as Properties));
}

function tell(map: MapLibre, _canvas: HTMLElement, hit: MapGeoJSONFeature, found: Properties[]): void {
  const list = html("ul", { class: "map-list", dir: document.documentElement.dir });
  for (const each of found) {
    const link = html("a", { href: `/incidents/${each.id}`, class: `kind quad-${each.quad ?? "none"}` }, each.label);
    list.append(html("li", {}, link, html("span", { class: "quiet small" }, each.first ? ` ${shownDay(each.first)}` : "")));
  }
  const more = Number(hit.properties["point_count"] ?? 0) - found.length;
  if (more > 0) list.append(html("li", { class: "quiet" }, word("and more").replace("{}", shownNumber(more))));
  new maplibregl.Popup({ maxWidth: "320px", closeButton: true })
    .setLngLat((hit.geometry as Point).coordinates as [number, number])
    .setDOMContent(list)
    .addTo(map);
}
