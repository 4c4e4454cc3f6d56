/** The page for places without a network: what was begun on this phone, what waits to be sent, and the way back. */

import { ask, listen, read } from "./lib/db.js";
import { showOutbox } from "./lib/outbox-view.js";
import { isReady } from "./lib/readiness.js";
import { clock, clone, say } from "./lib/words.js";
import { unsentIn, workOf } from "./lib/work.js";

const isInstead = location.pathname !== "/offline";

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

function showNetwork() {
  part("instead").hidden = !isInstead;
  // A page shown instead of another is there because the network failed, whatever the phone believes.
  part("offline").hidden = navigator.onLine && !isInstead;
}

async function showWork() {
  const user = (await read(["meta"], ({ meta }) => ask(meta.get("user"))))?.value.id ?? "";
  const { drafts, waiting, sent } = await workOf(user);
  const cards = await Promise.all(drafts.sort((one, other) => other.saved.localeCompare(one.saved)).map(cardOf));
  part("begun").querySelector("ul")?.replaceChildren(...cards);
  part("begun").hidden = !drafts.length;
  part("safe").hidden = !(drafts.length + waiting.length);
  part("nothing").hidden = drafts.length + waiting.length + sent.length > 0;
  part("hidden-work").hidden = !(await isOthersWork(user));
}

/** @param {import("./lib/db.js").Draft} draft */
async function cardOf({ place, title, saved, url }) {
  const card = clone("begun-visit");
  /** @param {string} name @param {string} text */
  const fill = (name, text) => { const spot = card.querySelector(name); if (spot) spot.textContent = text; };
  fill("[data-place]", place);
  fill("[data-title]", title);
  fill("[data-saved]", saved && say("saved", { moment: clock(saved) }));
  fill("[data-name]", ` – ${place}`);
  card.querySelector("a")?.setAttribute("href", url);
  const away = /** @type {HTMLElement} */ (card.querySelector("[data-away]"));
  away.hidden = await isReady(url);
  return card;
}

/** Whether somebody who is not signed in has unsent work here; nothing of it is shown. @param {string} user */
async function isOthersWork(user) {
  const people = await read(["drafts", "outbox"], async ({ drafts, outbox }) =>
    [...await ask(drafts.getAll()), ...await ask(outbox.getAll())].map((one) => one.user));
  const others = [...new Set(people)].filter((person) => person !== user);
  const works = await Promise.all(others.map(workOf));
  return works.some((work) => unsentIn(work).size);
}

part("again").addEventListener("click", () => location.reload());
for (const change of ["online", "offline"]) addEventListener(change, showNetwork);
for (const kind of ["outbox", "answers"]) listen(kind, showWork);
showNetwork();
showOutbox();
showWork();
