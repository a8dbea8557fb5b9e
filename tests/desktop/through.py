"""The whole program, as a person uses it: connect by a pasted line, delete by a tag, read the
receipt, start again. The practice server runs in a process of its own and is asked afterwards.

through.py PROGRAM PICTURES"""

import sys
import time

from trial import Practice, check, confirm, end, no_file_holds_the_secret, paste, picture, start, verdict
from window import Window


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
    with open(f"/proc/{program.pid}/limits") as limits:
        core = next(line for line in limits if line.startswith("Max core file size"))
    check("a crash leaves no copy of the memory", core.split()[4:6] == ["0", "0"])
    picture("first-start")
    paste(window, practice.line)
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
    confirm(window, f"Delete {len(tagged)} ")
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

    second = start("products/owl")
    check("a second start ends at once", second.wait(20) == 0)
    field = window.get(role="entry", name="Public ID or link").queryText()
    check("what it was given is in the first one's form", field.getText(0, -1) == "products/owl")
    picture("second-start")
    end(program)

    no_file_holds_the_secret(practice)
    return verdict()


sys.exit(main())
