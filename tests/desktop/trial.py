"""What every trial of the whole program needs: the program with a home of its own, a practice server
in a process of its own, and checks that are counted. Whatever was started ends with the trial.

The arguments of a trial begin with PROGRAM PICTURES: PICTURES is the folder for the screenshots."""

import atexit
import base64
import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request

from window import screenshot

PROGRAM, PICTURES = sys.argv[1], sys.argv[2]
HOME = os.path.join(os.environ["HOME"], "cloudsweep")
checks = {"passed": 0, "failed": 0}
# Else the processes would outlive a trial that is told to end.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))


def check(what, so):
    checks["passed" if so else "failed"] += 1
    print(f"{'ok' if so else 'FAIL'} {what}", flush=True)


def verdict():
    """The exit code."""
    print(f"{checks['passed']} passed, {checks['failed']} failed")
    return 1 if checks["failed"] else 0


def picture(name):
    screenshot(os.path.join(PICTURES, f"{name}.png"))


class Practice:
    """A practice server of its own, and its remote control."""

    def __init__(self, *arguments):
        command = [PROGRAM, "practice-server", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)
        self.line = self.process.stdout.readline().strip()
        self.url = re.search(r"upload_prefix=(\S+)", self.line).group(1)
        self.key, self.secret = re.search(r"cloudinary://([^:]+):([^@]+)@", self.line).groups()

    def control(self, word, method="GET", body=None):
        """One call of `/practice/…`, and its answer's bytes."""
        data = None if body is None else body.encode()
        request = urllib.request.Request(f"{self.url}/practice/{word}", data, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def state(self):
        return json.loads(self.control("state"))

    def assets(self):
        """Every asset that the server has, by asset ID."""
        assets = [json.loads(line) for line in self.control("assets").splitlines()]
        return {asset["asset_id"]: asset for asset in assets}

    def put(self, resource_type, delivery_type, public_id, tags=()):
        """Uploads one; gives its asset ID."""
        asset = {"resource_type": resource_type, "type": delivery_type, "public_id": public_id}
        body = json.dumps({**asset, "tags": list(tags)})
        return json.loads(self.control("assets", "POST", body))["asset_id"]

    def destroy(self, resource_type, delivery_type, public_id):
        """Somebody else deletes one, through Cloudinary's API."""
        url = f"{self.url}/v1_1/practice/{resource_type}/destroy"
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, url, self.key, self.secret, is_authenticated=True)
        somebody = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
        fields = urllib.parse.urlencode({"public_id": public_id, "type": delivery_type})
        with somebody.open(url, fields.encode()) as answer:
            assert json.load(answer)["result"] == "ok", public_id


def no_file_holds_the_secret(practice, *saved):
    """Everything that the program left, and what it saved elsewhere, in each form in which a secret is
    sent."""
    login = f"{practice.key}:{practice.secret}".encode()
    forms = [
        practice.secret.encode(),
        urllib.parse.quote_plus(practice.secret).encode(),
        base64.b64encode(login).rstrip(b"="),
        practice.secret.encode("utf-16-le"),
    ]
    paths = [os.path.join(folder, file) for folder, _, files in os.walk(HOME) for file in files]
    found = []
    for path in [*paths, *saved]:
        with open(path, "rb") as content:
            held = content.read()
        if any(form in held for form in forms):
            found.append(path)
    check(f"the secret is in none of {len(paths)} files {found or ''}".strip(), not found and len(paths) >= 3)


def start(*arguments):
    environment = {**os.environ, "CLOUDSWEEP_HOME": HOME}
    process = subprocess.Popen([PROGRAM, *arguments], env=environment)
    atexit.register(process.kill)
    return process


def end(process):
    process.terminate()
    process.wait(20)


def paste(window, line):
    """Opens the form for an environment, and pastes a `CLOUDINARY_URL` line into it."""
    window.click("Connect to Cloudinary")
    window.write("CLOUDINARY_URL", line, role="password text")
    window.get(holds="practice · API key")


def confirm(window, last):
    """Does what the confirmation asks for, and presses its last button, whose name begins with
    `last`."""
    name = window.get("push button", holds=last).name
    check("the last button waits for the phrase", not window.enabled(name))
    box = window.query("check box", holds="cannot be restored")
    if box is not None:
        box.queryAction().doAction(0)
    field = window.get("entry", holds="To confirm, type")
    window.write(field.name, field.name.rsplit(": ", 1)[1])
    window.click(name)
