/** The claim matrix: arrow keys move from cell to cell, and the cell whose quote is shown stays marked. */

import { all } from "./dom";
import { rightToLeft } from "./language";

const marked = new WeakSet<HTMLElement>();

export function startMatrix(root: ParentNode): void {
  for (const table of all<HTMLTableElement>(root, "table[data-matrix]")) {
    if (marked.has(table)) continue;
    marked.add(table);
    table.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a.claim") : null;
      if (!link) return;
      for (const other of all(table, "a.claim[aria-current]")) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
    });
    table.addEventListener("keydown", (event) => move(table, event));
  }
}

function move(table: HTMLTableElement, event: KeyboardEvent): void {
  const link = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("a.claim") : null;
  const cell = link?.closest<HTMLTableCellElement>("td");
  if (!link || !cell) return;
  const sideways: Record<string, number> = { ArrowLeft: rightToLeft ? 1 : -1, ArrowRight: rightToLeft ? -1 : 1 };
  const upright: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };
  const rows = [...table.rows];
  let row = (cell.parentElement as HTMLTableRowElement).rowIndex;
  let column = cell.cellIndex;
  const stepX = sideways[event.key] ?? 0;
  const stepY = upright[event.key] ?? 0;
  if (!stepX && !stepY) return;
  event.preventDefault();
  for (row += stepY, column += stepX; rows[row]?.cells[column] || (stepY && rows[row]); row += stepY, column += stepX) {
    const next = rows[row]?.cells[column]?.querySelector<HTMLElement>("a.claim");
    if (next) {
      next.focus();
      return;
    }
  }
}
