"""Uses the practice environment through Cloudinary's official Python SDK.

`tests/sdk.sh` runs it with the SDK installed and CLOUDINARY_URL of a running server in the
environment. Each check prints one line, `ok` or `FAIL` and what it shows; they are independent
of each other but for the names in one group, which all begin with the group's own prefix.
"""

import datetime
import io
import json
import os
import struct
import sys
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
import zlib

import cloudinary
from cloudinary import api, search, search_folders, uploader, utils
from cloudinary.exceptions import (
    AlreadyExists,
    AuthorizationRequired,
    BadRequest,
    GeneralError,
    NotFound,
    RateLimited,
)

SERVER = cloudinary.config().upload_prefix
passed, failed = 0, 0


def check(says):
    """Run the function at once and print how it went."""

    def run(function):
        global passed, failed
        try:
            function()
        except Exception:
            failed += 1
            print("FAIL", says)
            print("     " + traceback.format_exc().strip().replace("\n", "\n     "))
        else:
            passed += 1
            print("ok  ", says)

    return run


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def raises(kind, call, saying=""):
    try:
        answer = call()
    except kind as error:
        assert type(error) is kind, f"{type(error).__name__} instead of {kind.__name__}"
        assert saying.lower() in str(error).lower(), f"{error!s} does not say {saying!r}"
        return str(error)
    raise AssertionError(f"no {kind.__name__}, but {answer!r}")


def picture(width=40, height=30, shade=120):
    """A PNG of one colour."""

    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes([shade, 90, 60]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def put(public_id, **options):
    return uploader.upload(picture(), public_id=public_id, **options)


def control(word, body=None, method=None):
    """Drive the server itself; see its module `control`."""
    data = None if body is None else body.encode()
    request = urllib.request.Request(f"{SERVER}/practice/{word}", data=data, method=method)
    return urllib.request.urlopen(request).read()


def fetched(url):
    """Status, media type and bytes of a URL, in whose host's place the server stands."""
    parts = urllib.parse.urlsplit(url)
    path = url.split(parts.netloc, 1)[1]
    try:
        with urllib.request.urlopen(SERVER + path) as answer:
            return answer.status, answer.headers["content-type"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("x-cld-error"), error.read()


def exists(public_id, **options):
    try:
        return not api.resource(public_id, **options).get("placeholder", False)
    except NotFound:
        return False


def everything(call, **options):
    """All items of a listing, page by page."""
    items, cursor = [], None
    while True:
        page = call(next_cursor=cursor, **options) if cursor else call(**options)
        items += page["resources"]
        cursor = page.get("next_cursor")
        if not cursor:
            return items


# --- The account -----------------------------------------------------------------------------


@check("ping says ok")
def _():
    same(api.ping()["status"], "ok")


@check("the quota's headers are read: limit, what remains, and when it begins anew")
def _():
    one, two = api.ping(), api.ping()
    same(one.rate_limit_allowed, 500)
    same(two.rate_limit_remaining, one.rate_limit_remaining - 1)
    reset = datetime.datetime(*one.rate_limit_reset_at[:6], tzinfo=datetime.timezone.utc)
    now = datetime.datetime.now(datetime.timezone.utc)
    assert now < reset <= now + datetime.timedelta(hours=1), reset
    same((reset.minute, reset.second), (0, 0))


@check("every answer has a request ID")
def _():
    one, two = api.ping(), api.ping()
    assert one.request_id and one.request_id != two.request_id


@check("the configuration tells the folder mode when asked")
def _():
    same(api.config(settings=True)["settings"]["folder_mode"], "dynamic")
    assert "settings" not in api.config()
    same(api.config()["cloud_name"], cloudinary.config().cloud_name)


@check("usage counts what is there")
def _():
    usage = api.usage()
    assert usage["resources"] >= 300 and usage["storage"]["usage"] > 0, usage
    assert usage["derived_resources"] > 0 and usage["plan"]


@check("all three resource types are in use")
def _():
    same(sorted(api.resource_types()["resource_types"]), ["image", "raw", "video"])


# --- Upload ----------------------------------------------------------------------------------


@check("an upload answers with what was uploaded")
def _():
    answer = put("py-up/one", tags=["py-up", "a b"], context={"alt": "One", "by": "me|you"})
    same(answer["public_id"], "py-up/one")
    same((answer["width"], answer["height"], answer["format"]), (40, 30, "png"))
    same(answer["bytes"], len(picture()))
    same(answer["resource_type"], "image")
    same(answer["type"], "upload")
    same(len(answer["asset_id"]), 32)
    same(answer["tags"], ["py-up", "a b"])
    same(answer["context"]["custom"], {"alt": "One", "by": "me|you"})


@check("the signature of an answer is right")
def _():
    answer = put("py-up/signed")
    assert utils.verify_api_response_signature(answer["public_id"], answer["version"], answer["signature"])


@check("a file from the disk, a stream and a data URI are taken alike")
def _():
    path = os.path.join(os.environ["SDK_WORK"], "from-the-disk.png")
    with open(path, "wb") as file:
        file.write(picture())
    by_path = uploader.upload(path, use_filename=True, unique_filename=False)
    same(by_path["public_id"], "from-the-disk")
    same(by_path["original_filename"], "from-the-disk")
    same(uploader.upload(io.BytesIO(picture()), public_id="py-up/stream", filename="s.png")["format"], "png")
    uri = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
    same(uploader.upload(uri, public_id="py-up/uri")["format"], "gif")


@check("without a public ID a random one is given")
def _():
    one, two = uploader.upload(picture()), uploader.upload(picture())
    assert one["public_id"] != two["public_id"] and len(one["public_id"]) >= 16


@check("a raw file keeps its extension in the public ID, and auto tells the kinds apart")
def _():
    raw = uploader.upload(io.BytesIO(b"a,b\n1,2\n"), public_id="py-up/list.csv", resource_type="raw", filename="l.csv")
    same((raw["resource_type"], raw["public_id"]), ("raw", "py-up/list.csv"))
    auto = uploader.upload(picture(), public_id="py-up/auto", resource_type="auto")
    same(auto["resource_type"], "image")


@check("an asset folder and a display name have nothing to do with the public ID")
def _():
    answer = put("py-up/elsewhere", asset_folder="PY Folder/deep", display_name="Else Where")
    same(answer["asset_folder"], "PY Folder/deep")
    same(answer["display_name"], "Else Where")
    names = [folder["name"] for folder in api.subfolders("PY Folder")["folders"]]
    same(names, ["deep"])


@check("uploading again makes a new version of the same asset")
def _():
    one = put("py-up/again")
    two = put("py-up/again")
    same(two["asset_id"], one["asset_id"])
    assert two["version"] > one["version"]


@check("eager transformations come back as copies")
def _():
    answer = put("py-up/eager", eager=[{"width": 20, "crop": "scale"}, {"width": 10, "crop": "fill"}])
    same([copy["transformation"] for copy in answer["eager"]], ["c_scale,w_20", "c_fill,w_10"])
    derived = api.resource("py-up/eager")["derived"]
    same({copy["transformation"] for copy in derived}, {"c_scale,w_20", "c_fill,w_10"})


@check("a large file in chunks is one asset")
def _():
    data = picture(400, 300) + bytes(6_000_000)
    path = os.path.join(os.environ["SDK_WORK"], "large.bin")
    with open(path, "wb") as file:
        file.write(data)
    answer = uploader.upload_large(path, public_id="py-up/large.bin", resource_type="raw", chunk_size=5_242_880)
    same((answer["bytes"], answer["public_id"]), (len(data), "py-up/large.bin"))


@check("a public ID with a forbidden character is a BadRequest")
def _():
    raises(BadRequest, lambda: put("py-up/what?"), "public_id")


# --- Names -----------------------------------------------------------------------------------

ODD = ["py-odd/a b", "py-odd/ñ ü/ß", "py-odd/(x) [y]", "py-odd/a,b", "py-odd/it's = 1; $2", "py-odd/名前/写真.v2"]


@check("assets with odd names are found under them")
def _():
    for name in ODD:
        put(name)
        same(api.resource(name)["public_id"], name)


@check("odd names in a list are deleted one by one, a comma splitting none")
def _():
    answer = api.delete_resources(ODD)
    same(answer["deleted"], {name: "deleted" for name in ODD})
    assert not any(exists(name) for name in ODD)


# --- Details ---------------------------------------------------------------------------------


@check("details have URLs that lead to the file")
def _():
    put("py-up/seen")
    asset = api.resource("py-up/seen")
    status, mime, body = fetched(asset["secure_url"])
    same((status, mime, body[:4]), (200, "image/png", b"\x89PNG"))


@check("details by asset ID are those by public ID")
def _():
    one = api.resource("py-up/one")
    two = api.resource_by_asset_id(one["asset_id"])
    same(two["public_id"], "py-up/one")
    same(two["version"], one["version"])


@check("a missing asset is NotFound, whether its name or its kind is wrong")
def _():
    raises(NotFound, lambda: api.resource("py-up/nothing"), "py-up/nothing")
    raises(NotFound, lambda: api.resource("py-up/one", resource_type="video"))
    raises(NotFound, lambda: api.resource("py-up/one", type="private"))
    raises(NotFound, lambda: api.resource_by_asset_id("0" * 32))


@check("copies are paged")
def _():
    put("py-up/copies", eager=[{"width": 10 + n, "crop": "scale"} for n in range(5)])
    one = api.resource("py-up/copies", max_results=2)
    same(len(one["derived"]), 2)
    two = api.resource("py-up/copies", max_results=9, derived_next_cursor=one["derived_next_cursor"])
    same(len({copy["id"] for copy in one["derived"] + two["derived"]}), 5)


# --- Listings --------------------------------------------------------------------------------


@check("a listing read page by page has every asset once")
def _():
    items = everything(api.resources, resource_type="image", type="upload", max_results=100)
    ids = {item["asset_id"] for item in items}
    same(len(ids), len(items))
    assert len(items) > 200
    same({item["type"] for item in items}, {"upload"})


@check("a listing is by time, the newest first unless told otherwise")
def _():
    newest = [item["created_at"] for item in api.resources(max_results=50)["resources"]]
    same(newest, sorted(newest, reverse=True))
    oldest = [item["created_at"] for item in api.resources(direction="asc", max_results=50)["resources"]]
    same(oldest, sorted(oldest))
    assert newest[-1] > oldest[-1]


@check("a listing by prefix is by name, and a prefix is no folder")
def _():
    for name in ["py-pre/b", "py-pre/a", "py-prefix", "py-pr"]:
        put(name)
    found = api.resources(type="upload", prefix="py-pre")["resources"]
    same([item["public_id"] for item in found], ["py-pre/a", "py-pre/b", "py-prefix"])
    found = api.resources(type="upload", prefix="py-pre/")["resources"]
    same([item["public_id"] for item in found], ["py-pre/a", "py-pre/b"])


@check("a listing by IDs leaves out what is not there")
def _():
    found = api.resources_by_ids(["py-pre/a", "py-pre/nothing"])["resources"]
    same([item["public_id"] for item in found], ["py-pre/a"])
    ids = [api.resource(name)["asset_id"] for name in ["py-pre/a", "py-pre/b"]] + ["f" * 32]
    found = api.resources_by_asset_ids(ids)["resources"]
    same({item["public_id"] for item in found}, {"py-pre/a", "py-pre/b"})


@check("a listing by tag crosses delivery types, not resource types")
def _():
    put("py-tag/up", tags="py tag, x")
    put("py-tag/private", tags="py tag", type="private")
    uploader.upload(io.BytesIO(b"x"), public_id="py-tag/raw.txt", resource_type="raw", tags="py tag", filename="r.txt")
    images = api.resources_by_tag("py tag")["resources"]
    same({(item["public_id"], item["type"]) for item in images}, {("py-tag/up", "upload"), ("py-tag/private", "private")})
    raw = api.resources_by_tag("py tag", resource_type="raw")["resources"]
    same([item["public_id"] for item in raw], ["py-tag/raw.txt"])


@check("tags, context and moderation are shown when asked for")
def _():
    plain = api.resources_by_ids("py-up/one")["resources"][0]
    assert "tags" not in plain and "context" not in plain
    full = api.resources_by_ids("py-up/one", tags=True, context=True, moderations=True)["resources"][0]
    same(full["tags"], ["py-up", "a b"])
    same(full["context"]["custom"]["alt"], "One")


@check("a listing by context finds a key, or a key with a value")
def _():
    put("py-ctx/a", context={"pykey": "1"})
    put("py-ctx/b", context={"pykey": "2"})
    names = lambda found: {item["public_id"] for item in found["resources"]}
    same(names(api.resources_by_context("pykey")), {"py-ctx/a", "py-ctx/b"})
    same(names(api.resources_by_context("pykey", "2")), {"py-ctx/b"})


@check("a listing by moderation finds what is in that state")
def _():
    put("py-mod/a", moderation="manual")
    found = api.resources_by_moderation("manual", "pending", max_results=500)["resources"]
    assert "py-mod/a" in {item["public_id"] for item in found}
    api.update("py-mod/a", moderation_status="rejected")
    found = api.resources_by_moderation("manual", "rejected", max_results=500)["resources"]
    assert "py-mod/a" in {item["public_id"] for item in found}


@check("a listing by asset folder has its direct children of all kinds")
def _():
    put("py-af/a", asset_folder="PyFolder")
    put("py-af/b", asset_folder="PyFolder/below")
    uploader.upload(io.BytesIO(b"x"), public_id="py-af/c.txt", resource_type="raw", asset_folder="PyFolder", filename="c.txt")
    found = api.resources_by_asset_folder("pyfolder")
    same({item["public_id"] for item in found["resources"]}, {"py-af/a", "py-af/c.txt"})
    same(found["total_count"], 2)


@check("tags are listed by prefix")
def _():
    put("py-tags/a", tags="pytag-a,pytag-b,other")
    same(api.tags(prefix="pytag-")["tags"], ["pytag-a", "pytag-b"])
    same(api.tags(prefix="no such tag")["tags"], [])


@check("selected fields are those, and the identifiers")
def _():
    item = api.resources(type="upload", prefix="py-up/one", fields=["bytes", "tags"])["resources"][0]
    same(set(item), {"asset_id", "public_id", "bytes", "tags"})


# --- Search ----------------------------------------------------------------------------------


def find(expression):
    found = everything_of(search.Search().expression(expression).max_results(500))
    return {item["public_id"] for item in found}


def everything_of(query):
    items = []
    while True:
        page = query.execute()
        items += page["resources"]
        if not page.get("next_cursor"):
            return items
        query.next_cursor(page["next_cursor"])


@check("a search finds by fields, exact values, words and combinations")
def _():
    put("py-find/red mug", tags="pyfind,summer-sale", asset_folder="PyFind/A")
    put("py-find/blue mug", tags="pyfind,winter", asset_folder="PyFind/A/B")
    put("py-find/secret", tags="pyfind", type="private", asset_folder="PyFind")
    same(find("tags=pyfind AND mug"), {"py-find/red mug", "py-find/blue mug"})
    same(find("tags=pyfind AND NOT tags:winter"), {"py-find/red mug", "py-find/secret"})
    same(find("tags=pyfind AND (tags:summer OR type:private)"), {"py-find/red mug", "py-find/secret"})
    same(find('public_id="py-find/red mug"'), {"py-find/red mug"})
    same(find("public_id:py-find/*"), {"py-find/red mug", "py-find/blue mug", "py-find/secret"})
    same(find("tags=pyfind AND bytes<1kb AND created_at>1h"), {"py-find/red mug", "py-find/blue mug", "py-find/secret"})
    same(find("tags=pyfind AND created_at<1h"), set())
    same(find("tags=pyfind AND no_such_field:x"), set())


@check("a search in a folder is of that folder, or of all below it")
def _():
    same(find('asset_folder="PyFind/A"'), {"py-find/red mug"})
    same(find('asset_folder:"PyFind/*"'), {"py-find/red mug", "py-find/blue mug", "py-find/secret"})


@check("results are sorted by a field, and counted in all")
def _():
    query = search.Search().expression("tags=pyfind").sort_by("public_id", "asc").max_results(2)
    one = query.execute()
    same([item["public_id"] for item in one["resources"]], ["py-find/blue mug", "py-find/red mug"])
    same(one["total_count"], 3)
    two = query.next_cursor(one["next_cursor"]).execute()
    same([item["public_id"] for item in two["resources"]], ["py-find/secret"])
    assert not two.get("next_cursor")


@check("a search shows more fields, and counts, when asked")
def _():
    found = search.Search().expression("tags=pyfind").with_field("tags").with_field("context").aggregate("format").execute()
    assert all("pyfind" in item["tags"] for item in found["resources"])
    same(found["aggregations"]["format"], {"png": 3})
    plain = search.Search().expression("tags=pyfind").execute()["resources"][0]
    assert "tags" not in plain and plain["status"] == "active"


@check("an expression that cannot be understood is a BadRequest")
def _():
    raises(BadRequest, lambda: search.Search().expression("tags:(a").execute())
    raises(BadRequest, lambda: search.Search().expression("bytes>big").execute())


@check("folders are searched by path and name")
def _():
    found = search_folders.SearchFolders().expression("path:PyFind/*").execute()
    same({folder["path"] for folder in found["folders"]}, {"PyFind/A", "PyFind/A/B"})
    same(search_folders.SearchFolders().expression('path="PyFind"').execute()["total_count"], 1)


# --- Delivery --------------------------------------------------------------------------------


@check("a made-to-size picture is delivered and leaves a copy")
def _():
    put("py-cdn/one")
    url, _options = utils.cloudinary_url("py-cdn/one", width=16, height=12, crop="fill", format="jpg", secure=True)
    status, mime, body = fetched(url)
    same((status, mime, body[:2]), (200, "image/jpeg", b"\xff\xd8"))
    same([copy["transformation"] for copy in api.resource("py-cdn/one")["derived"]], ["c_fill,h_12,w_16"])


@check("an authenticated picture needs a right signature, short or long, SHA-1 or SHA-256")
def _():
    put("py-cdn/locked ñ", type="authenticated")
    url = lambda **options: utils.cloudinary_url("py-cdn/locked ñ", type="authenticated", format="png", **options)[0]
    same(fetched(url())[0], 401)
    same(fetched(url(sign_url=True))[0], 200)
    same(fetched(url(sign_url=True, width=9, crop="scale"))[0], 200)
    same(fetched(url(sign_url=True, long_url_signature=True))[0], 200)
    same(fetched(url(sign_url=True, signature_algorithm="sha256"))[0], 200)
    same(fetched(url(sign_url=True).replace(".png", ".jpg"))[0], 401)


@check("the original of a private asset is downloaded with a signed link only")
def _():
    put("py-cdn/private", type="private")
    same(fetched(utils.cloudinary_url("py-cdn/private", type="private", format="png")[0])[0], 401)
    status, mime, _body = fetched(utils.private_download_url("py-cdn/private", "png", type="private"))
    same((status, mime), (200, "image/png"))


@check("a deleted picture is delivered no more, and the reason is in a header")
def _():
    put("py-cdn/gone")
    url = utils.cloudinary_url("py-cdn/gone", format="png")[0]
    same(fetched(url)[0], 200)
    uploader.destroy("py-cdn/gone")
    status, reason, _body = fetched(url)
    same((status, reason), (404, "Resource not found - py-cdn/gone"))


# --- Deletion --------------------------------------------------------------------------------


@check("destroy deletes one asset, and a second time finds nothing")
def _():
    put("py-del/one")
    same(uploader.destroy("py-del/one")["result"], "ok")
    same(uploader.destroy("py-del/one", invalidate=True)["result"], "not found")
    assert not exists("py-del/one")


@check("destroy with the wrong kind deletes nothing")
def _():
    put("py-del/kind")
    same(uploader.destroy("py-del/kind", resource_type="video")["result"], "not found")
    same(uploader.destroy("py-del/kind", type="private")["result"], "not found")
    same(uploader.destroy("py-del/kind.png")["result"], "not found")
    assert exists("py-del/kind")


@check("destroy is not counted against the quota, a listing is")
def _():
    before = api.ping().rate_limit_remaining
    uploader.destroy("py-del/nothing")
    uploader.destroy("py-del/nothing")
    api.resources(max_results=1)
    same(before - api.ping().rate_limit_remaining, 2)


@check("deleting by public IDs says of each whether it was there, with counts")
def _():
    put("py-del/a", eager=[{"width": 5, "crop": "scale"}])
    put("py-del/b")
    answer = api.delete_resources(["py-del/a", "py-del/b", "py-del/c"])
    same(answer["deleted"], {"py-del/a": "deleted", "py-del/b": "deleted", "py-del/c": "not_found"})
    same(answer["deleted_counts"]["py-del/a"], {"original": 1, "derived": 1})
    same(answer["deleted_counts"]["py-del/c"], {"original": 0, "derived": 0})
    same(answer["partial"], False)


@check("more than a hundred IDs are a BadRequest and delete nothing")
def _():
    put("py-del/stays")
    raises(BadRequest, lambda: api.delete_resources(["py-del/stays"] + [f"py-del/{n}" for n in range(100)]))
    assert exists("py-del/stays")


@check("deleting by asset IDs crosses kinds and answers by asset ID")
def _():
    one = put("py-del/id")["asset_id"]
    two = put("py-del/id", type="private")["asset_id"]
    raw = uploader.upload(io.BytesIO(b"x"), public_id="py-del/id.txt", resource_type="raw", filename="i.txt")["asset_id"]
    answer = api.delete_resources_by_asset_ids([one, two, raw, "e" * 32])
    same(answer["deleted"], {one: "deleted", two: "deleted", raw: "deleted", "e" * 32: "not_found"})


@check("deleting by prefix takes what begins so, of that kind alone")
def _():
    for name in ["py-dp/a", "py-dp/b", "py-dp2/c"]:
        put(name)
    put("py-dp/private", type="private")
    answer = api.delete_resources_by_prefix("py-dp/")
    same(set(answer["deleted"]), {"py-dp/a", "py-dp/b"})
    assert exists("py-dp2/c") and exists("py-dp/private", type="private")


@check("an empty prefix and no selection at all are refused")
def _():
    put("py-del/safe")
    raises(BadRequest, lambda: api.delete_resources_by_prefix(""))
    raises(BadRequest, lambda: api.delete_resources([]))
    assert exists("py-del/safe")


@check("deleting by tag crosses delivery types, not resource types")
def _():
    put("py-dt/a", tags="py dt/ü")
    put("py-dt/b", tags="py dt/ü", type="authenticated")
    uploader.upload(io.BytesIO(b"x"), public_id="py-dt/c.txt", resource_type="raw", tags="py dt/ü", filename="c.txt")
    answer = api.delete_resources_by_tag("py dt/ü")
    same(set(answer["deleted"]), {"py-dt/a", "py-dt/b"})
    assert exists("py-dt/c.txt", resource_type="raw")


@check("everything of a kind goes, page by page, and nothing else")
def _():
    others = len(everything(api.resources, resource_type="image", type="upload", max_results=500))
    deleted, cursor = set(), None
    while True:
        answer = api.delete_all_resources(type="private", **({"next_cursor": cursor} if cursor else {}))
        deleted |= set(answer["deleted"])
        cursor = answer.get("next_cursor")
        if not cursor:
            break
    assert deleted
    same(api.resources(resource_type="image", type="private")["resources"], [])
    same(len(everything(api.resources, resource_type="image", type="upload", max_results=500)), others)


@check("keeping originals deletes their copies alone")
def _():
    put("py-keep/a", eager=[{"width": 5, "crop": "scale"}, {"width": 6, "crop": "scale"}])
    answer = api.delete_resources(["py-keep/a"], keep_original=True)
    same(answer["deleted_counts"]["py-keep/a"], {"original": 0, "derived": 2})
    asset = api.resource("py-keep/a")
    same(asset["derived"], [])
    assert not asset.get("placeholder")


@check("copies are deleted by ID")
def _():
    put("py-copy/a", eager=[{"width": 5, "crop": "scale"}, {"width": 6, "crop": "scale"}])
    ids = [copy["id"] for copy in api.resource("py-copy/a")["derived"]]
    answer = api.delete_derived_resources([ids[0], "d" * 32])
    same(answer["deleted"], {ids[0]: "deleted", "d" * 32: "not_found"})
    same([copy["id"] for copy in api.resource("py-copy/a")["derived"]], ids[1:])


@check("copies are deleted by transformation")
def _():
    put("py-copy/b", eager=[{"width": 5, "crop": "scale"}, {"width": 6, "crop": "scale"}])
    api.delete_derived_by_transformation(["py-copy/b"], [{"width": 5, "crop": "scale"}])
    same([copy["transformation"] for copy in api.resource("py-copy/b")["derived"]], ["c_scale,w_6"])


@check("deleting a transformation deletes its copies everywhere, and then it is NotFound")
def _():
    for name in ["py-copy/c", "py-copy/d"]:
        put(name, eager=[{"width": 31, "crop": "scale"}])
    same(api.delete_transformation("c_scale,w_31")["message"], "deleted")
    same([api.resource(name)["derived"] for name in ["py-copy/c", "py-copy/d"]], [[], []])
    raises(NotFound, lambda: api.delete_transformation("c_scale,w_31"))


def delete_by_token(token):
    """The SDK for browsers sends this, without a resource type and without credentials."""
    body = urllib.parse.urlencode({"token": token}).encode()
    url = f"{SERVER}/v1_1/{cloudinary.config().cloud_name}/delete_by_token"
    try:
        with urllib.request.urlopen(url, data=body) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@check("a delete token deletes its upload, once, without credentials")
def _():
    token = put("py-token/a", return_delete_token=True)["delete_token"]
    same(delete_by_token(token), (200, {"result": "ok"}))
    assert not exists("py-token/a")
    status, answer = delete_by_token(token)
    assert 400 <= status < 500 and answer["error"]["message"], (status, answer)


# --- Folders ---------------------------------------------------------------------------------


@check("folders are made, listed and deleted with the empty ones below")
def _():
    same(api.create_folder("py-folder/a b/ü")["success"], True)
    assert "py-folder" in {folder["name"] for folder in api.root_folders()["folders"]}
    folders = api.subfolders("py-folder")["folders"]
    same([(folder["name"], folder["path"]) for folder in folders], [("a b", "py-folder/a b")])
    deleted = api.delete_folder("py-folder")["deleted"]
    same(set(deleted), {"py-folder", "py-folder/a b", "py-folder/a b/ü"})


@check("a folder that is not there is NotFound")
def _():
    raises(NotFound, lambda: api.subfolders("py-no-folder"), "Can't find folder with path py-no-folder")
    raises(NotFound, lambda: api.delete_folder("py-no-folder"))


@check("a folder with assets in it is not deleted")
def _():
    put("py-full/a", asset_folder="py-full/deep", backup=False)
    raises(BadRequest, lambda: api.delete_folder("py-full"), "empty")
    assert exists("py-full/a")


@check("a folder with nothing but backups in it is deleted only with skip_backup")
def _():
    put("py-hidden/a", asset_folder="py-hidden", backup=True)
    api.delete_resources(["py-hidden/a"])
    raises(BadRequest, lambda: api.delete_folder("py-hidden"))
    same(api.delete_folder("py-hidden", skip_backup=True)["deleted"], ["py-hidden"])


@check("a folder is renamed with what is in it")
def _():
    put("py-move/a", asset_folder="py-move/old")
    answer = api.rename_folder("py-move/old", "py-move/new")
    same((answer["from"]["path"], answer["to"]["path"]), ("py-move/old", "py-move/new"))
    same(api.resource("py-move/a")["asset_folder"], "py-move/new")


# --- Backups ---------------------------------------------------------------------------------


@check("a deleted asset with a backup remains as a placeholder and comes back as it was")
def _():
    before = put("py-back/a", backup=True, tags="py-back")
    api.delete_resources(["py-back/a"])
    placeholder = api.resource("py-back/a", versions=True)
    same((placeholder["placeholder"], placeholder["bytes"]), (True, 0))
    same(len(placeholder["versions"]), 1)
    same(api.resources_by_tag("py-back")["resources"], [])
    restored = api.restore(["py-back/a"])["py-back/a"]
    same((restored["asset_id"], restored["bytes"]), (before["asset_id"], before["bytes"]))
    same([item["public_id"] for item in api.resources_by_tag("py-back")["resources"]], ["py-back/a"])


@check("what has no backup is gone and cannot be put back")
def _():
    put("py-back/none", backup=False)
    api.delete_resources(["py-back/none"])
    if exists("py-back/none"):
        raise AssertionError("still there")
    same(api.restore(["py-back/none", "py-back/never"]), {"py-back/none": {"error": "no_backup"}, "py-back/never": {"error": "no_backup"}})


@check("an earlier version is put back by its ID")
def _():
    put("py-back/versions", backup=True)
    uploader.upload(picture(80, 60), public_id="py-back/versions", backup=True)
    versions = api.resource("py-back/versions", versions=True)["versions"]
    same(len(versions), 2)
    restored = api.restore(["py-back/versions"], versions=[versions[0]["version_id"]])["py-back/versions"]
    same((restored["width"], restored["height"]), (40, 30))


@check("assets are put back by asset ID")
def _():
    asset_id = put("py-back/id", backup=True)["asset_id"]
    api.delete_resources_by_asset_ids([asset_id])
    same(api.restore_by_asset_ids([asset_id])[asset_id]["public_id"], "py-back/id")
    assert exists("py-back/id")


@check("backed-up versions are downloaded, and deleted for good")
def _():
    asset_id = put("py-back/final", backup=True)["asset_id"]
    version = api.resource("py-back/final", versions=True)["versions"][0]["version_id"]
    same(fetched(utils.download_backedup_asset(asset_id, version))[0], 200)
    answer = api.delete_backed_up_assets(asset_id, [version])
    same(answer["deleted_version_ids"], [version])
    api.delete_resources(["py-back/final"])
    same(api.restore(["py-back/final"])["py-back/final"], {"error": "no_backup"})


# --- Changes ---------------------------------------------------------------------------------


@check("an asset is renamed, and the old name is free")
def _():
    put("py-name/old")
    put("py-name/taken")
    same(uploader.rename("py-name/old", "py-name/new")["public_id"], "py-name/new")
    assert exists("py-name/new") and not exists("py-name/old")
    raises(BadRequest, lambda: uploader.rename("py-name/new", "py-name/taken"))


@check("tags are added, replaced and removed")
def _():
    put("py-t/a", tags="one")
    put("py-t/b")
    same(set(uploader.add_tag("two", ["py-t/a", "py-t/b"])["public_ids"]), {"py-t/a", "py-t/b"})
    same(set(api.resource("py-t/a")["tags"]), {"one", "two"})
    uploader.remove_tag("one", ["py-t/a"])
    uploader.replace_tag("three", ["py-t/b"])
    same([api.resource(name)["tags"] for name in ["py-t/a", "py-t/b"]], [["two"], ["three"]])


@check("details are changed: tags, context, folder, name shown")
def _():
    put("py-update/a")
    api.update("py-update/a", tags=["x", "y"], context={"k": "v=w"}, asset_folder="py-update/f", display_name="New")
    asset = api.resource("py-update/a")
    same((asset["tags"], asset["context"]["custom"]), (["x", "y"], {"k": "v=w"}))
    same((asset["asset_folder"], asset["display_name"]), ("py-update/f", "New"))


@check("related assets are linked and unlinked")
def _():
    put("py-rel/a")
    put("py-rel/b")
    answer = api.add_related_assets("py-rel/a", ["image/upload/py-rel/b", "image/upload/py-rel/none"])
    same([item["asset"] for item in answer["success"]], ["image/upload/py-rel/b"])
    same(len(answer["failed"]), 1)
    answer = api.delete_related_assets("py-rel/a", ["image/upload/py-rel/b"])
    same([item["status"] for item in answer["success"]], [200])
    assert exists("py-rel/b")


# --- Errors ----------------------------------------------------------------------------------


@check("a wrong key, secret or cloud name is AuthorizationRequired")
def _():
    raises(AuthorizationRequired, lambda: api.ping(api_secret="wrong"))
    raises(AuthorizationRequired, lambda: api.ping(api_key="1"))
    raises(AuthorizationRequired, lambda: api.ping(cloud_name="elsewhere"), "cloud_name elsewhere")


@check("a wrong signature is AuthorizationRequired and shows what had to be signed")
def _():
    put("py-err/a")
    said = raises(AuthorizationRequired, lambda: uploader.destroy("py-err/a", api_secret="wrong"), "Invalid Signature")
    assert "String to sign - 'public_id=py-err/a&timestamp=" in said, said
    assert exists("py-err/a")


@check("a signature from more than an hour ago is stale")
def _():
    params = {"public_id": "py-err/a", "timestamp": int(time.time()) - 3700}
    raises(AuthorizationRequired, lambda: uploader.call_api("destroy", params), "Stale request")
    assert exists("py-err/a")


@check("signatures with SHA-256 and of version 1 are taken too")
def _():
    put("py-err/b", context={"note": "a & b"}, signature_algorithm="sha256")
    put("py-err/b", context={"note": "a & b"}, signature_version=1)
    same(uploader.destroy("py-err/b", signature_version=1, signature_algorithm="sha256")["result"], "ok")


@check("a used-up quota is RateLimited and says when it goes on; uploads go on")
def _():
    used = 500 - api.ping().rate_limit_remaining
    control("quota", "500")
    try:
        raises(RateLimited, lambda: api.ping(), "Limit of 500 api operations reached. Try again on ")
        put("py-err/uncounted")
    finally:
        control("quota", str(used))
    same(api.ping()["status"], "ok")


@check("server trouble is GeneralError")
def _():
    for trouble in ["error-500:1", "html-503:1"]:
        control("faults", trouble)
        try:
            # A page of a gateway is no JSON: the SDK says so in a GeneralError.
            raises(GeneralError, lambda: api.ping())
        finally:
            control("faults", method="DELETE")


@check("a folder that is there already is made again without harm")
def _():
    api.create_folder("py-twice")
    try:
        api.create_folder("py-twice")
    except AlreadyExists:
        pass
    same([folder["path"] for folder in api.root_folders()["folders"]].count("py-twice"), 1)


print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
