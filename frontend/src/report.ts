/** The marked text of a report: what is pointed at, tapped or focused shows what it belongs to, in the text and beside it. */

import { all } from "./dom";

const SHOWN = "shown";

function names(element: HTMLElement): string[] {
  return (element.dataset["of"] ?? "").split(" ").filter(Boolean);
}

export function startReport(root: ParentNode): void {
  for (const page of all(root, "[data-report]")) linkUp(page);
}

function linkUp(page: HTMLElement): void {
  const parts = all(page, "[data-of]");
  const byName = new Map<string, HTMLElement[]>();
  for (const part of parts) {
    for (const name of names(part)) byName.set(name, [...(byName.get(name) ?? []), part]);
  }
  let held: HTMLElement | undefined;

  const show = (of: HTMLElement | undefined): void => {
    for (const part of parts) part.classList.remove(SHOWN);
    page.classList.toggle("linking", Boolean(of));
    for (const name of of ? names(of) : []) for (const part of byName.get(name) ?? []) part.classList.add(SHOWN);
  };
  const partOf = (event: Event): HTMLElement | undefined =>
    event.target instanceof Element ? (event.target.closest<HTMLElement>("[data-of]") ?? undefined) : undefined;

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
    if (event.target instanceof Element && event.target.closest("a, button, input, label")) return;
    const part = partOf(event);
    hold(part === held ? undefined : part);
  });
  page.addEventListener("keydown", (event) => {
    const part = partOf(event);
    if (event.key === "Escape") hold(undefined);
    else if ((event.key === "Enter" || event.key === " ") && part === event.target && part?.dataset["card"]) {
      event.preventDefault();
      hold(part);
      document.getElementById(part.dataset["card"])?.scrollIntoView({ block: "nearest" });
    }
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
