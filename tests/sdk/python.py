"""Cloudinary's Python SDK uses the practice environment as it would use Cloudinary.

Run by tests/sdk.sh, with the servers' addresses in variables. The assets that a check needs are
made by its part.
"""

from parts import deleting, reading, undoing, uploading
from parts.library import checks

PARTS = (
    reading.account,
    uploading.uploads,
    deleting.destroys,
    deleting.deletions,
    deleting.partial_deletions,
    deleting.copies,
    reading.listings,
    reading.details,
    reading.searches,
    reading.tags,
    reading.folders,
    undoing.restores,
    undoing.backups,
    undoing.refusals,
    undoing.quota,
)

if __name__ == "__main__":
    for part in PARTS:
        checks.run(part)
    checks.finish()
