/** The drawings of one incident: its chains of sources and its numbers over time, from the record that the API gives. */

import { all, json } from "../dom";
import { drawChains } from "./chains";
import { drawTolls } from "./tolls";

interface Claim {
  field: string;
  value: string;
  low: number | null;
  high: number | null;
  chain: string[];
  denied: boolean;
  article: string;
}

interface Incident {
  claims: Claim[];
}

const COUNTS = ["killed", "injured", "displaced", "casualties"];

export async function drawIncident(page: HTMLElement): Promise<void> {
  const incident = await json<Incident>(page.dataset["source"] ?? "");
  const published: Record<string, string> = JSON.parse(page.dataset["published"] ?? "{}");
  const names: Record<string, string> = JSON.parse(page.dataset["names"] ?? "{}");
  const shown = (name: string | undefined): string => (name ? (names[name] ?? name) : "");
  for (const figure of all(page, "[data-chart=chains]")) {
    const told = new Map(incident.claims.filter((c) => c.field === "type").map((c) => [JSON.stringify([c.article, c.chain, c.denied]), c]));
    drawChains(figure, [...told.values()].map((c) => ({ names: c.chain.map(shown), denied: c.denied })));
  }
  for (const figure of all(page, "[data-chart=tolls]")) {
    const fields = (figure.dataset["fields"] ?? COUNTS.join(" ")).split(" ");
    const tolls = incident.claims
      .filter((c) => fields.includes(c.field))
      .map((c) => ({
        ...c,
        published: published[c.article] ?? null,
        outlet: shown(c.chain[0]),
        speaker: c.chain.length > 1 ? shown(c.chain.at(-1)) : "",
      }));
    drawTolls(figure, tolls);
  }
  page.dataset["drawn"] = "yes";
}
