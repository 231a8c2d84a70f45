// Why a server does not start: in one sentence that tells the operator what to do, and without harm to anything.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
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
    `giraffe: the data directory ${server.dataDir} is in use by another giraffe (process ${server.pid} on ` +
      `${hostname()}). Stop that, or choose another: --data DIR`,
  );
  for (const command of [['migrate'], ['demo'], ['user', 'list'], ['user', 'role', 'somebody', 'admin']]) {
    const error = await server.command(...command).then(
      () => assert.fail(`${command} worked on what a server works on`),
      (why) => why,
    );
    assert.match(
      error.stderr,
      /^giraffe: the data directory \S+ is in use by another giraffe \(process \d+ on /,
    );
  }
  (await new Client(server).get('/health/ready')).expect(200);
});

test('after kill -9 nothing has to be cleared away', async () => {
  await server.kill();
  await server.start();
  (await new Client(server).get('/posts')).expect(200);
});

test('a copied directory is free, whoever holds the one it is copied from', async () => {
  const copy = join(folder, 'copy');
  await cp(server.dataDir, copy, { recursive: true });
  assert.notEqual(await readFile(join(copy, 'lock'), 'utf8'), '', 'the lock file came along');
  const { stdout } = await promisify(execFile)(binary, ['migrate', '--data', copy], { cwd: root });
  assert.match(stdout, /has version \d+/);
});

test('root is told to be who the data belong to', {
  skip: process.getuid() !== 0 && 'only root can be told',
}, async () => {
  const theirs = join(folder, 'theirs');
  await mkdir(theirs);
  await chown(theirs, 65534, 65534);
  assert.match(
    await refusal('--data', theirs),
    /^giraffe: the data directory \S+ belongs to nobody, .* Run it as: sudo -u nobody giraffe …$/,
  );
  assert.deepEqual(await readdir(theirs), []);
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
