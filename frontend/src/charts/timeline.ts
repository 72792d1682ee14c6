/** Incidents over time: bars stacked by quad class, or one row of bars for each type. A bar leads to its days. */

import { html, json, svg } from "../dom";
import { shownDay, shownNumber } from "../language";
import { along, dayNumber, dayOf, follow, ticks, type Frame } from "./plot";

/** As the API gives it: step "day", "month" or "year"; beginning of each step -> type -> how many. */
interface Timeline {
  step: string;
  counts: Record<string, Record<string, number>>;
}

type Item = { start: string; end: string; type: string; quad: string; count: number };

interface Bar {
  start: string;
  end: string;
  counts: Map<string, number>;
  total: number;
}

const QUADS = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict", "none"];
const START = 34;
const END = 8;
const BASE = 22;

export async function drawTimeline(figure: HTMLElement): Promise<void> {
  const data = await json<Timeline>(figure.dataset["source"] ?? "");
  const quads: Record<string, string> = JSON.parse(figure.dataset["quads"] ?? "{}");
  const items = Object.entries(data.counts).flatMap(([step, counts]) =>
    Object.entries(counts).map(([type, count]) => ({ ...span(step), type, quad: quads[type] ?? "none", count })),
  );
  if (!items.length) return;
  if (figure.dataset["chart"] === "types") drawTypes(figure, items, data.step);
  else drawStacked(figure, items, data.step);
  figure.dataset["drawn"] = "yes";
}

/** First and last day of a step: 2020-07-08, 2020-07 or 2020. */
function span(step: string): { start: string; end: string } {
  if (step.length === 10) return { start: step, end: step };
  const [year = 1970, month] = step.split("-").map(Number);
  const end = new Date(Date.UTC(year, month ?? 12, 0)).toISOString().slice(0, 10);
  return { start: month ? `${step}-01` : `${step}-01-01`, end };
}

function barsOf(items: Item[], by: "quad" | "type"): Bar[] {
  const bars = new Map<string, Bar>();
  for (const item of items) {
    const bar = bars.get(item.start) ?? { start: item.start, end: item.end, counts: new Map(), total: 0 };
    const key = item[by];
    bar.counts.set(key, (bar.counts.get(key) ?? 0) + item.count);
    bar.total += item.count;
    bars.set(item.start, bar);
  }
  return [...bars.values()].sort((a, b) => a.start.localeCompare(b.start));
}

function reach(bars: Bar[]): [number, number] {
  return [Math.min(...bars.map((bar) => dayNumber(bar.start))), Math.max(...bars.map((bar) => dayNumber(bar.end))) + 1];
}

function shownSpan(bar: Bar, unit: string): string {
  if (unit === "day") return shownDay(bar.start);
  if (unit === "month") return shownDay(bar.start, { month: "long", year: "numeric" });
  return shownDay(bar.start, { year: "numeric" });
}

function drawStacked(figure: HTMLElement, items: Item[], step: string): void {
  const bars = barsOf(items, "quad");
  const [first, last] = reach(bars);
  const highest = Math.max(...bars.map((bar) => bar.total));
  const tip = html("p", { class: "tip small", hidden: "" });
  figure.append(tip);
  follow(figure, () => (figure.classList.contains("low") ? 110 : 190), (frame) => {
    const { drawing, width, height } = frame;
    const steps = ticks(highest);
    const top = steps.at(-1) ?? 1;
    const y = (value: number): number => height - BASE - (value / top) * (height - BASE - 12);
    for (const at of steps) {
      drawing.append(svg("line", { class: "grid", x1: along(0, width, START, END), x2: along(1, width, START, END), y1: y(at), y2: y(at) }));
      drawing.append(svg("text", { class: "tick", x: along(0, width, START - 6, 0), y: y(at) + 4, "text-anchor": "end" }, shownNumber(at)));
    }
    axis(frame, first, last);
    for (const bar of bars) {
      const [a, b] = edges(bar, first, last, width);
      const link = svg("a", { href: addressOf(figure, bar), class: "bar" });
      let base = 0;
      for (const quad of QUADS) {
        const count = bar.counts.get(quad) ?? 0;
        if (!count) continue;
        link.append(svg("rect", { class: `quad-${quad}`, x: a, width: b - a, y: y(base + count), height: y(base) - y(base + count) }));
        base += count;
      }
      link.append(svg("rect", { class: "hit", x: a, width: b - a, y: 0, height: height - BASE }));
      const told = `${shownSpan(bar, step)}: ${shownNumber(bar.total)}`;
      link.addEventListener("pointerenter", () => {
        tip.textContent = told;
        tip.hidden = false;
      });
      link.addEventListener("pointerleave", () => (tip.hidden = true));
      link.setAttribute("tabindex", "-1");
      drawing.append(link);
    }
  });
}

function drawTypes(figure: HTMLElement, items: Item[], step: string): void {
  const names: Record<string, string> = JSON.parse(figure.dataset["names"] ?? "{}");
  const all = barsOf(items, "type");
  const [first, last] = reach(all);
  const totals = new Map<string, number>();
  const quadOf = new Map<string, string>();
  for (const item of items) {
    totals.set(item.type, (totals.get(item.type) ?? 0) + item.count);
    quadOf.set(item.type, item.quad);
  }
  const types = [...totals.keys()].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || a.localeCompare(b));
  const highest = Math.max(...all.flatMap((bar) => [...bar.counts.values()]));
  const ROW = 38;
  follow(figure, () => types.length * ROW + BASE + 4, (frame) => {
    const { drawing, width } = frame;
    const start = Math.min(150, width * 0.32);
    types.forEach((type, row) => {
      const floor = (row + 1) * ROW;
      drawing.append(svg("line", { class: "grid", x1: 0, x2: width, y1: floor, y2: floor }));
      drawing.append(svg("text", { class: "name", x: along(0, width, 2, 2), y: floor - 8 }, names[type] ?? type));
      drawing.append(svg("text", { class: "tick", x: along(0, width, start - 10, 2), y: floor - 8, "text-anchor": "end" }, shownNumber(totals.get(type) ?? 0)));
      for (const bar of all) {
        const count = bar.counts.get(type) ?? 0;
        if (!count) continue;
        const [a, b] = edges(bar, first, last, width, start);
        const tall = Math.max(2, (count / highest) * (ROW - 8));
        const link = svg("a", { href: addressOf(figure, bar, type), tabindex: "-1" });
        link.append(svg("rect", { class: `quad-${quadOf.get(type)}`, x: a, width: b - a, y: floor - tall, height: tall }));
        link.append(svg("title", {}, `${names[type] ?? type}, ${shownSpan(bar, step)}: ${shownNumber(count)}`));
        drawing.append(link);
      }
    });
    axis(frame, first, last, start);
  });
}

/** Left and right edge of a bar. */
function edges(bar: Bar, first: number, last: number, width: number, start = START): [number, number] {
  const span = Math.max(1, last - first);
  const from = along((dayNumber(bar.start) - first) / span, width, start, END);
  const to = along((dayNumber(bar.end) + 1 - first) / span, width, start, END);
  const [a, b] = from < to ? [from, to] : [to, from];
  const middle = (a + b) / 2;
  const half = Math.min(Math.max(1, (b - a) / 2 - (b - a > 5 ? 0.75 : 0)), 14);
  return [middle - half, middle + half];
}

function axis({ drawing, width, height }: Frame, first: number, last: number, start = START): void {
  const days = Math.max(1, last - first);
  const floor = height - BASE + 0.5;
  drawing.append(svg("line", { class: "axis", x1: along(0, width, start, END), x2: along(1, width, start, END), y1: floor, y2: floor }));
  const { at, style } = calendar(first, last, Math.max(2, Math.floor((width - start - END) / 90)));
  for (const day of at) {
    const x = along((day - first) / days, width, start, END);
    drawing.append(svg("line", { class: "axis", x1: x, x2: x, y1: floor, y2: floor + 4 }));
    drawing.append(svg("text", { class: "tick", x, y: height - 4, "text-anchor": "start" }, shownDay(dayOf(day), style)));
  }
}

/** Where an axis is labelled: the beginnings of years, months or days, at most so many. */
function calendar(first: number, last: number, most: number): { at: number[]; style: Intl.DateTimeFormatOptions } {
  const days = last - first;
  const from = new Date(`${dayOf(first)}T00:00:00Z`);
  const months = days / 30.4;
  if (days <= most * 10) {
    const step = Math.ceil(days / most);
    return { at: steps(first, last, (i) => first + i * step), style: { day: "numeric", month: "short", ...(days > 40 ? { year: "2-digit" } : {}) } };
  }
  const step = [1, 2, 3, 6].find((n) => months / n <= most) ?? 12 * Math.ceil(months / 12 / most);
  const begin = step >= 12 ? [from.getUTCFullYear(), 0] : [from.getUTCFullYear(), Math.floor(from.getUTCMonth() / step) * step];
  const at = steps(first, last, (i) => Math.floor(Date.UTC(begin[0] ?? 1970, (begin[1] ?? 0) + i * step, 1) / 86_400_000));
  return { at, style: step >= 12 ? { year: "numeric" } : { month: "short", year: "numeric" } };
}

function steps(first: number, last: number, at: (i: number) => number): number[] {
  const found: number[] = [];
  for (let i = 0; at(i) < last; i++) if (at(i) >= first) found.push(at(i));
  return found;
}

/** The same view, of the days of one bar. */
function addressOf(figure: HTMLElement, bar: Bar, type?: string): string {
  const address = new URL(figure.dataset["list"] ?? location.href, location.href);
  address.searchParams.set("since", bar.start);
  address.searchParams.set("until", bar.end);
  if (type) address.searchParams.set("type", type);
  address.searchParams.delete("cursor");
  return address.pathname + address.search;
}
