// Uploads, and changes of what is known about an asset.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GIF, GIF_URI, MP4, api, checks, cloudinary, exists, gif, upload, uploader } from "./library.mjs";

export async function uploads() {
  const madeUp = await upload(GIF);
  checks.equal("bytes without a name get one of twenty letters", madeUp.public_id.length, 20);
  checks.equal("a picture is measured", [madeUp.format, madeUp.width, madeUp.height], ["gif", 1, 1]);
  const { public_id, version, signature } = madeUp;
  const right = cloudinary.utils.verify_api_response_signature(public_id, version, signature);
  checks.true("the answer is signed", right, madeUp);
  checks.equal("a data URI is a file", (await uploader.upload(GIF_URI, { public_id: "sdk/uri" })).bytes, GIF.length);
  const remote = await uploader.upload("https://example.com/far.png", { public_id: "sdk/remote" });
  checks.equal("an address is a file", remote.format, "png");
  const name = "sdk/Café d'été №1";
  checks.equal("a name may have spaces and any letters", (await gif(name)).public_id, name);
  checks.equal("and is found by it", (await api.resource(name)).public_id, name);
  const clip = await upload(MP4, { public_id: "sdk/clip", resource_type: "auto" });
  checks.equal("auto finds a film", [clip.resource_type, clip.format], ["video", "mp4"]);
  await checks.refused("a text is no picture", 400, upload(Buffer.from("hello")), "Invalid image file");
  await checks.refused("a forbidden name is refused", 400, gif("a?b"), "invalid");
  for (const type of ["private", "authenticated"]) {
    checks.equal(`an upload may be ${type}`, (await gif("sdk/kinds", { type })).type, type);
  }
  const hidden = await api.resource("sdk/kinds", { type: "authenticated" });
  checks.true("authenticated ones have a signed address", hidden.secure_url.includes("/s--"), hidden);
  const rich = await gif("sdk/rich", {
    tags: ["red", "light blue"],
    context: { alt: "a=b|c", by: "me" },
    asset_folder: "Sdk/In",
    eager: [{ width: 10, crop: "scale" }, { width: 20, crop: "scale", format: "png" }],
  });
  checks.equal("tags are kept", rich.tags, ["red", "light blue"]);
  checks.equal("context is kept", rich.context.custom, { alt: "a=b|c", by: "me" });
  checks.equal("the asset folder is not the name", rich.asset_folder, "Sdk/In");
  checks.equal("copies are made ahead", rich.eager.map((copy) => [copy.transformation, copy.format]),
    [["c_scale,w_10", "gif"], ["c_scale,w_20", "png"]]);
  const kept = await gif("sdk/rich", { overwrite: false }, "other");
  checks.equal("without overwrite the asset stays", [kept.existing, kept.etag], [true, rich.etag]);
  const over = await gif("sdk/rich", {}, "other");
  checks.equal("an overwritten asset keeps its ID", over.asset_id, rich.asset_id);
  checks.true("and has a later version", over.version > rich.version, over);
  const sha256 = await gif("sdk/sha256", { signature_algorithm: "sha256" });
  checks.equal("SHA-256 signs", sha256.public_id, "sdk/sha256");
  for (const signature_version of [1, 2]) {
    const told = await gif("sdk/and", { context: { alt: "salt & pepper" }, signature_version });
    checks.equal(`signature version ${signature_version} signs an &`, told.context.custom.alt, "salt & pepper");
  }
}

export async function files() {
  const folder = mkdtempSync(join(tmpdir(), "sdk-"));
  try {
    const picture = join(folder, "holiday.gif");
    writeFileSync(picture, GIF);
    const named = await uploader.upload(picture, { use_filename: true, unique_filename: false });
    checks.equal("a file may give its name", named.public_id, "holiday");
    const notes = join(folder, "notes.txt");
    writeFileSync(notes, "hello");
    const raw = await uploader.upload(notes, { public_id: "sdk/notes.txt", resource_type: "raw" });
    checks.equal("raw files keep their extension", [raw.public_id, raw.resource_type, raw.bytes],
      ["sdk/notes.txt", "raw", 5]);
    const film = join(folder, "large.mp4");
    writeFileSync(film, Buffer.concat([MP4, Buffer.alloc(6_000_000)]));
    const options = { public_id: "sdk/large", resource_type: "video", chunk_size: 5_000_000 };
    const large = await new Promise((resolve, reject) => {
      uploader.upload_large(film, options, (error, result) => (error ? reject(error) : resolve(result)));
    });
    checks.equal("a large file comes in parts", large.bytes, MP4.length + 6_000_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function changes() {
  await gif("sdk/changed");
  await uploader.add_tag("late", ["sdk/changed", "sdk/no"]);
  checks.equal("a tag can be added", (await api.resource("sdk/changed")).tags, ["late"]);
  await uploader.rename("sdk/changed", "sdk/renamed");
  checks.equal("an asset can be renamed", [await exists("sdk/changed"), await exists("sdk/renamed")], [false, true]);
  const eager = [{ width: 30, crop: "scale" }];
  const explicit = await uploader.explicit("sdk/renamed", { type: "upload", eager });
  checks.equal("explicit makes a copy", explicit.eager[0].transformation, "c_scale,w_30");
  await api.update("sdk/renamed", { tags: "updated", moderation_status: "rejected" });
  checks.equal("an asset can be updated", (await api.resource("sdk/renamed")).tags, ["updated"]);
}
