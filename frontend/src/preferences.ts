/** Language and light or dark, kept in cookies so that the server renders the next page right at once. */

import { all } from "./dom";

const YEAR = 365 * 24 * 3600;

function keep(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

export function startPreferences(): void {
  for (const link of all<HTMLAnchorElement>(document, "a[data-language]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      keep("language", link.dataset["language"] ?? "");
      const address = new URL(location.href);
      address.searchParams.delete("lang");
      location.assign(address);
    });
  }
  const button = document.getElementById("theme");
  button?.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset["theme"] = dark ? "light" : "dark";
    keep("theme", root.dataset["theme"]);
    document.dispatchEvent(new CustomEvent("khabar:theme"));
  });
}
