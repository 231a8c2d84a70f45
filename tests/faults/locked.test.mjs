// Another program has the database locked: an operator's sqlite3 with an open transaction, a backup that takes its time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertWhole, long, ready } from '../support/faults.mjs';
import { until } from '../support/patience.mjs';
import { people, person, postBody, signUpBody, talking, textMessage, writePost } from '../support/people.mjs';
import { startServer } from '../support/server.mjs';
import { hold } from '../support/sqlite.mjs';
import { bodies, streamOf } from '../support/stream.mjs';

async function market(t) {
  const server = await startServer({ argon2_mib: 1, argon2_passes: 1, sweep_ms: 100 });
  t.after(async () => {
    await server.kill({ meant: true }); // after a test that has failed
    await server.removeData();
  });
  return server;
}

const postsOf = async ({ client, username }) =>
  (await client.get('/posts', { query: { seller: username, limit: 100 } }))
    .expect(200)
    .body.items.map(({ title }) => title)
    .sort();

// A write waits for five seconds before it is refused (db/sqlite_connection.cpp).

test('a write waits for another program that has the database for a moment, and is done then', async (t) => {
  const server = await market(t);
  const { seller, buyer, room } = await talking(server);
  const stream = await streamOf(buyer);
  const waiting = stream.poll({ wait: 60 });
  const lock = await hold(t, server.dataDir, 'BEGIN EXCLUSIVE');
  const said = seller.client.post(`${room}/messages`, textMessage('기다렸다'));
  const signedIn = seller.client.post('/sessions', { username: seller.username, password: seller.password });
  for (let i = 0; i < 50; i += 1) (await buyer.client.get(`${room}/messages`)).expect(200);
  await lock.release();
  (await said).expect(201);
  (await signedIn).expect(201);
  assert.deepEqual(bodies(await waiting), ['기다렸다']);
  await server.stop();
});

test('while another program keeps the database, reading goes on and writes are refused with 503; then nothing is lost and nobody hangs', async (t) => {
  const server = await market(t);
  const [seller, buyer] = await people(server, 2);
  const first = await writePost(seller, { title: '처음' });
  const lock = await hold(t, server.dataDir, 'BEGIN IMMEDIATE');
  const least = performance.now() + (long ? 60_000 : 0);
  const kept = ['처음'];
  const refused = [];
  let over = false; // once enough was refused
  const write = async (number) => {
    const title = `책 ${number}`;
    const answer = await seller.client.post('/posts', postBody({ title }));
    if (answer.status === 201) return kept.push(title);
    assert.ok(Number(answer.expect(503, 'busy').headers['retry-after']) >= 1);
    return refused.push(title);
  };
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let i = 0; !over; i += 1) await write(`${writer}-${i}`);
  });
  const signUp = buyer.client.post('/users', signUpBody());
  let reads = 0;
  try {
    await until(async () => {
      (await buyer.client.get(`/posts/${first.id}`)).expect(200);
      (await buyer.client.get('/posts?q=선형')).expect(200);
      (await buyer.client.get('/chat/events')).expect(200);
      reads += 1;
      return refused.length > 0 && performance.now() >= least;
    });
  } finally {
    over = true;
  }
  await lock.release();
  await Promise.all(writers);
  const { status } = await signUp;
  assert.ok(status === 201 || status === 503, String(status));
  // One write after another through every lane that writes.
  await until(
    () => seller.client.post('/posts', postBody({ title: '다음' })),
    (answer) => answer.status === 201,
  );
  kept.push('다음');
  await person(server);
  await ready(server);
  assert.deepEqual(await postsOf(seller), kept.toSorted());
  t.diagnostic(`${refused.length} writes refused, ${reads} rounds of reads meanwhile`);
  await assertWhole(server, async () => assert.deepEqual(await postsOf(seller), kept.toSorted()));
});

test('another program that reads for long keeps nobody from writing', async (t) => {
  const server = await market(t);
  const seller = await person(server);
  const reader = await hold(t, server.dataDir, 'BEGIN; SELECT count(*) FROM posts');
  for (let i = 0; i < 40; i += 1) await writePost(seller);
  await reader.release();
  await writePost(seller);
  await server.stop();
});
