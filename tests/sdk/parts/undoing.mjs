// Restoring, deleting backed-up versions, and what goes wrong.

import {
  GIF, NOWHERE, api, checks, cloudinary, exists, gif, little, main, names, old, uploader,
} from "./library.mjs";

export async function restores() {
  const one = await gif("sdk/r/one", { tags: ["restored"] });
  const two = await gif("sdk/r/two", { type: "private" });
  await api.delete_resources(["sdk/r/one"]);
  const gone = await api.resource("sdk/r/one", { versions: true });
  checks.equal("a deleted asset with a backup is a placeholder",
    [gone.placeholder, gone.bytes, gone.versions.length], [true, 0, 1]);
  checks.equal("which no listing shows", names(await api.resources_by_tag("restored")), []);
  checks.equal("nor another deletion", (await api.delete_resources(["sdk/r/one"])).deleted,
    { "sdk/r/one": "not_found" });
  const answer = await api.restore(["sdk/r/one", "sdk/r/never"]);
  checks.equal("it comes back with its ID", [answer["sdk/r/one"].asset_id, answer["sdk/r/one"].placeholder],
    [one.asset_id, false]);
  checks.equal("what was never there does not", answer["sdk/r/never"], { error: "no_backup" });
  checks.equal("its tags are back", names(await api.resources_by_tag("restored")), ["sdk/r/one"]);
  checks.equal("and its size", (await api.resource("sdk/r/one")).bytes, GIF.length);
  await uploader.destroy("sdk/r/one");
  await uploader.destroy("sdk/r/two", { type: "private" });
  const both = [one.asset_id, two.asset_id];
  const back = await api.restore_by_asset_ids([...both, NOWHERE]);
  checks.equal("by asset IDs, of all kinds", both.map((id) => back[id].public_id), ["sdk/r/one", "sdk/r/two"]);
  checks.equal("a made-up asset ID has no backup", back[NOWHERE], { error: "no_backup" });
  checks.true("both are there", (await exists("sdk/r/one")) && (await exists("sdk/r/two", { type: "private" })));
  await checks.refused("fetched ones have no backups", 400, api.restore(["x"], { type: "fetch" }));
  await gif("sdk/r/lost", old.there);
  await api.delete_resources(["sdk/r/lost"], old.there);
  await checks.refused("without backups a deleted asset is gone", 404, api.resource("sdk/r/lost", old.there));
  checks.equal("and cannot be restored", (await api.restore(["sdk/r/lost"], old.there))["sdk/r/lost"],
    { error: "no_backup" });
  await gif("sdk/r/kept", { backup: true, ...old.there });
  await api.delete_resources(["sdk/r/kept"], old.there);
  checks.equal("unless its upload asked for one",
    (await api.restore(["sdk/r/kept"], old.there))["sdk/r/kept"].bytes, GIF.length);
}

export async function backups() {
  const { asset_id } = await gif("sdk/b/asset");
  await gif("sdk/b/asset", {}, "second");
  const versions = async () => (await api.resource_by_asset_id(asset_id, { versions: true })).versions;
  const known = await versions();
  checks.equal("each content is a version, the oldest first", known.map((version) => version.size),
    [GIF.length, GIF.length + 6]);
  const restored = await api.restore(["sdk/b/asset"], { versions: [known[0].version_id] });
  checks.equal("an older version comes back", restored["sdk/b/asset"].bytes, GIF.length);
  await checks.refused("one version for each name", 400, api.restore(["a", "b"], { versions: ["c"] }));
  const answer = await api.delete_backed_up_assets(asset_id, [known[0].version_id]);
  checks.equal("a version is deleted", [answer.asset_id, answer.deleted_version_ids],
    [asset_id, [known[0].version_id]]);
  // Node's SDK takes a partial success, which is a 207, for an error.
  await checks.refused("failures are told", 207, api.delete_backed_up_assets(asset_id, [known[1].version_id, NOWHERE]));
  checks.equal("none is left", await versions(), []);
  checks.true("the asset is still there", await exists("sdk/b/asset"));
  await uploader.destroy("sdk/b/asset");
  await checks.refused("deleted without backups it is gone", 404, api.resource("sdk/b/asset"));
  await checks.refused("versions of nothing", 404, api.delete_backed_up_assets(NOWHERE, [NOWHERE]));
}

export async function refusals() {
  const wrong = { api_secret: "wrong" };
  await checks.refused("a wrong secret", 401, api.ping(wrong), "api_secret mismatch");
  await checks.refused("a wrong key", 401, api.ping({ api_key: "1" }), "Invalid api_key");
  await checks.refused("a wrong key of an upload", 401, gif("sdk/e", { api_key: "1" }), "Unknown API key 1");
  await checks.refused("a wrong cloud", 401, api.ping({ cloud_name: "other" }), "Invalid cloud_name other");
  await checks.refused("a wrong token", 401, api.ping({ oauth_token: "x" }), "Invalid token");
  await checks.refused("a wrong signature echoes what to sign", 401, uploader.destroy("sdk/wrong & signed", wrong),
    "String to sign - 'public_id=sdk/wrong %26 signed&timestamp=");
  const stale = { public_id: "sdk/e", timestamp: 1_000_000_000 };
  const { api_key, signature } = cloudinary.utils.sign_request({ ...stale }, {});
  const form = new URLSearchParams({ ...stale, api_key, signature }).toString();
  const refused = await main.ask("POST", "/v1_1/practice/image/destroy", form);
  checks.true("an old signature", refused.error?.message.startsWith("Stale request"), refused);
  await checks.refused("search needs a key, too", 401, cloudinary.search.expression("a").execute(wrong));
  await gif("sdk/e/one");
  for (const [fault, status, words] of [
    ["error-500", 500, "General Error"],
    ["html-503", 503, "503"],
    ["html-401", 401, "invalid JSON"],
    ["locked-423", 423, "423"],
    ["limit-420", 420, "Rate Limit Exceeded"],
    ["limit-429", 429, "Rate Limit Exceeded"],
  ]) {
    await main.fault(`${fault}:1@changing`);
    await checks.refused(`the fault ${fault}`, status, api.delete_resources(["sdk/e/one"]), words);
  }
  const broken = (promise) => promise.then(() => "answered", () => "broken off");
  await main.fault("drop-before:1@changing");
  checks.equal("a connection that breaks", await broken(api.delete_resources(["sdk/e/one"])), "broken off");
  checks.true("none of them did anything", await exists("sdk/e/one"));
  await main.fault("drop-after:1@changing");
  checks.equal("a connection that breaks later", await broken(api.delete_resources(["sdk/e/one"])), "broken off");
  checks.true("broke after the work", !(await exists("sdk/e/one")));
  await main.fault("empty-listing:1");
  checks.equal("an empty listing", names(await api.resources()), []);
  const few = [];
  for (const letter of "abc") few.push((await gif(`sdk/e/${letter}`)).asset_id);
  await main.fault("refuse-third:1");
  const { deleted } = await api.delete_resources_by_asset_ids(few);
  checks.equal("a third that is refused", few.map((id) => deleted[id]), ["deleted", "deleted", "unauthorized"]);
  await main.noFaults();
}

export async function quota() {
  await little.halfPast();
  const left = [];
  for (let call = 0; call < 5; call += 1) left.push((await api.ping(little.there)).rate_limit_remaining);
  checks.equal("the quota runs down", left, [4, 3, 2, 1, 0]);
  await checks.refused("and is used up", 420, api.ping(little.there),
    "Limit of 5 api operations reached. Try again on ");
  await checks.refused("for search as well", 420, cloudinary.search.expression("a").execute(little.there));
  checks.equal("uploads go on", (await gif("q", little.there)).public_id, "q");
  checks.equal("and so does destroy", (await uploader.destroy("q", little.there)).result, "ok");
  await little.ask("POST", "/practice/clock", "1800s");
  checks.equal("the next hour begins anew", (await api.ping(little.there)).rate_limit_remaining, 4);
}
