/** The place in a form: found by its name among those that Khabar knows, or set by a click on the map. */

import { all, html, json } from "../dom";
import { rightToLeft } from "../language";

interface Place {
  name: string;
  name_ar: string;
  country: string;
  kind: string;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  geonames: number | null;
}

const FIELDS = ["name", "name_ar", "country", "kind", "admin1", "lat", "lon", "geonames"] as const;

export function startPlaces(): void {
  for (const holder of all(document, "[data-place]")) startPlace(holder);
}

function startPlace(holder: HTMLElement): void {
  const search = holder.querySelector<HTMLInputElement>("[data-place-search]");
  const found = holder.querySelector<HTMLElement>("[data-found]");
  const field = (name: string): HTMLInputElement | HTMLSelectElement | null => holder.querySelector(`[name="place.${name}"]`);
  const set = (name: string, value: string): void => {
    const into = field(name);
    if (into) into.value = value;
  };
  let asked = 0;
  search?.addEventListener("input", () => {
    const words = search.value.trim();
    const own = ++asked;
    if (words.length < 2) return found?.replaceChildren();
    void json<{ items: Place[] }>(`/api/v1/known/places?q=${encodeURIComponent(words)}`).then(({ items }) => {
      if (own === asked) found?.replaceChildren(...items.map((place) => html("li", {}, choice(place))));
    });
  });
  search?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    found?.querySelector("button")?.click();
  });

  const choice = (place: Place): HTMLElement => {
    const names = rightToLeft ? [place.name_ar, place.name] : [place.name, place.name_ar];
    const button = html("button", { type: "button", class: "plain" }, html("bdi", {}, names[0] ?? ""), " ", html("bdi", { class: "quiet" }, names[1] ?? ""));
    button.append(html("span", { class: "small quiet" }, ` ${[place.admin1, place.country].filter(Boolean).join(", ")}`));
    button.addEventListener("click", () => {
      for (const name of FIELDS) set(name, String(place[name] ?? ""));
      set("radius", "");
      found?.replaceChildren();
      holder.dispatchEvent(new CustomEvent("khabar:placed"));
    });
    return button;
  };

  const canvas = holder.querySelector<HTMLElement>("[data-pick]");
  if (!canvas) return;
  const at = (): [number, number] | undefined => {
    const [lat, lon] = [field("lat")?.value ?? "", field("lon")?.value ?? ""];
    return lat && lon && Number.isFinite(Number(lat)) && Number.isFinite(Number(lon)) ? [Number(lon), Number(lat)] : undefined;
  };
  const picked = (lon: number, lat: number): void => {
    set("lat", lat.toFixed(5));
    set("lon", lon.toFixed(5));
    set("geonames", "");
  };
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    void import("../map/pick").then(({ drawPicker }) => drawPicker(canvas, at, picked, holder));
  }).observe(canvas);
}
