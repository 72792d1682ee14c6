/** How many dead or wounded which report told of, and when: a bar from the lowest to the highest number of each claim. */

import { svg } from "../dom";
import { shownDay, shownNumber, shownRange, word } from "../language";
import { along, dayNumber, dayOf, follow, ticks } from "./plot";

export interface Toll {
  field: string;
  low: number | null;
  high: number | null;
  published: string | null;
  outlet: string;
  speaker: string;
  denied: boolean;
}

const START = 40;
const END = 16;
const BASE = 24;

export function drawTolls(figure: HTMLElement, tolls: Toll[]): void {
  const dated = tolls.filter((toll) => toll.published);
  if (!dated.length) return;
  const days = dated.map((toll) => dayNumber(toll.published ?? ""));
  const first = Math.min(...days);
  const last = Math.max(first + 1, ...days);
  const highest = Math.max(...dated.map((toll) => toll.high ?? toll.low ?? 0));
  const fields = [...new Set(dated.map((toll) => toll.field))];
  follow(figure, () => 200, ({ drawing, width, height }) => {
    const steps = ticks(highest);
    const top = steps.at(-1) ?? 1;
    const y = (value: number): number => height - BASE - (value / top) * (height - BASE - 14);
    for (const step of steps) {
      drawing.append(svg("line", { class: "grid", x1: along(0, width, START, 4), x2: along(1, width, START, 4), y1: y(step), y2: y(step) }));
      drawing.append(svg("text", { class: "tick", x: along(0, width, START - 8, 0), y: y(step) + 4, "text-anchor": "end" }, shownNumber(step)));
    }
    const stride = Math.max(1, Math.ceil(((last - first + 1) * 78) / Math.max(80, width - START)));
    const at = (day: number, shift = 0): number => along((day - first + 0.5 + shift) / (last - first + 1), width, START, END);
    for (let day = first; day <= last; day += stride) {
      drawing.append(svg("text", { class: "tick", x: at(day), y: height - 4, "text-anchor": "middle" }, shownDay(dayOf(day), { day: "numeric", month: "short" })));
    }
    const seen = new Map<string, number>();
    const onDay = new Map<number, number>();
    for (const day of days) onDay.set(day, (onDay.get(day) ?? 0) + 1);
    for (const toll of dated) {
      const day = dayNumber(toll.published ?? "");
      const key = String(day);
      const turn = seen.get(key) ?? 0;
      seen.set(key, turn + 1);
      const x = at(day, ((turn + 1) / ((onDay.get(day) ?? 1) + 1) - 0.5) * 0.86);
      const low = toll.low ?? 0;
      const high = toll.high ?? Math.min(top, low + top * 0.12);
      const group = svg("g", { class: `toll ${toll.field === fields[0] ? "first" : "second"}${toll.denied ? " denied" : ""}` });
      if (toll.low !== toll.high) {
        group.append(svg("line", { x1: x, x2: x, y1: y(low), y2: y(high), class: toll.high === null ? "open" : "" }));
      }
      group.append(svg("circle", { cx: x, cy: y(toll.low ?? high), r: 4.5 }));
      if (toll.high !== null && toll.low !== toll.high && toll.low !== null) group.append(svg("circle", { cx: x, cy: y(high), r: 3 }));
      group.append(svg("title", {}, `${word(toll.field)}: ${shownRange(toll.low, toll.high)}, ${toll.outlet}${toll.speaker ? `, ${toll.speaker}` : ""}`));
      drawing.append(group);
      if (onDay.get(day)! * 30 < width / (last - first + 1)) {
        drawing.append(svg("text", { class: "value", x, y: y(high) - 9, "text-anchor": "middle" }, short(toll.low, toll.high)));
      }
    }
  });
}

/** A range in as few signs as there are: 11+, ≤9, 7–9. */
function short(low: number | null, high: number | null): string {
  if (low === null || high === null) return low === null ? `≤${shownNumber(high ?? 0)}` : `${shownNumber(low)}+`;
  return low === high ? shownNumber(low) : `${shownNumber(low)}–${shownNumber(high)}`;
}
