/** When a picture was taken: what the camera wrote into it, else the time of its file. Nothing else is read. */

const BEGINNING = 0x20000; // what cameras write stands first, far below 128 KB
const EXIF_BLOCK = 0x8769, TAKEN = 0x9003, OFFSET = 0x9011;

/** @param {File} file @returns {Promise<string>} ISO */
export async function takenAt(file) {
  const view = new DataView(await file.slice(0, BEGINNING).arrayBuffer());
  const date = new Date(writtenIn(view));
  return (Number.isNaN(+date) ? new Date(file.lastModified) : date).toISOString();
}

/** @param {DataView} view @returns {string} a date as scripts read it, or "" */
function writtenIn(view) {
  try {
    const tiff = tiffIn(view);
    const little = tiff.getUint16(0) === 0x4949;
    const block = fields(tiff, tiff.getUint32(4, little), little).get(EXIF_BLOCK) ?? NaN;
    const found = fields(tiff, block, little);
    const [year, month, ...rest] = text(tiff, found.get(TAKEN), 19).split(":");
    const offset = found.has(OFFSET) ? text(tiff, found.get(OFFSET), 6).trim() : "";
    return `${year}-${month}-${rest.join(":").replace(" ", "T")}${offset}`;
  } catch {
    return ""; // a field points out of the file, or there is none
  }
}

/** The part of a JPEG that the camera wrote; throws where there is none. @param {DataView} view */
function tiffIn(view) {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return new DataView(view.buffer, at + 10);
  }
}

/** What the fields of a directory say or point to, by tag. @param {DataView} tiff @param {number} at @param {boolean} little */
function fields(tiff, at, little) {
  const found = /** @type {Map<number, number>} */ (new Map());
  for (let entry = at + 2, left = tiff.getUint16(at, little); left; entry += 12, left--) {
    found.set(tiff.getUint16(entry, little), tiff.getUint32(entry + 8, little));
  }
  return found;
}

/** @param {DataView} tiff @param {number | undefined} at @param {number} length */
const text = (tiff, at = NaN, length) => String.fromCharCode(...new Uint8Array(tiff.buffer, tiff.byteOffset + at, length));
