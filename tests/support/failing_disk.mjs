// A disk below a real server that fails when the test says so, and is well again afterwards: the calls of the server's
// process answer as they would on such a disk. (A file system that is in use can not be made read-only from outside.)
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('failing_disk.c', import.meta.url));

export class FailingDisk {
  #folder = mkdtempSync(join(tmpdir(), 'giraffe-disk-'));
  #switch;

  constructor() {
    const library = join(this.#folder, 'failing_disk.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
    const file = join(this.#folder, 'switch');
    writeFileSync(file, '--');
    this.#switch = openSync(file, 'r+');
    this.dataDir = join(this.#folder, 'data');
    /** For the server's environment. */
    this.env = { LD_PRELOAD: library, GIRAFFE_FAULT_FILE: file, GIRAFFE_FAULT_DIR: this.dataDir };
  }

  /** @param {`${'r'|'f'|'e'|'s'|'x'|'d'|'-'}${'a'|'w'|'d'|'p'|'-'}`} how as failing_disk.c tells */
  fail(how) {
    writeSync(this.#switch, how, 0);
  }

  mend() {
    this.fail('--');
  }

  remove() {
    closeSync(this.#switch);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
