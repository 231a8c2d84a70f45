// Why a server does not start: in one sentence that tells the operator what to do, and without harm to anything.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '../support/client.mjs';
import { binary, root, useServer } from '../support/server.mjs';

const server = useServer();
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'giraffe-start-'));
});
after(() => rm(folder, { recursive: true }));

/** Starts what can't start; answers the one line that it says. */
const refusal = (...options) =>
  new Promise((done, fail) => {
    execFile(binary, ['serve', ...options], { cwd: root }, (error, stdout, stderr) => {
      const lines = stderr.trim().split('\n');
      if (error?.code !== 1 || stdout) fail(new Error(`code ${error?.code}\n${stdout}${stderr}`));
      else done(lines.filter((line) => !line.startsWith('{')).join('\n'));
    });
  });

test('a second server on the same data is refused, and the first one goes on', async () => {
  assert.equal(
    await refusal('--data', server.dataDir),
    `giraffe: the data directory ${server.dataDir} is in use by another giraffe (process ${server.pid}). ` +
      'Stop that, or choose another: --data DIR',
  );
  (await new Client(server).get('/health/ready')).expect(200);
});

test('after kill -9 nothing has to be cleared away', async () => {
  await server.kill();
  await server.start();
  (await new Client(server).get('/posts')).expect(200);
});

test('a port in use is named', async () => {
  const said = await refusal('--data', join(folder, 'port'), '--port', String(server.port));
  assert.equal(
    said,
    `giraffe: Cannot listen: port ${server.port} on 127.0.0.1 is in use by another program. Choose another port.`,
  );
});

test('a data directory that can not be made, or holds no database, is named', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  assert.equal(
    await refusal('--data', join(file, 'data')),
    `giraffe: the data directory ${file}/data can't be made: Not a directory`,
  );
  await writeFile(join(folder, 'market.db'), 'this is no database'.repeat(100));
  assert.equal(
    await refusal('--data', folder),
    `giraffe: the database ${folder}/market.db can't be opened: file is not a database`,
  );
});
