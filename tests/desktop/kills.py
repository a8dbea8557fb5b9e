"""The whole program, killed ten times while it deletes thousands of assets. While it is down,
somebody uploads anew under planned names; then it is started again, and has to go on by itself. At
the end the receipt in the window, and the one that it saves, are compared with what is really there.

kills.py PROGRAM PICTURES [ROUTE]: ROUTE is thorough unless given, or batches, or sweep.
CLOUDSWEEP_KILL_SEED is for every choice that is made here, and is printed. How far the program comes
in a moment is up to the machine: a seed repeats the choices, not each step."""

import json
import os
import random
import re
import sys
import time
from typing import NamedTuple

from trial import Practice, check, confirm, end, no_file_holds_the_secret, paste, picture, start, verdict
from window import Window

PREFIX = "planned/"
# What becomes of the lives after the first kill: one comes only so far that it asks what became of
# the last requests, one deletes, and one deletes while somebody looks at it, which takes a
# while: the job has to be long enough for what comes after it.
EARLY = ["is looked at", "is looked at", "asks", "deletes"]
LATE = ["asks", "asks", "deletes", "deletes", "deletes"]
# After each kill so many are uploaded under names that are free, and as many under names whose turn
# has not come, which somebody else frees first.
ANEW = 2
# What happens to requests; each life meets up to two. A limit is not among it, since it holds until
# the full hour.
FAULTS = [
    "drop-after:1@changing",
    "drop-before:1@changing",
    "cut-body:1@changing",
    "error-500:1@changing",
    "html-503:1@reading",
    "drop-after:1@reading",
]
# A life that comes no further is killed after so many seconds all the same.
LONGEST_LIFE = 20


class Way(NamedTuple):
    """A route, and what makes its job long enough to be killed ten times."""

    name: str
    planned: int
    latency: str
    page: int
    faults: tuple = ()


WAYS = {
    "thorough": Way("Thorough, one at a time", 3000, "250ms", 500),
    "batches": Way("Batches of a hundred", 8000, "600ms", 500, ("slow@changing",)),
    "sweep": Way("Sweep, a thousand at a time", 3000, "200ms", 40),
}


def kind(number):
    kinds = [("image", "upload")] * 6 + [("image", "private"), ("image", "authenticated")]
    kinds += [("video", "upload"), ("raw", "upload")]
    return kinds[number % len(kinds)]


class Library:
    """What was uploaded, by full name with asset IDs, and what is still there."""

    def __init__(self, practice, planned):
        self.practice = practice
        self.planned, self.others, self.anew = {}, {}, {}
        self.freed = set()
        for number in range(planned):
            self._put(self.planned, (*kind(number), f"{PREFIX}{number:06}"))
            if number % 2 == 0:
                folder = "other/" if number % 4 == 0 else "planned-not/"
                self._put(self.others, (*kind(number), f"{folder}{number:06}"))

    def _put(self, among, name):
        among[name] = self.practice.put(*name)

    def there(self):
        return {
            (asset["resource_type"], asset["delivery_type"], asset["public_id"]): identity
            for identity, asset in self.practice.assets().items()
        }

    def gone(self):
        """How many are not there any more, by their number alone."""
        uploaded = len(self.planned) + len(self.others) + len(self.anew)
        return uploaded - self.practice.state()["assets"]

    def upload_anew(self, chance):
        there = self.there()
        names = sorted(set(self.planned) - set(self.anew))
        free = [name for name in names if name not in there]
        taken = [name for name in names if there.get(name) == self.planned[name]]
        freed = chance.sample(taken, min(ANEW, len(taken)))
        for name in freed:
            self.practice.destroy(*name)
        self.freed.update(freed)
        for name in freed + chance.sample(free, min(ANEW, len(free))):
            self._put(self.anew, name)


class Job:
    """The program while it deletes, from one start to the next."""

    def __init__(self, library, way, chance):
        self.library, self.practice, self.chance = library, library.practice, chance
        self.way = way
        # A sweep cannot tell what was uploaded anew from what was planned.
        self.exact = way is not WAYS["sweep"]
        self.planned = f"{len(library.planned):,}"
        self.program = start()

    def wait(self, so):
        """Until it is so, or for too long; gives whether it is."""
        until = time.time() + LONGEST_LIFE
        while not so():
            if self.program.poll() is not None:
                raise SystemExit(f"the program ended by itself: {self.program.returncode}")
            if time.time() > until:
                return False
            time.sleep(0.02)
        return True

    def requests(self):
        return self.practice.state()["requests"]["total"]

    def begin(self):
        """Planned and confirmed by a person."""
        window = Window()
        paste(window, self.practice.line)
        window.click("Connect")
        window.get(name="Environment practice")
        window.click("Prefix", role="toggle button")
        window.write("Public IDs start with", PREFIX)
        window.click("Preview…")
        window.get(holds="In this plan", timeout=60)
        window.click(self.way.name, role="radio button")
        window.click("Review plan…")
        confirm(window, f"Delete {self.planned} ")
        window.get(holds=f"Deleting {self.planned} ")

    def go_on(self, life):
        """Started again: it goes on without a click."""
        for fault in [*self.way.faults, *self.chance.sample(FAULTS, self.chance.randrange(3))]:
            self.practice.control("faults", "POST", fault)
        requests, gone = self.requests() + self.chance.randrange(12), self.library.gone()
        self.program = start()
        if life == "asks":
            check("it asks by itself", self.wait(lambda: self.requests() > requests))
            return
        check("it goes on by itself", self.wait(lambda: self.library.gone() > gone))
        if life == "is looked at":
            window = Window()
            window.click("Show the jobs")
            window.get(holds=f"Deleting {self.planned} ")
            picture("after-a-kill")

    def kill(self):
        time.sleep(self.chance.random() * 0.3)
        self.program.kill()
        self.program.wait()
        self.practice.control("faults", "DELETE")
        # Until the server has dropped what was under way: it would meet what is uploaded now.
        time.sleep(0.3)


def kill_again_and_again(job):
    """From the confirmation to the last kill."""
    library, planned = job.library, len(job.library.planned)
    early, late = (job.chance.sample(lives, len(lives)) for lives in (EARLY, LATE))
    for number, life in enumerate(["begins", *early, *late], 1):
        # At any moment of each twelfth, the last two of which are for the end.
        moment = int((number - job.chance.random()) * planned / 12)
        if life != "begins":
            job.go_on(life)
        if life != "asks":
            job.wait(lambda: library.gone() >= moment)
        job.kill()
        there = library.there()
        left = sum(there.get(name) == identity for name, identity in library.planned.items())
        check(f"kill {number} finds {left:,} of {planned:,} planned assets left", left > 0)
        check("every other asset is there", library.others.items() <= there.items())
        if job.exact:
            check("everything uploaded anew is there", library.anew.items() <= there.items())
        library.upload_anew(job.chance)


def come_to_the_end(job):
    """The last life. Gives what the list of receipts tells of the job, and the receipt itself."""
    job.program = start()
    window = Window()
    window.click("Open practice")
    window.click("Receipts", role="toggle button")
    ended = "Done" if job.exact else "Done, with exceptions"
    # In the bar, once the job is at its end: “Done” stands there from the start.
    window.get(name="Show the receipt", timeout=120)
    window.get(name=ended)
    receipts = [node.name for node in window.nodes() if (node.name or "").startswith("Open receipt")]
    check("there is one job, and it is at its end", receipts == ["Open receipt 1"])
    # Told in the list and, before the job's description, in the bar.
    told = window.get(holds=f" of {job.way.planned:,} deleted").name.split(" · Public ID ")[0]
    window.click("Open receipt 1")
    window.get(name="All receipts")
    picture("receipt-after-kills")
    path = os.path.join(os.environ["HOME"], "receipt.json")
    window.click("Save as…")
    window.click("For programs (JSON)", role=None)
    window.write("Save to", path)
    window.click("Save file")
    window.get(name="Saved")
    with open(path, encoding="utf-8") as file:
        return told, json.load(file)


def judge(library, exact, told, receipt):
    there = library.there()
    left = {identity for identity in library.planned.values()} & set(there.values())
    check("everything planned is gone", not left)
    check("every other asset is there", library.others.items() <= there.items())
    taken = {name for name, identity in library.anew.items() if there.get(name) != identity}
    if exact:
        check(f"all {len(library.anew)} uploaded anew are there", library.anew and not taken)

    ends = {
        (item["resource_type"], item["type"], item["public_id"]): (item["asset_id"], item["outcome"])
        for item in receipt["items"]
    }
    check("the receipt holds the plan", {name: end[0] for name, end in ends.items()} == library.planned)
    outcomes = [outcome for _, outcome in ends.values()]
    deleted, already = outcomes.count("deleted"), outcomes.count("already gone")
    print(f"{told}; {len(library.freed)} were freed by somebody else, {len(taken)} of {len(library.anew)} "
          "uploaded anew are gone")
    check("each item was deleted or is already gone", deleted + already == len(library.planned))
    elsewhere = {ends[name][1] for name in library.freed}
    check("what somebody else freed is already gone", elsewhere == {"already gone"})
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", told)]
    expected = [deleted, len(library.planned), already] + ([len(taken)] if taken else [])
    check("the window tells the same", numbers == expected)
    beyond = {(one["resource_type"], one["type"], one["public_id"]) for one in receipt["beyond_the_plan"]}
    check("what else went is told as such, and nothing more", beyond == taken)


def main():
    route = sys.argv[3] if len(sys.argv) > 3 else "thorough"
    way = WAYS[route]
    seed = int(os.environ.get("CLOUDSWEEP_KILL_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"{way.name}, seed {seed}", flush=True)
    began = time.time()
    settings = ("--latency", way.latency, "--page-limit", str(way.page))
    faults = [f"--fault={fault}" for fault in way.faults]
    practice = Practice("--assets", "0", "--no-backup", "--quota", "1000000", *settings, *faults)
    library = Library(practice, way.planned)
    job = Job(library, way, random.Random(seed))
    job.begin()
    kill_again_and_again(job)
    told, receipt = come_to_the_end(job)
    judge(library, job.exact, told, receipt)
    end(job.program)
    no_file_holds_the_secret(practice, os.path.join(os.environ["HOME"], "receipt.json"))
    print(f"seed {seed}, {time.time() - began:.0f} s")
    return verdict()


sys.exit(main())
