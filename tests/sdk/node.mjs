// Cloudinary's Node SDK uses the practice environment as it would use Cloudinary.
//
// Run by tests/sdk.sh, with the servers' addresses in variables. The assets that a check needs are
// made by its part.

import * as deleting from "./parts/deleting.mjs";
import { checks } from "./parts/library.mjs";
import * as reading from "./parts/reading.mjs";
import * as undoing from "./parts/undoing.mjs";
import * as uploading from "./parts/uploading.mjs";

for (const part of [
  reading.account,
  uploading.uploads,
  uploading.files,
  uploading.changes,
  deleting.destroys,
  deleting.deletions,
  deleting.partialDeletions,
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
]) {
  await checks.run(part);
}
checks.finish();
