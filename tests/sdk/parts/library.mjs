// What all parts have in common: the checks, the servers, and a few calls of the Node SDK.

import { createRequire } from "node:module";

import { Checks, Server } from "../checks.mjs";

// Installed by tests/sdk.sh, apart from the sources.
const installed = createRequire(new URL("../../../target/sdk/node/", import.meta.url));
export const cloudinary = installed("cloudinary").v2;
export const { api, uploader } = cloudinary;

export const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
export const GIF_URI = "data:image/gif;base64," + GIF.toString("base64");
export const MP4 = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42", "latin1"), Buffer.alloc(200)]);
// An asset's ID, and nobody's.
export const NOWHERE = "0".repeat(32);

export const checks = new Checks();
export const main = new Server("CLOUDINARY_URL");
export const small = new Server("SMALL_PAGES_URL");
export const little = new Server("LITTLE_QUOTA_URL");
export const old = new Server("OLD_URL");

/** Bytes from memory, as a stream. */
export function upload(bytes, options = {}) {
  return new Promise((resolve, reject) => {
    const done = (error, result) => (error ? reject(error) : resolve(result));
    uploader.upload_stream(options, done).end(bytes);
  });
}

/** A picture of this name; `more` bytes make it another content. */
export function gif(public_id, options = {}, more = "") {
  return upload(Buffer.concat([GIF, Buffer.from(more)]), { public_id, ...options });
}

export const names = (answer) => answer.resources.map((item) => item.public_id);

export const sorted = (items) => [...items].sort();

export async function exists(name, options = {}) {
  try {
    return !(await api.resource(name, options)).placeholder;
  } catch (met) {
    if (met.error?.http_code === 404) return false;
    throw met;
  }
}

/** Every item of a listing, page after page, and how many pages there were. */
export async function allPages(call, options = {}, key = "resources") {
  const items = [];
  let pages = 0;
  let next_cursor;
  do {
    const page = await call(next_cursor ? { ...options, next_cursor } : { ...options });
    items.push(...page[key]);
    pages += 1;
    next_cursor = page.next_cursor;
  } while (next_cursor);
  return { items, pages };
}
