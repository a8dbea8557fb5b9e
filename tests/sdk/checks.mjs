// Named checks, and the practice servers they are made against. Knows nothing of any SDK.

import { inspect, isDeepStrictEqual } from "node:util";

const written = (value) => inspect(value, { breakLength: Infinity });

/** Prints one line a check, `ok …` or `FAIL …`, and counts them. */
export class Checks {
  passed = 0;
  failed = 0;

  true(name, holds, seen) {
    if (holds) {
      this.passed += 1;
      console.log(`ok ${name}`);
    } else {
      this.failed += 1;
      console.log(`FAIL ${name}: ${typeof seen === "string" ? seen : written(seen)}`);
    }
  }

  equal(name, seen, expected) {
    this.true(name, isDeepStrictEqual(seen, expected), `${written(seen)} is not ${written(expected)}`);
  }

  /** `promise` fails with this status, and the message has these words. */
  async refused(name, status, promise, words = "") {
    try {
      this.true(name, false, await promise);
    } catch (met) {
      // The Admin API's calls fail with `{ error }`, those of the Upload API with the error itself.
      const { http_code, message } = met.error ?? met;
      this.true(name, http_code === status && String(message).includes(words), { http_code, message });
    }
  }

  /** A part that breaks off is a failure, and the next one goes on. */
  async run(part) {
    try {
      await part();
    } catch (met) {
      this.true(`${part.name} goes through`, false, met.error ?? met);
    }
  }

  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed ? 1 : 0);
  }
}

/** A practice server, named by the variable that holds its CLOUDINARY_URL. */
export class Server {
  constructor(variable) {
    this.prefix = new URL(process.env[variable]).searchParams.get("upload_prefix");
  }

  /** Options that make a call of the SDK go there. New ones each time, because it writes into them. */
  get there() {
    return { upload_prefix: this.prefix };
  }

  /** One call without an SDK. */
  async ask(method, path, body) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return (await fetch(this.prefix + path, { method, body, headers })).json();
  }

  /** An asset of any name, also one that uploads refuse nowadays. Gives its ID. */
  async put(public_id, resource_type = "image", type = "upload", tags = []) {
    const asset = JSON.stringify({ public_id, resource_type, type, tags });
    return (await this.ask("POST", "/practice/assets", asset)).asset_id;
  }

  fault(text) {
    return this.ask("POST", "/practice/faults", text);
  }

  noFaults() {
    return this.ask("DELETE", "/practice/faults");
  }

  /** The server's clock goes on to half past, so that no hour of the quota ends meanwhile. */
  halfPast() {
    const past = Math.floor(Date.now() / 1000) % 3600;
    return this.ask("POST", "/practice/clock", `${(5400 - past) % 3600}s`);
  }
}
