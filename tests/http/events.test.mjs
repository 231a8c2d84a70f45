// The event stream: what it tells, to whom, in which order, and from which cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { act, person, say, talking } from '../support/people.mjs';
import { serverFor, useServer } from '../support/server.mjs';
import { bodies, cursorNow, Stream, streamOf } from '../support/stream.mjs';

const server = useServer();

const poll = (who, query, options) => who.client.get('/chat/events', { query, ...options });

test('without a cursor the answer is where the stream stands, at once', async () => {
  const { seller, buyer, room } = await talking(server);
  const { body } = (await poll(seller, { wait: 60 })).expect(200);
  assert.deepEqual(body.events, []);
  await say(buyer, room, '하나');
  assert.deepEqual(bodies(await new Stream(seller.client, body.cursor).poll()), ['하나']);
  assert.deepEqual((await poll(seller)).expect(200).body.events, []);
});

test('begin is the first event, and the numbers run without gaps', async () => {
  const { seller, buyer, deal, room } = await talking(server);
  (await act(seller, deal, 'accept')).expect(200);
  await Promise.all(Array.from({ length: 20 }, (_, i) => say(i % 2 ? seller : buyer, room, `${i}`)));
  (await seller.client.put(`${room}/read`, { seq: 5 })).expect(200);
  for (const who of [seller, buyer]) {
    const stream = await streamOf(who, 'begin');
    const events = await stream.poll();
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, i) => i + 1),
    );
    const types = events.map(({ type }) => type);
    assert.deepEqual(types.slice(0, 4), ['message', 'deal', 'message', 'deal']);
    assert.equal(types.at(-1), 'read');
    const said = events.filter(({ type }) => type === 'message').map(({ message }) => message.seq);
    assert.deepEqual(
      said,
      said.map((_, i) => i + 1),
      'in the order of the room',
    );
    assert.equal(await cursorNow(who), stream.cursor);
  }
  const fresh = await person(server);
  assert.deepEqual(await (await streamOf(fresh, 'begin')).poll(), []);
});

test('more than a hundred events come in pages', async () => {
  const { seller, buyer, room } = await talking(server);
  const stream = await streamOf(seller);
  await Promise.all(Array.from({ length: 230 }, (_, i) => say(buyer, room, `${i}`)));
  const pages = [
    await stream.poll(),
    await stream.poll({ wait: 20 }),
    await stream.poll(),
    await stream.poll(),
  ];
  assert.deepEqual(
    pages.map(({ length }) => length),
    [100, 100, 30, 0],
  );
  const seqs = pages.flat().map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    seqs.map((_, i) => seqs[0] + i),
  );
});

test('wait=0 answers at once, an empty answer keeps its cursor and is never cached', async () => {
  const { seller } = await talking(server);
  const after = await cursorNow(seller);
  const answer = (await poll(seller, { after, wait: 0 })).expect(200);
  assert.deepEqual(answer.body, { events: [], cursor: after });
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers.etag, undefined);
});

test('every device has its own cursor and hears everything once', async () => {
  const { seller, buyer, room } = await talking(server);
  const devices = await Promise.all(Array.from({ length: 5 }, () => streamOf(seller)));
  const said = Array.from({ length: 30 }, (_, i) => `${i}`);
  const listening = devices.map((device) => device.until(({ message }) => message?.body === '29'));
  for (const body of said) await say(buyer, room, body);
  for (const heard of await Promise.all(listening)) assert.deepEqual(bodies(heard), said);
});

test('who writes hears their own words on their other devices, with the client_id', async () => {
  const { seller, buyer, room } = await talking(server);
  const [mine, theirs] = [await streamOf(buyer), await streamOf(seller)];
  (await buyer.client.post(`${room}/messages`, { client_id: 'phone-1', body: '저예요' })).expect(201);
  assert.equal((await mine.poll())[0].message.client_id, 'phone-1');
  assert.equal((await theirs.poll())[0].message.client_id, null);
});

test('typing is told so often and no more', async () => {
  const { buyer, room } = await talking(server);
  // Ten at once, and one more each second.
  const answers = await Promise.all(Array.from({ length: 60 }, () => buyer.client.post(`${room}/typing`)));
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0 && refused.length < 60);
  for (const answer of refused) answer.expect(429, 'too-many-requests');
});

test("nobody sees others' events", async () => {
  const stranger = await person(server);
  const stream = await streamOf(stranger);
  const { seller, buyer, deal, room } = await talking(server);
  await say(buyer, room, '우리끼리');
  (await act(seller, deal, 'accept')).expect(200);
  (await buyer.client.post(`${room}/typing`)).expect(204);
  assert.deepEqual(await stream.poll(), []);
  assert.deepEqual(await (await streamOf(stranger, 'begin')).poll(), []);
  // A cursor is a place in one's own stream, whoever's it was: another's is at most ahead of it.
  (await poll(stranger, { after: await cursorNow(seller), wait: 0 })).expect(410, 'cursor-foreign');
  (await poll({ client: new Client(server) })).expect(401, 'not-signed-in');
});

test('what is no cursor is refused, what is of another stream is gone', async () => {
  const { seller } = await talking(server);
  const cursor = await cursorNow(seller);
  const [epoch, seq] = cursor.split('.');
  for (const after of [
    'rubbish',
    '.',
    `${epoch}.`,
    `${epoch}.-1`,
    `${epoch}.1x`,
    `${epoch}.1.2`,
    `${epoch}. 1`,
    '7',
    'Begin',
    `${epoch}.${'9'.repeat(30)}`,
    'x'.repeat(101),
  ])
    (await poll(seller, { after, wait: 0 })).expect(400, 'invalid-query');
  for (const query of [{ wait: -1 }, { wait: 61 }, { wait: 'long' }, { since: cursor }])
    (await poll(seller, query)).expect(400, 'invalid-query');
  for (const wait of [0, 60]) {
    for (const after of [`${epoch}.${Number(seq) + 1}`, `x${epoch}.1`, `${epoch.toUpperCase()}z.0`, '.1']) {
      const gone = (await poll(seller, { after, wait })).expect(410, 'cursor-foreign');
      assert.equal(gone.body.cursor, cursor);
    }
  }
});

test('events survive kill -9, and the cursor goes on', async () => {
  const { seller, buyer, room } = await talking(server);
  const stream = await streamOf(seller);
  await say(buyer, room, '하나');
  await server.kill();
  await server.start();
  const heard = await stream.poll();
  assert.deepEqual(bodies(heard), ['하나']);
  await say(buyer, room, '둘');
  const later = await stream.poll({ wait: 20 });
  assert.deepEqual(bodies(later), ['둘']);
  assert.equal(later[0].seq, heard.at(-1).seq + 1);
});

test('events that are no longer kept are gone with a word, and begin is the oldest kept', async (t) => {
  const of = await serverFor(t, { events_kept_ms: 1, sweep_ms: 20 });
  const { seller, buyer, room } = await talking(of);
  const { cursor } = await streamOf(seller);
  const start = cursor.replace(/\d+$/, '0');
  const answer = await until(
    () => poll(seller, { after: start, wait: 0 }),
    ({ status }) => status !== 200,
  );
  answer.expect(410, 'cursor-expired');
  assert.equal(answer.body.cursor, cursor);
  (await poll(seller, { after: start, wait: 60 })).expect(410, 'cursor-expired');
  assert.deepEqual(await (await streamOf(seller, 'begin')).poll(), []);
  // The stream's numbers go on.
  await say(buyer, room, '하나');
  assert.equal(Number((await cursorNow(seller)).split('.')[1]), Number(cursor.split('.')[1]) + 1);
});
