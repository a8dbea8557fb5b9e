"""Uploads, and changes of what is known about an asset."""

import base64
import io
import os
import tempfile

from cloudinary import api, uploader, utils
from cloudinary.exceptions import BadRequest

from parts.library import GIF, MP4, checks, exists, gif


def uploads():
    made_up = uploader.upload(GIF)
    checks.equal("bytes without a name get one of twenty letters", len(made_up["public_id"]), 20)
    checks.equal("a picture is measured", (made_up["format"], made_up["width"], made_up["height"]), ("gif", 1, 1))
    checks.true("the answer is signed", utils.verify_api_response_signature(
        made_up["public_id"], made_up["version"], made_up["signature"]), made_up)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "holiday.gif")
        with open(path, "wb") as file:
            file.write(GIF)
        named = uploader.upload(path, use_filename=True, unique_filename=False)
    checks.equal("a file may give its name", named["public_id"], "holiday")
    uri = "data:image/gif;base64," + base64.b64encode(GIF).decode()
    checks.equal("a data URI is a file", uploader.upload(uri, public_id="sdk/uri")["bytes"], len(GIF))
    checks.equal("a stream is a file", uploader.upload(io.BytesIO(GIF), public_id="sdk/stream")["bytes"], len(GIF))
    name = "sdk/Café d'été №1"
    checks.equal("a name may have spaces and any letters", gif(name)["public_id"], name)
    checks.equal("and is found by it", api.resource(name)["public_id"], name)
    notes = uploader.upload(b"hello", public_id="sdk/notes.txt", resource_type="raw")
    checks.equal("raw files keep their extension", (notes["public_id"], notes["resource_type"], notes["bytes"]),
                 ("sdk/notes.txt", "raw", 5))
    clip = uploader.upload(MP4, public_id="sdk/clip", resource_type="auto")
    checks.equal("auto finds a film", (clip["resource_type"], clip["format"]), ("video", "mp4"))
    checks.raises("a text is no picture", BadRequest, lambda: uploader.upload(b"hello"), "Invalid image file")
    checks.raises("a forbidden name is refused", BadRequest, lambda: gif("a?b"), "invalid")
    for kind in ("private", "authenticated"):
        checks.equal(f"an upload may be {kind}", gif("sdk/kinds", type=kind)["type"], kind)
    checks.true("authenticated ones have a signed address",
                "/s--" in api.resource("sdk/kinds", type="authenticated")["secure_url"])
    rich = gif("sdk/rich", tags=["red", "light blue"], context={"alt": "a=b|c", "by": "me"}, asset_folder="Sdk/In",
               eager=[{"width": 10, "crop": "scale"}, {"width": 20, "crop": "scale", "format": "png"}])
    checks.equal("tags are kept", rich["tags"], ["red", "light blue"])
    checks.equal("context is kept", rich["context"]["custom"], {"alt": "a=b|c", "by": "me"})
    checks.equal("the asset folder is not the name", rich["asset_folder"], "Sdk/In")
    checks.equal("copies are made ahead", [(copy["transformation"], copy["format"]) for copy in rich["eager"]],
                 [("c_scale,w_10", "gif"), ("c_scale,w_20", "png")])
    kept = gif("sdk/rich", b"other", overwrite=False)
    checks.equal("without overwrite the asset stays", (kept.get("existing"), kept["etag"]), (True, rich["etag"]))
    over = gif("sdk/rich", b"other")
    checks.equal("an overwritten asset keeps its ID", over["asset_id"], rich["asset_id"])
    checks.true("and has a later version", over["version"] > rich["version"], over)
    checks.equal("SHA-256 signs", gif("sdk/sha256", signature_algorithm="sha256")["public_id"], "sdk/sha256")
    for version in (1, 2):
        told = gif("sdk/and", context={"alt": "salt & pepper"}, signature_version=version)
        checks.equal(f"signature version {version} signs an &", told["context"]["custom"]["alt"], "salt & pepper")
    large = uploader.upload_large(io.BytesIO(MP4 + bytes(6_000_000)), public_id="sdk/large", resource_type="video",
                                  chunk_size=5_000_000, filename="large.mp4")
    checks.equal("a large file comes in parts", large["bytes"], len(MP4) + 6_000_000)
    uploader.add_tag("late", ["sdk/rich", "sdk/no"])
    checks.equal("a tag can be added", api.resource("sdk/rich")["tags"], ["late"])
    uploader.rename("sdk/stream", "sdk/renamed")
    checks.equal("an asset can be renamed", (exists("sdk/stream"), exists("sdk/renamed")), (False, True))
    explicit = uploader.explicit("sdk/renamed", type="upload", eager=[{"width": 30, "crop": "scale"}])
    checks.equal("explicit makes a copy", explicit["eager"][0]["transformation"], "c_scale,w_30")
    api.update("sdk/renamed", tags=["updated"], moderation_status="rejected")
    checks.equal("an asset can be updated", api.resource("sdk/renamed")["tags"], ["updated"])
