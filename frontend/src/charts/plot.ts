/** What the charts share: a drawing that follows its width, and time that runs in the direction of the script. */

import { svg } from "../dom";
import { rightToLeft } from "../language";

export interface Frame {
  drawing: SVGSVGElement;
  width: number;
  height: number;
}

/** Draw now, and again whenever the width changes. */
export function follow(figure: HTMLElement, height: () => number, draw: (frame: Frame) => void): void {
  let last = 0;
  const render = (): void => {
    const width = Math.floor(figure.clientWidth);
    if (width === last || width < 40) return;
    last = width;
    const tall = height();
    const drawing = svg("svg", { viewBox: `0 0 ${width} ${tall}`, width, height: tall, class: "plot", "aria-hidden": "true" });
    figure.querySelector("svg.plot")?.remove();
    figure.prepend(drawing);
    draw({ drawing, width, height: tall });
  };
  new ResizeObserver(render).observe(figure);
  render();
}

/** Where a share of the way (0 at the start of the line, 1 at its end) stands. Right-to-left scripts begin at the right. */
export function along(share: number, width: number, start: number, end: number): number {
  const length = width - start - end;
  return rightToLeft ? width - start - share * length : start + share * length;
}

/** The anchor of text that begins at its position in reading direction. */
export const STARTS = "start";

/** Round numbers from 0 to at least the highest, at most five. */
export function ticks(highest: number): number[] {
  const rough = Math.max(1, highest) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough);
  const found: number[] = [];
  for (let at = 0; at < highest + step; at += step) found.push(at);
  return found;
}

const DAY = 86_400_000;

export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY);
}

export function dayOf(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}
