/** A request to our own door, and what the answer means for whoever waits for it. */

/**
 * @typedef {"ok" | "again" | "missing" | "sign_in" | "wrong_user" | "refused"} Kind
 * @typedef {{kind: Kind, status: number, data: any, retryAfter: number}} Reply where nobody of ours answered, `data` is
 *   {} and `status` 0 or a proxy's; `retryAfter` in milliseconds
 * @typedef {{user?: string, body?: string | ArrayBuffer, keepalive?: boolean, proof?: (data: any) => boolean}} Wish
 *   `user` is whose data it is, whoever is signed in; `body` is JSON or a photo; without `proof` in the answer nothing
 *   has been achieved
 */

const LONGEST_WAIT = 3_600_000;

/** @param {string} method @param {string} path @param {Wish} [wish] @returns {Promise<Reply>} */
export async function call(method, path, { user = "", body, keepalive, proof } = {}) {
  const isPhoto = body instanceof ArrayBuffer;
  try {
    const response = await fetch(path, {
      method, body, keepalive, redirect: "error", cache: "no-store", signal: AbortSignal.timeout(isPhoto ? 120_000 : 30_000),
      headers: {
        "X-Client": "extra-eyes", "X-User": user, "X-Sent-At": new Date().toISOString(),
        "Content-Type": isPhoto ? "image/jpeg" : "application/json", "Content-Digest": await seal(body ?? ""),
      },
    });
    return understand(response, await response.json().catch(() => null), proof);
  } catch {
    return { kind: "again", status: 0, data: {}, retryAfter: 0 };
  }
}

/** @param {Response} response @param {any} data @param {Wish["proof"]} [proof] @returns {Reply} */
function understand({ ok, status, headers }, data, proof) {
  const retryAfter = Math.min(Number(headers.get("Retry-After")) * 1000 || 0, LONGEST_WAIT);
  // A hotel's sign-in page answers 200, too.
  if (ok && data && (!proof || proof(data))) return { kind: "ok", status, data, retryAfter };
  if (ok) return { kind: "again", status: 0, data: {}, retryAfter };
  return { kind: kindOf(status, data?.error, retryAfter), status, data: data ?? {}, retryAfter };
}

/** @type {Record<string, Kind>} */
const KINDS = { wrong_user: "wrong_user", sign_in: "sign_in", missing_photos: "missing" };
const PASSING = [408, 425, 429];

/** @param {number} status @param {string | undefined} error @param {number} retryAfter @returns {Kind} */
function kindOf(status, error, retryAfter) {
  // With a time to wait, 413 is no verdict on the size.
  if (status === 413) return retryAfter ? "again" : "refused";
  // A body that was hurt on its way is whole here.
  if (!error || error === "digest" || status >= 500 || PASSING.includes(status)) return "again";
  return KINDS[error] ?? "refused";
}

/** @param {string | ArrayBuffer} body */
const seal = async (body) => `sha-256=:${btoa(String.fromCharCode(...await sha256(body)))}:`;

/** @param {string | ArrayBuffer} body */
async function sha256(body) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", typeof body === "string" ? new TextEncoder().encode(body) : body));
}

/** The name that bytes have by their content, in hex. @param {string | ArrayBuffer} body */
export async function digestOf(body) {
  return Array.from(await sha256(body), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
