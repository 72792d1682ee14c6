/** Countries from Natural Earth (public domain), with where to write their names. */

import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countriesAddress from "world-atlas/countries-50m.json?url";
import { json } from "../dom";
import { countryName } from "../language";
import codes from "./codes.json";
import { labelName } from "./labels";

type Area = Feature<Polygon | MultiPolygon, { name: string }>;

export interface Outlines {
  land: FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  borders: GeoJSON.MultiLineString;
  names: FeatureCollection<Point, { icon: string; rank: number }>;
}

export async function outlines(): Promise<Outlines> {
  const atlas = await json<Topology<{ countries: GeometryCollection<{ name: string }> }>>(countriesAddress);
  const countries = atlas.objects.countries;
  const land = feature(atlas, countries) as FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  land.features = land.features.filter((area) => String(area.id) !== ANTARCTICA);
  for (const area of land.features) {
    const polygons = area.geometry.type === "Polygon" ? [area.geometry.coordinates] : area.geometry.coordinates;
    polygons.flat().forEach(unwrap);
  }
  const borders = mesh(atlas, countries, (a, b) => a !== b);
  borders.coordinates.forEach(unwrap);
  return { land, borders, names: { type: "FeatureCollection", features: land.features.flatMap(named) } };
}

/** Its outline runs around the pole, which a flat map cannot fill. */
const ANTARCTICA = "010";

/** Let a line that crosses the antimeridian run on beyond 180 degrees instead of back around the world. */
function unwrap(line: Position[]): void {
  for (let i = 1; i < line.length; i++) {
    const [point, before] = [line[i], line[i - 1]];
    if (!point || !before) continue;
    const leap = (point[0] ?? 0) - (before[0] ?? 0);
    if (Math.abs(leap) > 180) point[0] = (point[0] ?? 0) - Math.sign(leap) * 360;
  }
}

const ALPHA2 = codes as Record<string, string>;

function named(area: Area): Feature<Point, { icon: string; rank: number }>[] {
  const code = ALPHA2[String(area.id)];
  if (!code) return [];
  const rings = area.geometry.type === "Polygon" ? [area.geometry.coordinates[0]] : area.geometry.coordinates.map((part) => part[0]);
  const sized = rings.filter((ring): ring is Position[] => Boolean(ring)).map((ring) => ({ ring, size: Math.abs(surface(ring)) }));
  const largest = sized.sort((a, b) => b.size - a.size)[0];
  if (!largest) return [];
  return [
    {
      type: "Feature",
      properties: { icon: labelName("country", countryName(code)), rank: -largest.size },
      geometry: { type: "Point", coordinates: middle(largest.ring) },
    },
  ];
}

function surface(ring: Position[]): number {
  return ring.reduce((sum, [x = 0, y = 0], i) => {
    const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

/** The centre of mass of a ring. */
function middle(ring: Position[]): Position {
  const size = surface(ring) || 1;
  let [sumX, sumY] = [0, 0];
  ring.forEach(([x = 0, y = 0], i) => {
    const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
    const cross = x * nextY - nextX * y;
    sumX += (x + nextX) * cross;
    sumY += (y + nextY) * cross;
  });
  return [sumX / (6 * size), sumY / (6 * size)];
}
