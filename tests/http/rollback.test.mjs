// Going back: the market becomes what it was when a snapshot was taken, while it runs.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, people, person, postBody, promote, say, useStaff, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { goBack } from '../support/rollbacks.mjs';
import { useServer } from '../support/server.mjs';
import { settled, takeSnapshot } from '../support/snapshots.mjs';
import { cursorNow, streamOf } from '../support/stream.mjs';

const server = useServer({
  argon2_mib: 1,
  argon2_passes: 1,
  sign_in_burst: 0,
  snapshot_ms: 0,
  sweep_ms: 100,
});
const staff = useStaff(server);
const nobody = new Client(server);

const signIn = ({ username, password }) => nobody.post('/sessions', { username, password });

test('what came since is undone, what was changed is as it was, and going back from there brings it all back', async () => {
  const { admin } = await staff();
  const [seller, buyer] = await people(server, 2);
  const kept = await writePost(seller, { price: 9000 });
  const photo = await uploadPhoto(seller);
  const pictured = await writePost(seller, { photo_ids: [photo.id] });
  const { id } = await takeSnapshot(admin, { note: '학기 시작 전' });

  const late = await person(server);
  const lost = await writePost(late);
  const deal = await buy(buyer, kept);
  await say(buyer, `/chat/rooms/${deal.room_id}`, '아직 있나요?');
  (await seller.client.delete(`/posts/${pictured.id}`)).expect(204);
  const version = (
    await seller.client.patch(`/posts/${kept.id}`, { price: 5000, version: kept.version })
  ).expect(200).body.version;
  // The sweep takes the photo's files.
  await until(
    () => nobody.get(photo.urls.full),
    ({ status }) => status === 404,
  );

  const undoes = (await admin.client.get(`/admin/snapshots/${id}`)).expect(200).body.undoes;
  const rollback = await goBack(admin, id);
  assert.equal(rollback.fault, null);
  assert.equal(rollback.state, 'done');
  assert.equal(rollback.by, admin.username);
  assert.equal(rollback.to_snapshot_id, id);
  assert.deepEqual(rollback.undone, undoes);
  assert.equal(rollback.undone.users, 1);
  assert.equal(rollback.undone.deals, 1);

  (await nobody.get(`/posts/${lost.id}`)).expect(404);
  (await late.client.get('/users/me')).expect(401);
  (await signIn(late)).expect(401);
  (await buyer.client.get(`/deals/${deal.id}`)).expect(404);
  const now = (await nobody.get(`/posts/${kept.id}`)).expect(200).body;
  assert.equal(now.price, 9000);
  // Who has seen the version of the undone time must not change another one of that number unseen.
  assert.ok(now.version > version);
  (await nobody.get(`/posts/${pictured.id}`)).expect(200);
  (await nobody.get(photo.urls.full)).expect(200);
  const found = (await nobody.get('/posts', { query: { q: lost.title } })).expect(200).body.items;
  assert.ok(!found.some((post) => post.id === lost.id));
  // A number is not given out again.
  assert.ok((await writePost(seller)).id > lost.id);

  const back = await goBack(admin, rollback.from_snapshot_id, '잘못 되돌렸어요');
  assert.equal(back.state, 'done', back.fault);
  (await nobody.get(`/posts/${lost.id}`)).expect(200);
  (await signIn(late)).expect(201);
  (await buyer.client.get(`/deals/${deal.id}`)).expect(200);
  assert.equal((await nobody.get(`/posts/${kept.id}`)).expect(200).body.price, 5000);
  (await nobody.get(`/posts/${pictured.id}`)).expect(404);
  const messages = (await buyer.client.get(`/chat/rooms/${deal.room_id}/messages`)).expect(200).body.items;
  assert.ok(messages.some(({ body }) => body === '아직 있나요?'));
  assert.equal((await act(seller, deal, 'decline', { version: deal.version })).status, 200);
});

test('people stay signed in, and who has signed out stays so', async () => {
  const { admin } = await staff();
  const [minji, junho] = await people(server, 2);
  const { id } = await takeSnapshot(admin);
  const again = (await signIn(minji)).expect(201).body;
  (await junho.client.delete('/sessions/current')).expect(204);
  assert.equal((await goBack(admin, id)).state, 'done');
  (await minji.client.get('/users/me')).expect(200);
  (await nobody.as({ token: again.token }).get('/users/me')).expect(200);
  (await junho.client.get('/users/me')).expect(401);
});

test('who waits for events is told at once that the stream is another one, and where it begins', async () => {
  const { admin } = await staff();
  const [minji, junho] = await people(server, 2);
  const { id } = await takeSnapshot(admin);
  await buy(junho, await writePost(minji));
  const after = await cursorNow(minji);
  const parked = minji.client.get('/chat/events', { query: { after, wait: 55 } });
  assert.equal((await goBack(admin, id)).state, 'done');
  const { body } = (await parked).expect(410, 'cursor-foreign');
  (await minji.client.get('/chat/events', { query: { after, wait: 0 } })).expect(410, 'cursor-foreign');
  const stream = await streamOf(minji, body.cursor);
  await buy(junho, await writePost(minji));
  assert.ok((await stream.until(({ type }) => type === 'deal')).length > 0);
});

test('who writes meanwhile is told to come back, and nothing that was acknowledged is lost', async () => {
  const { admin } = await staff();
  const writers = await people(server, 4);
  const { id } = await takeSnapshot(admin);
  let over = false;
  const made = [];
  const refusals = [];
  const writing = writers.map(async (writer) => {
    while (!over) {
      const answer = await writer.client.post('/posts', postBody());
      if (answer.status === 201) made.push(answer.body.id);
      else refusals.push(answer);
    }
  });
  const reading = (async () => {
    while (!over) (await nobody.get('/posts')).expect(200);
  })();
  const written = (count) => until(() => made.length >= count);
  let rollback;
  try {
    await written(20);
    rollback = await goBack(admin, id);
    await written(made.length + 20);
  } finally {
    over = true;
  }
  await Promise.all([...writing, reading]);
  assert.equal(rollback.state, 'done');
  assert.ok(refusals.length > 0, 'nobody wrote while nothing could be written');
  for (const answer of refusals) {
    answer.expect(503, 'maintenance');
    assert.ok(Number(answer.headers['retry-after']) > 0);
  }
  const there = async (post) => (await nobody.get(`/posts/${post}`)).status === 200;
  const inNew = new Set();
  for (const post of made) if (await there(post)) inNew.add(post);
  assert.ok(inNew.size > 0 && inNew.size < made.length);
  assert.equal((await goBack(admin, rollback.from_snapshot_id)).state, 'done');
  for (const post of made) assert.ok(inNew.has(post) !== (await there(post)), `post ${post} is lost`);
  assert.equal(new Set(made).size, made.length, 'a number was given out twice');
});

test('only one of those who want to go back at the same time does', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const answers = await Promise.all(
    [1, 2, 3].map(() => admin.client.post(`/admin/snapshots/${id}/rollback`, { reason: '한 번만' })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409, 409]);
  for (const answer of answers) if (answer.status === 409) answer.expect(409, 'snapshot-running');
  assert.equal((await settled(admin)).last_rollback.state, 'done');
});

test('what is asked for again under its key happens once', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const headers = { 'idempotency-key': `rollback-${id}` };
  const body = { reason: '한 번만' };
  (await admin.client.post(`/admin/snapshots/${id}/rollback`, body, { headers })).expect(202);
  const first = (await settled(admin)).last_rollback;
  const again = (await admin.client.post(`/admin/snapshots/${id}/rollback`, body, { headers })).expect(202);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual((await settled(admin)).last_rollback, first);
});

test('a damaged snapshot is refused with the reason, and the market is as it was', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const seller = await person(server);
  const post = await writePost(seller);
  const file = join(server.dataDir, 'snapshots', id, 'market.db');
  const bytes = await readFile(file);
  bytes[bytes.length - 100] ^= 1;
  await writeFile(file, bytes);
  const rollback = await goBack(admin, id);
  assert.equal(rollback.state, 'failed');
  assert.match(rollback.fault, /database-changed/);
  assert.equal(rollback.from_snapshot_id, null);
  const overview = await settled(admin);
  assert.equal(overview.last_failure.task, 'rollback');
  assert.match(overview.last_failure.reason, /database-changed/);
  (await nobody.get(`/posts/${post.id}`)).expect(200);
  await writePost(seller);
  // By now it is known to be.
  const refused = await admin.client.post(`/admin/snapshots/${id}/rollback`, { reason: '다시' });
  assert.match(refused.expect(409, 'snapshot-damaged').body.detail, /database-changed/);
});

test('a snapshot of a newer program is refused', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const file = join(server.dataDir, 'snapshots', id, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, schema_version: 9999 }));
  const refused = await admin.client.post(`/admin/snapshots/${id}/rollback`, { reason: '미래로' });
  assert.match(refused.expect(409, 'snapshot-too-new').body.detail, /9999/);
});

test('a snapshot from before the schema changed is brought up to date', async () => {
  const { admin } = await staff();
  const seller = await person(server);
  const post = await writePost(seller);
  await server.stop({ keepData: true });
  await server.command('migrate', '--to', '14');
  await server.command('snapshot', 'take', '--note', 'old schema');
  await server.start();
  const old = (await settled(admin)).items.find(({ note }) => note === 'old schema');
  assert.equal(old.schema_version, 14);
  const lost = await writePost(seller);
  const rollback = await goBack(admin, old.id);
  assert.equal(rollback.state, 'done', rollback.fault);
  (await nobody.get(`/posts/${post.id}`)).expect(200);
  (await nobody.get(`/posts/${lost.id}`)).expect(404);
  assert.ok((await writePost(seller)).id > lost.id);
});

test('the audit log tells of it in the state that it led to, and of what failed', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const seller = await person(server);
  const rollback = await goBack(admin, id, '감사 기록');
  assert.equal(rollback.state, 'done');
  const query = { action: 'snapshot.rollback' };
  const [newest] = (await admin.client.get('/admin/audit', { query })).expect(200).body.items;
  assert.equal(newest.actor, admin.username);
  assert.deepEqual(newest.subject, { kind: 'snapshot', id: null });
  assert.deepEqual(newest.details, {
    snapshot_id: id,
    reason: '감사 기록',
    from_snapshot_id: rollback.from_snapshot_id,
  });
  assert.equal((await signIn(seller)).status, 401);
});

test('an admin who came since has gone back, too: their name stays in the audit log', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const late = await person(server);
  await promote(server, [[late, 'admin']]);
  (await late.client.post(`/admin/snapshots/${id}/rollback`, { reason: '저도 사라져요' })).expect(202);
  const { last_rollback } = await settled(admin);
  assert.equal(last_rollback.by, late.username);
  (await late.client.get('/users/me')).expect(401);
  const query = { action: 'snapshot.rollback' };
  const [newest] = (await admin.client.get('/admin/audit', { query })).expect(200).body.items;
  assert.equal(newest.actor, null);
  assert.equal(newest.details.actor_name, late.username);
});

test('what became of the last one is known after a restart', async () => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const rollback = await goBack(admin, id);
  await server.restart();
  assert.deepEqual((await settled(admin)).last_rollback, rollback);
});

test('only admins may, and only of a snapshot that is there', async () => {
  const { admin, moderator } = await staff();
  const { id } = await takeSnapshot(admin);
  const path = `/admin/snapshots/${id}/rollback`;
  (await moderator.client.post(path, { reason: '저도' })).expect(403);
  (await admin.client.post(path, {})).expectFields({ '/reason': 'required' });
  (await admin.client.post('/admin/snapshots/20260302T093000-k3f9ax/rollback', { reason: '없음' })).expect(
    404,
  );
});
