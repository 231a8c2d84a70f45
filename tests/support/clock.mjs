// A real server whose clock on the wall is set while it runs, by libfaketime; the time that really passes goes on as ever.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The dynamic linker knows "$LIB": it is where the distribution has its libraries.
const LIBRARY = '/usr/$LIB/faketime/libfaketimeMT.so.1';
const places = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (name) => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`,
);
/** Why there can be no such clock here; false when there can. */
export const noClock = places.some((path) => existsSync(path)) ? false : 'libfaketime is not installed';

export class WallClock {
  #folder = mkdtempSync(join(tmpdir(), 'giraffe-clock-'));
  #file = join(this.#folder, 'offset');

  constructor() {
    this.set(0);
    /** For the server's environment. */
    this.env = {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    };
  }

  /** That many seconds from the real time. */
  set(seconds) {
    writeFileSync(this.#file, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
