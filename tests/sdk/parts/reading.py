"""The account, listings, details, search, tags and folders."""

import calendar

from cloudinary import Search, SearchFolders, api, uploader
from cloudinary.exceptions import AlreadyExists, BadRequest, NotFound

from parts.library import MP4, NOWHERE, all_pages, checks, gif, main, names, old, small


def account():
    main.half_past()
    first = api.ping()
    checks.equal("ping says ok", first["status"], "ok")
    second = api.resource_types()
    checks.equal("the resource types in use", sorted(second["resource_types"]), ["image", "raw", "video"])
    checks.equal("the limit is read from the headers", first.rate_limit_allowed, 2000)
    checks.equal("an Admin call costs one", second.rate_limit_remaining, first.rate_limit_remaining - 1)
    checks.equal("the limit is reset on the full hour", calendar.timegm(first.rate_limit_reset_at) % 3600, 0)
    checks.true("an answer has a request ID", bool(first.request_id))
    gif("sdk/free")
    uploader.destroy("sdk/free")
    third = api.config(settings=True)
    checks.equal("Upload calls cost nothing", third.rate_limit_remaining, second.rate_limit_remaining - 1)
    checks.equal("new environments have dynamic folders", third["settings"]["folder_mode"], "dynamic")
    checks.equal("settings are told only if asked for", api.config().get("settings"), None)
    usage = api.usage()
    checks.true("usage tells the plan and its limits", usage["plan"] and usage["credits"]["limit"] > 0, usage)
    past = api.usage(date="01-02-2024")
    checks.true("usage of a past day has no limits", "limit" not in past["credits"], past)
    checks.raises("usage of no day is refused", BadRequest, lambda: api.usage(date="yesterday"))
    checks.equal("old environments have fixed folders",
                 api.config(settings=True, upload_prefix=old.prefix)["settings"]["folder_mode"], "fixed")


def listings():
    ids = [gif(f"sdk/l/{letter}", tags=["listed"], context={"alt": letter})["asset_id"] for letter in "abc"]
    clip = uploader.upload(MP4, public_id="sdk/l/d", resource_type="video", tags=["listed"], asset_folder="Sdk/List")
    gif("sdk/l/a", type="private", tags=["listed"], asset_folder="Sdk/List", moderation="manual")
    pictures, pages = all_pages(api.resources, max_results=7)
    counts = main.ask("GET", "/practice/state")["kinds"]
    expected = sum(count for kind, count in counts.items() if kind.startswith("image/"))
    checks.equal("every picture is in exactly one page", len({item["asset_id"] for item in pictures}), expected)
    checks.equal("and in no second one", len(pictures), expected)
    checks.equal("pages have the size asked for", pages, -(-expected // 7))
    checks.equal("ten are usual", len(names(api.resources())), 10)
    times = [item["created_at"] for item in pictures]
    checks.equal("the newest comes first", times, sorted(times, reverse=True))
    oldest = api.resources(direction="asc", max_results=500)
    checks.equal("or the oldest", names(oldest), [item["public_id"] for item in reversed(pictures)])
    checks.equal("by prefix, by name", names(api.resources(type="upload", prefix="sdk/l/")),
                 ["sdk/l/a", "sdk/l/b", "sdk/l/c"])
    found, pages = all_pages(api.resources, type="upload", prefix="sdk/l/", max_results=2)
    checks.equal("in pages, too", ([item["public_id"][-1] for item in found], pages), (["a", "b", "c"], 2))
    checks.equal("tags and context are shown if asked for",
                 [(item["tags"], item["context"]["custom"]["alt"])
                  for item in api.resources(type="upload", prefix="sdk/l/", tags=True, context=True)["resources"]],
                 [(["listed"], letter) for letter in "abc"])
    checks.true("else not", "tags" not in api.resources(type="upload", prefix="sdk/l/")["resources"][0])
    some = api.resources(type="upload", prefix="sdk/l/", fields=["tags", "bytes"])["resources"][0]
    checks.equal("fields choose", sorted(some), ["asset_id", "bytes", "public_id", "tags"])
    checks.equal("since a time", names(api.resources(type="upload", start_at="2090-01-01")), [])
    checks.equal("by tag, all delivery types",
                 sorted((item["public_id"], item["type"]) for item in all_pages(
                     lambda **options: api.resources_by_tag("listed", **options), max_results=2)[0]),
                 [("sdk/l/a", "private"), ("sdk/l/a", "upload"), ("sdk/l/b", "upload"), ("sdk/l/c", "upload")])
    checks.equal("by tag, films", names(api.resources_by_tag("listed", resource_type="video")), ["sdk/l/d"])
    checks.equal("by names, misses left out",
                 names(api.resources_by_ids(["sdk/l/a", "sdk/l/no", "sdk/l/c"])), ["sdk/l/a", "sdk/l/c"])
    checks.equal("by asset IDs, all kinds",
                 sorted(names(api.resources_by_asset_ids([ids[0], clip["asset_id"], NOWHERE]))), ["sdk/l/a", "sdk/l/d"])
    checks.equal("by context", names(api.resources_by_context("alt", "b")), ["sdk/l/b"])
    checks.equal("by any value of it", sorted(names(api.resources_by_context("alt", max_results=500)))[-3:],
                 ["sdk/l/a", "sdk/l/b", "sdk/l/c"])
    checks.equal("by moderation", names(api.resources_by_moderation("manual", "pending"))[:1], ["sdk/l/a"])
    inside = api.resources_by_asset_folder("sdk/LIST")
    checks.equal("by asset folder, whatever the case", (sorted(names(inside)), inside["total_count"]),
                 (["sdk/l/a", "sdk/l/d"], 2))
    checks.raises("a missing folder", NotFound, lambda: api.resources_by_asset_folder("no/such"),
                  "Can't find folder with path no/such")
    checks.raises("no asset folders in old environments", BadRequest,
                  lambda: api.resources_by_asset_folder("a", upload_prefix=old.prefix))
    checks.raises("pages are at most 500", BadRequest, lambda: api.resources(max_results=501))


def details():
    name = "sdk/details, of one"
    made = gif(name, tags=["x"], context={"alt": "y"}, asset_folder="Sdk/Details")
    seen = api.resource(name, versions=True)
    checks.equal("all is told", (seen["asset_id"], seen["tags"], seen["context"]["custom"], seen["asset_folder"]),
                 (made["asset_id"], ["x"], {"alt": "y"}, "Sdk/Details"))
    checks.equal("the first version is backed up", [version["restorable"] for version in seen["versions"]], [True])
    checks.true("versions are told if asked for", "versions" not in api.resource(name))
    checks.equal("the same by asset ID", api.resource_by_asset_id(made["asset_id"])["public_id"], name)
    checks.raises("a missing name", NotFound, lambda: api.resource("sdk/no such"), "sdk/no such")
    checks.raises("a missing asset ID", NotFound, lambda: api.resource_by_asset_id(NOWHERE))
    checks.raises("another type", NotFound, lambda: api.resource(name, resource_type="video"))
    other = gif("sdk/other")
    answer = api.add_related_assets(name, "image/upload/sdk/other")
    checks.equal("assets are related", [(one["asset"], one["status"]) for one in answer["success"]],
                 [("image/upload/sdk/other", 200)])
    related = api.resource(name, related=True)["related_assets"]
    checks.equal("which is told", [one["asset_id"] for one in related], [other["asset_id"]])
    answer = api.delete_related_assets_by_asset_ids(made["asset_id"], [other["asset_id"]])
    checks.equal("and unrelated again", len(answer["success"]), 1)
    checks.equal("both are still there", sorted(names(api.resources_by_ids([name, "sdk/other"]))), [name, "sdk/other"])


def searches():
    for letter, size in (("a", 10), ("b", 200), ("c", 3000)):
        gif(f"sdk/s/{letter}", bytes(size), tags=["sought", letter], context={"alt": letter})
    uploader.upload(MP4, public_id="sdk/s/d", resource_type="video", type="private", tags=["sought"])

    def found(expression, **options):
        search = Search().expression(expression).sort_by("public_id", "asc").max_results(500)
        return [item["public_id"][-1] for item in search.execute(**options)["resources"]]

    for expression, letters in (
        ("tags=sought", "abcd"),
        ("tags=sought AND resource_type:image", "abc"),
        ("tags=sought AND NOT type:private", "abc"),
        ("tags=sought AND (tags=a OR tags=b)", "ab"),
        ("tags=sought AND bytes>1kb", "c"),
        ("tags=sought AND bytes:[100 TO 500]", "bd"),
        ("tags=sought AND context.alt=b", "b"),
        ("tags=sought AND uploaded_at>1d", "abcd"),
        ("tags=sought AND created_at<30d", ""),
        ("tags=sought AND format:(mp4 OR png)", "d"),
        ("public_id:sdk\\/s\\/*", "abcd"),
        ("public_id=\"sdk/s/a\"", "a"),
        ("nothing_like_it=5", ""),
    ):
        checks.equal(f"search {expression}", found(expression), list(letters))
    search = Search().expression("tags=sought").sort_by("bytes", "desc").with_field("tags").with_field("context")
    answer = search.aggregate("resource_type").aggregate("format").max_results(3).execute()
    checks.equal("sorted by size", names(answer), ["sdk/s/c", "sdk/s/b", "sdk/s/d"])
    checks.equal("all are counted", answer["total_count"], 4)
    checks.equal("by kinds, too", answer["aggregations"],
                 {"resource_type": {"image": 3, "video": 1}, "format": {"gif": 3, "mp4": 1}})
    first = answer["resources"][0]
    checks.equal("context is flat here", (first["context"], sorted(first["tags"])), ({"alt": "c"}, ["c", "sought"]))
    rest = search.next_cursor(answer["next_cursor"]).execute()
    checks.equal("the cursor of a search goes on", (names(rest), rest.get("next_cursor")), (["sdk/s/a"], None))
    ranges = {"type": "bytes", "ranges": [{"key": "small", "to": 150}, {"key": "large", "from": 150}]}
    answer = Search().expression("tags=sought").aggregate(ranges).execute()
    checks.equal("counted by size", answer["aggregations"], {"bytes": {"small": 1, "large": 3}})
    plain = Search().expression("tags=a AND tags=sought").fields("format").execute()["resources"][0]
    checks.true("search fields choose", "format" in plain and "bytes" not in plain and "asset_id" in plain, plain)
    checks.raises("a broken expression", BadRequest, lambda: Search().expression("(tags=a").execute())
    for number in range(10):
        small.put(f"page/{number}")
    items, pages = all_pages(lambda **options: Search().expression("public_id:page*").next_cursor(
        options.get("next_cursor")).execute(upload_prefix=small.prefix))
    checks.equal("small pages lead through all", (len({item["public_id"] for item in items}), pages), (10, 3))
    # Of the library that was there at the start: an index behind does not know newer ones at all.
    oldest = api.resources(type="upload", direction="asc", max_results=1)["resources"][0]
    search = Search().expression(f"asset_id={oldest['asset_id']}")
    main.ask("POST", "/practice/lag", "600s")
    uploader.destroy(oldest["public_id"])
    checks.equal("search trails behind", names(search.execute()), [oldest["public_id"]])
    main.ask("POST", "/practice/lag", "0s")
    checks.equal("and catches up", names(search.execute()), [])


def tags():
    for tag in ("tagged one", "tagged/two", "tagged three", "Tagged"):
        gif("sdk/tag " + tag.replace("/", "-"), tags=[tag])
    checks.equal("tags by prefix", api.tags(prefix="tagged")["tags"], ["tagged one", "tagged three", "tagged/two"])
    found, pages = all_pages(api.tags, "tags", prefix="tagged", max_results=2)
    checks.equal("tags come in pages", (found, pages), (["tagged one", "tagged three", "tagged/two"], 2))
    checks.equal("an unknown prefix has none", api.tags(prefix="no such")["tags"], [])
    checks.equal("tags of films", api.tags(resource_type="video", prefix="tagged")["tags"], [])


def folders():
    made = api.create_folder("Sdk tree/a b+c ü/deep")
    checks.equal("a folder is made", (made["success"], made["path"], made["name"]),
                 (True, "Sdk tree/a b+c ü/deep", "deep"))
    checks.raises("a folder is made only once", AlreadyExists, lambda: api.create_folder("Sdk tree/a b+c ü/deep"))
    api.create_folder("Sdk tree/second")
    root = api.root_folders()
    checks.true("its start is a root folder", "Sdk tree" in [folder["path"] for folder in root["folders"]], root)
    below = api.subfolders("Sdk tree")
    checks.equal("with two below", ([folder["name"] for folder in below["folders"]], below["total_count"]),
                 (["a b+c ü", "second"], 2))
    found, pages = all_pages(lambda **options: api.subfolders("Sdk tree", **options), "folders", max_results=1)
    checks.equal("in pages of one", (len(found), pages), (2, 2))
    checks.raises("none below a missing one", NotFound, lambda: api.subfolders("no/such"),
                  "Can't find folder with path no/such")
    hits = SearchFolders().expression("path=\"Sdk tree/second\"").execute()
    checks.equal("folders are searched", ([hit["path"] for hit in hits["folders"]], hits["total_count"]),
                 (["Sdk tree/second"], 1))
    gif("sdk/f/inside", asset_folder="Sdk tree/a b+c ü/deep")
    checks.raises("a folder with assets stays", BadRequest, lambda: api.delete_folder("Sdk tree"), "empty")
    api.delete_resources(["sdk/f/inside"])
    checks.raises("also with backed-up ones", BadRequest, lambda: api.delete_folder("Sdk tree"), "empty")
    gone = api.delete_folder("Sdk tree", skip_backup=True)
    checks.equal("unless they are skipped", sorted(gone["deleted"]),
                 ["Sdk tree", "Sdk tree/a b+c ü", "Sdk tree/a b+c ü/deep", "Sdk tree/second"])
    checks.raises("a missing one", NotFound, lambda: api.delete_folder("Sdk tree"))
    api.create_folder("Sdk from/x")
    renamed = api.rename_folder("Sdk from", "Sdk to")
    checks.equal("a folder is renamed", (renamed["from"]["path"], renamed["to"]["path"]), ("Sdk from", "Sdk to"))
    checks.equal("with those below", sorted(api.delete_folder("Sdk to")["deleted"]), ["Sdk to", "Sdk to/x"])
    gif("old folder/one", upload_prefix=old.prefix)
    paths = [folder["path"] for folder in api.root_folders(upload_prefix=old.prefix)["folders"]]
    checks.equal("in old environments names make folders", paths, ["old folder"])
    api.delete_resources_by_prefix("old folder/", upload_prefix=old.prefix)
    checks.equal("which outlive their assets", api.delete_folder("old folder", upload_prefix=old.prefix)["deleted"],
                 ["old folder"])
