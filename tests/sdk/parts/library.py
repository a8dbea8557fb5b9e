"""What all parts have in common: the checks, the servers, and a few calls of the Python SDK."""

import base64

from cloudinary import api, uploader
from cloudinary.exceptions import NotFound

from checks import Checks, Server

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
MP4 = b"\0\0\0\x18ftypmp42" + bytes(200)
# An asset's ID, and nobody's.
NOWHERE = "0" * 32

checks = Checks()
main = Server("CLOUDINARY_URL")
small = Server("SMALL_PAGES_URL")
little = Server("LITTLE_QUOTA_URL")
old = Server("OLD_URL")


def gif(name, more=b"", **options):
    """A picture of this name; `more` bytes make it another content."""
    return uploader.upload(GIF + more, public_id=name, **options)


def names(answer):
    return [item["public_id"] for item in answer["resources"]]


def exists(name, **options):
    try:
        return not api.resource(name, **options).get("placeholder", False)
    except NotFound:
        return False


def all_pages(call, key="resources", **options):
    """Every item of a listing, page after page, and how many pages there were."""
    items, pages, cursor = [], 0, None
    while pages == 0 or cursor:
        page = call(next_cursor=cursor, **options) if cursor else call(**options)
        items += page[key]
        pages += 1
        cursor = page.get("next_cursor")
    return items, pages
