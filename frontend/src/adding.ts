/** Adding reports: files can be dropped onto the page; the form shows which were chosen. */

import { all, html } from "./dom";

export function startAdding(root: ParentNode): void {
  for (const zone of all(root, "[data-drop]")) {
    if (zone.dataset["ready"]) continue;
    zone.dataset["ready"] = "yes";
    const input = zone.querySelector<HTMLInputElement>("input[type=file]");
    const list = zone.querySelector<HTMLElement>("[data-chosen]");
    if (!input || !list) continue;
    const show = (): void => list.replaceChildren(...[...(input.files ?? [])].map((file) => html("li", {}, html("bdi", {}, file.name))));
    input.addEventListener("change", show);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (event.dataTransfer?.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  }
}
