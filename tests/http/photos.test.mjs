// Photos over HTTP: what is taken and what is not, what comes out, and how long it stays.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { buy, people, person, useStaff, writePost } from '../support/people.mjs';
import { gif, jpeg, multipart, png, pngBomb, uploadPhoto, webp, withExif } from '../support/pictures.mjs';
import { serverFor, useServer } from '../support/server.mjs';

const server = useServer({ photos_unused_per_user: 8 });
const SIZES = ['thumb', 'card', 'full'];

const upload = (who, body, type, headers = {}) =>
  who.client.request('POST', '/photos', { body, type, headers });
const get = async (client, photo, size) => (await client.get(photo.urls[size])).expect(200);

/** Width and height of a lossy WebP without extensions, read from its one chunk. */
function sizeOf(bytes) {
  assert.equal(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16), 'RIFFWEBPVP8 ');
  return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
}

/** Seconds that a server has computed so far, whatever else the machine has to do. */
function computed({ pid }) {
  const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(times[11]) + Number(times[12])) / 100;
}

/** The names of all photos on the disk. */
const onDisk = (of) =>
  readdirSync(join(of.dataDir, 'photos')).flatMap((shard) => readdirSync(join(of.dataDir, 'photos', shard)));

test('a photo is uploaded as it is or in a form, and anybody may see it in three sizes', async () => {
  const seller = await person(server);
  const form = multipart(jpeg());
  for (const answer of [
    await upload(seller, jpeg(), 'image/jpeg'),
    await upload(seller, form.body, form.type),
  ]) {
    const photo = answer.expect(201).body;
    assert.match(photo.id, /^[0-9a-z]{26}$/);
    assert.deepEqual([photo.width, photo.height], [160, 120]);
    assert.deepEqual(
      photo.urls,
      Object.fromEntries(SIZES.map((size) => [size, `/photos/${photo.id}/${size}`])),
    );
    for (const size of SIZES) {
      const shown = await get(new Client(server), photo, size);
      assert.equal(shown.headers['content-type'], 'image/webp');
      assert.deepEqual(sizeOf(shown.text), [160, 120]);
    }
  }
});

test('a large photo is shrunk to 320, 800 and 1600 in width', async () => {
  const photo = await uploadPhoto(await person(server), png(2000, 1000), 'image/png');
  assert.deepEqual([photo.width, photo.height], [1600, 800]);
  for (const [size, expected] of [
    ['thumb', [320, 160]],
    ['card', [800, 400]],
    ['full', [1600, 800]],
  ]) {
    assert.deepEqual(sizeOf((await get(new Client(server), photo, size)).text), expected);
  }
});

test('JPEG, PNG, WebP and GIF are known by their bytes, whatever the Content-Type says', async () => {
  const seller = await person(server);
  for (const [bytes, type] of [
    [png(), 'image/jpeg'],
    [webp(), 'application/octet-stream'],
    [jpeg(), 'text/html'],
    [gif(), 'image/gif'],
    [gif(), 'image/png'],
  ]) {
    (await upload(seller, bytes, type)).expect(201);
  }
});

test('a photo taken upright is shown upright, and says nothing about where', async () => {
  const source = withExif(jpeg(), 6);
  assert.ok(source.includes('Exif'));
  const photo = await uploadPhoto(await person(server), source);
  assert.deepEqual([photo.width, photo.height], [120, 160]);
  for (const size of SIZES) {
    const { text } = await get(new Client(server), photo, size);
    assert.deepEqual(sizeOf(text), [120, 160]);
    for (const trace of ['Exif', 'EXIF', 'GPS', 'II*']) assert.ok(!text.includes(trace), trace);
    assert.equal(text.readUInt32LE(4) + 8, text.length);
    assert.ok(text.readUInt32LE(16) + 20 >= text.length - 1); // one chunk, to the end
  }
});

test('what is no photo is refused and leaves nothing', async () => {
  const seller = await person(server);
  const before = onDisk(server);
  const truncated = jpeg().subarray(0, jpeg().length - 100);
  for (const bytes of [
    '',
    'hello',
    '<!doctype html><p>photo.jpg',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'GIF89a',
    truncated,
    png().subarray(0, 60),
    webp().subarray(0, -20),
    gif().subarray(0, -20),
  ]) {
    const problem = (await upload(seller, bytes, 'image/jpeg')).expect(415, 'not-an-image').body;
    assert.match(problem.detail, /JPEG, PNG, WebP \(not animated\) or GIF/);
  }
  assert.deepEqual(onDisk(server), before);
});

test('more than 50 megapixels are refused before they are unpacked', async () => {
  const seller = await person(server);
  const bomb = pngBomb(8000, 8000);
  const before = computed(server);
  (await upload(seller, bomb, 'image/png')).expect(413, 'image-too-large');
  const took = computed(server) - before;
  assert.ok(took < 1, `the server has computed for ${took} s`);
});

test('more than 10 MB are refused', async () => {
  const seller = await person(server);
  (await upload(seller, Buffer.concat([jpeg(), Buffer.alloc(10 * 1024 * 1024)]), 'image/jpeg')).expect(
    413,
    'body-too-large',
  );
});

test('a form must hold one part named photo and nothing else', async () => {
  const seller = await person(server);
  const [photo, other] = [multipart(jpeg()), multipart(jpeg(), { name: 'avatar' })];
  const end = Buffer.from(`--${photo.type.split('boundary=')[1]}--\r\n`);
  const part = photo.body.subarray(0, photo.body.length - end.length);
  (await upload(seller, other.body, other.type))
    .expect(422, 'unknown-field')
    .expectFields({ '/avatar': 'unknown-field' });
  (await upload(seller, end, photo.type)).expectFields({ '/photo': 'required' });
  (await upload(seller, Buffer.concat([part, part, end]), photo.type)).expectFields({
    '/photo': 'duplicate',
  });
  (await upload(seller, part, photo.type)).expect(400, 'malformed-multipart');
  (await upload(seller, photo.body, 'multipart/form-data')).expect(400, 'malformed-multipart');
});

test('only who is signed in may upload', async () => {
  (await new Client(server).request('POST', '/photos', { body: jpeg(), type: 'image/jpeg' })).expect(
    401,
    'not-signed-in',
  );
});

test('a photo is cached for a year, told apart by its ETag, and open to other origins', async () => {
  const photo = await uploadPhoto(await person(server));
  const client = new Client(server);
  const whole = await get(client, photo, 'card');
  assert.equal(whole.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(whole.headers['cross-origin-resource-policy'], 'cross-origin');
  const etag = whole.headers.etag;
  assert.notEqual(etag, (await get(client, photo, 'full')).headers.etag);
  const same = (await client.get(photo.urls.card, { headers: { 'if-none-match': etag } })).expect(304);
  assert.equal(same.text.length, 0);
  assert.equal(same.headers.etag, etag);
  (await client.get(photo.urls.card, { headers: { 'if-none-match': '"another"' } })).expect(200);
  const head = (await client.head(photo.urls.card)).expect(200);
  assert.equal(Number(head.headers['content-length']), whole.text.length);
  assert.equal(head.text.length, 0);
});

test('there is nothing at the address of a photo or size that does not exist', async () => {
  const photo = await uploadPhoto(await person(server));
  const client = new Client(server);
  for (const path of [
    `/photos/${photo.id}/huge`,
    `/photos/${'0'.repeat(26)}/thumb`,
    '/photos/1/thumb',
    `/photos/${photo.id.toUpperCase()}/thumb`,
    '/photos/market.db/thumb',
  ]) {
    (await client.get(path)).expect(404, 'not-found');
  }
});

test('the same Idempotency-Key gives the first photo again and stores no second', async () => {
  const seller = await person(server);
  const key = { 'idempotency-key': 'one-photo' };
  const first = (await upload(seller, jpeg(), 'image/jpeg', key)).expect(201);
  const stored = onDisk(server).length;
  const again = (await upload(seller, jpeg(), 'image/jpeg', key)).expect(201);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual(again.body, first.body);
  (await upload(seller, png(), 'image/png', key)).expect(422, 'idempotency-key-reused');
  const racing = await Promise.all(
    Array.from({ length: 6 }, () => upload(seller, webp(), 'image/webp', { 'idempotency-key': 'raced' })),
  );
  assert.equal(new Set(racing.map((answer) => answer.expect(201).body.id)).size, 1);
  assert.equal(onDisk(server).length, stored + 1);
});

test('the same form is the same request, whatever boundary it is sent with', async () => {
  const seller = await person(server);
  const form = (boundary, content) =>
    upload(
      seller,
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="photo"; filename="${boundary}.jpg"\r\n\r\n`,
        ),
        content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
      `multipart/form-data; boundary=${boundary}`,
      { 'idempotency-key': 'one-form' },
    );
  const first = (await form('first', jpeg())).expect(201);
  const again = (await form('second', jpeg())).expect(201);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual(again.body, first.body);
  (await form('third', png())).expect(422, 'idempotency-key-reused');
});

test('who has too many photos that no post uses must use them first', async () => {
  const seller = await person(server);
  const photos = [];
  for (let i = 0; i < 8; i += 1) photos.push(await uploadPhoto(seller));
  (await upload(seller, jpeg(), 'image/jpeg')).expect(409, 'too-many-photos');
  await uploadPhoto(await person(server)); // the limit is each one's own
  await writePost(seller, { photo_ids: [photos[0].id] });
  await uploadPhoto(seller);
});

test('photos survive kill -9', async () => {
  const photo = await uploadPhoto(await person(server));
  const before = (await get(new Client(server), photo, 'full')).text;
  await server.kill();
  await server.start();
  assert.deepEqual((await get(new Client(server), photo, 'full')).text, before);
});

/** A market that looks for unused photos all the time; from `forget` on it keeps them for no longer than that. */
async function forgetful(t) {
  const market = await serverFor(t, { sweep_ms: 50, reporter_age_ms: 0 });
  return { market, forget: (photo_unused_ms) => market.restart({ settings: { photo_unused_ms } }) };
}

const folderOf = (market, { id }) => join(market.dataDir, 'photos', id.slice(0, 2), id);
// Forgotten first and deleted afterwards, three files one after the other.
const isRemoved = (market, photo) => until(() => !existsSync(folderOf(market, photo)));

test('a photo that nothing uses is removed, one in a post stays', async (t) => {
  const { market, forget } = await forgetful(t);
  const seller = await person(market);
  const [unused, used] = [await uploadPhoto(seller), await uploadPhoto(seller)];
  await writePost(seller, { photo_ids: [used.id] });
  await forget(1);
  await isRemoved(market, unused);
  const client = new Client(market);
  (await client.get(unused.urls.thumb)).expect(404);
  for (const size of SIZES) await get(client, used, size);
});

test('a photo that is taken out of a post can be put into another, however old it is', async (t) => {
  const KEPT_MS = 6000;
  const { market, forget } = await forgetful(t);
  const seller = await person(market);
  const photo = await uploadPhoto(seller);
  const from = await writePost(seller, { photo_ids: [photo.id] });
  const to = await writePost(seller);
  await pause(KEPT_MS);
  await forget(KEPT_MS);
  (await seller.client.patch(`/posts/${from.id}`, { photo_ids: [], version: from.version })).expect(200);
  await pause(500); // sweeps, which find it older than an unused one becomes
  (await seller.client.patch(`/posts/${to.id}`, { photo_ids: [photo.id], version: to.version })).expect(200);
  await get(new Client(market), photo, 'full');
});

test('the photos of what moderation has hidden are its seller’s and the moderators’ to see, until it is shown again', async (t) => {
  const { market, forget } = await forgetful(t);
  const { admin, moderator } = await useStaff(market)();
  const [seller, buyer, ...others] = await people(market, 5);
  const photo = await uploadPhoto(seller);
  const post = await writePost(seller, { photo_ids: [photo.id] });
  const deal = await buy(buyer, post);
  const client = new Client(market);
  const seen = async (who, what = photo) => (await who.get(what.urls.card)).status;
  const everybody = [client, buyer.client, others[0].client];
  const those = async (all, what) => Promise.all(all.map((who) => seen(who, what)));
  const shown = await get(client, photo, 'card');
  assert.match(shown.headers['cache-control'], /^public/);
  for (const who of others)
    (await who.client.post('/reports', { kind: 'post', id: post.id, reason: 'spam' })).expect(201);

  assert.deepEqual(await those(everybody), [404, 404, 404]);
  const tag = { headers: { 'if-none-match': shown.headers.etag } };
  (await client.get(photo.urls.card, tag)).expect(404, 'not-found');
  for (const who of [seller, moderator, admin])
    assert.match((await get(who.client, photo, 'card')).headers['cache-control'], /^private/);
  // Nor what is put in its place. The buyer is not sent to what is not there.
  const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
  assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.post.photo, null);
  assert.equal((await buyer.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body.post.photo, null);
  assert.equal((await seller.client.get(`/deals/${deal.id}`)).expect(200).body.post.photo.id, photo.id);
  const later = await uploadPhoto(seller);
  (await seller.client.patch(`/posts/${post.id}`, { version, photo_ids: [later.id, photo.id] })).expect(200);
  assert.deepEqual(await those(everybody, later), [404, 404, 404]);

  (await moderator.client.post(`/admin/posts/${post.id}/restore`, { reason: '문제 없음' })).expect(200);
  assert.deepEqual(await those(everybody), [200, 200, 200]);
  assert.match((await get(client, photo, 'card')).headers['cache-control'], /^public/);
  assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.post.photo.id, later.id);

  // Deleted, it would be on hold no longer.
  (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '광고' })).expect(200);
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.post.photo, null);
  await forget(1);
  await isRemoved(market, later);
  assert.deepEqual(await those(everybody, later), [404, 404, 404]);
});

test('the photos of a reported post stay until that is decided, though its seller deletes it', async (t) => {
  const { market, forget } = await forgetful(t);
  const { moderator } = await useStaff(market)();
  const [seller, reporter] = await people(market, 2);
  const client = new Client(market);
  const photos = [await uploadPhoto(seller), await uploadPhoto(seller)];
  const unused = await uploadPhoto(reporter);
  const post = await writePost(seller, { photo_ids: photos.map(({ id }) => id) });
  (await reporter.client.post('/reports', { kind: 'post', id: post.id, reason: 'fraud' })).expect(201);
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  await forget(1);
  await isRemoved(market, unused);
  const [open] = (
    await moderator.client.get('/admin/reports', { query: { owner: seller.username, state: 'open' } })
  ).expect(200).body.items;
  const { reports } = (await moderator.client.get(`/admin/reports/${open.id}`)).expect(200).body;
  assert.deepEqual(
    reports[0].evidence.photo_ids,
    photos.map(({ id }) => id),
  );
  for (const photo of photos) await get(client, photo, 'full');
  (
    await moderator.client.post(`/admin/reports/${open.id}/resolve`, {
      outcome: 'dismissed',
      note: '이상 없음',
    })
  ).expect(200);
  await isRemoved(market, photos[1]);
  (await client.get(photos[1].urls.thumb)).expect(404);
});
