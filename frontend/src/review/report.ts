/** The events of a report under review: one is open at a time, its words are shown in the text, and j and k go from one to the next. */

import { all } from "../dom";
import { hear } from "./keys";
import { show, type Span } from "./words";

export function startReportReview(): void {
  const events = all<HTMLDetailsElement>(document, "details.event-form");
  const open = (details: HTMLDetailsElement | undefined): boolean => {
    if (!details) return false;
    for (const other of events) other.open = other === details;
    const [start = 0, end = 0] = (details.dataset["trigger"] ?? "").split("-").map(Number);
    show(start, end);
    details.querySelector<HTMLElement>("summary")?.focus({ preventScroll: true });
    details.scrollIntoView({ block: "nearest" });
    return true;
  };
  for (const details of events) {
    details.querySelector("summary")?.addEventListener("click", (event) => {
      event.preventDefault();
      if (details.open) details.open = false;
      else open(details);
    });
  }
  hear((key) => {
    if (key !== "j" && key !== "k") return false;
    const at = events.findIndex((details) => details.open);
    return open(events[Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), events.length - 1)]);
  });
  const done = Number(new URLSearchParams(location.search).get("done") ?? -1);
  const asked = location.hash && done < 0 ? document.getElementById(location.hash.slice(1)) : null;
  const waiting = events.filter((details) => "open" in details.dataset);
  const after = waiting.find((details) => Number((details.dataset["trigger"] ?? "").split("-")[0]) > done);
  if (events.length) open(asked instanceof HTMLDetailsElement ? asked : (after ?? waiting[0]));
  startNewEvent();
}

/** The form for an event that was not found: it is about the words that are chosen. */
function startNewEvent(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-new-event]");
  if (!form) return;
  const [start, end] = ["start", "end"].map((name) => form.querySelector<HTMLInputElement>(`input[name=${name}]`));
  const button = form.querySelector<HTMLButtonElement>("button");
  document.addEventListener("khabar:chosen", (event) => {
    const span = (event as CustomEvent<Span | undefined>).detail;
    if (!start || !end || !button) return;
    start.value = span ? String(span.start) : "";
    end.value = span ? String(span.end) : "";
    button.disabled = !span;
  });
}
