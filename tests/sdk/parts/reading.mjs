// The account, listings, details, search, tags and folders.

import {
  MP4, NOWHERE, allPages, api, checks, cloudinary, gif, main, names, old, small, sorted, upload, uploader,
} from "./library.mjs";

export async function account() {
  await main.halfPast();
  const first = await api.ping();
  checks.equal("ping says ok", first.status, "ok");
  const second = await api.resource_types();
  checks.equal("the resource types in use", sorted(second.resource_types), ["image", "raw", "video"]);
  checks.equal("the limit is read from the headers", first.rate_limit_allowed, 2000);
  checks.equal("an Admin call costs one", second.rate_limit_remaining, first.rate_limit_remaining - 1);
  checks.equal("the limit is reset on the full hour", first.rate_limit_reset_at.getTime() % 3_600_000, 0);
  await gif("sdk/free");
  await uploader.destroy("sdk/free");
  const third = await api.config({ settings: true });
  checks.equal("Upload calls cost nothing", third.rate_limit_remaining, second.rate_limit_remaining - 1);
  checks.equal("new environments have dynamic folders", third.settings.folder_mode, "dynamic");
  checks.equal("settings are told only if asked for", (await api.config()).settings, undefined);
  const before = await api.config({ settings: true, ...old.there });
  checks.equal("old environments have fixed folders", before.settings.folder_mode, "fixed");
  const usage = await api.usage();
  checks.true("usage tells the plan and its limits", usage.plan && usage.credits.limit > 0, usage);
  const past = await api.usage({ date: "01-02-2024" });
  checks.true("usage of a past day has no limits", !("limit" in past.credits), past);
  await checks.refused("usage of no day is refused", 400, api.usage({ date: "yesterday" }));
}

export async function listings() {
  const ids = [];
  for (const letter of "abc") {
    ids.push((await gif(`sdk/l/${letter}`, { tags: ["listed"], context: { alt: letter } })).asset_id);
  }
  const inFolder = { tags: ["listed"], asset_folder: "Sdk/List" };
  const clip = await upload(MP4, { public_id: "sdk/l/d", resource_type: "video", ...inFolder });
  await gif("sdk/l/a", { type: "private", moderation: "manual", ...inFolder });
  const { items, pages } = await allPages(api.resources, { max_results: 7 });
  const { kinds } = await main.ask("GET", "/practice/state");
  const images = Object.entries(kinds).filter(([kind]) => kind.startsWith("image/"));
  const expected = images.reduce((sum, [, count]) => sum + count, 0);
  checks.equal("every picture is in exactly one page", new Set(items.map((item) => item.asset_id)).size, expected);
  checks.equal("and in no second one", items.length, expected);
  checks.equal("pages have the size asked for", pages, Math.ceil(expected / 7));
  checks.equal("ten are usual", names(await api.resources()).length, 10);
  const times = items.map((item) => item.created_at);
  checks.equal("the newest comes first", times, sorted(times).reverse());
  const oldest = await api.resources({ direction: "asc", max_results: 500 });
  checks.equal("or the oldest", names(oldest), items.map((item) => item.public_id).reverse());
  const prefixed = { type: "upload", prefix: "sdk/l/" };
  checks.equal("by prefix, by name", names(await api.resources(prefixed)), ["sdk/l/a", "sdk/l/b", "sdk/l/c"]);
  const paged = await allPages(api.resources, { ...prefixed, max_results: 2 });
  checks.equal("in pages, too", [paged.items.map((item) => item.public_id.at(-1)), paged.pages], [["a", "b", "c"], 2]);
  const shown = await api.resources({ ...prefixed, tags: true, context: true });
  checks.equal("tags and context are shown if asked for",
    shown.resources.map((item) => [item.tags, item.context.custom.alt]),
    [..."abc"].map((letter) => [["listed"], letter]));
  checks.true("else not", !("tags" in (await api.resources(prefixed)).resources[0]));
  const some = (await api.resources({ ...prefixed, fields: "tags,bytes" })).resources[0];
  checks.equal("fields choose", sorted(Object.keys(some)), ["asset_id", "bytes", "public_id", "tags"]);
  checks.equal("since a time", names(await api.resources({ type: "upload", start_at: new Date("2090-01-01") })), []);
  const tagged = await allPages((options) => api.resources_by_tag("listed", options), { max_results: 2 });
  checks.equal("by tag, all delivery types",
    sorted(tagged.items.map((item) => `${item.public_id} ${item.type}`)),
    ["sdk/l/a private", "sdk/l/a upload", "sdk/l/b upload", "sdk/l/c upload"]);
  checks.equal("by tag, films", names(await api.resources_by_tag("listed", { resource_type: "video" })), ["sdk/l/d"]);
  checks.equal("by names, misses left out",
    names(await api.resources_by_ids(["sdk/l/a", "sdk/l/no", "sdk/l/c"])), ["sdk/l/a", "sdk/l/c"]);
  checks.equal("by asset IDs, all kinds",
    sorted(names(await api.resources_by_asset_ids([ids[0], clip.asset_id, NOWHERE]))), ["sdk/l/a", "sdk/l/d"]);
  checks.equal("by context", names(await api.resources_by_context("alt", "b")), ["sdk/l/b"]);
  const anyValue = names(await api.resources_by_context("alt", null, { max_results: 500 }));
  checks.equal("by any value of it", anyValue.filter((name) => name.startsWith("sdk/l/")).length, 3);
  checks.equal("by moderation", names(await api.resources_by_moderation("manual", "pending"))[0], "sdk/l/a");
  const inside = await api.resources_by_asset_folder("sdk/LIST");
  checks.equal("by asset folder, whatever the case", [sorted(names(inside)), inside.total_count],
    [["sdk/l/a", "sdk/l/d"], 2]);
  await checks.refused("a missing folder", 404, api.resources_by_asset_folder("no/such"),
    "Can't find folder with path no/such");
  await checks.refused("no asset folders in old environments", 400, api.resources_by_asset_folder("a", old.there));
  await checks.refused("pages are at most 500", 400, api.resources({ max_results: 501 }));
}

export async function details() {
  const name = "sdk/details, of one's";
  const made = await gif(name, { tags: ["x"], context: { alt: "y" }, asset_folder: "Sdk/Details" });
  const seen = await api.resource(name, { versions: true });
  checks.equal("all is told", [seen.asset_id, seen.tags, seen.context.custom, seen.asset_folder],
    [made.asset_id, ["x"], { alt: "y" }, "Sdk/Details"]);
  checks.equal("the first version is backed up", seen.versions.map((version) => version.restorable), [true]);
  checks.true("versions are told if asked for", !("versions" in (await api.resource(name))));
  checks.equal("the same by asset ID", (await api.resource_by_asset_id(made.asset_id)).public_id, name);
  await checks.refused("a missing name", 404, api.resource("sdk/no such"), "sdk/no such");
  await checks.refused("a missing asset ID", 404, api.resource_by_asset_id(NOWHERE));
  await checks.refused("another type", 404, api.resource(name, { resource_type: "video" }));
  const odd = "sdk/a+b & c?d#e%41";
  await main.put(odd);
  checks.equal("an odd name is found as it is", (await api.resource(odd)).public_id, odd);
  const other = await gif("sdk/other");
  const { success } = await api.add_related_assets(name, "image/upload/sdk/other");
  checks.equal("assets are related", success.map((one) => [one.asset, one.status]), [["image/upload/sdk/other", 200]]);
  const { related_assets } = await api.resource(name, { related: true });
  checks.equal("which is told", related_assets.map((one) => one.asset_id), [other.asset_id]);
  const apart = await api.delete_related_assets_by_asset_id(made.asset_id, [other.asset_id]);
  checks.equal("and unrelated again", apart.success.length, 1);
  checks.equal("both are still there", names(await api.resources_by_ids([name, "sdk/other"])), [name, "sdk/other"]);
}

export async function searches() {
  for (const [letter, size] of [["a", 10], ["b", 200], ["c", 3000]]) {
    await gif(`sdk/s/${letter}`, { tags: ["sought", letter], context: { alt: letter } }, Buffer.alloc(size));
  }
  await upload(MP4, { public_id: "sdk/s/d", resource_type: "video", type: "private", tags: ["sought"] });
  const seek = (expression) => cloudinary.search.expression(expression);
  const found = async (expression) => {
    const answer = await seek(expression).sort_by("public_id", "asc").max_results(500).execute();
    return names(answer).map((name) => name.at(-1)).join("");
  };
  for (const [expression, letters] of [
    ["tags=sought", "abcd"],
    ["tags=sought AND resource_type:image", "abc"],
    ["tags=sought AND NOT type:private", "abc"],
    ["tags=sought AND (tags=a OR tags=b)", "ab"],
    ["tags=sought AND bytes>1kb", "c"],
    ["tags=sought AND bytes:[100 TO 500]", "bd"],
    ["tags=sought AND context.alt=b", "b"],
    ["tags=sought AND uploaded_at>1d", "abcd"],
    ["tags=sought AND created_at<30d", ""],
    ["tags=sought AND format:(mp4 OR png)", "d"],
    ["public_id:sdk\\/s\\/*", "abcd"],
    ['public_id="sdk/s/a"', "a"],
    ["nothing_like_it=5", ""],
  ]) {
    checks.equal(`search ${expression}`, await found(expression), letters);
  }
  const sought = () => seek("tags=sought").sort_by("bytes", "desc").with_field(["tags", "context"])
    .aggregate("resource_type").aggregate("format").max_results(3);
  const answer = await sought().execute();
  checks.equal("sorted by size", names(answer), ["sdk/s/c", "sdk/s/b", "sdk/s/d"]);
  checks.equal("all are counted", answer.total_count, 4);
  checks.equal("by kinds, too", answer.aggregations,
    { resource_type: { image: 3, video: 1 }, format: { gif: 3, mp4: 1 } });
  const [first] = answer.resources;
  checks.equal("context is flat here", [first.context, sorted(first.tags)], [{ alt: "c" }, ["c", "sought"]]);
  const rest = await sought().next_cursor(answer.next_cursor).execute();
  checks.equal("the cursor of a search goes on", [names(rest), rest.next_cursor], [["sdk/s/a"], undefined]);
  const ranges = { type: "bytes", ranges: [{ key: "small", to: 150 }, { key: "large", from: 150 }] };
  const sizes = await seek("tags=sought").aggregate(ranges).execute();
  checks.equal("counted by size", sizes.aggregations, { bytes: { small: 1, large: 3 } });
  const [plain] = (await seek("tags=a AND tags=sought").fields("format").execute()).resources;
  checks.true("search fields choose", "format" in plain && !("bytes" in plain) && "asset_id" in plain, plain);
  await checks.refused("a broken expression", 400, seek("(tags=a").execute());
  for (let number = 0; number < 10; number += 1) await small.put(`page/${number}`);
  const page = ({ next_cursor }) => {
    const search = seek("public_id:page*");
    return (next_cursor ? search.next_cursor(next_cursor) : search).execute(small.there);
  };
  const { items, pages } = await allPages(page);
  checks.equal("small pages lead through all", [new Set(names({ resources: items })).size, pages], [10, 3]);
  // Of the library that was there at the start: an index behind does not know newer ones at all.
  const [oldest] = (await api.resources({ type: "upload", direction: "asc", max_results: 1 })).resources;
  const itself = async () => names(await seek(`asset_id=${oldest.asset_id}`).execute());
  await main.ask("POST", "/practice/lag", "600s");
  await uploader.destroy(oldest.public_id);
  checks.equal("search trails behind", await itself(), [oldest.public_id]);
  await main.ask("POST", "/practice/lag", "0s");
  checks.equal("and catches up", await itself(), []);
}

export async function tags() {
  for (const tag of ["tagged one", "tagged/two", "tagged three", "Tagged"]) {
    await gif("sdk/tag " + tag.replace("/", "-"), { tags: [tag] });
  }
  const three = ["tagged one", "tagged three", "tagged/two"];
  checks.equal("tags by prefix", (await api.tags({ prefix: "tagged" })).tags, three);
  const { items, pages } = await allPages(api.tags, { prefix: "tagged", max_results: 2 }, "tags");
  checks.equal("tags come in pages", [items, pages], [three, 2]);
  checks.equal("an unknown prefix has none", (await api.tags({ prefix: "no such" })).tags, []);
  checks.equal("tags of films", (await api.tags({ resource_type: "video", prefix: "tagged" })).tags, []);
}

export async function folders() {
  const deep = "Sdk tree/a b+c ü/deep";
  const made = await api.create_folder(deep);
  checks.equal("a folder is made", [made.success, made.path, made.name], [true, deep, "deep"]);
  await checks.refused("a folder is made only once", 409, api.create_folder(deep));
  await api.create_folder("Sdk tree/second");
  const paths = (answer) => answer.folders.map((folder) => folder.path);
  checks.true("its start is a root folder", paths(await api.root_folders()).includes("Sdk tree"));
  const below = await api.sub_folders("Sdk tree");
  checks.equal("with two below", [below.folders.map((folder) => folder.name), below.total_count],
    [["a b+c ü", "second"], 2]);
  const single = await allPages((options) => api.sub_folders("Sdk tree", options), { max_results: 1 }, "folders");
  checks.equal("in pages of one", [single.items.length, single.pages], [2, 2]);
  await checks.refused("none below a missing one", 404, api.sub_folders("no/such"),
    "Can't find folder with path no/such");
  const hits = await cloudinary.search_folders.expression('path="Sdk tree/second"').execute();
  checks.equal("folders are searched", [paths(hits), hits.total_count], [["Sdk tree/second"], 1]);
  await gif("sdk/f/inside", { asset_folder: deep });
  await checks.refused("a folder with assets stays", 400, api.delete_folder("Sdk tree"), "empty");
  await api.delete_resources(["sdk/f/inside"]);
  await checks.refused("also with backed-up ones", 400, api.delete_folder("Sdk tree"), "empty");
  // Node's SDK has no skip_backup: the versions go first.
  const { asset_id, versions } = await api.resource("sdk/f/inside", { versions: true });
  await api.delete_backed_up_assets(asset_id, versions.map((version) => version.version_id));
  checks.equal("unless those are deleted, too", sorted((await api.delete_folder("Sdk tree")).deleted),
    ["Sdk tree", "Sdk tree/a b+c ü", deep, "Sdk tree/second"]);
  await checks.refused("a missing folder cannot go", 404, api.delete_folder("Sdk tree"));
  await api.create_folder("Sdk from/x");
  const renamed = await api.rename_folder("Sdk from", "Sdk to");
  checks.equal("a folder is renamed", [renamed.from.path, renamed.to.path], ["Sdk from", "Sdk to"]);
  checks.equal("with those below", sorted((await api.delete_folder("Sdk to")).deleted), ["Sdk to", "Sdk to/x"]);
  await gif("old folder/one", old.there);
  checks.equal("in old environments names make folders", paths(await api.root_folders(old.there)), ["old folder"]);
  await api.delete_resources_by_prefix("old folder/", old.there);
  checks.equal("which outlive their assets", (await api.delete_folder("old folder", old.there)).deleted,
    ["old folder"]);
}
