/** A brush that covers faces, names and numbers with coarse blocks, for good: what was below is not kept. */

import { ask } from "./dialogs.js";
import { blank, decode, encode, penOf } from "./shrink.js";

const COLUMNS = 24, COARSE_COLUMNS = 8, NOISE = 48, QUALITY = 0.8;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Lets a person cover parts of a picture.
 * @param {Blob} blob
 * @returns {Promise<import("./shrink.js").Small | null>} the new picture, null where nothing was covered
 */
export async function cover(blob) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("photo-brush"));
  const brush = new Brush(dialog, await decode(blob));
  return brush.finish(await ask(dialog) === "save");
}

class Brush {
  /** The numbers of the blocks that each stroke covers. @type {Set<number>[]} */
  strokes = [];
  /** Where the finger was last, in blocks. @type {[number, number] | null} */
  last = null;

  /** @param {HTMLElement} dialog @param {ImageBitmap | HTMLImageElement} picture */
  constructor(dialog, picture) {
    this.dialog = dialog;
    this.picture = picture;
    this.canvas = /** @type {HTMLCanvasElement} */ (dialog.querySelector("canvas"));
    Object.assign(this.canvas, { width: picture.width, height: picture.height });
    this.block = Math.ceil(picture.width / COLUMNS);
    this.rows = Math.ceil(picture.height / this.block);
    /** Where the keyboard stands. */
    this.at = [COLUMNS / 2, this.rows >> 1];
    this.pen = penOf(this.canvas);
    this.colours = coarse(picture, this.rows);
    this.listen();
    this.draw();
  }

  listen() {
    const { canvas } = this;
    canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); this.start(); this.paint(event); };
    canvas.onpointermove = (event) => { if (this.last) this.paint(event); };
    canvas.onpointerup = canvas.onpointercancel = () => { this.last = null; };
    canvas.onkeydown = (event) => this.pressed(event);
    this.button("undo").onclick = () => { this.strokes.pop(); this.draw(); };
  }

  /** @param {string} name */
  button(name) { return /** @type {HTMLButtonElement} */ (this.dialog.querySelector(`[data-part="${name}"]`)); }

  get radius() {
    return Number(/** @type {HTMLInputElement} */ (this.dialog.querySelector("input:checked")).value);
  }

  start() {
    this.strokes.push(new Set());
    this.showButtons();
  }

  /** @param {PointerEvent} event */
  paint({ offsetX, offsetY }) {
    const scale = this.canvas.width / this.canvas.clientWidth / this.block;
    const [x, y] = [offsetX * scale, offsetY * scale], [fromX, fromY] = this.last ?? [x, y];
    // A quick finger skips many blocks between two events.
    const steps = Math.ceil(2 * Math.max(Math.abs(x - fromX), Math.abs(y - fromY), 0.5));
    for (let i = 1; i <= steps; i++) {
      this.dab(Math.floor(fromX + (x - fromX) * i / steps), Math.floor(fromY + (y - fromY) * i / steps));
    }
    this.last = [x, y];
  }

  /** @param {number} column @param {number} row */
  dab(column, row) {
    const { radius } = this;
    for (let y = row - radius; y <= row + radius; y++) {
      for (let x = column - radius; x <= column + radius; x++) {
        if (x < 0 || y < 0 || x >= COLUMNS || y >= this.rows) continue;
        this.strokes[this.strokes.length - 1].add(y * COLUMNS + x);
        this.fill(y * COLUMNS + x);
      }
    }
  }

  /** @param {number} number of a block */
  fill(number) {
    this.pen.fillStyle = this.colours[number];
    this.pen.fillRect(number % COLUMNS * this.block, Math.floor(number / COLUMNS) * this.block, this.block, this.block);
  }

  draw() {
    this.pen.drawImage(this.picture, 0, 0);
    for (const stroke of this.strokes) for (const number of stroke) this.fill(number);
    this.showButtons();
  }

  showButtons() { this.button("undo").disabled = this.button("save").disabled = !this.strokes.length; }

  /** Arrows move a frame, space or return covers what is in it. @param {KeyboardEvent} event */
  pressed(event) {
    const step = ARROWS[event.key];
    if (!step && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (step) this.at = [clamp(this.at[0] + step[0], COLUMNS), clamp(this.at[1] + step[1], this.rows)];
    else { this.start(); this.dab(this.at[0], this.at[1]); }
    this.draw();
    this.drawFrame();
  }

  drawFrame() {
    const { pen, block, radius } = this;
    const [x, y] = this.at.map((at) => (at - radius) * block);
    pen.lineWidth = block / 5;
    pen.strokeStyle = "#f2a33a";
    pen.strokeRect(x, y, (2 * radius + 1) * block, (2 * radius + 1) * block);
  }

  /** @param {boolean} isWanted */
  async finish(isWanted) {
    const { canvas, picture } = this;
    this.draw();
    const small = isWanted && this.strokes.length ? await encode(canvas, QUALITY) : null;
    canvas.width = canvas.height = 0;
    if ("close" in picture) picture.close();
    return small;
  }
}

/** @param {number} at @param {number} length */
const clamp = (at, length) => Math.min(Math.max(at, 0), length - 1);

/**
 * A colour for each block. Made from eight columns only and with noise: no face or number comes back from that.
 * @param {ImageBitmap | HTMLImageElement} picture @param {number} rows
 */
function coarse(picture, rows) {
  const few = blank(COARSE_COLUMNS, Math.ceil(rows * COARSE_COLUMNS / COLUMNS));
  penOf(few).drawImage(picture, 0, 0, few.width, few.height);
  const pen = penOf(blank(COLUMNS, rows));
  pen.drawImage(few, 0, 0, COLUMNS, rows);
  const { data } = pen.getImageData(0, 0, COLUMNS, rows);
  return Array.from({ length: COLUMNS * rows }, (_, number) => {
    const noise = (Math.random() - 0.5) * NOISE;
    const [red, green, blue] = data.subarray(number * 4, number * 4 + 3).map((part) => part + noise);
    return `rgb(${red} ${green} ${blue})`;
  });
}
