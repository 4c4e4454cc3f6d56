/** Photos beside the questions: added, looked at, covered, taken again, removed; on the disk before they are shown. */

import { Album, FINISHED } from "./album.js";
import { listen } from "./db.js";
import { takenAt } from "./exif.js";
import { mayBeKept, shrink } from "./shrink.js";
import { ask } from "./dialogs.js";
import { clock, clone, say } from "./words.js";

/**
 * @typedef {import("./album.js").Item} Item
 * @typedef {{question: string, file: File, gone?: Item, asItIs?: boolean}} Wish a picture to add, or to put in another's place
 * @typedef {{changed?: () => unknown, save?: () => unknown}} Hooks `changed`: there are others than before; `save`: the
 *   camera is about to open, and a small phone may throw the page away for it
 */

const BESIDE_ONE = 10, ON_A_VISIT = 40, BYTES_ON_A_VISIT = 60_000_000, BYTES_FREE = 50_000_000;
const LASTING = ["photo_too_many", "photo_visit_full", "photo_no_room", "photo_finished"];

/**
 * Brings the photos of a draft onto its form.
 * @param {HTMLElement} form @param {import("./db.js").Draft} draft @param {Hooks} [hooks]
 */
export async function attachPhotos(form, draft, hooks = {}) {
  const photos = new Photos(form, draft, hooks);
  for (const type of ["click", "change"]) form.addEventListener(type, photos);
  listen("photos", (news) => news.draft === draft.id && photos.reload());
  document.addEventListener("visibilitychange", () => document.hidden || photos.putBack().catch(() => {}));
  await (photos.last = photos.reload().catch(() => {}));
  return photos;
}

class Photos {
  /** One picture after the other: several large ones at once are too much for a small phone. @type {Promise<unknown>} */
  last = Promise.resolve();
  /** @type {WeakMap<Element, Wish>} */
  originals = new WeakMap();

  /** @param {HTMLElement} form @param {import("./db.js").Draft} draft @param {Hooks} hooks */
  constructor(form, draft, hooks) {
    this.form = form;
    this.hooks = hooks;
    this.album = new Album(draft);
  }

  /** How many there are, by question. */
  photosOf() { return this.album.counts(); }

  /** Puts back onto the disk what was cleared away under us: to be done before the visit is finished. */
  putBack() { return this.album.putBack(); }

  /** Shows what is on the disk. */
  async reload() {
    await this.album.load();
    for (const area of this.form.querySelectorAll("[data-photos]")) this.draw(/** @type {HTMLElement} */ (area));
    this.hooks.changed?.();
  }

  /** @param {Event} event */
  handleEvent({ type, target }) {
    if (!(target instanceof Element)) return;
    const area = /** @type {HTMLElement | null} */ (target.closest("[data-photos]"));
    if (!area) return;
    const question = area.dataset.photos ?? "";
    if (target instanceof HTMLInputElement && target.type === "file") {
      if (type === "click") this.hooks.save?.();
      else this.add(area, takeFiles(target).map((file) => ({ question, file })));
    } else if (type === "click") this.clicked(area, target);
  }

  /** @param {HTMLElement} area @param {Element} target */
  clicked(area, target) {
    const item = this.album.items.get(target.closest("[data-photo]")?.getAttribute("data-photo") ?? "");
    const wish = this.originals.get(target);
    if (item) this.open(area, item);
    if (wish) this.add(area, [wish]);
  }

  /** @param {HTMLElement} area @param {Wish[]} wishes @returns {Promise<unknown>} when all that can be kept is */
  add(area, wishes) {
    return (this.last = this.last.catch(() => {}).then(() => this.addEach(area, wishes)));
  }

  /** @param {HTMLElement} area @param {Wish[]} wishes */
  async addEach(area, wishes) {
    part(area, "faults").replaceChildren();
    for (const [index, wish] of wishes.entries()) {
      part(area, "busy").textContent = say("photo_busy", { n: index + 1, of: wishes.length });
      const fault = await this.put(wish).catch(faultOf);
      if (fault) this.tell(area, fault, wish);
      else this.draw(area);
      if (LASTING.includes(fault)) break;
    }
    part(area, "busy").textContent = "";
    this.hooks.changed?.();
  }

  /** @param {Wish} wish @returns {Promise<string>} what is wrong, "" where it is kept */
  async put({ question, file, gone, asItIs }) {
    const full = gone ? "" : await this.fullness(question);
    if (full) return full;
    const taken = await takenAt(file);
    const small = asItIs ? { blob: file, width: 0, height: 0 } : await shrink(file).catch(() => null);
    if (!small) return await mayBeKept(file) ? "photo_original" : "photo_unreadable";
    await this.album.change({ question, taken, ...small }, gone);
    return "";
  }

  /** @param {string} question */
  async fullness(question) {
    const { items, bytes } = this.album;
    const { quota = Infinity, usage = 0 } = await navigator.storage?.estimate?.() ?? {};
    if (this.album.beside(question).length >= BESIDE_ONE) return "photo_too_many";
    if (items.size >= ON_A_VISIT || bytes >= BYTES_ON_A_VISIT) return "photo_visit_full";
    return quota - usage < BYTES_FREE ? "photo_no_room" : "";
  }

  /** @param {HTMLElement} area @param {string} fault @param {Wish} [wish] */
  tell(area, fault, wish) {
    const note = clone("photo-fault");
    const keep = /** @type {HTMLElement} */ (note.querySelector("button"));
    part(note, "fault").textContent = say(fault, { name: wish?.file.name, most: BESIDE_ONE });
    keep.hidden = fault !== "photo_original";
    if (wish) this.originals.set(keep, { ...wish, asItIs: true });
    part(area, "faults").append(note);
  }

  /** @param {HTMLElement} area */
  draw(area) {
    const items = this.album.beside(area.dataset.photos ?? "");
    part(area, "thumbs").replaceChildren(...items.map((item, index) => {
      const thumb = clone("photo-thumb");
      const image = /** @type {HTMLImageElement} */ (thumb.querySelector("img"));
      part(thumb, "photo").dataset.photo = item.id;
      image.alt = say("photo_title", { n: index + 1, time: clock(item.taken) });
      image.src = item.src;
      return thumb;
    }));
  }

  /** Enlarges a photo; what is wished there is done when it has been closed. @param {HTMLElement} area @param {Item} item */
  async open(area, item) {
    const { wish, file } = await look(item, this.hooks);
    if (wish === "again" && file) await this.add(area, [{ question: item.question, file, gone: item }]);
    if (wish === "remove") await this.swap(area, null, item);
    if (wish === "cover") await this.coverUp(area, item);
    /** @type {HTMLElement | null} */ (area.querySelector(`[data-photo="${item.id}"], input`))?.focus();
  }

  /** @param {HTMLElement} area @param {Item} item */
  async coverUp(area, item) {
    try {
      const { cover } = await import("./blur.js");
      const small = await cover(item.blob ?? await (await fetch(item.src)).blob());
      if (small) await this.swap(area, { question: item.question, taken: item.taken, ...small }, item);
    } catch {
      this.tell(area, item.blob ? "photo_unchanged" : "photo_not_here");
    }
  }

  /** @param {HTMLElement} area @param {import("./album.js").Fresh | null} fresh @param {Item} gone */
  async swap(area, fresh, gone) {
    part(area, "faults").replaceChildren();
    const fault = await this.album.change(fresh, gone).then(() => "", faultOf);
    if (fault) this.tell(area, fault === "photo_finished" ? fault : "photo_unchanged");
    this.draw(area);
    this.hooks.changed?.();
  }
}

/** @param {DOMException} error @returns {string} */
function faultOf({ name }) {
  if (name === FINISHED) return "photo_finished";
  return name === "QuotaExceededError" ? "photo_no_room" : "photo_unsaved";
}

/** @param {HTMLInputElement} input */
function takeFiles(input) {
  const files = [...input.files ?? []];
  input.value = ""; // so that the same file can be chosen again
  return files;
}

/** @param {Item} item @param {Hooks} hooks @returns {Promise<{wish: string, file?: File}>} what the person wants to do with it */
async function look({ src, taken }, { save }) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("photo-view"));
  const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  /** @type {HTMLImageElement} */ (dialog.querySelector("img")).src = src;
  part(dialog, "taken").textContent = say("photo_taken", { time: clock(taken) });
  /** @type {HTMLDetailsElement} */ (dialog.querySelector("details")).open = false;
  input.onclick = () => save?.();
  input.onchange = () => dialog.close("again");
  const wish = await ask(dialog);
  return { wish, file: takeFiles(input)[0] };
}

/** @param {Element} whole @param {string} name */
const part = (whole, name) => /** @type {HTMLElement} */ (whole.querySelector(`[data-part="${name}"]`));
