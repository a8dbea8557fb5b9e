"""The packaged program as a user has it: installed, started by its icon, upgraded over what an earlier
build wrote, removed. Asks apt for all of it, so root or sudo is needed.

installed.py PROGRAM PICTURES EARLIER LATER: two packages of the program, and PROGRAM as they install it."""

import hashlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pyatspi
from gi.repository import Gio
from trial import PICTURES, PROGRAM, Practice, check, paste, picture, verdict
from window import Window

EARLIER, LATER = sys.argv[3:5]
# Where the program keeps its files unless told otherwise.
DATA = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "cloudsweep"
# A journal with one job, as an early version wrote it.
JOURNAL = pathlib.Path(__file__).parents[2] / "src/journal/tests/earlier.sql"


ROOT = [] if os.getuid() == 0 else ["sudo"]


def apt(*arguments):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*ROOT, "apt-get", "--yes", "--quiet=2", "--allow-downgrades", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def version():
    """The version that is installed, None without one."""
    command = ["dpkg-query", "--show", "--showformat", "${db:Status-Abbrev} ${Version}", "cloudsweep"]
    told = subprocess.run(command, capture_output=True, text=True).stdout.split()
    return told[1] if told[:1] == ["ii"] else None


def version_of(package):
    return subprocess.run(
        ["dpkg-deb", "--field", package, "Version"], capture_output=True, text=True, check=True
    ).stdout.strip()


def entry():
    """The desktop entry: what a click on the program's icon does."""
    return Gio.DesktopAppInfo.new("cloudsweep.desktop")


def process():
    """The process of the installed program, also when its file was replaced meanwhile."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            program = os.readlink(folder / "exe").removesuffix(" (deleted)")
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:  # gone meanwhile, or somebody else's
            continue
        if program == PROGRAM and b"practice-server" not in words:
            return int(folder.name)
    return None


def end():
    number = process()
    os.kill(number, signal.SIGTERM)
    ends = time.time() + 20
    while not has_ended(number):
        assert time.time() < ends, "the program does not end"
        time.sleep(0.1)


def has_ended(number):
    """Whether a process holds nothing any more: it is gone, or waits alone to be asked how it ended."""
    folder = pathlib.Path(f"/proc/{number}")
    try:
        state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        return state == "Z" and len(list((folder / "task").iterdir())) == 1
    except OSError:
        return True


def class_of_window():
    """What the desktop matches with the entry, so that the window gets the program's icon."""
    told = subprocess.run(["xprop", "-root", "_NET_CLIENT_LIST"], capture_output=True, text=True).stdout
    windows = re.findall("0x[0-9a-f]+", told)
    return [subprocess.run(["xprop", "-id", window, "WM_CLASS"], capture_output=True, text=True).stdout
            for window in windows]


def colours(name):
    """How many colours a picture has: an empty display has one."""
    command = ["identify", "-format", "%k", os.path.join(PICTURES, f"{name}.png")]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def shows_thumbnails(window):
    """As the menu of the environment has it."""
    window.click("Environment practice")
    on = window.get(name="Thumbnails").getState().contains(pyatspi.STATE_CHECKED)
    window.click("Environment practice")
    return on


def contents():
    """Each of the user's files with what it holds."""
    files = [path for path in sorted(DATA.rglob("*")) if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def leave_what_an_earlier_build_wrote():
    """In place of the journal that is there. A build that is opened by its icon must go on with it."""
    for file in DATA.glob("journal.sqlite*"):
        file.unlink()
    journal = sqlite3.connect(DATA / "journal.sqlite")
    journal.executescript(JOURNAL.read_text())
    journal.close()
    (DATA / "preferences.json").write_text('{"pictures": false}')
    environments = json.loads((DATA / "environments.json").read_text())
    for environment in environments:
        del environment["in_keychain"]
    (DATA / "environments.json").write_text(json.dumps(environments))


def left_behind():
    """Whatever of the system bears the program's name."""
    found = subprocess.run(
        ["find", "/etc", "/opt", "/usr", "/var", "-xdev", "-iname", "*cloudsweep*"],
        capture_output=True, text=True,
    )
    return found.stdout.split()


def main():
    if left_behind():
        sys.exit(f"the program is installed already: {left_behind()}")
    try:
        use()
    finally:
        # Else a trial that failed would leave it installed. It is the second purge otherwise.
        subprocess.run([*ROOT, "dpkg", "--purge", "cloudsweep"], check=True, stderr=subprocess.DEVNULL)
    return verdict()


def use():
    """From the first installation to the last file."""
    apt("install", EARLIER)
    check(f"version {version()} is installed", version() == version_of(EARLIER))
    listed = subprocess.run(["dpkg", "-L", "cloudsweep"], capture_output=True, text=True).stdout.split()
    files = [path for path in listed if not os.path.isdir(path)]

    entry().launch_action("practice", None)
    window = Window()
    window.get(name="Environment Practice library")
    window.get(role="check box", holds="Image ")
    time.sleep(2)
    picture("installed")
    check("a click on the icon's menu opens the practice library", colours("installed") > 1000)
    classes = class_of_window()
    wanted = entry().get_startup_wm_class()
    check(f"the window belongs to the icon: {classes}", any(f'"{wanted}"' in told for told in classes))
    end()

    practice = Practice("--assets", "40", "--seed", "7")
    entry().launch([], None)
    window = Window()
    paste(window, practice.line)
    window.click("Connect")
    window.get(name="Environment practice")
    check("thumbnails are on unless switched off", shows_thumbnails(window))
    apt("install", LATER)
    check(f"version {version()} takes its place", version() == version_of(LATER))
    window.click("Receipts", role="toggle button")
    window.get(name="No receipts yet")
    check("a window that was open goes on", True)
    end()

    leave_what_an_earlier_build_wrote()
    entry().launch([], None)
    window = Window()
    window.click("Open practice")
    window.get(name="Environment practice")
    check("the environment and its secret survived the upgrade", True)
    window.click("Receipts", role="toggle button")
    window.get(holds="1 of 12 deleted")
    picture("upgraded")
    check("a receipt of an earlier build is there", True)
    check("a setting survived the upgrade", not shows_thumbnails(window))
    end()

    before = contents()
    check("the journal, the settings and the environments are the user's", len(before) >= 3)
    apt("remove", "cloudsweep")
    check("removed", version() is None and not [path for path in files if os.path.exists(path)])
    # apt no longer knows a package that left no settings of its own.
    subprocess.run([*ROOT, "dpkg", "--purge", "cloudsweep"], check=True)
    check(f"nothing is left behind {left_behind() or ''}".strip(), not left_behind())
    check("but the user's data, unchanged", contents() == before)


sys.exit(main())
