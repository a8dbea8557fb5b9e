"""The whole program, as a person uses it: connect by a pasted line, delete by a tag, read the
receipt, start again. The practice server runs in a process of its own and is asked afterwards.

through.py PROGRAM PICTURES: PICTURES is the folder for the screenshots."""

import atexit
import json
import os
import re
import subprocess
import sys
import time
import urllib.request

from window import Window, screenshot

PROGRAM, PICTURES = sys.argv[1], sys.argv[2]
HOME = os.path.join(os.environ["HOME"], "cloudsweep")
checks = {"passed": 0, "failed": 0}


def check(what, so):
    checks["passed" if so else "failed"] += 1
    print(f"{'ok' if so else 'FAIL'} {what}", flush=True)


def picture(name):
    screenshot(os.path.join(PICTURES, f"{name}.png"))


class Practice:
    """A practice server of its own."""

    def __init__(self, *arguments):
        command = [PROGRAM, "practice-server", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)
        self.line = self.process.stdout.readline().strip()
        self.url = re.search(r"upload_prefix=(\S+)", self.line).group(1)
        self.secret = re.search(r"cloudinary://[^:]+:([^@]+)@", self.line).group(1)

    def assets(self):
        """Every asset that the server has, by asset ID."""
        with urllib.request.urlopen(f"{self.url}/practice/assets") as answer:
            assets = [json.loads(line) for line in answer]
        return {asset["asset_id"]: asset for asset in assets}


def start():
    environment = {**os.environ, "CLOUDSWEEP_HOME": HOME}
    process = subprocess.Popen([PROGRAM], env=environment)
    atexit.register(process.kill)
    return process


def end(process):
    process.terminate()
    process.wait(20)


def main():
    practice = Practice("--assets", "320", "--seed", "7")
    before = practice.assets()
    counts = {}
    for asset in before.values():
        for tag in asset["tags"]:
            counts[tag] = counts.get(tag, 0) + 1
    tag = min(sorted(counts), key=lambda tag: (abs(counts[tag] - 8), tag))
    tagged = {identity for identity, asset in before.items() if tag in asset["tags"]}
    print(f"the tag {tag!r} has {len(tagged)} of {len(before)} assets", flush=True)

    program = start()
    window = Window()
    window.get(name="Connect to Cloudinary")
    picture("first-start")
    window.click("Connect to Cloudinary")
    window.write("CLOUDINARY_URL", practice.line, role="password text")
    window.get(holds="practice · API key")
    picture("connect")
    window.click("Test connection")
    window.get(name="The connection works")
    check("a pasted line connects", True)
    window.click("Connect")
    window.get(name="Environment practice")
    window.get(role="check box", holds="Image ")
    time.sleep(2)
    picture("library")

    window.click("Tag", role="toggle button")
    window.write("Tag", tag)
    picture("form")
    window.click("Preview…")
    window.get(holds="In this plan", timeout=40)
    time.sleep(1)
    picture("preview")
    check("a preview deletes nothing", set(practice.assets()) == set(before))
    window.click("Review plan…")
    picture("confirmation")
    last = f"Delete {len(tagged)} "
    button = window.get("push button", holds=last)
    name = button.name
    check("the last button waits for the phrase", not window.enabled(name))
    box = window.query("check box", holds="cannot be put back")
    if box is not None:
        box.queryAction().doAction(0)
    field = window.get("entry", holds="To confirm, type")
    phrase = field.name.rsplit(": ", 1)[1]
    window.write(field.name, phrase)
    window.click(name)
    window.get(holds=f"{len(tagged)} of {len(tagged)} deleted", timeout=60)
    picture("receipt")
    after = practice.assets()
    check("everything with the tag is gone", not tagged & set(after))
    check("everything else is there", set(before) - tagged == set(after))
    end(program)

    program = start()
    window = Window()
    window.click("Open practice")
    window.get(name="Environment practice")
    check("the secret came back from the keychain", True)
    window.click("Receipts", role="toggle button")
    window.get(holds=f"{len(tagged)} of {len(tagged)} deleted")
    check("the receipt survived the restart", True)
    picture("receipts")
    end(program)

    found = []
    for folder, _, files in os.walk(HOME):
        for file in files:
            with open(os.path.join(folder, file), "rb") as content:
                if practice.secret.encode() in content.read():
                    found.append(file)
    check(f"the secret is in no file {found or ''}".strip(), not found)
    practice.process.terminate()
    print(f"{checks['passed']} passed, {checks['failed']} failed")
    return 1 if checks["failed"] else 0


sys.exit(main())
