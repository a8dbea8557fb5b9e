"""A program's window as a person with a screen reader has it: found and used by role and name over
AT-SPI. Needs the system's Python with pyatspi."""

import subprocess
import time

import pyatspi


class Window:
    """The window of a process, by the name of its executable."""

    def __init__(self, name="cloudsweep", timeout=30):
        self.root = _application(name, timeout)

    def nodes(self):
        yield from _walk(self.root)

    def query(self, role=None, name=None, holds=None):
        """The first node of that role whose name is `name`, or holds a text; None without one."""
        for node in self.nodes():
            try:
                if role is not None and node.getRoleName() != role:
                    continue
                if name is not None and node.name != name:
                    continue
                if holds is not None and holds not in (node.name or ""):
                    continue
                return node
            except Exception:  # a node that went away while it was looked at
                continue
        return None

    def get(self, role=None, name=None, holds=None, timeout=20):
        """As `query`, and waits for it."""
        end = time.time() + timeout
        while True:
            node = self.query(role, name, holds)
            if node is not None:
                return node
            if time.time() > end:
                self.dump()
                raise SystemExit(f"not found in {timeout} s: {role} {name or holds!r}")
            time.sleep(0.1)

    def click(self, name, role="push button", timeout=20):
        """Presses a control once it is there and can be pressed."""
        end = time.time() + timeout
        while True:
            node = self.get(role, name, timeout=timeout)
            if node.getState().contains(pyatspi.STATE_ENABLED):
                assert node.queryAction().doAction(0), name
                return
            if time.time() > end:
                raise SystemExit(f"{name!r} cannot be pressed")
            time.sleep(0.1)

    def enabled(self, name, role="push button"):
        return self.get(role, name).getState().contains(pyatspi.STATE_ENABLED)

    def write(self, name, words, role="entry"):
        """Fills a field, and waits until it holds the text: two deeds can fall into one frame. A field
        of secrets does not tell what it holds."""
        assert self.get(role, name).queryEditableText().setTextContents(words), name
        end = time.time() + 20
        while role == "entry" and self.get(role, name).queryText().getText(0, -1) != words:
            if time.time() > end:
                raise SystemExit(f"{name!r} did not take its text")
            time.sleep(0.05)

    def gone(self, name=None, holds=None, timeout=20):
        """Waits until nothing has that name any more."""
        end = time.time() + timeout
        while self.query(name=name, holds=holds) is not None:
            if time.time() > end:
                raise SystemExit(f"still there after {timeout} s: {name or holds!r}")
            time.sleep(0.1)

    def dump(self):
        for node in self.nodes():
            try:
                print(f"    [{node.getRoleName()}] {node.name!r}")
            except Exception:
                continue


def screenshot(path):
    """The whole display, as it is now."""
    time.sleep(0.6)
    subprocess.run(["import", "-window", "root", path], check=True)


def _application(name, timeout):
    end = time.time() + timeout
    while time.time() < end:
        for application in pyatspi.Registry.getDesktop(0):
            if application and application.name == name and application.childCount:
                return application
        time.sleep(0.1)
    raise SystemExit(f"no window of {name} after {timeout} s")


def _walk(node):
    yield node
    try:
        children = [node.getChildAtIndex(index) for index in range(node.childCount)]
    except Exception:
        return
    for child in children:
        if child is not None:
            yield from _walk(child)
