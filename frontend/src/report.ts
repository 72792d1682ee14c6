/** The marked text of a report: what is pointed at, tapped or focused shows what it belongs to, in the text and beside it. */

import { all } from "./dom";

const SHOWN = "shown";

function names(element: HTMLElement, kind: "in" | "lights"): string[] {
  return (element.dataset[kind] ?? "").split(" ").filter(Boolean);
}

export function startReport(root: ParentNode): void {
  for (const page of all(root, "[data-report]")) linkUp(page);
}

function linkUp(page: HTMLElement): void {
  const parts = all(page, "[data-in]");
  const byName = new Map<string, HTMLElement[]>();
  for (const part of parts) {
    for (const name of names(part, "in")) byName.set(name, [...(byName.get(name) ?? []), part]);
  }
  let held: HTMLElement | undefined;

  const show = (of: HTMLElement | undefined): void => {
    for (const part of parts) part.classList.remove(SHOWN);
    page.classList.toggle("linking", Boolean(of));
    for (const name of of ? names(of, "lights") : []) for (const part of byName.get(name) ?? []) part.classList.add(SHOWN);
  };
  const partOf = (event: Event): HTMLElement | undefined =>
    event.target instanceof Element ? (event.target.closest<HTMLElement>("[data-lights]") ?? undefined) : undefined;

  page.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch" && !held) show(partOf(event));
  });
  page.addEventListener("pointerleave", () => {
    if (!held) show(undefined);
  });
  page.addEventListener("focusin", (event) => {
    if (!held) show(partOf(event));
  });
  page.addEventListener("click", (event) => {
    const part = partOf(event);
    if (event.target instanceof Element && event.target.closest("a:not(.part), button, input, label")) return;
    if (part?.matches("a.part")) event.preventDefault();
    hold(part === held ? undefined : part);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hold(undefined);
  });

  function hold(part: HTMLElement | undefined): void {
    held = part;
    show(part);
    const card = part?.dataset["card"] && document.getElementById(part.dataset["card"]);
    if (card) card.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  for (const box of all<HTMLInputElement>(page, "input[data-layer]")) {
    box.addEventListener("change", () => page.classList.toggle(`without-${box.dataset["layer"]}`, !box.checked));
  }
  const aim = location.hash.match(/^#w(\d+)-(\d+)$/);
  if (aim) pointAt(page, Number(aim[1]), Number(aim[2]));
}

/** Mark the words of an address like #w12-20 (offsets in the text), as a claim's quote links to them. */
function pointAt(page: HTMLElement, start: number, end: number): void {
  const hit = all(page, "[data-at]").filter((part) => {
    const [from, to] = (part.dataset["at"] ?? "").split("-").map(Number);
    return (from ?? 0) < end && (to ?? 0) > start;
  });
  for (const part of hit) part.classList.add("aimed");
  hit[0]?.scrollIntoView({ block: "center" });
}
