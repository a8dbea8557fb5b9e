"""Deletions of originals and of copies."""

from cloudinary import api, uploader
from cloudinary.exceptions import BadRequest, NotFound

from parts.library import NOWHERE, all_pages, checks, exists, gif, main, names, small


def destroys():
    gif("sdk/gone")
    uploader.upload(b"x", public_id="sdk/gone.txt", resource_type="raw")
    checks.equal("no video of a picture's name is destroyed",
                 uploader.destroy("sdk/gone", resource_type="video")["result"], "not found")
    checks.equal("nor a private one", uploader.destroy("sdk/gone", type="private")["result"], "not found")
    checks.true("the picture is still there", exists("sdk/gone"))
    checks.equal("a picture is destroyed", uploader.destroy("sdk/gone", invalidate=True)["result"], "ok")
    checks.equal("a second time it is not found", uploader.destroy("sdk/gone")["result"], "not found")
    checks.equal("raw needs its extension", uploader.destroy("sdk/gone", resource_type="raw")["result"], "not found")
    checks.equal("and is destroyed with it", uploader.destroy("sdk/gone.txt", resource_type="raw")["result"], "ok")
    gif("sdk/hidden", type="authenticated")
    checks.equal("an authenticated one is destroyed",
                 uploader.destroy("sdk/hidden", type="authenticated", signature_algorithm="sha256")["result"], "ok")
    checks.raises("a name is needed", BadRequest, lambda: uploader.destroy(""), "public_id")
    checks.raises("no such type", BadRequest, lambda: uploader.destroy("sdk/x", type="nonsense"))
    token = gif("sdk/token", return_delete_token=True)["delete_token"]
    path = "/v1_1/practice/delete_by_token"
    checks.equal("a token deletes without a key", main.ask("POST", path, f"token={token}")["result"], "ok")
    checks.true("the asset of the token is gone", not exists("sdk/token"))


def deletions():
    gif("sdk/d/one", eager=[{"width": 10, "crop": "scale"}])
    gif("sdk/d/two", type="private")
    answer = api.delete_resources(["sdk/d/one", "sdk/d/two", "sdk/d/no"], invalidate=True)
    checks.equal("each name says what became of it", answer["deleted"],
                 {"sdk/d/one": "deleted", "sdk/d/two": "not_found", "sdk/d/no": "not_found"})
    checks.equal("originals and copies are counted", answer["deleted_counts"]["sdk/d/one"],
                 {"original": 1, "derived": 1})
    checks.equal("a miss counts nothing", answer["deleted_counts"]["sdk/d/no"], {"original": 0, "derived": 0})
    checks.equal("it is not partial", answer["partial"], False)
    checks.true("the private one was spared", exists("sdk/d/two", type="private"))
    odd = ["sdk/d/a,b", "sdk/d/a+b & c?d#e", "sdk/d/100%41", "sdk/d/\"q\" \\ <x>", "sdk/d/漢字 ✓", "sdk/d/x[]=y"]
    for name in odd:
        main.put(name)
    checks.equal("odd names are deleted as they are", api.delete_resources(odd)["deleted"],
                 {name: "deleted" for name in odd})
    checks.raises("no more than a hundred names", BadRequest,
                  lambda: api.delete_resources([f"n{number}" for number in range(101)]))
    checks.raises("no names at all", BadRequest, lambda: api.delete_resources([]), "public_ids")
    for name in ("docs/a", "docs/b", "docs2/c", "docs-old"):
        main.put("sdk/p/" + name)
    checks.equal("a prefix with a slash spares its siblings",
                 sorted(api.delete_resources_by_prefix("sdk/p/docs/")["deleted"]), ["sdk/p/docs/a", "sdk/p/docs/b"])
    checks.equal("a prefix without one does not",
                 sorted(api.delete_resources_by_prefix("sdk/p/docs")["deleted"]), ["sdk/p/docs-old", "sdk/p/docs2/c"])
    checks.equal("a prefix of nothing deletes nothing", api.delete_resources_by_prefix("sdk/p/")["deleted"], {})
    checks.raises("an empty prefix is refused", BadRequest, lambda: api.delete_resources_by_prefix(""))
    tag = "end / of summer"
    main.put("sdk/t/a", tags=[tag])
    main.put("sdk/t/b", delivery_type="private", tags=[tag])
    main.put("sdk/t/c", resource_type="video", tags=[tag])
    checks.equal("a tag crosses delivery types", sorted(api.delete_resources_by_tag(tag)["deleted"]),
                 ["sdk/t/a", "sdk/t/b"])
    checks.true("but not resource types", exists("sdk/t/c", resource_type="video"))
    checks.equal("until that is asked for", list(api.delete_resources_by_tag(tag, resource_type="video")["deleted"]),
                 ["sdk/t/c"])
    ids = [main.put("sdk/i/a"), main.put("sdk/i/b", resource_type="video"), main.put("sdk/i/c", "raw", "private")]
    checks.equal("asset IDs cross everything", api.delete_resources_by_asset_ids(ids + [NOWHERE])["deleted"],
                 dict.fromkeys(ids, "deleted") | {NOWHERE: "not_found"})
    checks.equal("all of a kind", list(api.delete_all_resources(type="private")["deleted_counts"]["sdk/d/two"].items()),
                 [("original", 1), ("derived", 0)])
    checks.equal("leaves none", names(api.resources(type="private")), [])
    checks.raises("no such delivery type", BadRequest, lambda: api.delete_all_resources(type="nonsense"))


def copies():
    eager = [{"width": width, "crop": "scale"} for width in (10, 20, 30, 40)]
    gif("sdk/c/a", eager=eager + [{"width": 10, "crop": "scale", "format": "png"}])
    gif("sdk/c/b", eager=eager)
    few = api.resource("sdk/c/a", max_results=2)
    checks.equal("copies come in pages", len(few["derived"]), 2)
    rest = api.resource("sdk/c/a", max_results=500, derived_next_cursor=few["derived_next_cursor"])
    checks.equal("and go on at the cursor", len({copy["id"] for copy in few["derived"] + rest["derived"]}), 5)
    one = rest["derived"][0]["id"]
    checks.equal("one copy is deleted by its ID", api.delete_derived_resources([one, NOWHERE])["deleted"],
                 {one: "deleted", NOWHERE: "not_found"})

    def left(name):
        return sorted((copy["transformation"], copy["format"]) for copy in api.resource(name)["derived"])

    before = len(left("sdk/c/a"))
    checks.equal("the others stay", before, 4)
    api.delete_derived_by_transformation(["sdk/c/b"], [{"width": 20, "crop": "scale"}, {"width": 30, "crop": "scale"}])
    checks.equal("copies of a transformation go", left("sdk/c/b"), [("c_scale,w_10", "gif"), ("c_scale,w_40", "gif")])
    api.delete_resources(["sdk/c/b"], transformations="w_40,c_scale/gif")
    checks.equal("with a format, in any order, and the original stays", left("sdk/c/b"), [("c_scale,w_10", "gif")])
    kept = api.delete_resources_by_prefix("sdk/c/", keep_original=True)
    checks.equal("keep_original counts copies only", kept["deleted_counts"],
                 {"sdk/c/a": {"original": 0, "derived": 4}, "sdk/c/b": {"original": 0, "derived": 1}})
    checks.equal("both are still there, without copies", (left("sdk/c/a"), left("sdk/c/b")), ([], []))
    gif("sdk/c/a", eager=[{"width": 77, "crop": "fit"}])
    used = [item["name"] for item in all_pages(api.transformations, "transformations", max_results=500)[0]]
    checks.true("a transformation is listed", "c_fit,w_77" in used, used)
    checks.equal("and deleted", api.delete_transformation({"width": 77, "crop": "fit"})["message"], "deleted")
    checks.equal("with its copies", left("sdk/c/a"), [])
    checks.raises("a transformation is deleted only once", NotFound,
                  lambda: api.delete_transformation({"width": 77, "crop": "fit"}))


def partial_deletions():
    """This server removes eight at a time."""
    prefix = small.prefix
    for number in range(20):
        small.put(f"many/{number:02}", tags=["many"])
    sizes, cursor = [], None
    while not sizes or cursor:
        options = {"next_cursor": cursor} if cursor else {}
        answer = api.delete_resources_by_prefix("many/", keep_original=True, upload_prefix=prefix, **options)
        sizes.append(len(answer["deleted"]))
        cursor = answer.get("next_cursor")
        if answer["partial"] != bool(cursor):
            break
    checks.equal("with keep_original the cursor leads through all", sizes, [8, 8, 4])
    first = api.delete_resources_by_tag("many", upload_prefix=prefix)
    checks.equal("a large deletion is partial", (len(first["deleted"]), first["partial"]), (8, True))
    second = api.delete_resources_by_tag("many", upload_prefix=prefix, next_cursor=first["next_cursor"])
    checks.equal("the cursor goes on", (len(second["deleted"]), second["partial"]), (8, True))
    checks.equal("nothing twice", set(first["deleted"]) & set(second["deleted"]), set())
    last = api.delete_all_resources(upload_prefix=prefix)
    checks.equal("without a cursor the rest goes", (len(last["deleted"]), last["partial"]), (4, False))
    checks.equal("and nothing is left", names(api.resources(type="upload", upload_prefix=prefix)), [])
    checks.raises("a made-up cursor is refused", BadRequest,
                  lambda: api.delete_all_resources(upload_prefix=prefix, next_cursor="abcd"))
