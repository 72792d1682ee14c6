/** The form beside the list: an address without the fields that are left empty, and closed facets on a narrow screen. */

import { all } from "./dom";

export function startFacets(root: ParentNode): void {
  for (const form of all<HTMLFormElement>(root, "form[data-lean]")) {
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData.entries()]) {
        if (value === "" || value === form.dataset[`default${name}`]) event.formData.delete(name);
      }
    });
  }
  const narrow = matchMedia("(max-width: 60rem)");
  for (const details of all<HTMLDetailsElement>(root, "details[data-rail]")) details.open = !narrow.matches;
}
