/** The page's language: numbers, dates and the few words that modules need. The server says all of it in attributes of html. */

const root = document.documentElement;
const locale = root.dataset["locale"] ?? "en";
const number = new Intl.NumberFormat(locale);
const words: Record<string, string> = JSON.parse(document.getElementById("vocabulary")?.textContent ?? "{}");

export const rightToLeft = root.dir === "rtl";

/** A word of the page's catalogue, by the name under which base.html gives it. */
export function word(name: string): string {
  return words[name] ?? name;
}

export function shownNumber(value: number): string {
  return number.format(value);
}

/** A range of numbers: 7, 7–9, 7+, up to 9. */
export function shownRange(low: number | null, high: number | null): string {
  if (low === null) return high === null ? "?" : word("up to").replace("{}", shownNumber(high));
  if (high === null) return word("at least").replace("{}", shownNumber(low));
  return low === high ? shownNumber(low) : `${shownNumber(low)}–${shownNumber(high)}`;
}

/** An ISO day (2020-07-08) as people write it. style: which parts. */
export function shownDay(day: string, style: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" }): string {
  const [year, month, date] = day.split("-").map(Number);
  const at = new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, date ?? 1));
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...style }).format(at);
}

export function countryName(code: string): string {
  return new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(code) ?? code;
}
