// `giraffe snapshot`: what an operator, or cron, types while a server runs and when none does.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { person, promote } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { root, serverFor } from '../support/server.mjs';

/** A running server, and what types commands beside it. */
async function scene(t, settings) {
  const server = await serverFor(t, settings);
  const run = (...words) =>
    server.command('snapshot', ...words).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  /** Succeeds and says so to standard output alone; answers that. */
  const says = async (...words) => {
    const { code, stdout, stderr } = await run(...words);
    assert.deepEqual([code, stderr], [0, '']);
    return stdout;
  };
  const refuses = async (words, pattern) => {
    const { code, stdout, stderr } = await run(...words);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, pattern);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  };
  return { server, run, says, refuses };
}
const idOf = (line) => /^\d{8}T\d{6}-[0-9a-z]{6}/.exec(line)[0];

test('snapshots are taken, listed, verified and removed while the server runs, and when it does not', async (t) => {
  const { server, says, refuses } = await scene(t);
  const who = await person(server);
  await promote(server, [[who, 'admin']]);
  await uploadPhoto(who);
  assert.equal(await says('list'), '');
  for (const running of [true, false]) {
    const before = await says('list');
    const taken = await says('take', '--note', '학기 시작 전');
    const id = idOf(taken);
    assert.match(taken, / manual +\d+ MiB {2}complete {2}학기 시작 전$/m);
    assert.equal(await says('list'), taken + before);
    assert.equal(await says('verify', id), `${id} is whole\n`);
    if (running) {
      const { items } = (await who.client.get('/admin/snapshots')).expect(200).body;
      assert.deepEqual([items[0].id, items[0].note], [id, '학기 시작 전']);
      await server.end('SIGTERM');
    }
  }
  const [newest, oldest] = (await says('list')).split('\n').map((line) => line && idOf(line));
  assert.equal(await says('remove', newest), `${newest} is removed\n`);
  assert.equal(idOf(await says('list')), oldest);
  await refuses(['remove', newest], /not-found: There is no such snapshot/);
  await refuses(['verify', '../../etc'], /not-found/);
  await refuses(['take', '--note', 'a'.repeat(201)], /A note is a line of at most 200 characters|not valid/);

  await server.start();
  const { items } = (await who.client.get('/admin/audit')).expect(200).body;
  assert.deepEqual(
    items
      .slice(0, 3)
      .map(({ action, source, actor, details }) => [action, source, actor, details.snapshot_id]),
    [
      ['snapshot.remove', 'operator', null, newest],
      ['snapshot.take', 'operator', null, newest],
      ['snapshot.take', 'operator', null, oldest],
    ],
  );
});

test('a damaged snapshot is told by name and by the exit code', async (t) => {
  const { server, run, says } = await scene(t);
  const id = idOf(await says('take'));
  await truncate(join(server.dataDir, 'snapshots', id, 'market.db'), 4096);
  const { code, stdout } = await run('verify', id);
  assert.deepEqual([code, stdout], [1, `${id} is damaged: truncated-database\n`]);
  assert.match(await says('list'), /damaged: truncated-database/);
});

test('a second snapshot waits for its turn: it is refused while one is taken', async (t) => {
  const { server, says, refuses } = await scene(t);
  await says('take');
  const holder = spawn('flock', [join(server.dataDir, 'snapshots', 'lock'), 'sh', '-c', 'echo; cat']);
  t.after(() => holder.stdin.end());
  await once(holder.stdout, 'data');
  await refuses(['take'], /snapshot-running/);
  holder.stdin.end();
  await once(holder, 'close');
  await says('take');
});

test('directories are settings, and what can not be is said', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-snapshots-'));
  t.after(() => rm(folder, { recursive: true }));
  const { server, run, says, refuses } = await scene(t);
  const [main, copy] = [join(folder, 'main'), join(folder, 'copy')];
  const set = ['--set', `snapshot_dir=${main}`, '--set', `snapshot_copy_dir=${copy}`];
  // The snapshot itself is there.
  const { code, stdout, stderr } = await run('take', ...set);
  assert.equal(code, 1);
  assert.match(stderr, /second target is not there/);
  assert.ok(existsSync(join(main, idOf(stdout), 'market.db')));
  assert.ok(!existsSync(join(server.dataDir, 'snapshots')));
  await mkdir(copy);
  await says('take', ...set);
  assert.equal((await readdir(copy)).filter((name) => name.startsWith('2')).length, 2);
  await refuses(['take', '--set', 'snapshot_dir=/proc/here'], /\/proc\/here/);
  const words = ['snapshot', 'take', '--data', join(folder, 'nothing')];
  await assert.rejects(promisify(execFile)(server.binary, words, { cwd: root }), /there is no market in/);
  assert.ok(!existsSync(join(folder, 'nothing')));
});
