/** Choosing words of a report: with the pointer, or with the arrow keys from word to word. Places are code points, as everywhere in Khabar. */

import { all } from "../dom";
import { hear } from "./keys";

export interface Span {
  start: number;
  end: number;
  text: string;
}

interface Part {
  start: number;
  end: number;
  node: Text;
}

const EDGES = /^[\s«»“”"'()[\]،؛:.!?؟,;…–-]+|[\s«»“”"'()[\]،؛:.!?؟,;…–-]+$/gu;

let parts: Part[] = [];
let words: Span[] = [];
let from = -1;
let to = -1;
let taken: Span | undefined;

/** What is chosen now. */
export function chosen(): Span | undefined {
  return taken;
}

export function startWords(): void {
  const passage = document.querySelector<HTMLElement>("[data-words]");
  if (!passage) return;
  parts = all(passage, "[data-at]").flatMap((part) => {
    const [start = 0, end = 0] = (part.dataset["at"] ?? "").split("-").map(Number);
    return part.firstChild instanceof Text ? [{ start, end, node: part.firstChild }] : [];
  });
  words = all(passage, "p").flatMap(wordsOf);
  passage.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 1, ArrowRight: -1 }[event.key] ?? 0;  // the text itself runs from right to left
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    to = Math.min(Math.max(to + step, 0), words.length - 1);
    if (!event.shiftKey || from < 0) from = to;
    const [first, last] = [words[Math.min(from, to)], words[Math.max(from, to)]];
    if (first && last) choose(first.start, last.end);
  });
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !passage.contains(selection.anchorNode)) return;
    const [a, b] = [placeOf(selection.anchorNode, selection.anchorOffset), placeOf(selection.focusNode, selection.focusOffset)];
    if (a === undefined || b === undefined) return;
    choose(Math.min(a, b), Math.max(a, b));
    to = from = words.findIndex((word) => word.end > Math.min(a, b));
  });
  hear((key) => {
    // The article or a conjunction that is written together with the word can be taken off, and given back.
    if (!taken || (key !== "[" && key !== "]")) return false;
    const start = key === "[" ? taken.start + 1 : taken.start - 1;
    if (start < (parts[0]?.start ?? 0) || start >= taken.end) return false;
    choose(start, taken.end);
    return true;
  });
}

/** Show where an event is told. */
export function show(start: number, end: number): void {
  const range = rangeOf(start, end);
  if (!range) return;
  CSS.highlights?.set("told", new Highlight(range));
  range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
  to = from = words.findIndex((word) => word.end > start);
}

function choose(start: number, end: number): void {
  const text = textOf(start, end);
  const before = /^\s*/u.exec(text)?.[0] ?? "";
  const trimmed = text.trim();
  taken = trimmed ? { start: start + [...before].length, end: start + [...before].length + [...trimmed].length, text: trimmed } : undefined;
  const range = taken && rangeOf(taken.start, taken.end);
  if (range) {
    CSS.highlights?.set("chosen", new Highlight(range));
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
  } else CSS.highlights?.delete("chosen");
  const told = document.querySelector<HTMLElement>("[data-chosen-words]");
  if (told) told.textContent = taken ? `${told.dataset["chosenWords"] ?? ""} ${taken.text}` : "";
  document.dispatchEvent(new CustomEvent("khabar:chosen", { detail: taken }));
}

function wordsOf(paragraph: HTMLElement): Span[] {
  const own = parts.filter((part) => paragraph.contains(part.node));
  const start = own[0]?.start ?? 0;
  const text = own.map((part) => part.node.data).join("");
  return [...text.matchAll(/\S+/gu)].flatMap((match) => {
    const bare = match[0].replace(EDGES, "");
    if (!bare) return [];
    const at = start + [...text.slice(0, match.index + match[0].indexOf(bare))].length;
    return [{ start: at, end: at + [...bare].length, text: bare }];
  });
}

function textOf(start: number, end: number): string {
  return parts
    .filter((part) => part.start < end && part.end > start)
    .map((part) => [...part.node.data].slice(Math.max(start - part.start, 0), end - part.start).join(""))
    .join("");
}

function placeOf(node: Node | null, offset: number): number | undefined {
  const part = parts.find((each) => each.node === node);
  if (part) return part.start + [...part.node.data.slice(0, offset)].length;
  // Between two parts: the beginning of what stands there.
  const child = node?.childNodes[offset] ?? node?.childNodes[offset - 1];
  const inside = child && parts.find((each) => child.contains(each.node));
  return inside && (node?.childNodes[offset] ? inside.start : inside.end);
}

function rangeOf(start: number, end: number): Range | undefined {
  const [first, last] = [parts.find((part) => part.end > start), parts.findLast((part) => part.start < end)];
  if (!first || !last) return undefined;
  const range = document.createRange();
  range.setStart(first.node, unitsOf(first, start));
  range.setEnd(last.node, unitsOf(last, end));
  return range;
}

function unitsOf(part: Part, at: number): number {
  return [...part.node.data].slice(0, Math.max(at - part.start, 0)).join("").length;
}
