"""Named checks, and the practice servers they are made against. Knows nothing of any SDK."""

import json
import os
import sys
import time
import traceback
import urllib.request
from urllib.parse import parse_qs, urlsplit


class Checks:
    """Prints one line a check, `ok …` or `FAIL …`, and counts them."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def true(self, name, holds, seen=None):
        if holds:
            self.passed += 1
            print(f"ok {name}")
        else:
            self.failed += 1
            print(f"FAIL {name}: {seen}")
        return holds

    def equal(self, name, seen, expected):
        return self.true(name, seen == expected, f"{seen!r} is not {expected!r}")

    def raises(self, name, error, call, words=""):
        """`call` fails with exactly this class, and the message has these words."""
        try:
            seen = call()
        except Exception as met:
            return self.true(name, type(met) is error and words in str(met), repr(met))
        return self.true(name, False, seen)

    def run(self, part):
        """A part that breaks off is a failure, and the next one goes on."""
        try:
            part()
        except Exception:
            self.true(f"{part.__name__} goes through", False, traceback.format_exc())

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


class Server:
    """A practice server, named by the variable that holds its CLOUDINARY_URL."""

    def __init__(self, variable):
        self.prefix = parse_qs(urlsplit(os.environ[variable]).query)["upload_prefix"][0]

    def ask(self, method, path, body=""):
        """One call without an SDK. `body` is text; the answer is read."""
        url = self.prefix + path
        request = urllib.request.Request(url, body.encode() or None, method=method)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=10) as answer:
            return json.loads(answer.read())

    def put(self, public_id, resource_type="image", delivery_type="upload", tags=()):
        """An asset of any name, also one that uploads refuse nowadays."""
        asset = {"public_id": public_id, "resource_type": resource_type, "type": delivery_type, "tags": list(tags)}
        return self.ask("POST", "/practice/assets", json.dumps(asset))["asset_id"]

    def fault(self, text):
        self.ask("POST", "/practice/faults", text)

    def no_faults(self):
        self.ask("DELETE", "/practice/faults")

    def half_past(self):
        """The server's clock goes on to half past, so that no hour of the quota ends meanwhile."""
        self.ask("POST", "/practice/clock", f"{(1800 - int(time.time())) % 3600}s")
