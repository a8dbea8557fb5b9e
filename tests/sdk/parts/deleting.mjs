// Deletions of originals and of copies.

import {
  MP4, NOWHERE, allPages, api, checks, exists, gif, main, names, small, sorted, upload, uploader,
} from "./library.mjs";

export async function destroys() {
  const destroy = async (name, options) => (await uploader.destroy(name, options)).result;
  await gif("sdk/gone");
  await upload(Buffer.from("x"), { public_id: "sdk/gone.txt", resource_type: "raw" });
  checks.equal("no video of a picture's name is destroyed",
    await destroy("sdk/gone", { resource_type: "video" }), "not found");
  checks.equal("nor a private one", await destroy("sdk/gone", { type: "private" }), "not found");
  checks.true("the picture is still there", await exists("sdk/gone"));
  checks.equal("a picture is destroyed", await destroy("sdk/gone", { invalidate: true }), "ok");
  checks.equal("a second time it is not found", await destroy("sdk/gone"), "not found");
  checks.equal("raw needs its extension", await destroy("sdk/gone", { resource_type: "raw" }), "not found");
  checks.equal("and is destroyed with it", await destroy("sdk/gone.txt", { resource_type: "raw" }), "ok");
  await gif("sdk/hidden", { type: "authenticated" });
  const sha256 = { type: "authenticated", signature_algorithm: "sha256" };
  checks.equal("an authenticated one is destroyed", await destroy("sdk/hidden", sha256), "ok");
  await upload(MP4, { public_id: "sdk/gone", resource_type: "video" });
  checks.equal("a film is destroyed", await destroy("sdk/gone", { resource_type: "video" }), "ok");
  await checks.refused("a name is needed", 400, uploader.destroy(""), "public_id");
  await checks.refused("no such type", 400, uploader.destroy("sdk/x", { type: "nonsense" }));
  const { delete_token } = await gif("sdk/token", { return_delete_token: true });
  const path = "/v1_1/practice/delete_by_token";
  checks.equal("a token deletes without a key", (await main.ask("POST", path, `token=${delete_token}`)).result, "ok");
  checks.true("the asset of the token is gone", !(await exists("sdk/token")));
  const again = await main.ask("POST", path, `token=${delete_token}`);
  checks.true("a token works once", again.error, again);
}

export async function deletions() {
  await gif("sdk/d/one", { eager: [{ width: 10, crop: "scale" }] });
  await gif("sdk/d/two", { type: "private" });
  const answer = await api.delete_resources(["sdk/d/one", "sdk/d/two", "sdk/d/no"], { invalidate: true });
  checks.equal("each name says what became of it", answer.deleted,
    { "sdk/d/one": "deleted", "sdk/d/two": "not_found", "sdk/d/no": "not_found" });
  checks.equal("originals and copies are counted", answer.deleted_counts["sdk/d/one"], { original: 1, derived: 1 });
  checks.equal("a miss counts nothing", answer.deleted_counts["sdk/d/no"], { original: 0, derived: 0 });
  checks.equal("it is not partial", answer.partial, false);
  checks.true("the private one was spared", await exists("sdk/d/two", { type: "private" }));
  const odd = ["a,b", "a+b & c?d#e", "100%41", '"q" \\ <x>', "漢字 ✓", "x[]=y"].map((name) => "sdk/d/" + name);
  for (const name of odd) await main.put(name);
  checks.equal("odd names are deleted as they are", (await api.delete_resources(odd)).deleted,
    Object.fromEntries(odd.map((name) => [name, "deleted"])));
  const many = Array.from({ length: 101 }, (_, number) => `n${number}`);
  await checks.refused("no more than a hundred names", 400, api.delete_resources(many));
  await checks.refused("no names at all", 400, api.delete_resources([]), "public_ids");
  for (const name of ["docs/a", "docs/b", "docs2/c", "docs-old"]) await main.put("sdk/p/" + name);
  const byPrefix = async (prefix) => sorted(Object.keys((await api.delete_resources_by_prefix(prefix)).deleted));
  checks.equal("a prefix with a slash spares its siblings", await byPrefix("sdk/p/docs/"),
    ["sdk/p/docs/a", "sdk/p/docs/b"]);
  checks.equal("a prefix without one does not", await byPrefix("sdk/p/docs"), ["sdk/p/docs-old", "sdk/p/docs2/c"]);
  checks.equal("a prefix of nothing deletes nothing", await byPrefix("sdk/p/"), []);
  await checks.refused("an empty prefix is refused", 400, api.delete_resources_by_prefix(""));
  const tag = "end / of summer";
  await main.put("sdk/t/a", "image", "upload", [tag]);
  await main.put("sdk/t/b", "image", "private", [tag]);
  await main.put("sdk/t/c", "video", "upload", [tag]);
  checks.equal("a tag crosses delivery types", sorted(Object.keys((await api.delete_resources_by_tag(tag)).deleted)),
    ["sdk/t/a", "sdk/t/b"]);
  checks.true("but not resource types", await exists("sdk/t/c", { resource_type: "video" }));
  const films = await api.delete_resources_by_tag(tag, { resource_type: "video" });
  checks.equal("until that is asked for", films.deleted, { "sdk/t/c": "deleted" });
  const ids = [await main.put("sdk/i/a"), await main.put("sdk/i/b", "video")];
  ids.push(await main.put("sdk/i/c", "raw", "private"));
  checks.equal("asset IDs cross everything", (await api.delete_resources_by_asset_ids([...ids, NOWHERE])).deleted,
    { ...Object.fromEntries(ids.map((id) => [id, "deleted"])), [NOWHERE]: "not_found" });
  const all = await api.delete_all_resources({ type: "private" });
  checks.equal("all of a kind", all.deleted_counts["sdk/d/two"], { original: 1, derived: 0 });
  checks.equal("leaves none", names(await api.resources({ type: "private" })), []);
  await checks.refused("no such delivery type", 400, api.delete_all_resources({ type: "nonsense" }));
}

/** This server removes eight at a time. */
export async function partialDeletions() {
  for (let number = 0; number < 20; number += 1) {
    await small.put(`many/${String(number).padStart(2, "0")}`, "image", "upload", ["many"]);
  }
  const sizes = [];
  let next_cursor;
  do {
    const cursor = next_cursor ? { next_cursor } : {};
    const answer = await api.delete_resources_by_prefix("many/", { keep_original: true, ...cursor, ...small.there });
    sizes.push(Object.keys(answer.deleted).length);
    ({ next_cursor } = answer);
    if (answer.partial !== Boolean(next_cursor)) break;
  } while (next_cursor);
  checks.equal("with keep_original the cursor leads through all", sizes, [8, 8, 4]);
  const count = (answer) => [Object.keys(answer.deleted).length, answer.partial];
  const first = await api.delete_resources_by_tag("many", small.there);
  checks.equal("a large deletion is partial", count(first), [8, true]);
  const second = await api.delete_resources_by_tag("many", { next_cursor: first.next_cursor, ...small.there });
  checks.equal("the cursor goes on", count(second), [8, true]);
  checks.equal("nothing twice", Object.keys(first.deleted).filter((name) => name in second.deleted), []);
  checks.equal("without a cursor the rest goes", count(await api.delete_all_resources(small.there)), [4, false]);
  checks.equal("and nothing is left", names(await api.resources({ type: "upload", ...small.there })), []);
  await checks.refused("a made-up cursor is refused", 400,
    api.delete_all_resources({ next_cursor: "abcd", ...small.there }));
}

export async function copies() {
  const scale = (width) => ({ width, crop: "scale" });
  const eager = [10, 20, 30, 40].map(scale);
  await gif("sdk/c/a", { eager: [...eager, { ...scale(10), format: "png" }] });
  await gif("sdk/c/b", { eager });
  const few = await api.resource("sdk/c/a", { max_results: 2 });
  checks.equal("copies come in pages", few.derived.length, 2);
  const { derived_next_cursor } = few;
  const rest = await api.resource("sdk/c/a", { max_results: 500, derived_next_cursor });
  const ids = new Set([...few.derived, ...rest.derived].map((copy) => copy.id));
  checks.equal("and go on at the cursor", ids.size, 5);
  const one = rest.derived[0].id;
  checks.equal("one copy is deleted by its ID", (await api.delete_derived_resources([one, NOWHERE])).deleted,
    { [one]: "deleted", [NOWHERE]: "not_found" });
  const left = async (name) =>
    sorted((await api.resource(name)).derived.map((copy) => `${copy.transformation} ${copy.format}`));
  checks.equal("the others stay", (await left("sdk/c/a")).length, 4);
  await api.delete_derived_by_transformation(["sdk/c/b"], [scale(20), scale(30)]);
  checks.equal("copies of a transformation go", await left("sdk/c/b"), ["c_scale,w_10 gif", "c_scale,w_40 gif"]);
  await api.delete_resources(["sdk/c/b"], { transformations: "w_40,c_scale/gif" });
  checks.equal("with a format, in any order, and the original stays", await left("sdk/c/b"), ["c_scale,w_10 gif"]);
  const kept = await api.delete_resources_by_prefix("sdk/c/", { keep_original: true });
  checks.equal("keep_original counts copies only", kept.deleted_counts,
    { "sdk/c/a": { original: 0, derived: 4 }, "sdk/c/b": { original: 0, derived: 1 } });
  checks.equal("both are still there, without copies", [await left("sdk/c/a"), await left("sdk/c/b")], [[], []]);
  const fit = { width: 77, crop: "fit" };
  await gif("sdk/c/a", { eager: [fit] });
  const { items } = await allPages(api.transformations, { max_results: 500 }, "transformations");
  checks.true("a transformation is listed", items.some((item) => item.name === "c_fit,w_77"), items);
  checks.equal("and deleted", (await api.delete_transformation(fit)).message, "deleted");
  checks.equal("with its copies", await left("sdk/c/a"), []);
  await checks.refused("a transformation is deleted only once", 404, api.delete_transformation(fit));
}
