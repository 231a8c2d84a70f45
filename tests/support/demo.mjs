// A server over the market that `giraffe demo` makes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { promisify } from 'node:util';
import { binary, root, Server } from './server.mjs';

/** Runs `giraffe demo`, or another command, on that data; answers what it prints. */
export async function giraffe(command, dataDir) {
  const { stdout, stderr } = await promisify(execFile)(binary, [command, '--data', dataDir], { cwd: root });
  assert.equal(stderr, '');
  return stdout;
}

/** The accounts whose passwords were printed. */
export const accountsIn = (printed) =>
  [...printed.matchAll(/^ {2}(\S+) +(\S+) {2}/gm)].map(([, username, password]) => ({ username, password }));

/** One such server for all tests of a file. Its accounts are there once the first test runs. */
export function useDemoServer() {
  const server = new Server();
  const accounts = [];
  before(async () => {
    server.dataDir = await mkdtemp(join(tmpdir(), 'giraffe-demo-'));
    accounts.push(...accountsIn(await giraffe('demo', server.dataDir)));
    await server.start();
  });
  after(() => server.stop());
  return { server, accounts };
}
