/** A picture made small enough to keep and to send: upright, and without anything the camera wrote into it. */

/** @typedef {{blob: Blob, width: number, height: number}} Small */

const TRIES = [[1600, 0.8], [1600, 0.65], [1280, 0.65], [1024, 0.6]]; // long edge in pixels, quality
const ENOUGH = 500_000;
const LARGEST_ORIGINAL = 8 * 1024 * 1024;
const READABLE = [/^\xff\xd8\xff/, /^\x89PNG/, /^RIFF....WEBP/s];

/** Throws where this phone cannot read the picture. @param {Blob} file @returns {Promise<Small>} */
export async function shrink(file) {
  const picture = await decode(file);
  try {
    return await smallest(picture);
  } finally {
    if ("close" in picture) picture.close();
  }
}

/** @param {Blob} file @returns {Promise<ImageBitmap | HTMLImageElement>} */
export function decode(file) {
  return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => decodeAsImage(file));
}

/** Another way in: it reads a few pictures that the first does not, such as ones cut short. @param {Blob} file */
async function decodeAsImage(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => { image.onload = resolve; image.onerror = reject; });
    return image;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** @param {ImageBitmap | HTMLImageElement} picture */
async function smallest(picture) {
  let small = /** @type {Small | undefined} */ (undefined);
  for (const [edge, quality] of TRIES) {
    small = await redraw(picture, edge, quality);
    if (small.blob.size <= ENOUGH) break;
  }
  return /** @type {Small} */ (small);
}

/** @param {ImageBitmap | HTMLImageElement} picture @param {number} edge @param {number} quality */
async function redraw(picture, edge, quality) {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = blank(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const pen = penOf(canvas);
  pen.fillStyle = "#fff"; // else what is transparent becomes black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return encode(canvas, quality);
}

/** @param {number} width @param {number} height */
export const blank = (width, height) => Object.assign(document.createElement("canvas"), { width, height });

/** @param {HTMLCanvasElement} canvas */
export function penOf(canvas) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.imageSmoothingQuality = "high";
  return pen;
}

/** The canvas as a JPEG; its memory is given back at once. @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Small>} */
export async function encode(canvas, quality) {
  const { width, height } = canvas;
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  canvas.width = canvas.height = 0;
  if (!blob) throw new DOMException("", "EncodingError");
  return { blob, width, height };
}

/** Whether the server may be able to read what this phone cannot. @param {Blob} file */
export async function mayBeKept(file) {
  const start = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  return file.size <= LARGEST_ORIGINAL && READABLE.some((kind) => kind.test(start));
}
