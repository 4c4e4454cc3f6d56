/** How much room is left on this phone. */

import { say } from "./words.js";

const LITTLE = 50_000_000;

/** What to say about it; nothing as long as there is enough. @returns {Promise<string>} */
export async function littleRoom() {
  const { quota = Infinity, usage = 0 } = await navigator.storage?.estimate?.() ?? {};
  const free = Math.max(0, quota - usage);
  return free < LITTLE ? say("visit.little_room", { free: Math.floor(free / 1_000_000) }) : "";
}
