// A disk that fails under the running server, in all the ways that a disk has: what can be read is read, what can't be
// written is refused in words that a client understands, nothing is half done, and no restart is needed afterwards.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { FailingDisk } from '../support/failing_disk.mjs';
import { assertWhole, ready, unready } from '../support/faults.mjs';
import { MailServer } from '../support/mail.mjs';
import { until } from '../support/patience.mjs';
import { buy, people, person, postBody, say, textMessage, writePost } from '../support/people.mjs';
import { jpeg, uploadPhoto } from '../support/pictures.mjs';
import { Server } from '../support/server.mjs';
import { bodies, streamOf } from '../support/stream.mjs';

/** A market on such a disk. */
async function market(t, settings = {}) {
  const disk = new FailingDisk();
  const server = new Server({ settings: { sweep_ms: 20, ...settings }, env: disk.env });
  server.dataDir = disk.dataDir;
  await server.start();
  t.after(async () => {
    await server.kill({ meant: true }); // after a test that has failed
    disk.remove();
  });
  return { server, disk };
}

const postsOf = async ({ client, username }) =>
  (await client.get('/posts', { query: { seller: username, limit: 100 } }))
    .expect(200)
    .body.items.map(({ id }) => id)
    .sort((a, b) => a - b);

for (const { what, how, status, code, reason } of [
  { what: 'turns read-only', how: 'ra', status: 503, code: 'storage-failing', reason: 'read-only' },
  { what: 'takes no write', how: 'ea', status: 503, code: 'storage-failing', reason: 'unwritable' },
  {
    what: 'takes writes, but never keeps them',
    how: 'sa',
    status: 503,
    code: 'storage-failing',
    reason: 'unwritable',
  },
  { what: 'has no room left', how: 'fa', status: 507, code: 'disk-full', reason: 'unwritable' },
  { what: 'has no room for the log', how: 'fw', status: 507, code: 'disk-full', reason: 'unwritable' },
]) {
  test(`a disk that ${what}: reading goes on, writing is refused with ${status}, and then all is well`, async (t) => {
    const { server, disk } = await market(t);
    const [seller, buyer] = await people(server, 2);
    const photo = await uploadPhoto(seller);
    const post = await writePost(seller, { photo_ids: [photo.id] });
    const deal = await buy(buyer, post);
    const room = `/chat/rooms/${deal.room_id}`;
    await say(seller, room, '전');
    const stream = await streamOf(buyer);
    const waiting = stream.poll({ wait: 60 });

    disk.fail(how);
    const key = randomUUID();
    const body = postBody();
    const refused = await seller.client.post('/posts', body, { headers: { 'idempotency-key': key } });
    refused.expect(status, code);
    if (status === 503) assert.ok(Number(refused.headers['retry-after']) >= 1);
    (await buyer.client.post(`${room}/messages`, textMessage('안 간다'))).expect(status, code);
    (await buyer.client.post('/sessions', { username: buyer.username, password: buyer.password })).expect(
      status,
      code,
    );
    const upload = { body: jpeg(), type: 'image/jpeg' };
    (await seller.client.request('POST', '/photos', upload)).expect(status, code);
    (await buyer.client.get('/posts?q=선형')).expect(200);
    (await buyer.client.get(`/posts/${post.id}`)).expect(200);
    (await buyer.client.get(photo.urls.card)).expect(200);
    (await buyer.client.get(`${room}/messages`)).expect(200);
    // It is looked at every few seconds.
    await until(
      () => unready(server),
      ({ disk: word }) => word === reason,
    );

    disk.mend();
    await ready(server);
    const again = await seller.client.post('/posts', body, { headers: { 'idempotency-key': key } });
    const second = again.expect(201).body.id;
    await say(seller, room, '후');
    assert.deepEqual(bodies(await waiting), ['후']); // the poll has waited through it, and got no wrong word
    await uploadPhoto(seller);
    assert.deepEqual(await postsOf(seller), [post.id, second]);
    await assertWhole(server, async () => {
      assert.deepEqual(await postsOf(seller), [post.id, second]);
      const { items } = (await buyer.client.get(`${room}/messages`)).expect(200).body;
      assert.deepEqual(
        items.filter(({ kind }) => kind === 'text').map((message) => message.body),
        ['전', '후'],
      );
    });
  });
}

test('a disk with room for the log alone: writing goes on in the log, and moves to the database once it can', async (t) => {
  const { server, disk } = await market(t);
  const seller = await person(server);
  disk.fail('fd');
  const kept = [];
  // The log is moved at 1000 pages, again and again.
  const description = '가'.repeat(2000);
  while (kept.length < 400) kept.push((await writePost(seller, { description })).id);
  disk.mend();
  kept.push((await writePost(seller)).id);
  await assertWhole(server, async () => {
    for (const id of kept) (await seller.client.get(`/posts/${id}`)).expect(200);
  });
});

test('a folder of photos that can not be written to: everything but new photos goes on', async (t) => {
  const { server, disk } = await market(t);
  const seller = await person(server);
  const photo = await uploadPhoto(seller);
  disk.fail('dp');
  const upload = { body: jpeg(), type: 'image/jpeg' };
  (await seller.client.request('POST', '/photos', upload)).expect(503, 'storage-failing');
  await writePost(seller, { photo_ids: [photo.id] });
  (await seller.client.get(photo.urls.full)).expect(200);
  disk.mend();
  await uploadPhoto(seller);
  await server.stop();
});

test('looks at posts are counted through a failing disk', async (t) => {
  const { server, disk } = await market(t);
  const [seller, reader] = await people(server, 2);
  const post = await writePost(seller);
  disk.fail('ea');
  (await reader.client.get(`/posts/${post.id}`)).expect(200);
  await server.logged(({ task, message }) => task === 'views' && message === 'sweep failed');
  disk.mend();
  await until(
    async () => (await seller.client.get(`/posts/${post.id}`)).expect(200).body.view_count,
    (views) => views === 1,
  );
  await server.stop();
});

test('a mail that was sent while the disk failed is not sent again and again', async (t) => {
  const mail = await new MailServer().start();
  t.after(() => mail.stop());
  const { server, disk } = await market(t, { ...mail.settings, mail_retry_ms: 20, mail_retry_most_ms: 40 });
  const who = await person(server);
  mail.answer = () => {
    disk.fail('ea'); // after it was read, before it can be written down that it was sent
  };
  (await who.client.post('/users/me/email-verification')).expect(202);
  await mail.next(who.user.email);
  const failures = () => server.log.filter(({ message }) => message === 'a mail failed').length;
  await server.logged(() => failures() >= 3);
  mail.answer = () => undefined;
  disk.mend();
  await server.logged(({ message }) => message === 'mail sent');
  assert.equal(mail.to(who.user.email).length, 1);
  await server.stop();
});

test('what can not be read is said to be so, and is read again afterwards', async (t) => {
  const { server, disk } = await market(t);
  const seller = await person(server);
  const photo = await uploadPhoto(seller);
  // Whose photos are hidden is read from the database, after each change.
  (await seller.client.get(photo.urls.full)).expect(200);
  disk.fail('xa');
  (await seller.client.get(photo.urls.full)).expect(503, 'storage-failing');
  disk.mend();
  (await seller.client.get(photo.urls.full)).expect(200);
  (await new Client(server).get('/posts')).expect(200);
  await server.stop();
});
