import assert from 'node:assert/strict';
import test from 'node:test';
import { Outbox } from '../../frontend/features/chat/outbox.js';
import { ApiError, NetworkError } from '../../frontend/lib/problem.js';

/** What localStorage is: text that outlives the page. */
function newShelf() {
  let kept = null;
  return {
    read: () => (kept === null ? null : JSON.parse(kept)),
    write: (items) => {
      kept = JSON.stringify(items);
    },
  };
}

/** A server that says each client_id once, and answers with what `plan` throws, in turn. */
function newServer(plan = []) {
  const said = new Map();
  const tries = [];
  return {
    tries,
    get room() {
      return [...said.values()];
    },
    send: (item) => {
      tries.push(item.body);
      const trouble = plan.shift();
      // Trouble on the way back: the message has arrived.
      if (!trouble || trouble.arrived) said.set(item.client_id, item.body);
      return trouble ? Promise.reject(trouble.error ?? trouble) : Promise.resolve();
    },
  };
}

test('messages are sent in the order they were written, one at a time', async () => {
  const server = newServer();
  const outbox = new Outbox(newShelf(), server.send);
  for (const body of ['하나', '둘', '셋']) outbox.add(1, { body });
  await Promise.all([outbox.flush(), outbox.flush()]);
  assert.deepEqual(server.tries, ['하나', '둘', '셋']);
  assert.deepEqual(outbox.items, []);
});

test('without the network everything waits, and nothing overtakes', async () => {
  const server = newServer([new NetworkError()]);
  const outbox = new Outbox(newShelf(), server.send);
  outbox.add(1, { body: '하나' });
  outbox.add(1, { body: '둘' });
  await assert.rejects(outbox.flush(), NetworkError);
  assert.deepEqual(server.tries, ['하나']);
  await outbox.flush();
  assert.deepEqual(server.room, ['하나', '둘']);
});

test('a message whose answer was lost is sent again under its name, and said once', async () => {
  const server = newServer([{ arrived: true, error: new NetworkError() }]);
  const outbox = new Outbox(newShelf(), server.send);
  outbox.add(1, { body: '하나' });
  await assert.rejects(outbox.flush());
  await outbox.flush();
  assert.deepEqual(server.tries, ['하나', '하나']);
  assert.deepEqual(server.room, ['하나']);
});

test('what waits is still there after a reload, under the same name', async () => {
  const shelf = newShelf();
  const before = new Outbox(shelf, newServer([new NetworkError()]).send);
  const { client_id } = before.add(1, { body: '하나' });
  await assert.rejects(before.flush());
  const server = newServer();
  const after = new Outbox(shelf, server.send);
  assert.equal(after.items[0].client_id, client_id);
  await after.flush();
  assert.deepEqual(server.room, ['하나']);
});

test('what the server refuses is failed and lets the others pass', async () => {
  const server = newServer([new ApiError(422, { code: 'invalid-fields' })]);
  const outbox = new Outbox(newShelf(), server.send);
  const refused = outbox.add(1, { body: '하나' });
  outbox.add(1, { body: '둘' });
  await outbox.flush();
  assert.deepEqual(server.room, ['둘']);
  const [failed] = outbox.items;
  assert.equal(failed.client_id, refused.client_id);
  assert.equal(failed.state, 'failed');
  assert.equal(failed.reason, 'invalid-fields');

  await outbox.flush(); // not by itself
  assert.equal(server.tries.length, 2);
  outbox.retry(refused.client_id);
  await outbox.flush();
  assert.deepEqual(server.room, ['둘', '하나']);
});

test('a failed message can be given up', async () => {
  const outbox = new Outbox(newShelf(), newServer([new ApiError(404, {})]).send);
  const { client_id } = outbox.add(1, { body: '하나' });
  await outbox.flush();
  outbox.remove(client_id);
  assert.deepEqual(outbox.items, []);
});

for (const status of [401, 408, 429, 500, 503]) {
  test(`after ${status} a message waits, as the server has not decided`, async () => {
    const outbox = new Outbox(newShelf(), newServer([new ApiError(status, {})]).send);
    outbox.add(1, { body: '하나' });
    await assert.rejects(outbox.flush(), ApiError);
    assert.equal(outbox.items[0].state, 'waiting');
  });
}

test('a message that the event stream brings first is not sent any more', async () => {
  const server = newServer();
  const outbox = new Outbox(newShelf(), server.send);
  const { client_id } = outbox.add(1, { body: '하나' });
  outbox.remove(client_id);
  outbox.remove(null); // of somebody else's message
  await outbox.flush();
  assert.deepEqual(server.tries, []);
});

test('where the browser keeps nothing, messages go all the same', async () => {
  const server = newServer();
  const outbox = new Outbox({ read: () => null, write: () => {} }, server.send);
  outbox.add(1, { body: '하나' });
  outbox.add(2, { body: '둘' });
  assert.deepEqual(
    outbox.of(2).map(({ body }) => body),
    ['둘'],
  );
  await outbox.flush();
  assert.deepEqual(server.room, ['하나', '둘']);
  assert.deepEqual(outbox.items, []);
});

test('listeners hear of every change, until they leave', () => {
  const outbox = new Outbox(newShelf(), newServer().send);
  const leaving = new AbortController();
  let heard = 0;
  outbox.subscribe(() => {
    heard += 1;
  }, leaving.signal);
  const { client_id } = outbox.add(1, { body: '하나' });
  outbox.remove(client_id);
  assert.equal(heard, 2);
  leaving.abort();
  outbox.add(1, { body: '둘' });
  assert.equal(heard, 2);
});

test('what is under way when somebody else signs in leaves theirs alone, and they do not wait for it', async () => {
  const shelves = { kim: newShelf(), lee: newShelf() };
  let who = 'kim';
  const shelf = { read: () => shelves[who].read(), write: (items) => shelves[who].write(items) };
  const server = newServer();
  let arrive;
  const outbox = new Outbox(shelf, async (item) => {
    if (item.body === '김의 말') await new Promise((done) => (arrive = done));
    await server.send(item);
  });
  outbox.add(1, { body: '김의 말' });
  const first = outbox.flush();
  who = 'lee';
  outbox.startOver();
  outbox.add(1, { body: '이의 말' });
  await outbox.flush();
  assert.deepEqual(server.room, ['이의 말']);
  outbox.add(1, { body: '아직 안 보낸 말' });
  arrive();
  await first;
  assert.deepEqual(server.room, ['이의 말', '김의 말'], 'who wrote it decides what else is sent');
  who = 'kim';
  assert.equal(outbox.items.length, 1, 'it is sent again under its name');
});

test('where the browser keeps nothing, nobody gets the messages of who was there before', () => {
  const outbox = new Outbox({ read: () => null, write: () => {} }, newServer().send);
  outbox.add(1, { body: '하나' });
  outbox.startOver();
  assert.deepEqual(outbox.items, []);
});
