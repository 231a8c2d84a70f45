// Polls that wait: what wakes them, and what else ends them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, people, person, say, talking } from '../support/people.mjs';
import { serverFor, useServer } from '../support/server.mjs';
import { bodies, cursorNow, Stream } from '../support/stream.mjs';

const server = useServer();
const single = useServer({ polls_per_user: 1 });

const poll = (who, query, options) => who.client.get('/chat/events', { query, ...options });

/**
 * A poll that is known to wait, on a server that lets a user wait but once: of two polls the one that came first is
 * answered early, and by then the other one waits.
 */
async function parked(who, after) {
  const polls = [0, 1].map(() => {
    const device = who.client.as({ token: who.token });
    const one = { device, isOver: false };
    one.answer = device.get('/chat/events', { query: { after, wait: 60 } }).finally(() => {
      one.isOver = true;
    });
    return one;
  });
  await Promise.race(polls.map(({ answer }) => answer));
  return polls.find(({ isOver }) => !isOver);
}

test('a poll is answered empty when its time is over', async () => {
  const { seller } = await talking(server);
  const after = await cursorNow(seller);
  const answer = (await poll(seller, { after, wait: 1 })).expect(200);
  assert.deepEqual(answer.body, { events: [], cursor: after });
});

test('a waiting poll is woken by what happens', async () => {
  const { seller, buyer, deal, room } = await talking(single);
  let cursor = await cursorNow(seller);
  const hears = async (happens) => {
    const { answer } = await parked(seller, cursor);
    await happens();
    const { body } = (await answer).expect(200);
    cursor = body.cursor;
    return body.events;
  };
  assert.deepEqual(bodies(await hears(() => say(buyer, room, '안녕하세요'))), ['안녕하세요']);
  const [{ read }] = await hears(() => buyer.client.put(`${room}/read`, { seq: 1 }));
  assert.deepEqual(read, { by: buyer.username, seq: 1 });
  const types = (await hears(() => act(buyer, deal, 'withdraw'))).map(({ type }) => type);
  assert.deepEqual(types, ['message', 'deal'], 'both of one transaction');
});

test('of nine waiting polls the oldest is answered early and empty', async () => {
  const { seller, buyer, room } = await talking(server);
  const after = await cursorNow(seller);
  const waiting = [];
  const answered = [];
  // One connection each, and sent one after the other, as devices do.
  for (let i = 0; i < 9; i += 1) {
    const device = seller.client.as({ token: seller.token });
    waiting.push(
      device.get('/chat/events', { query: { after, wait: 60 } }).then((answer) => {
        answered.push(i);
        return answer.expect(200).body;
      }),
    );
    await seller.client.get('/users/me'); // a round trip, so that they tend to come in order
  }
  const early = await Promise.race(waiting);
  assert.deepEqual(early, { events: [], cursor: after });
  assert.equal(answered.length, 1);
  await say(buyer, room, '모두에게');
  const rest = (await Promise.all(waiting)).filter((answer) => answer !== early);
  assert.equal(rest.length, 8);
  for (const { events } of rest) assert.deepEqual(bodies(events), ['모두에게']);
});

test('signing out answers the waiting poll of that session 401, and no other', async () => {
  const { seller, buyer, room } = await talking(server);
  const credentials = { username: seller.username, password: seller.password };
  const session = (await new Client(server).post('/sessions', credentials)).expect(201).body;
  const laptop = new Client(server, { token: session.token });
  const after = await cursorNow(seller);
  const query = { after, wait: 60 };
  const [stays, leaves] = [seller.client, laptop].map((client) => client.get('/chat/events', { query }));
  (await laptop.delete('/sessions/current')).expect(204);
  (await leaves).expect(401, 'not-signed-in');
  await say(buyer, room, '아직 있나요?');
  assert.deepEqual(bodies((await stays).expect(200).body.events), ['아직 있나요?']);
});

test('a poll that is known to wait is answered 401 when its session ends', async () => {
  const who = await person(single);
  const { answer, device } = await parked(who, await cursorNow(who));
  (await device.delete('/sessions/current')).expect(204);
  (await answer).expect(401, 'not-signed-in');
});

for (const [how, end] of [
  ['ended from another device', (who, id) => who.client.delete(`/sessions/${id}`)],
  ['ended with all others', (who) => who.client.delete('/sessions')],
  [
    'ended by a new password',
    (who) =>
      who.client.put('/users/me/password', {
        current_password: who.password,
        new_password: 'taller giraffe 8',
      }),
  ],
]) {
  test(`a poll whose session is ${how} is answered 401`, async () => {
    const who = await person(server);
    const credentials = { username: who.username, password: who.password };
    const { id, token } = (await new Client(server).post('/sessions', credentials)).expect(201).body;
    const query = { after: await cursorNow(who), wait: 60 };
    const waiting = new Client(server, { token }).get('/chat/events', { query });
    (await end(who, id)).expect(204);
    (await waiting).expect(401, 'not-signed-in');
  });
}

test('a poll that races with the end of its session never waits on', async () => {
  const who = await person(server);
  const after = await cursorNow(who);
  for (let round = 0; round < 20; round += 1) {
    const credentials = { username: who.username, password: who.password };
    const { token } = (await new Client(server).post('/sessions', credentials)).expect(201).body;
    const device = new Client(server, { token });
    const [waiting] = await Promise.all([
      device.get('/chat/events', { query: { after, wait: 60 } }),
      device.delete('/sessions/current').then((answer) => answer.expect(204)),
    ]);
    waiting.expect(401, 'not-signed-in');
  }
});

test('typing reaches who waits, has no number and leaves no trace', async () => {
  const { seller, buyer, deal, room } = await talking(single);
  const before = await cursorNow(seller);
  const { answer } = await parked(seller, before);
  (await buyer.client.post(`${room}/typing`)).expect(204);
  const { events, cursor } = (await answer).expect(200).body;
  assert.deepEqual(
    events.map(({ type, room_id: id, seq }) => [type, id, seq]),
    [['typing', deal.room_id, undefined]],
  );
  assert.deepEqual([cursor, await cursorNow(seller)], [before, before]);
  assert.deepEqual(await new Stream(seller.client, before).poll(), []);
});

test('who waits sees the connection break on kill -9, and may wait again afterwards', async () => {
  const { seller, buyer, room } = await talking(single);
  const after = await cursorNow(seller);
  const broken = assert.rejects((await parked(seller, after)).answer);
  await single.kill();
  await broken;
  await single.start();
  const { answer } = await parked(seller, after);
  await say(buyer, room, '다시 왔어요');
  assert.deepEqual(bodies((await answer).expect(200).body.events), ['다시 왔어요']);
});

test('on shutdown every waiting poll is answered with its cursor and Connection: close', async (t) => {
  const of = await serverFor(t, { polls_per_user: 1 });
  const polls = [];
  for (const who of await people(of, 5)) {
    const after = await cursorNow(who);
    polls.push({ after, ...(await parked(who, after)) });
  }
  const stopped = of.stop();
  for (const { after, answer } of polls) {
    const { body, headers } = (await answer).expect(200);
    assert.deepEqual(body, { events: [], cursor: after });
    assert.equal(headers.connection, 'close');
  }
  await stopped;
});

test('a client that goes away frees its place', async (t) => {
  const of = await serverFor(t, { polls_per_user: 50 });
  const { seller, buyer, room } = await talking(of);
  const after = await cursorNow(seller);
  const stays = poll(seller, { after, wait: 60 });
  // Were the places of those who leave kept, the one that stays would be the oldest of too many and answered empty.
  for (let i = 0; i < 100; i += 1) {
    const leaving = new AbortController();
    const device = seller.client.as({ token: seller.token });
    const gone = assert.rejects(
      device.get('/chat/events', { query: { after, wait: 60 }, signal: leaving.signal }),
    );
    await seller.client.get('/users/me'); // the poll has had the time to be parked
    leaving.abort();
    await gone;
  }
  await say(buyer, room, '아직 있어요');
  assert.deepEqual(bodies((await stays).expect(200).body.events), ['아직 있어요']);
});
