// Snapshots: taken, looked at, kept and removed by admins, by the clock, and beside a market that goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../support/patience.mjs';
import { buy, people, person, promote, say, writePost } from '../support/people.mjs';
import { png, uploadPhoto } from '../support/pictures.mjs';
import { serverFor, useServer } from '../support/server.mjs';
import { settled, takeSnapshot } from '../support/snapshots.mjs';

const fast = { argon2_mib: 1, argon2_passes: 1 };
const server = useServer(fast);

let team;
/** The market's admin. */
const admin = (of = server) => {
  const make = async () => {
    const who = await person(of);
    await promote(of, [[who, 'admin']]);
    return who;
  };
  if (of !== server) return make();
  team ??= make();
  return team;
};
const listed = async (who) => (await who.client.get('/admin/snapshots')).expect(200).body;
const found = async (who, id) => (await who.client.get(`/admin/snapshots/${id}`)).expect(200).body;
const directory = (of = server) => join(of.dataDir, 'snapshots');
const verified = async (who, id) => {
  (await who.client.post(`/admin/snapshots/${id}/verify`)).expect(202);
  return (await settled(who)).items.find((one) => one.id === id);
};
/** Holds a lock as another process does, until it is told to end or the test does. */
async function locked(t, file) {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(holder, 'close');
  const end = async () => {
    holder.stdin.end();
    await closed;
  };
  t.after(end);
  await once(holder.stdout, 'data');
  return { end };
}
/** A market of its own, with a folder beside it that is removed with it. */
async function market(t, settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-snapshots-'));
  const copy = join(folder, 'copy');
  const own = await serverFor(t, {
    ...fast,
    ...settings,
    ...(settings.snapshot_copy_dir && { snapshot_copy_dir: copy }),
  });
  t.after(() => rm(folder, { recursive: true }));
  return { own, folder, copy, who: await admin(own) };
}

test('an admin takes a snapshot, sees what is in it, and what bringing it back would undo', async () => {
  const who = await admin();
  const [seller, buyer] = await people(server, 2);
  const photo = await uploadPhoto(seller);
  const post = await writePost(seller, { photo_ids: [photo.id] });
  const answer = (await who.client.post('/admin/snapshots', { note: '학기 시작 전' })).expect(202);
  const { id, running } = answer.body;
  assert.equal(answer.headers.location, `/admin/snapshots/${id}`);
  assert.deepEqual([running.task, running.snapshot_id], ['snapshot', id]);

  const all = await settled(who);
  const taken = all.items.find((one) => one.id === id);
  assert.equal(taken.note, '학기 시작 전');
  assert.equal(taken.cause, 'manual');
  assert.equal(taken.state, 'complete');
  assert.deepEqual(taken.kept_as, ['latest', 'manual']);
  assert.deepEqual(taken.copies, []);
  assert.equal(all.last_failure, null);
  assert.deepEqual(
    all.targets.map(({ name, ok }) => [name, ok]),
    [['main', true]],
  );
  assert.ok(all.targets[0].free_bytes > 0);
  const { body: counts } = (await who.client.get('/admin/overview')).expect(200);
  assert.equal(taken.counts.users, counts.users);
  assert.ok(taken.counts.posts >= 1 && taken.counts.photos >= 1);
  assert.ok(taken.epoch && taken.schema_version > 0 && taken.database_bytes > 0);
  const nothing = { users: 0, posts: 0, messages: 0, deals: 0, reviews: 0, photos: 0 };
  assert.deepEqual((await found(who, id)).undoes, nothing);

  const deal = await buy(buyer, post);
  await say(buyer, `/chat/rooms/${deal.room_id}`, '안녕하세요');
  await person(server);
  const { undoes } = await found(who, id);
  assert.deepEqual({ ...undoes, messages: 0 }, { ...nothing, users: 1, deals: 1 });
  assert.ok(undoes.messages >= 2, 'what was said, and what the market said');
});

test('what is done with snapshots is in the audit log', async () => {
  const who = await admin();
  const { id } = await takeSnapshot(who, { note: '기록' });
  (await who.client.delete(`/admin/snapshots/${id}`)).expect(204);
  const { items } = (await who.client.get('/admin/audit')).expect(200).body;
  const [removed, taken] = items;
  assert.deepEqual(
    [removed.action, removed.actor, removed.subject, removed.details],
    ['snapshot.remove', who.username, { kind: 'snapshot', id: null }, { snapshot_id: id }],
  );
  assert.deepEqual([taken.action, taken.details], ['snapshot.take', { snapshot_id: id, note: '기록' }]);
  (await who.client.get(`/admin/snapshots/${id}`)).expect(404, 'not-found');
  (await who.client.delete(`/admin/snapshots/${id}`)).expect(404, 'not-found');
});

test('a snapshot says what is wrong with a request', async () => {
  const who = await admin();
  await settled(who);
  (await who.client.post('/admin/snapshots', { note: 'a'.repeat(201), why: 1 })).expectFields({
    '/note': 'too-long',
    '/why': 'unknown-field',
  });
  (await who.client.post('/admin/snapshots', { note: '두\n줄' })).expectFields({
    '/note': 'control-character',
  });
  for (const id of ['1', 'x', '..', '20260302T093000-k3f9ax', '%2e%2e%2fmarket.db', 'photos', 'lock']) {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/verify'],
    ]) {
      const { status } = await who.client.request(method, `/admin/snapshots/${id}${path}`, { check: false });
      assert.ok([400, 404].includes(status), `${method} ${id}${path}: ${status}`);
    }
  }
});

test('only photos that no snapshot before had are stored, and a removed one stays in them', async () => {
  const who = await admin();
  const seller = await person(server);
  const photo = await uploadPhoto(seller, png(30, 30));
  await takeSnapshot(who);
  const again = await takeSnapshot(who);
  assert.equal(again.new_photo_bytes, 0);
  assert.ok(again.photo_bytes > 0);
  const place = join('photos', photo.id.slice(0, 2), photo.id, 'full.webp');
  const [kept, own] = [join(directory(), place), join(server.dataDir, place)];
  assert.equal((await stat(kept)).ino, (await stat(own)).ino);
  await uploadPhoto(seller, png(31, 31));
  assert.ok((await takeSnapshot(who)).new_photo_bytes > 0);
});

test('one task at a time; how far it is can be seen, and the market goes on meanwhile', async (t) => {
  const { own, who } = await market(t);
  const seller = await person(own);
  await uploadPhoto(seller);
  // As long as a sweep removes photos, a snapshot waits.
  const sweep = await locked(t, join(own.dataDir, 'photos.lock'));
  const { id } = (await who.client.post('/admin/snapshots', {})).expect(202).body;
  const { running } = await listed(who);
  assert.deepEqual([running.task, running.snapshot_id, running.step], ['snapshot', id, 'preparing']);
  (await who.client.post('/admin/snapshots', {})).expect(409, 'snapshot-running');
  (await who.client.post(`/admin/snapshots/${id}/verify`)).expect(404, 'not-found');
  (await who.client.get(`/admin/snapshots/${id}`)).expect(404, 'not-found');
  (await who.client.delete(`/admin/snapshots/${id}`)).expect(409, 'snapshot-running');
  await writePost(seller);
  await sweep.end();
  assert.equal((await settled(who)).items[0].id, id);

  // Another process at work on them is as good.
  const other = await locked(t, join(directory(own), 'lock'));
  (await who.client.post('/admin/snapshots', {})).expect(409, 'snapshot-running');
  assert.equal((await listed(who)).running, null);
  await other.end();
  (await who.client.post(`/admin/snapshots/${id}/verify`)).expect(202);
  await settled(who);
});

test('a copy taken while people write is one whole state', async (t) => {
  const { own, folder, who } = await market(t);
  const crowd = await people(own, 6);
  const posts = await Promise.all(crowd.map((one) => writePost(one)));
  const rooms = await Promise.all(
    crowd.slice(1).map(async (one) => `/chat/rooms/${(await buy(one, posts[0])).room_id}`),
  );
  let over = false;
  let written = 0;
  const writers = crowd.slice(1).map(async (one, i) => {
    for (; !over; ++written) {
      await say(one, rooms[i], `메시지 ${written}`);
      await writePost(one, { photo_ids: [(await uploadPhoto(one)).id] });
    }
  });
  const taken = [];
  try {
    for (let i = 0; i < 4; ++i) taken.push(await takeSnapshot(who));
  } finally {
    over = true;
  }
  await Promise.all(writers);
  assert.ok(written > 0);
  for (const { id } of taken) {
    assert.equal((await verified(who, id)).state, 'complete');
    // As a market of its own.
    const data = join(folder, id);
    await mkdir(data);
    await writeFile(join(data, 'market.db'), await readFile(join(directory(own), id, 'market.db')));
    await rename(join(directory(own), 'photos'), join(data, 'photos'));
    const faults = await own.faults(data);
    await rename(join(data, 'photos'), join(directory(own), 'photos'));
    assert.equal(faults, '');
  }
});

test('a damaged snapshot is told, with the reason, and stays in the list', async () => {
  const who = await admin();
  await uploadPhoto(await person(server), png(33, 33));
  const cut = await takeSnapshot(who);
  await truncate(join(directory(), cut.id, 'market.db'), 5000);
  const flipped = await takeSnapshot(who);
  const file = join(directory(), flipped.id, 'market.db');
  const bytes = await readFile(file);
  bytes[bytes.length - 10] ^= 4;
  await writeFile(file, bytes);
  const nonsense = await takeSnapshot(who);
  await writeFile(join(directory(), nonsense.id, 'manifest.json'), '{');
  assert.deepEqual(
    [(await found(who, cut.id)).fault, (await found(who, nonsense.id)).fault],
    ['truncated-database', 'unreadable-manifest'],
  );
  assert.equal((await found(who, flipped.id)).state, 'complete', 'nobody has read it yet');
  const { state, fault, verified_at } = await verified(who, flipped.id);
  assert.deepEqual([state, fault], ['damaged', 'database-changed']);
  assert.ok(verified_at > flipped.verified_at);
  const { items } = await listed(who);
  assert.ok(!items[0].kept_as.includes('latest'), 'the newest one is damaged');
  assert.ok(items.find((one) => one.kept_as.includes('latest')).state === 'complete');
  for (const { id } of [cut, flipped, nonsense])
    (await who.client.delete(`/admin/snapshots/${id}`)).expect(204);
});

test('snapshots are taken by the clock, kept by the rules, and go on after a start', async (t) => {
  const { own, who } = await market(t, {
    snapshot_ms: 50,
    snapshots_hourly: 1,
    snapshots_daily: 1,
    snapshots_weekly: 1,
  });
  const first = await until(async () => (await listed(who)).items[0]);
  assert.equal(first.cause, 'scheduled');
  assert.deepEqual(first.kept_as.slice(0, 2), ['latest', 'hourly']);
  const second = await until(async () => (await listed(who)).items.find((one) => one.id !== first.id));
  await until(async () => !(await listed(who)).items.some((one) => one.id === first.id));
  await own.restart({ settings: { snapshot_ms: 3_600_000 } });
  const { items, next_at } = await settled(who);
  assert.ok(items.length >= 1 && items[0].id >= second.id);
  assert.equal(Date.parse(next_at), Date.parse(items[0].at) + 3_600_000);
  await own.restart({ settings: { snapshot_ms: 0 } });
  assert.equal((await listed(who)).next_at, null);
});

test('every snapshot is copied to the second target; while that is away it is told, and then caught up with', async (t) => {
  const { own, folder, copy, who } = await market(t, { snapshot_copy_dir: 'yes', snapshot_ms: 0 });
  await uploadPhoto(await person(own));
  const early = await takeSnapshot(who);
  assert.deepEqual(early.copies, [{ target: 'copy', ok: false }]);
  const away = await listed(who);
  assert.deepEqual(
    away.targets.map(({ name, ok }) => [name, ok]),
    [
      ['main', true],
      ['copy', false],
    ],
  );
  assert.match(away.last_failure.reason, /second target/);
  (await who.client.get('/health/ready')).expect(200);
  await own.logged(({ level, detail }) => level === 'warning' && /second target/.test(detail));

  await mkdir(copy);
  const late = await takeSnapshot(who);
  const there = await settled(who);
  assert.equal(there.last_failure, null);
  assert.ok(there.items.every(({ copies }) => copies[0].ok) && there.targets[1].ok);
  assert.ok(there.targets[1].free_bytes > 0);
  for (const { id } of [early, late]) {
    const [here, copied] = await Promise.all(
      [directory(own), copy].map((root) => readFile(join(root, id, 'market.db'))),
    );
    assert.ok(here.equals(copied));
  }
  // Not mounted: an empty folder is there in its stead.
  await rename(copy, join(folder, 'away'));
  await mkdir(copy);
  await takeSnapshot(who);
  assert.match((await settled(who)).last_failure.reason, /mounted/);
  assert.deepEqual(await readdir(copy), []);
  await rm(copy, { recursive: true });
  await rename(join(folder, 'away'), copy);
  await takeSnapshot(who);
  assert.ok((await settled(who)).items.every(({ copies }) => copies[0].ok));
  (await who.client.delete(`/admin/snapshots/${early.id}`)).expect(204);
  await until(async () => !(await readdir(copy)).includes(early.id));
});

test('the server stops while a snapshot is taken, and leaves nothing half done', async (t) => {
  const { own, who } = await market(t);
  const seller = await person(own);
  for (let i = 0; i < 30; ++i) await writePost(seller, { description: '가'.repeat(1900) });
  const { id } = (await who.client.post('/admin/snapshots', {})).expect(202).body;
  await own.restart();
  const names = await readdir(directory(own));
  assert.deepEqual(
    names.filter((name) => name.endsWith('.part')),
    [],
  );
  // It is whole, or it is not there.
  const one = (await settled(who)).items.find((other) => other.id === id);
  if (one) assert.equal((await verified(who, id)).state, 'complete');
  await takeSnapshot(who);
});

test('after a kill in the middle of it the next one clears away what is left', async (t) => {
  const { own, who } = await market(t);
  const seller = await person(own);
  for (let i = 0; i < 30; ++i) await writePost(seller, { description: '가'.repeat(1900) });
  await uploadPhoto(seller);
  (await who.client.post('/admin/snapshots', {})).expect(202);
  await until(async () =>
    (await readdir(directory(own)).catch(() => [])).some((name) => name.startsWith('2')),
  );
  await own.kill();
  await own.start();
  const { id } = await takeSnapshot(who);
  assert.equal((await verified(who, id)).state, 'complete');
  assert.deepEqual(
    (await readdir(directory(own))).filter((name) => name.endsWith('.part')),
    [],
  );
});
