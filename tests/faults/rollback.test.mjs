// kill -9 in the middle of going back: the market is what it was, or what it was to become.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.mjs';
import { unready } from '../support/faults.mjs';
import { until } from '../support/patience.mjs';
import { people, promote, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { goBack } from '../support/rollbacks.mjs';
import { startServer, useServer } from '../support/server.mjs';
import { settled, takeSnapshot } from '../support/snapshots.mjs';
import { pagesOf, spoil } from '../support/sqlite.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sign_in_burst: 0, snapshot_ms: 0 });
const nobody = new Client(server);

test('a rollback that is killed at any moment has happened or has not, and says which', async (t) => {
  const [admin, seller] = await people(server, 2);
  await promote(server, [[admin, 'admin']]);
  for (let i = 0; i < 20; ++i) await writePost(seller);
  const kept = await writePost(seller, { photo_ids: [(await uploadPhoto(seller)).id] });
  const { id } = await takeSnapshot(admin);
  // How long one takes here, so that the kills fall into all of it.
  const began = performance.now();
  assert.equal((await goBack(admin, id)).state, 'done');
  const whole = performance.now() - began;

  const outcomes = { old: 0, new: 0 };
  const running = async () => (await admin.client.get('/admin/snapshots')).expect(200).body.running;
  // The first ones anywhere, the others from the moment on in which nothing can be written.
  const anywhere = 8;
  const rounds = anywhere + 16;
  for (let round = 0; round < rounds; ++round) {
    const since = [];
    for (let i = 0; i < 5; ++i) since.push((await writePost(seller)).id);
    const before = (await settled(admin)).last_rollback;
    (await admin.client.post(`/admin/snapshots/${id}/rollback`, { reason: `${round}` })).expect(202);
    if (round < anywhere) {
      await pause((whole * round) / anywhere);
    } else if (round < rounds - 1) {
      await until(running, (task) => ['switching', undefined].includes(task?.step));
      await pause((round - anywhere) * 2);
    } else {
      await settled(admin); // as soon as it is told: however slow the disk is, one is killed in the new state
    }
    await server.kill();
    assert.equal(await server.faults(), '');
    await server.start();

    (await nobody.get(`/posts/${kept.id}`)).expect(200);
    const there = [];
    for (const post of since) there.push((await nobody.get(`/posts/${post}`)).status === 200);
    assert.ok(
      there.every((one) => one === there[0]),
      `a mixture of two states: ${there}`,
    );
    const { last_rollback } = await settled(admin);
    assert.ok(!(await readdir(server.dataDir)).includes('rollback'), 'something half-done is left');
    if (there[0]) {
      outcomes.old += 1;
      assert.ok(
        last_rollback.at === before.at || last_rollback.state === 'failed',
        JSON.stringify(last_rollback),
      );
    } else {
      outcomes.new += 1;
      assert.equal(last_rollback.state, 'done');
      assert.equal(last_rollback.reason, `${round}`);
      // What was undone is in the snapshot that was taken before.
      assert.equal((await goBack(admin, last_rollback.from_snapshot_id)).state, 'done');
      for (const post of since) (await nobody.get(`/posts/${post}`)).expect(200);
    }
  }
  assert.ok(outcomes.old > 0 && outcomes.new > 0, JSON.stringify(outcomes));
  t.diagnostic(`killed in the old state ${outcomes.old} times, in the new one ${outcomes.new} times`);
});

for (const { spoilt, read } of [
  { spoilt: 'post_index_data', read: true }, // nothing of it is carried over
  { spoilt: 'posts', read: false },
]) {
  test(`from a database whose ${spoilt} are damaged the market goes back, and the file is kept`, async (t) => {
    const damaged = await startServer({
      argon2_mib: 1,
      argon2_passes: 1,
      integrity_check_ms: 0,
      snapshot_ms: 0,
    });
    t.after(async () => {
      await damaged.kill({ meant: true });
      await damaged.removeData();
    });
    const [admin, seller] = await people(damaged, 2);
    await promote(damaged, [[admin, 'admin']]);
    const description = '밑줄이 조금 있어요. '.repeat(60);
    for (let i = 0; i < 20; ++i) await writePost(seller, { title: `미적분학 ${i}`, description });
    const { id } = await takeSnapshot(admin);
    const since = await writePost(seller);
    assert.equal((await damaged.end('SIGTERM')).code, 0);
    spoil(
      damaged.dataDir,
      pagesOf(damaged.dataDir, spoilt).find((page) => page.kind === 'leaf'),
    );
    damaged.options.settings.integrity_check_ms = 20;
    await damaged.start();
    const told = await damaged.logged(({ message }) => message === 'the database is damaged');
    assert.equal(told.newest_good_snapshot, id);
    assert.deepEqual(await unready(damaged), { integrity: 'damaged' });

    (await admin.client.post(`/admin/snapshots/${id}/rollback`, { reason: '손상' })).expect(202);
    await damaged.logged(({ message }) => message === 'the database is whole');
    assert.deepEqual(await unready(damaged), {});
    (await admin.client.get('/users/me')).expect(read ? 200 : 401);
    if (!read) {
      const { username, password } = admin;
      admin.client.token = (await new Client(damaged).post('/sessions', { username, password })).body.token;
    }
    const { last_rollback: last } = await settled(admin);
    assert.deepEqual([last.state, last.present_damaged, last.from_snapshot_id], ['done', true, null]);
    assert.equal(last.undone.posts, read ? 1 : 0);
    (await new Client(damaged).get(`/posts/${since.id}`)).expect(404);
    const [kept] = (await readdir(damaged.dataDir)).filter((name) => name.startsWith('damaged-'));
    assert.ok((await readdir(join(damaged.dataDir, kept))).includes('market.db'));
    // Another program opens the file and closes it again: if it took itself for the last one, it would take the log
    // away, and what is written from then on with it.
    await damaged.command('snapshot', 'take');
    const later = await writePost(admin);
    await damaged.kill();
    await damaged.start();
    (await new Client(damaged).get(`/posts/${later.id}`)).expect(200);
    await damaged.stop();
  });
}
