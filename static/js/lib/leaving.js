/** Ends a page's transactions when it goes: WebKit puts it away for Back with them as they stand, and all others wait for ever. */

import { underWay } from "./db.js";

addEventListener("pagehide", ({ persisted }) => {
  for (const [transaction, isWhole] of persisted ? underWay : []) {
    try { transaction[isWhole ? "commit" : "abort"](); } catch { /* it has just ended by itself */ }
  }
});
