/** Keys of the review pages: an element with data-key="a" is clicked, or focused if it is a field, when that key is pressed. The key's place on
 * the keyboard counts too, so that it works while Arabic is typed. */

import { all } from "../dom";
import { rightToLeft } from "../language";

const FIELDS = /^(INPUT|TEXTAREA|SELECT)$/;

function letterOf(event: KeyboardEvent): string {
  const place = /^(?:Key([A-Z])|Digit(\d)|(BracketLeft|BracketRight))$/.exec(event.code);
  if (place?.[1]) return place[1].toLowerCase();
  if (place?.[2]) return place[2];
  return place?.[3] ? (place[3] === "BracketLeft" ? "[" : "]") : event.key;
}

function visible(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

/** Call with the key that was pressed, unless something is being written or a dialog is open. */
export type Heard = (key: string, event: KeyboardEvent) => boolean;

const listeners: Heard[] = [];

export function hear(listener: Heard): void {
  listeners.push(listener);
}

export function startReviewKeys(): void {
  if (!document.querySelector("[data-key]")) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target && FIELDS.test(target.tagName) && !(target instanceof HTMLInputElement && target.type === "checkbox")) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const key = letterOf(event);
    if (event.shiftKey && key.length === 1) return;
    if (listeners.some((listener) => listener(key, event)) || press(key)) event.preventDefault();
  });
}

function press(key: string): boolean {
  const found = all(document, "[data-key]").find((element) => element.dataset["key"] === key && visible(element));
  if (!found) return false;
  if (FIELDS.test(found.tagName) || found.matches("[data-words]")) found.focus();
  else found.click();
  return true;
}

/** The queue: j and k go through it, x chooses for a merge. */
export function startQueue(): void {
  const queue = document.querySelector<HTMLFormElement>("[data-queue]");
  if (!queue) return;
  const links = all<HTMLAnchorElement>(queue, "li a.title");
  hear((key) => {
    const at = links.findIndex((link) => link.closest("li")?.contains(document.activeElement));
    if (key === "j" || key === "k") {
      const next = links[Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), links.length - 1)];
      next?.focus();
      return Boolean(next);
    }
    const box = key === "x" && at >= 0 ? links[at]?.closest("li")?.querySelector<HTMLInputElement>("input[type=checkbox]") : null;
    if (!box) return false;
    box.checked = !box.checked;
    return true;
  });
}

/** The modes that a type may have, in the list beside it. */
export function startModes(): void {
  for (const type of all<HTMLSelectElement>(document, "select[data-modes]")) {
    const mode = type.form?.querySelector<HTMLSelectElement>("select[name=mode]");
    if (!mode) continue;
    const modes = JSON.parse(type.dataset["modes"] ?? "{}") as Record<string, string[]>;
    const names = JSON.parse(document.getElementById("mode-names")?.textContent ?? "{}") as Record<string, string>;
    type.addEventListener("change", () => {
      const kept = mode.value;
      mode.replaceChildren(mode.options[0] as HTMLOptionElement, ...(modes[type.value] ?? []).map((name) => new Option(names[name] ?? name, name)));
      mode.value = (modes[type.value] ?? []).includes(kept) ? kept : "";
    });
  }
}

/** Which way an arrow key goes in a text: 1 on, -1 back, 0 for other keys. */
export function direction(key: string): number {
  if (key === "ArrowLeft") return rightToLeft ? 1 : -1;
  if (key === "ArrowRight") return rightToLeft ? -1 : 1;
  return 0;
}
