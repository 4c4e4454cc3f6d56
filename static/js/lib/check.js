/** The final check: what is missing, with the way there; and when nothing is, the button that sends. */

import { part } from "./form.js";
import { clone, dayIn, say } from "./words.js";

export class Check {
  isOpen = false;

  /** @param {import("./form.js").Form} form */
  constructor(form) { this.form = form; }

  open() {
    this.isOpen = true;
    this.form.refresh();
    this.update();
    this.offer(!part("complete").hidden);
    const { dataset } = this.form.element;
    part("late").hidden = dayIn(dataset.zone ?? "UTC") <= (dataset.due ?? "");
    part("check").scrollIntoView({ block: "start" });
    part("check").focus({ preventScroll: true });
  }

  /** Sending is offered to whoever has just checked, and no longer once an answer has changed. @param {boolean} isChecked */
  offer(isChecked) {
    part("finish").hidden = isChecked;
    part("send").hidden = !isChecked;
  }

  update() {
    if (!this.isOpen && !this.form.unreadable.size && this.form.marked === "[]") return;
    const lacking = this.form.lacking(), typing = document.activeElement;
    const seen = lacking.filter(({ code, lack }) => this.isOpen || (lack === "number" && !part(`q-${code}`).contains(typing)));
    this.form.mark(seen);
    if (this.isOpen) this.show(lacking);
  }

  /** @param {import("./form.js").Lacking[]} lacking */
  show(lacking) {
    const isBlank = !part("progress").value;
    part("check").hidden = false;
    part("lacking").hidden = !lacking.length;
    part("lacking").querySelector("strong").textContent = say.many("visit.lacking", lacking.length, { num: lacking.length });
    part("lacking").querySelector("ul").replaceChildren(...lacking.map((one) => this.line(one)));
    part("complete").hidden = lacking.length > 0 || isBlank;
    part("blank").hidden = lacking.length > 0 || !isBlank;
    const photos = Object.values(this.form.sheet.photos).reduce((sum, n) => sum + n, 0);
    part("sum").textContent = [part("answered").textContent, photos && say.many("visit.photos", photos, { num: photos })].filter(Boolean).join(" · ");
  }

  /** @param {import("./form.js").Lacking} one */
  line(one) {
    const line = clone("jump");
    const link = /** @type {HTMLAnchorElement} */ (line.firstElementChild);
    link.href = `#q-${one.code}`;
    const [asked, lack] = Array.from(link.children);
    asked.textContent = part(`q-${one.code}`).querySelector("legend").textContent;
    lack.textContent = this.form.sentence(one);
    return line;
  }
}
