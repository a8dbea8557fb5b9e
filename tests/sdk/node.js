// Uses the practice environment through Cloudinary's official Node SDK.
//
// tests/sdk.sh runs it with the SDK on NODE_PATH and CLOUDINARY_URL of a running server in the
// environment. Each check prints one line, `ok` or `FAIL` and what it shows; they are independent
// of each other but for the names in one group, which all begin with the group's own prefix.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const cloudinary = require("cloudinary").v2;

const { api, uploader, utils } = cloudinary;
const config = cloudinary.config();
const server = config.upload_prefix;
const checks = [];
const check = (says, run) => checks.push([says, run]);
const same = (found, expected, says) => assert.deepEqual(found, expected, says);
const set = (items) => [...items].sort();

/** The status and message of a call that has to fail. */
async function fails(call, status, saying = "") {
  let answer;
  try {
    answer = await call();
  } catch (thrown) {
    // The Admin API rejects with { error }, the Upload API with the error itself.
    const error = thrown.error || thrown;
    assert.equal(error.http_code, status, error.message);
    assert.ok(error.message.toLowerCase().includes(saying.toLowerCase()), `${error.message} does not say ${saying}`);
    return error.message;
  }
  throw new Error(`no ${status}, but ${JSON.stringify(answer)}`);
}

/** A PNG of one colour. */
function picture(width = 40, height = 30, shade = 120) {
  const part = (name, data) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const body = Buffer.concat([Buffer.from(name), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(checksum(body));
    return Buffer.concat([length, body, sum]);
  };
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([shade, 90, 60]))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = zlib.deflateSync(Buffer.concat(Array(height).fill(row)));
  const begin = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([begin, part("IHDR", head), part("IDAT", rows), part("IEND", Buffer.alloc(0))]);
}

/** CRC-32. */
function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** Upload bytes as a stream. */
function stream(bytes, options) {
  return new Promise((resolve, reject) => {
    const done = (error, answer) => (error ? reject(error) : resolve(answer));
    uploader.upload_stream(options, done).end(bytes);
  });
}

const put = (public_id, options = {}) => stream(picture(), { public_id, ...options });
const text = (public_id, options = {}) => stream(Buffer.from("a,b\n1,2\n"), { public_id, resource_type: "raw", ...options });
const ids = (found) => set(found.resources.map((item) => item.public_id));
const scaled = (width) => ({ width, crop: "scale" });

/** Drive the server itself; see its module `control`. */
async function control(word, body, method = "POST") {
  const answer = await fetch(`${server}/practice/${word}`, { method, body });
  assert.ok(answer.ok, await answer.text());
}

/** Status, media type or reason, and bytes of a URL, in whose host's place the server stands. */
async function fetched(url) {
  const { host } = new URL(url);
  const answer = await fetch(server + url.slice(url.indexOf(host) + host.length));
  const bytes = Buffer.from(await answer.arrayBuffer());
  return [answer.status, answer.headers.get(answer.ok ? "content-type" : "x-cld-error"), bytes];
}

async function exists(public_id, options = {}) {
  try {
    return !(await api.resource(public_id, options)).placeholder;
  } catch (thrown) {
    assert.equal((thrown.error || thrown).http_code, 404);
    return false;
  }
}

/** All items of a listing, page by page. */
async function everything(call, options) {
  const items = [];
  let next_cursor;
  do {
    const page = await call({ ...options, ...(next_cursor && { next_cursor }) });
    items.push(...page.resources);
    ({ next_cursor } = page);
  } while (next_cursor);
  return items;
}

async function find(expression) {
  const all = (options) => {
    const query = cloudinary.search.expression(expression).max_results(500);
    return (options.next_cursor ? query.next_cursor(options.next_cursor) : query).execute();
  };
  return set((await everything(all, {})).map((item) => item.public_id));
}

// --- The account ----------------------------------------------------------------------------

check("ping says ok", async () => same((await api.ping()).status, "ok"));

check("the quota's headers are read: limit, what remains, and when it begins anew", async () => {
  const one = await api.ping();
  const two = await api.ping();
  same(one.rate_limit_allowed, 500);
  same(two.rate_limit_remaining, one.rate_limit_remaining - 1);
  const ahead = one.rate_limit_reset_at - Date.now();
  assert.ok(ahead > -1000 && ahead <= 3_600_000, `${ahead} ms`);
  same([one.rate_limit_reset_at.getUTCMinutes(), one.rate_limit_reset_at.getUTCSeconds()], [0, 0]);
});

check("the configuration tells the folder mode when asked", async () => {
  same((await api.config({ settings: true })).settings.folder_mode, "dynamic");
  const plain = await api.config();
  same([plain.cloud_name, plain.settings], [config.cloud_name, undefined]);
});

check("usage counts what is there", async () => {
  const usage = await api.usage();
  assert.ok(usage.resources >= 300 && usage.derived_resources > 0 && usage.storage.usage > 0 && usage.plan);
});

check("all three resource types are in use", async () => {
  same(set((await api.resource_types()).resource_types), ["image", "raw", "video"]);
});

// --- Upload ---------------------------------------------------------------------------------

check("an upload answers with what was uploaded", async () => {
  const answer = await put("js-up/one", { tags: ["js-up", "a b"], context: { alt: "One", by: "me|you" } });
  same([answer.public_id, answer.width, answer.height, answer.format], ["js-up/one", 40, 30, "png"]);
  same([answer.bytes, answer.resource_type, answer.type], [picture().length, "image", "upload"]);
  same([answer.asset_id.length, answer.tags], [32, ["js-up", "a b"]]);
  same(answer.context.custom, { alt: "One", by: "me|you" });
});

check("the signature of an answer is right", async () => {
  const { public_id, version, signature } = await put("js-up/signed");
  assert.ok(utils.verify_api_response_signature(public_id, version, signature));
});

check("a file from the disk and a data URI are taken alike", async () => {
  const file = path.join(process.env.SDK_WORK, "from-the-disk.png");
  fs.writeFileSync(file, picture());
  const answer = await uploader.upload(file, { use_filename: true, unique_filename: false });
  same([answer.public_id, answer.original_filename], ["from-the-disk", "from-the-disk"]);
  const uri = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==";
  same((await uploader.upload(uri, { public_id: "js-up/uri" })).format, "gif");
});

check("a raw file keeps its extension in the public ID, and auto tells the kinds apart", async () => {
  const raw = await text("js-up/list.csv");
  same([raw.resource_type, raw.public_id], ["raw", "js-up/list.csv"]);
  same((await put("js-up/auto", { resource_type: "auto" })).resource_type, "image");
});

check("an asset folder and a display name have nothing to do with the public ID", async () => {
  const answer = await put("js-up/elsewhere", { asset_folder: "JS Folder/deep", display_name: "Else Where" });
  same([answer.asset_folder, answer.display_name], ["JS Folder/deep", "Else Where"]);
  same((await api.sub_folders("JS Folder")).folders.map((folder) => folder.name), ["deep"]);
});

check("uploading again makes a new version of the same asset", async () => {
  const one = await put("js-up/again");
  const two = await put("js-up/again");
  same(two.asset_id, one.asset_id);
  assert.ok(two.version > one.version);
});

check("eager transformations come back as copies", async () => {
  const answer = await put("js-up/eager", { eager: [scaled(20), { width: 10, crop: "fill" }] });
  same(answer.eager.map((copy) => copy.transformation), ["c_scale,w_20", "c_fill,w_10"]);
  const { derived } = await api.resource("js-up/eager");
  same(set(derived.map((copy) => copy.transformation)), ["c_fill,w_10", "c_scale,w_20"]);
});

check("a large file in chunks is one asset", async () => {
  const file = path.join(process.env.SDK_WORK, "large.bin");
  fs.writeFileSync(file, Buffer.alloc(6_001_065, 7));
  const answer = await new Promise((resolve, reject) => {
    const options = { public_id: "js-up/large.bin", resource_type: "raw", chunk_size: 5_242_880 };
    uploader.upload_large(file, options, (error, result) => (error ? reject(error) : resolve(result)));
  });
  same([answer.public_id, answer.bytes], ["js-up/large.bin", 6_001_065]);
});

check("a public ID with a forbidden character is a bad request", async () => {
  await fails(() => put("js-up/what?"), 400, "public_id");
});

// --- Names ----------------------------------------------------------------------------------

const odd = ["js-odd/a b", "js-odd/ñ ü/ß", "js-odd/(x) [y]", "js-odd/a,b", "js-odd/it's = 1; $2", "js-odd/名前/写真.v2"];

check("assets with odd names are found under them", async () => {
  for (const name of odd) {
    await put(name);
    same((await api.resource(name)).public_id, name);
  }
});

check("odd names in a list are deleted one by one, a comma splitting none", async () => {
  const answer = await api.delete_resources(odd);
  same(answer.deleted, Object.fromEntries(odd.map((name) => [name, "deleted"])));
  for (const name of odd) same(await exists(name), false, name);
});

// --- Details --------------------------------------------------------------------------------

check("details have URLs that lead to the file", async () => {
  await put("js-up/seen");
  const [status, mime, body] = await fetched((await api.resource("js-up/seen")).secure_url);
  same([status, mime, body.subarray(1, 4).toString()], [200, "image/png", "PNG"]);
});

check("details by asset ID are those by public ID", async () => {
  const one = await api.resource("js-up/one");
  const two = await api.resource_by_asset_id(one.asset_id);
  same([two.public_id, two.version], ["js-up/one", one.version]);
});

check("a missing asset is not found, whether its name or its kind is wrong", async () => {
  await fails(() => api.resource("js-up/nothing"), 404, "js-up/nothing");
  await fails(() => api.resource("js-up/one", { resource_type: "video" }), 404);
  await fails(() => api.resource("js-up/one", { type: "private" }), 404);
  await fails(() => api.resource_by_asset_id("0".repeat(32)), 404);
});

check("copies are paged", async () => {
  await put("js-up/copies", { eager: [10, 11, 12, 13, 14].map(scaled) });
  const one = await api.resource("js-up/copies", { max_results: 2 });
  same(one.derived.length, 2);
  const more = { max_results: 9, derived_next_cursor: one.derived_next_cursor };
  const two = await api.resource("js-up/copies", more);
  same(new Set([...one.derived, ...two.derived].map((copy) => copy.id)).size, 5);
});

// --- Listings -------------------------------------------------------------------------------

check("a listing read page by page has every asset once", async () => {
  const items = await everything((options) => api.resources(options), { type: "upload", max_results: 100 });
  same(new Set(items.map((item) => item.asset_id)).size, items.length);
  assert.ok(items.length > 200);
});

check("a listing is by time, the newest first unless told otherwise", async () => {
  const times = async (options) => (await api.resources({ max_results: 50, ...options })).resources.map((item) => item.created_at);
  const newest = await times({});
  same(newest, set(newest).reverse());
  const oldest = await times({ direction: "asc" });
  same(oldest, set(oldest));
});

check("a listing by prefix is by name, and a prefix is no folder", async () => {
  for (const name of ["js-pre/b", "js-pre/a", "js-prefix", "js-pr"]) await put(name);
  const names = async (prefix) => (await api.resources({ type: "upload", prefix })).resources.map((item) => item.public_id);
  same(await names("js-pre"), ["js-pre/a", "js-pre/b", "js-prefix"]);
  same(await names("js-pre/"), ["js-pre/a", "js-pre/b"]);
});

check("a listing by IDs leaves out what is not there", async () => {
  same(ids(await api.resources_by_ids(["js-pre/a", "js-pre/nothing"])), ["js-pre/a"]);
  const { asset_id } = await api.resource("js-pre/a");
  same(ids(await api.resources_by_asset_ids([asset_id, "f".repeat(32)])), ["js-pre/a"]);
});

check("a listing by tag crosses delivery types, not resource types", async () => {
  await put("js-tag/up", { tags: "js tag" });
  await put("js-tag/private", { tags: "js tag", type: "private" });
  await text("js-tag/raw.txt", { tags: "js tag" });
  same(ids(await api.resources_by_tag("js tag")), ["js-tag/private", "js-tag/up"]);
  same(ids(await api.resources_by_tag("js tag", { resource_type: "raw" })), ["js-tag/raw.txt"]);
});

check("tags and context are shown when asked for", async () => {
  const [plain] = (await api.resources_by_ids(["js-up/one"])).resources;
  same([plain.tags, plain.context], [undefined, undefined]);
  const [full] = (await api.resources_by_ids(["js-up/one"], { tags: true, context: true })).resources;
  same([full.tags, full.context.custom.alt], [["js-up", "a b"], "One"]);
});

check("a listing by context finds a key, or a key with a value", async () => {
  await put("js-ctx/a", { context: { jskey: "1" } });
  await put("js-ctx/b", { context: { jskey: "2" } });
  same(ids(await api.resources_by_context("jskey")), ["js-ctx/a", "js-ctx/b"]);
  same(ids(await api.resources_by_context("jskey", "2")), ["js-ctx/b"]);
});

check("a listing by moderation finds what is in that state", async () => {
  await put("js-mod/a", { moderation: "manual" });
  const found = async (status) => ids(await api.resources_by_moderation("manual", status, { max_results: 500 }));
  assert.ok((await found("pending")).includes("js-mod/a"));
  await api.update("js-mod/a", { moderation_status: "approved" });
  assert.ok((await found("approved")).includes("js-mod/a"));
});

check("a listing by asset folder has its direct children of all kinds", async () => {
  await put("js-af/a", { asset_folder: "JsFolder" });
  await put("js-af/b", { asset_folder: "JsFolder/below" });
  await text("js-af/c.txt", { asset_folder: "JsFolder" });
  const found = await api.resources_by_asset_folder("jsfolder");
  same([ids(found), found.total_count], [["js-af/a", "js-af/c.txt"], 2]);
});

check("tags are listed by prefix", async () => {
  await put("js-tags/a", { tags: "jstag-a,jstag-b,other" });
  same((await api.tags({ prefix: "jstag-" })).tags, ["jstag-a", "jstag-b"]);
  same((await api.tags({ prefix: "no such tag" })).tags, []);
});

// --- Search ---------------------------------------------------------------------------------

check("a search finds by fields, exact values, words and combinations", async () => {
  await put("js-find/red mug", { tags: "jsfind,summer-sale", asset_folder: "JsFind/A" });
  await put("js-find/blue mug", { tags: "jsfind,winter", asset_folder: "JsFind/A/B" });
  await put("js-find/secret", { tags: "jsfind", type: "private", asset_folder: "JsFind" });
  const [blue, red, secret] = ["js-find/blue mug", "js-find/red mug", "js-find/secret"];
  for (const [expression, expected] of [
    ["tags=jsfind AND mug", [blue, red]],
    ["tags=jsfind AND NOT tags:winter", [red, secret]],
    ["tags=jsfind AND (tags:summer OR type:private)", [red, secret]],
    ['public_id="js-find/red mug"', [red]],
    ["public_id:js-find/*", [blue, red, secret]],
    ["tags=jsfind AND bytes<1kb AND uploaded_at>1h", [blue, red, secret]],
    ["tags=jsfind AND created_at<1h", []],
    ["tags=jsfind AND width:[40 TO 50] AND NOT type=private", [blue, red]],
    ["tags=jsfind AND no_such_field:x", []],
    ['asset_folder="JsFind/A"', [red]],
    ['asset_folder:"JsFind/*"', [blue, red, secret]],
  ]) same(await find(expression), expected, expression);
});

check("results are sorted by a field, paged and counted in all", async () => {
  const query = () => cloudinary.search.expression("tags=jsfind").sort_by("public_id", "asc").max_results(2);
  const one = await query().execute();
  same(one.resources.map((item) => item.public_id), ["js-find/blue mug", "js-find/red mug"]);
  same(one.total_count, 3);
  const two = await query().next_cursor(one.next_cursor).execute();
  same([ids(two), Boolean(two.next_cursor)], [["js-find/secret"], false]);
});

check("a search shows more fields, and counts, when asked", async () => {
  const found = await cloudinary.search.expression("tags=jsfind").with_field("tags").aggregate("format").execute();
  assert.ok(found.resources.every((item) => item.tags.includes("jsfind")));
  same(found.aggregations.format, { png: 3 });
  const [plain] = (await cloudinary.search.expression("tags=jsfind").execute()).resources;
  same([plain.tags, plain.status], [undefined, "active"]);
});

check("an expression that cannot be understood is a bad request", async () => {
  await fails(() => cloudinary.search.expression("tags:(a").execute(), 400);
  await fails(() => cloudinary.search.expression("bytes>big").execute(), 400);
});

check("folders are searched by path and name", async () => {
  const found = await cloudinary.search_folders.expression("path:JsFind/*").execute();
  same(set(found.folders.map((folder) => folder.path)), ["JsFind/A", "JsFind/A/B"]);
  same((await cloudinary.search_folders.expression('path="JsFind"').execute()).total_count, 1);
});

// --- Delivery -------------------------------------------------------------------------------

check("a made-to-size picture is delivered and leaves a copy", async () => {
  await put("js-cdn/one");
  const url = cloudinary.url("js-cdn/one", { width: 16, height: 12, crop: "fill", format: "jpg" });
  const [status, mime] = await fetched(url);
  same([status, mime], [200, "image/jpeg"]);
  const { derived } = await api.resource("js-cdn/one");
  same(derived.map((copy) => copy.transformation), ["c_fill,h_12,w_16"]);
});

check("an authenticated picture needs a right signature, short or long, SHA-1 or SHA-256", async () => {
  await put("js-cdn/locked ñ", { type: "authenticated" });
  const url = (options = {}) => cloudinary.url("js-cdn/locked ñ", { type: "authenticated", format: "png", ...options });
  same((await fetched(url()))[0], 401);
  same((await fetched(url({ sign_url: true })))[0], 200);
  same((await fetched(url({ sign_url: true, ...scaled(9) })))[0], 200);
  same((await fetched(url({ sign_url: true, long_url_signature: true })))[0], 200);
  same((await fetched(url({ sign_url: true, signature_algorithm: "sha256" })))[0], 200);
  same((await fetched(url({ sign_url: true }).replace(".png", ".jpg")))[0], 401);
});

check("the original of a private asset is downloaded with a signed link only", async () => {
  await put("js-cdn/private", { type: "private" });
  same((await fetched(cloudinary.url("js-cdn/private", { type: "private", format: "png" })))[0], 401);
  const [status, mime] = await fetched(utils.private_download_url("js-cdn/private", "png", { type: "private" }));
  same([status, mime], [200, "image/png"]);
});

// --- Deletion -------------------------------------------------------------------------------

check("destroy deletes one asset, and a second time finds nothing", async () => {
  await put("js-del/one");
  same((await uploader.destroy("js-del/one")).result, "ok");
  same((await uploader.destroy("js-del/one", { invalidate: true })).result, "not found");
  same(await exists("js-del/one"), false);
});

check("destroy with the wrong kind deletes nothing", async () => {
  await put("js-del/kind");
  same((await uploader.destroy("js-del/kind", { resource_type: "video" })).result, "not found");
  same((await uploader.destroy("js-del/kind", { type: "private" })).result, "not found");
  same(await exists("js-del/kind"), true);
});

check("destroy is not counted against the quota, a listing is", async () => {
  const before = (await api.ping()).rate_limit_remaining;
  await uploader.destroy("js-del/nothing");
  await api.resources({ max_results: 1 });
  same(before - (await api.ping()).rate_limit_remaining, 2);
});

check("deleting by public IDs says of each whether it was there, with counts", async () => {
  await put("js-del/a", { eager: [scaled(5)] });
  await put("js-del/b");
  const answer = await api.delete_resources(["js-del/a", "js-del/b", "js-del/c"]);
  same(answer.deleted, { "js-del/a": "deleted", "js-del/b": "deleted", "js-del/c": "not_found" });
  same(answer.deleted_counts["js-del/a"], { original: 1, derived: 1 });
  same(answer.deleted_counts["js-del/c"], { original: 0, derived: 0 });
});

check("more than a hundred IDs are a bad request and delete nothing", async () => {
  await put("js-del/stays");
  const many = ["js-del/stays", ...Array.from({ length: 100 }, (_, at) => `js-del/${at}`)];
  await fails(() => api.delete_resources(many), 400);
  same(await exists("js-del/stays"), true);
});

check("deleting by asset IDs crosses kinds and answers by asset ID", async () => {
  const made = [await put("js-del/id"), await put("js-del/id", { type: "private" }), await text("js-del/id.txt")];
  const answer = await api.delete_resources_by_asset_ids([...made.map((asset) => asset.asset_id), "e".repeat(32)]);
  const expected = Object.fromEntries(made.map((asset) => [asset.asset_id, "deleted"]));
  same(answer.deleted, { ...expected, ["e".repeat(32)]: "not_found" });
});

check("deleting by prefix takes what begins so, of that kind alone", async () => {
  for (const name of ["js-dp/a", "js-dp/b", "js-dp2/c"]) await put(name);
  await put("js-dp/private", { type: "private" });
  same(set(Object.keys((await api.delete_resources_by_prefix("js-dp/")).deleted)), ["js-dp/a", "js-dp/b"]);
  same([await exists("js-dp2/c"), await exists("js-dp/private", { type: "private" })], [true, true]);
});

check("an empty prefix and no selection at all are refused", async () => {
  await put("js-del/safe");
  await fails(() => api.delete_resources_by_prefix(""), 400);
  await fails(() => api.delete_resources([]), 400);
  same(await exists("js-del/safe"), true);
});

check("deleting by tag crosses delivery types, not resource types", async () => {
  await put("js-dt/a", { tags: "js dt" });
  await put("js-dt/b", { tags: "js dt", type: "authenticated" });
  await text("js-dt/c.txt", { tags: "js dt" });
  same(set(Object.keys((await api.delete_resources_by_tag("js dt")).deleted)), ["js-dt/a", "js-dt/b"]);
  same(await exists("js-dt/c.txt", { resource_type: "raw" }), true);
});

check("everything of a kind goes, and nothing else", async () => {
  const all = () => everything((options) => api.resources(options), { type: "upload", max_results: 500 });
  const others = (await all()).length;
  assert.ok(Object.keys((await api.delete_all_resources({ type: "private" })).deleted).length > 0);
  same((await api.resources({ type: "private" })).resources, []);
  same((await all()).length, others);
});

check("keeping originals deletes their copies alone", async () => {
  await put("js-keep/a", { eager: [scaled(5), scaled(6)] });
  const answer = await api.delete_resources(["js-keep/a"], { keep_original: true });
  same(answer.deleted_counts["js-keep/a"], { original: 0, derived: 2 });
  same([(await api.resource("js-keep/a")).derived, await exists("js-keep/a")], [[], true]);
});

check("copies are deleted by ID and by transformation", async () => {
  await put("js-copy/a", { eager: [scaled(5), scaled(6), scaled(7)] });
  const [first] = (await api.resource("js-copy/a")).derived;
  const answer = await api.delete_derived_resources([first.id, "d".repeat(32)]);
  same(answer.deleted, { [first.id]: "deleted", ["d".repeat(32)]: "not_found" });
  await api.delete_derived_by_transformation(["js-copy/a"], [scaled(6)]);
  const left = (await api.resource("js-copy/a")).derived.map((copy) => copy.transformation);
  same(left, ["c_scale,w_5", "c_scale,w_7"].filter((one) => one !== first.transformation));
});

check("deleting a transformation deletes its copies everywhere, and then it is not found", async () => {
  for (const name of ["js-copy/c", "js-copy/d"]) await put(name, { eager: [scaled(31)] });
  same((await api.delete_transformation("c_scale,w_31")).message, "deleted");
  for (const name of ["js-copy/c", "js-copy/d"]) same((await api.resource(name)).derived, []);
  await fails(() => api.delete_transformation("c_scale,w_31"), 404);
});

check("a delete token deletes its upload, once, without credentials", async () => {
  const { delete_token } = await put("js-token/a", { return_delete_token: true });
  const use = () => {
    const body = new URLSearchParams({ token: delete_token });
    return fetch(`${server}/v1_1/${config.cloud_name}/delete_by_token`, { method: "POST", body });
  };
  same((await (await use()).json()).result, "ok");
  same(await exists("js-token/a"), false);
  const again = await use();
  assert.ok(again.status >= 400 && again.status < 500, `${again.status}`);
});

// --- Folders --------------------------------------------------------------------------------

check("folders are made, listed and deleted with the empty ones below", async () => {
  same((await api.create_folder("js-folder/a b/ü")).success, true);
  assert.ok((await api.root_folders()).folders.some((folder) => folder.name === "js-folder"));
  same((await api.sub_folders("js-folder")).folders.map((folder) => folder.path), ["js-folder/a b"]);
  const { deleted } = await api.delete_folder("js-folder");
  same(set(deleted), ["js-folder", "js-folder/a b", "js-folder/a b/ü"]);
});

check("a folder that is not there is not found", async () => {
  await fails(() => api.sub_folders("js-no-folder"), 404, "Can't find folder with path js-no-folder");
  await fails(() => api.delete_folder("js-no-folder"), 404);
});

check("a folder with assets or backups in it is not deleted", async () => {
  await put("js-full/a", { asset_folder: "js-full/deep", backup: true });
  await fails(() => api.delete_folder("js-full"), 400, "empty");
  same(await exists("js-full/a"), true);
  await api.delete_resources(["js-full/a"]);
  await fails(() => api.delete_folder("js-full"), 400);
});

check("a folder is renamed with what is in it", async () => {
  await put("js-move/a", { asset_folder: "js-move/old" });
  const answer = await api.rename_folder("js-move/old", "js-move/new");
  same([answer.from.path, answer.to.path], ["js-move/old", "js-move/new"]);
  same((await api.resource("js-move/a")).asset_folder, "js-move/new");
});

// --- Backups --------------------------------------------------------------------------------

check("a deleted asset with a backup remains as a placeholder and comes back as it was", async () => {
  const before = await put("js-back/a", { backup: true, tags: "js-back" });
  await api.delete_resources(["js-back/a"]);
  const placeholder = await api.resource("js-back/a", { versions: true });
  same([placeholder.placeholder, placeholder.bytes, placeholder.versions.length], [true, 0, 1]);
  same(ids(await api.resources_by_tag("js-back")), []);
  const restored = (await api.restore(["js-back/a"]))["js-back/a"];
  same([restored.asset_id, restored.bytes], [before.asset_id, before.bytes]);
  same(ids(await api.resources_by_tag("js-back")), ["js-back/a"]);
});

check("what has no backup is gone and cannot be put back", async () => {
  await put("js-back/none", { backup: false });
  await api.delete_resources(["js-back/none"]);
  same(await exists("js-back/none"), false);
  same((await api.restore(["js-back/none"]))["js-back/none"], { error: "no_backup" });
});

check("an earlier version is put back by its ID, and assets by theirs", async () => {
  const { asset_id } = await put("js-back/versions", { backup: true });
  await stream(picture(80, 60), { public_id: "js-back/versions", backup: true });
  const { versions } = await api.resource("js-back/versions", { versions: true });
  same(versions.length, 2);
  const [{ version_id }] = versions;
  const restored = (await api.restore(["js-back/versions"], { versions: [version_id] }))["js-back/versions"];
  same([restored.width, restored.height], [40, 30]);
  await api.delete_resources_by_asset_ids([asset_id]);
  same((await api.restore_by_asset_ids([asset_id]))[asset_id].public_id, "js-back/versions");
});

check("backed-up versions are downloaded, and deleted for good", async () => {
  const { asset_id } = await put("js-back/final", { backup: true });
  const [{ version_id }] = (await api.resource("js-back/final", { versions: true })).versions;
  same((await fetched(utils.download_backedup_asset(asset_id, version_id)))[0], 200);
  same((await api.delete_backed_up_assets(asset_id, [version_id])).deleted_version_ids, [version_id]);
  await api.delete_resources(["js-back/final"]);
  same((await api.restore(["js-back/final"]))["js-back/final"], { error: "no_backup" });
});

// --- Changes --------------------------------------------------------------------------------

check("an asset is renamed, and a taken name is refused", async () => {
  await put("js-name/old");
  await put("js-name/taken");
  same((await uploader.rename("js-name/old", "js-name/new")).public_id, "js-name/new");
  same([await exists("js-name/new"), await exists("js-name/old")], [true, false]);
  await fails(() => uploader.rename("js-name/new", "js-name/taken"), 400);
});

check("tags are added, replaced and removed", async () => {
  await put("js-t/a", { tags: "one" });
  await put("js-t/b");
  same(set((await uploader.add_tag("two", ["js-t/a", "js-t/b"])).public_ids), ["js-t/a", "js-t/b"]);
  await uploader.remove_tag("one", ["js-t/a"]);
  await uploader.replace_tag("three", ["js-t/b"]);
  same([(await api.resource("js-t/a")).tags, (await api.resource("js-t/b")).tags], [["two"], ["three"]]);
});

check("related assets are linked and unlinked", async () => {
  await put("js-rel/a");
  await put("js-rel/b");
  const answer = await api.add_related_assets("js-rel/a", ["image/upload/js-rel/b", "image/upload/js-rel/none"]);
  same([answer.success.length, answer.failed.length], [1, 1]);
  same((await api.delete_related_assets("js-rel/a", ["image/upload/js-rel/b"])).success[0].status, 200);
  same(await exists("js-rel/b"), true);
});

// --- Errors ---------------------------------------------------------------------------------

check("a wrong key, secret or cloud name is unauthorised", async () => {
  await fails(() => api.ping({ api_secret: "wrong" }), 401);
  await fails(() => api.ping({ api_key: "1" }), 401);
  await fails(() => api.ping({ cloud_name: "elsewhere" }), 401, "cloud_name elsewhere");
});

check("a wrong signature is unauthorised and shows what had to be signed", async () => {
  await put("js-err/a");
  const said = await fails(() => uploader.destroy("js-err/a", { api_secret: "wrong" }), 401, "Invalid Signature");
  assert.ok(said.includes("String to sign - 'public_id=js-err/a&timestamp="), said);
  same(await exists("js-err/a"), true);
});

check("signatures with SHA-256 and of version 1 are taken too", async () => {
  await put("js-err/b", { context: { note: "a & b" }, signature_algorithm: "sha256" });
  await put("js-err/b", { context: { note: "a & b" }, signature_version: 1 });
  same((await uploader.destroy("js-err/b")).result, "ok");
});

check("a used-up quota is 420 and says when it goes on; uploads go on", async () => {
  const used = 500 - (await api.ping()).rate_limit_remaining;
  await control("quota", "500");
  try {
    await fails(() => api.ping(), 420, "Limit of 500 api operations reached. Try again on ");
    await put("js-err/uncounted");
  } finally {
    await control("quota", String(used));
  }
  same((await api.ping()).status, "ok");
});

check("server trouble keeps its status", async () => {
  for (const [trouble, status] of [["error-500:1", 500], ["html-503:1", 503], ["locked-423:1", 423]]) {
    await control("faults", trouble);
    await fails(() => api.ping(), status);
  }
  await control("faults", "html-401:1");
  await fails(() => api.ping(), 401, "invalid JSON");
});

(async () => {
  let failed = 0;
  for (const [says, run] of checks) {
    try {
      await run();
      console.log("ok  ", says);
    } catch (thrown) {
      failed += 1;
      console.log("FAIL", says);
      const error = thrown.error || thrown;
      console.log(`     ${(error.stack || JSON.stringify(error)).replaceAll("\n", "\n     ")}`);
    }
  }
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
