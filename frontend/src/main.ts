/** The front end of the page. Everything works on what the server has rendered; drawings are loaded only where there is one to draw. */

import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/list.css";
import "./styles/incident.css";
import "./styles/report.css";
import "./styles/plots.css";
import "./styles/map.css";
import "./styles/review.css";
import "htmx.org";
import { startAdding } from "./adding";
import { all, html } from "./dom";
import { startFacets } from "./facets";
import { startKeys } from "./keys";
import { word } from "./language";
import { startMatrix } from "./matrix";
import { startPreferences } from "./preferences";
import { startReport } from "./report";
import { startModes, startQueue, startReviewKeys } from "./review/keys";
import { startPlaces } from "./review/places";
import { startReportReview } from "./review/report";
import { startRoles } from "./review/roles";
import { startWords } from "./review/words";

const started = new WeakSet<Element>();

/** Draw what of the elements has not been drawn yet; where it fails, say so. */
function once(root: ParentNode, selector: string, draw: (element: HTMLElement) => Promise<void>): void {
  for (const element of all(root, selector)) {
    if (started.has(element)) continue;
    started.add(element);
    draw(element).catch((error: unknown) => {
      element.append(html("p", { class: "notice bad" }, word("failed")));
      console.error(error);
    });
  }
}

function start(root: ParentNode): void {
  startFacets(root);
  startReport(root);
  startMatrix(root);
  startAdding(root);
  once(root, "[data-map]", async (holder) => (await import("./map/map")).drawMap(holder));
  once(root, "[data-chart=timeline], [data-chart=types]", async (figure) => (await import("./charts/timeline")).drawTimeline(figure));
  once(root, "[data-incident]", async (page) => (await import("./charts/incident")).drawIncident(page));
}

startPreferences();
startKeys();
start(document);
startReviewKeys();
startQueue();
startModes();
startWords();
startRoles();
startPlaces();
startReportReview();
document.documentElement.dataset["ready"] = "yes";
document.addEventListener("htmx:after:swap", () => start(document));
