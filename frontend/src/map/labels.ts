/** Labels of the map, drawn by the browser and used as icons: so Arabic is joined and ordered as it should be, and no font server is asked. */

import type { Map as MapLibre } from "maplibre-gl";
import { shownNumber } from "../language";

const SCALE = 2;

export type Style = "country" | "place" | "count";

const FONT: Record<Style, string> = { country: "500 11px", place: "500 12px", count: "600 12px" };

/** The name of a label's picture: its style and words. */
export function labelName(style: Style, words: string): string {
  return `${style}:${words}`;
}

/** Draw labels when the map first asks for them. colour: of each style, asked anew when the theme changes. */
export function provideLabels(map: MapLibre, colour: (style: Style) => { ink: string; halo: string }): void {
  map.setMissingStyleImageResolver((id) => {
    const at = id.indexOf(":");
    const style = id.slice(0, at) as Style;
    if (!(style in FONT) || map.hasImage(id)) return;
    const { ink, halo } = colour(style);
    map.addImage(id, drawn(style === "count" ? shownNumber(Number(id.slice(at + 1))) : id.slice(at + 1), style, ink, halo), { pixelRatio: SCALE });
  });
}

function drawn(words: string, style: Style, ink: string, halo: string): ImageData {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const font = `${FONT[style]} "IBM Plex Sans Arabic", sans-serif`;
  pen.font = font;
  canvas.width = Math.ceil((pen.measureText(words).width + 8) * SCALE);
  canvas.height = 24 * SCALE;
  pen.scale(SCALE, SCALE);
  pen.font = font;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  const x = canvas.width / SCALE / 2;
  if (style !== "count") {
    pen.strokeStyle = halo;
    pen.lineWidth = 3;
    pen.strokeText(words, x, 12);
  }
  pen.fillStyle = ink;
  pen.fillText(words, x, 12);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
