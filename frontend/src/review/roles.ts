/** The roles of an event: chosen words go in, chips take them out; numbers and actors are told beside their words. All of it stands as JSON in
 * two hidden fields, which the form sends. */

import { all, html, json } from "../dom";
import { hear } from "./keys";
import { chosen, type Span } from "./words";

interface Quantity extends Span {
  low?: number | null;
  high?: number | null;
}

interface Actor {
  name: string | null;
  country: string;
  sector: string;
  role: string | null;
}

const PARTIES = new Set(["actors", "recipients"]);

class Roles {
  private readonly roles: Record<string, Quantity[]>;
  private readonly actors: Record<string, Actor>;
  private readonly counts: Set<string>;

  constructor(
    private readonly holder: HTMLElement,
    private readonly rolesField: HTMLInputElement,
    private readonly actorsField: HTMLInputElement,
  ) {
    this.roles = JSON.parse(rolesField.value || "{}") as Record<string, Quantity[]>;
    this.actors = JSON.parse(actorsField.value || "{}") as Record<string, Actor>;
    this.counts = new Set((holder.dataset["counts"] ?? "").split(" "));
    for (const row of all(holder, "[data-role]")) {
      row.querySelector("[data-add]")?.addEventListener("click", () => this.add(row));
      this.draw(row);
    }
  }

  /** Put what is chosen into the role with a number (from 1). */
  addTo(number: number): boolean {
    const row = all(this.holder, "[data-role]")[number - 1];
    return Boolean(row && this.add(row));
  }

  private add(row: HTMLElement): boolean {
    const span = chosen();
    const role = row.dataset["role"] ?? "";
    if (!span || this.roles[role]?.some((known) => known.start === span.start && known.end === span.end)) return false;
    const number = this.counts.has(role) ? { low: null, high: null } : {};
    this.roles[role] = [...(this.roles[role] ?? []), { ...span, ...number }].sort((a, b) => a.start - b.start);
    this.keep(row);
    row.querySelector<HTMLElement>(`[data-of="${span.start}"] input`)?.focus();
    return true;
  }

  private keep(row: HTMLElement): void {
    this.rolesField.value = JSON.stringify(this.roles);
    this.actorsField.value = JSON.stringify(this.actors);
    this.draw(row);
  }

  private draw(row: HTMLElement): void {
    const role = row.dataset["role"] ?? "";
    row.querySelector("[data-spans]")?.replaceChildren(...(this.roles[role] ?? []).map((span) => this.chip(row, role, span)));
  }

  private chip(row: HTMLElement, role: string, span: Quantity): HTMLElement {
    const found = html("span", { class: "chip", "data-of": span.start }, html("bdi", { lang: "ar" }, span.text));
    if (this.counts.has(role)) found.append(this.bound(span, "low"), "–", this.bound(span, "high"));
    if (PARTIES.has(role)) found.append(this.who(row, span));
    const away = html("button", { type: "button", class: "plain", "aria-label": `${this.holder.dataset["remove"]}: ${span.text}` }, "×");
    away.addEventListener("click", () => {
      this.roles[role] = (this.roles[role] ?? []).filter((other) => other !== span);
      this.keep(row);
    });
    found.append(away);
    return found;
  }

  private bound(span: Quantity, end: "low" | "high"): HTMLElement {
    const label = `${span.text}: ${this.holder.dataset[end]}`;
    const field = html("input", { inputmode: "numeric", size: 4, maxlength: 10, dir: "ltr", "aria-label": label, value: span[end] ?? "" });
    field.addEventListener("change", () => {
      span[end] = /^\d+$/.test(field.value.trim()) ? Number(field.value) : null;
      this.rolesField.value = JSON.stringify(this.roles);
    });
    return field;
  }

  private who(row: HTMLElement, span: Span): HTMLElement {
    const list = html("datalist", { id: `who-${row.dataset["role"]}-${span.start}-${Math.random().toString(36).slice(2)}` });
    const known = this.actors[span.text];
    const shown = known ? (known.name ?? [known.country, known.sector].filter((part) => !["?", "UNK"].includes(part)).join(" ")) : "";
    const label = `${this.holder.dataset["who"]}: ${span.text}`;
    const field = html("input", { list: list.id, value: shown, dir: "auto", "aria-label": label, placeholder: this.holder.dataset["who"], maxlength: 100 });
    let offered: (Actor & { name_ar: string })[] = [];
    field.addEventListener("input", () => {
      const picked = offered.find((actor) => actor.name === field.value);
      if (picked) {
        this.actors[span.text] = { name: picked.name, country: picked.country, sector: picked.sector, role: picked.role };
        this.actorsField.value = JSON.stringify(this.actors);
      } else if (field.value.trim().length > 1) {
        void json<{ items: typeof offered }>(`/api/v1/known/actors?q=${encodeURIComponent(field.value.trim())}`).then(({ items }) => {
          offered = items;
          list.replaceChildren(...items.map((actor) => html("option", { value: actor.name ?? "" }, `${actor.name_ar} · ${actor.role ?? ""}`)));
        });
      }
    });
    return html("span", { class: "who" }, field, list);
  }
}

export function startRoles(): void {
  const editors = new Map<HTMLElement, Roles>();
  for (const holder of all(document, "[data-roles]")) {
    const [roles, actors] = ["roles", "actors"].map((name) => holder.querySelector<HTMLInputElement>(`input[name=${name}]`));
    if (roles && actors) editors.set(holder, new Roles(holder, roles, actors));
  }
  if (!editors.size) return;
  hear((key) => {
    if (!/^[0-9]$/.test(key)) return false;
    const open = document.querySelector<HTMLElement>("details.event-form[open] [data-roles]");
    return Boolean(open && editors.get(open)?.addTo(Number(key) || 10));
  });
}
