// `giraffe rollback`, and the snapshot that comes before the schema changes.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { person, writePost } from '../support/people.mjs';
import { root, Server, serverFor, useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, snapshot_ms: 0 });
const nobody = new Client(server);

const take = async (of = server) => (await of.command('snapshot', 'take')).stdout.split(' ')[0];
const refused = (command) =>
  command.then(
    () => assert.fail('it was not refused'),
    (error) => {
      assert.equal(error.code, 1);
      return error.stderr;
    },
  );

test('a plan tells what would be undone and changes nothing; then it is done, and taken back', async () => {
  const seller = await person(server);
  const kept = await writePost(seller);
  const id = await take();
  const lost = await writePost(seller);
  await server.stop({ keepData: true });
  const plan = (await server.command('rollback', id, '--plan')).stdout;
  assert.match(plan, /would undo 0 accounts, 1 post, /);
  const done = (await server.command('rollback', id, '--reason', '실수')).stdout;
  assert.match(done, /Undone: 0 accounts, 1 post, /);
  assert.equal(await server.faults(), '');
  assert.deepEqual((await readdir(server.dataDir)).includes('rollback'), false);
  await server.start();
  (await nobody.get(`/posts/${kept.id}`)).expect(200);
  (await nobody.get(`/posts/${lost.id}`)).expect(404);
  (await seller.client.get('/users/me')).expect(200);
  await server.stop({ keepData: true });
  const [, undo] = /To take this back: giraffe rollback (\S+)/.exec(done);
  await server.command('rollback', undo);
  await server.start();
  (await nobody.get(`/posts/${lost.id}`)).expect(200);
});

test('while a server runs it is refused, with where to do it instead', async () => {
  const id = await take();
  const told = await refused(server.command('rollback', id));
  assert.match(told, /is in use by another giraffe/);
  assert.match(told, /#\/admin\/snapshots/);
});

test('what is no snapshot, or not there, is refused', async () => {
  await server.stop({ keepData: true });
  for (const id of ['20260302T093000-k3f9ax', '../market.db', 'x']) {
    assert.match(await refused(server.command('rollback', id)), /no such snapshot/i);
  }
  await server.start();
});

// The program's own migrations and these two behind them.
async function withMigrations(t, second) {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-migrations-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(join(root, 'migrations'), folder, { recursive: true });
  const newest = Math.max(...(await readdir(folder)).map((name) => Number.parseInt(name, 10)));
  const name = (more) => String(newest + more).padStart(4, '0');
  await writeFile(join(folder, `${name(1)}_first.up.sql`), 'CREATE TABLE first (id INTEGER) STRICT;');
  await writeFile(join(folder, `${name(1)}_first.down.sql`), 'DROP TABLE first;');
  await writeFile(join(folder, `${name(2)}_second.up.sql`), second);
  await writeFile(join(folder, `${name(2)}_second.down.sql`), 'DROP TABLE second;');
  return { folder, newest, broken: `${name(2)}_second` };
}

test('a migration that fails in the middle leaves the market as it was, which then starts as before', async (t) => {
  const seller = await person(server);
  const post = await writePost(seller);
  const { folder, newest, broken } = await withMigrations(
    t,
    'CREATE TABLE second (id INTEGER) STRICT; SELECT nonsense;',
  );
  await server.stop({ keepData: true });
  const set = ['--set', `migrations_dir=${folder}`];
  const told = await refused(server.command('migrate', ...set));
  assert.match(told, new RegExp(`the migration ${broken} failed, and the database is as it was before`));
  const next = new Server({ settings: { migrations_dir: folder } });
  next.dataDir = await mkdtemp(join(tmpdir(), 'giraffe-test-'));
  await cp(server.dataDir, next.dataDir, { recursive: true });
  await assert.rejects(next.start(), new RegExp(broken));
  assert.match((await server.command('migrate')).stdout, new RegExp(`version ${newest}\n`));
  assert.match((await server.command('snapshot', 'list')).stdout, /before-migration .* complete/);
  await server.start();
  (await nobody.get(`/posts/${post.id}`)).expect(200);
});

test('a migration that is taken, and its way back, have a snapshot before each', async (t) => {
  const { folder, newest } = await withMigrations(t, 'CREATE TABLE second (id INTEGER) STRICT;');
  await server.stop({ keepData: true });
  const set = ['--set', `migrations_dir=${folder}`];
  const list = async () =>
    (await server.command('snapshot', 'list')).stdout
      .split('\n')
      .filter((line) => line.includes('before-migration'));
  const before = (await list()).length;
  assert.match((await server.command('migrate', ...set)).stdout, new RegExp(`version ${newest + 2}\n`));
  await server.command('check', ...set); // throws where something is wrong
  assert.match(
    (await server.command('migrate', ...set, '--to', String(newest))).stdout,
    new RegExp(`version ${newest}\n`),
  );
  assert.equal((await list()).length, before + 2);
  await server.start();
});

test('an empty market is made without a snapshot', async (t) => {
  const fresh = await serverFor(t, { snapshot_ms: 0 });
  assert.equal((await readdir(fresh.dataDir)).includes('snapshots'), false);
});
