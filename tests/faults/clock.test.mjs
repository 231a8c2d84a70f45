// The clock of the machine jumps, far ahead and far back, while the market runs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { noClock, WallClock } from '../support/clock.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, people, postBody, say, talking, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { startServer } from '../support/server.mjs';
import { bodies, streamOf } from '../support/stream.mjs';

const DAY = 86_400;
const YEAR = 365 * DAY;

async function market(t, settings = {}, ahead = 0) {
  const clock = new WallClock();
  clock.set(ahead);
  const quick = { argon2_mib: 1, argon2_passes: 1, sweep_ms: 30 };
  const server = await startServer({ ...quick, ...settings }, { env: clock.env });
  t.after(async () => {
    await server.kill({ meant: true }); // after a test that has failed
    await server.removeData();
    clock.remove();
  });
  const jumps = () => server.log.filter(({ message }) => message === 'the clock has leapt').length;
  /** Sets the clock, and waits until the sweep has seen it and gone over everything once more. */
  const jump = async (seconds) => {
    const before = jumps();
    clock.set(seconds);
    await server.logged(() => jumps() > before);
    const guest = new Client(server);
    const { username } = (await people(server, 1))[0]; // a write behind whatever the sweep had begun
    (await guest.get(`/users/${username}`)).expect(200);
    guest.close();
  };
  return { server, clock, jump };
}

test('a year ahead and back again: nobody is signed out, and no deal, photo, answer or event is gone', {
  skip: noClock,
}, async (t) => {
  const { server, jump } = await market(t, { events_kept_ms: 30 * DAY * 1000 });
  const [seller, buyer] = await people(server, 2);
  const unused = await uploadPhoto(seller);
  const key = randomUUID();
  const body = postBody();
  const headers = { 'idempotency-key': key };
  const post = (await seller.client.post('/posts', body, { headers })).expect(201).body;
  const deal = await buy(buyer, post);
  const room = `/chat/rooms/${deal.room_id}`;
  await say(buyer, room, '전');
  const stream = await streamOf(buyer, 'begin');

  await jump(YEAR);
  (await buyer.client.get('/users/me')).expect(200);
  await say(buyer, room, '뛰었다');
  await jump(0);
  (await buyer.client.get('/users/me')).expect(200);
  assert.equal((await seller.client.get(`/deals/${deal.id}`)).expect(200).body.state, 'negotiating');
  const again = (await seller.client.post('/posts', body, { headers })).expect(201);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.equal(again.body.id, post.id);
  await writePost(seller, { photo_ids: [unused.id] });
  assert.deepEqual(bodies(await stream.until(({ message }) => message?.body === '전')), ['전', '뛰었다']);
  (await act(seller, deal, 'accept')).expect(200);

  await jump(-YEAR);
  await say(seller, room, '그때');
  assert.deepEqual(bodies(await stream.until(({ message }) => message?.body === '그때')), ['그때']);
  (await buyer.client.get(`/posts/${post.id}`)).expect(200);
  await jump(0);
  assert.equal((await seller.client.get(`/deals/${deal.id}`)).expect(200).body.state, 'reserved');
  const { items } = (await buyer.client.get(`${room}/messages`)).expect(200).body;
  assert.deepEqual(
    items.map(({ seq }) => seq),
    items.map((_, i) => i + 1),
  );
  await server.stop();
});

test('polls wait the time that really passes, wherever the clock is', { skip: noClock }, async (t) => {
  const { server, clock } = await market(t);
  const { seller, buyer, room } = await talking(server);
  const stream = await streamOf(buyer);
  const short = streamOf(seller).then((own) => own.poll({ wait: 1 }));
  const long = stream.poll({ wait: 60 });
  clock.set(-YEAR);
  assert.deepEqual(await short, []); // a second, and no year
  clock.set(20 * DAY);
  await say(seller, room, '지금'); // the long one has neither ended nor got stuck
  assert.deepEqual(bodies(await long), ['지금']);
  await server.stop();
});

test('limits that were used while the clock was ahead do not wait for that time to come', {
  skip: noClock,
}, async (t) => {
  // A clock that is wrong from the start on.
  const limits = {
    mail_pause_ms: 60_000,
    sign_in_burst: 2,
    sign_in_delay_ms: 100,
    sign_in_most_delay_ms: 400,
    mail_request_burst: 1,
    mail_request_per_minute: 1200,
  };
  const { server, jump } = await market(t, limits, 10 * DAY);
  const [seller] = await people(server, 1);
  const post = await writePost(seller);
  const bump = () => seller.client.post(`/posts/${post.id}/bump`);
  const guess = () =>
    new Client(server).post('/sessions', { username: seller.username, password: 'not the one 1' });
  (await bump()).expect(409, 'bump-too-soon');
  (await seller.client.post('/users/me/email-verification')).expect(202);
  await until(guess, ({ status }) => status === 429);
  await jump(0);
  (await bump()).expect(200);
  await until(
    () => seller.client.post('/users/me/email-verification'),
    ({ status }) => status === 202,
  );
  const blocked = await until(guess, ({ status }) => status === 429);
  const wait = Number(blocked.headers['retry-after']);
  assert.ok(wait >= 0 && wait <= 1, `${wait} s`);
  await until(
    () => new Client(server).post('/sessions', { username: seller.username, password: seller.password }),
    ({ status }) => status === 201,
  );
  await server.stop();
});

test('no wait is negative and no answer is late while the clock goes to and fro', {
  skip: noClock,
}, async (t) => {
  const { server, clock } = await market(t);
  const { seller, buyer, room } = await talking(server);
  for (const seconds of [-YEAR, 9 * DAY, -3600, 3600, 0, -1, 1, 0]) {
    clock.set(seconds);
    await say(seller, room, String(seconds));
    for (const path of ['/posts', '/chat/rooms', '/deals', '/users/me', '/notices']) {
      const answer = await buyer.client.get(path);
      if (answer.status !== 404) answer.expect(200);
      for (const name of ['retry-after', 'age']) assert.ok(Number(answer.headers[name] ?? 0) >= 0);
    }
  }
  const { items } = (await buyer.client.get(`${room}/messages`, { query: { limit: 100 } })).expect(200).body;
  assert.equal(items.filter(({ kind }) => kind === 'text').length, 8);
  await server.stop();
});
