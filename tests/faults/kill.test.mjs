// kill -9 in the middle of all that people do, again and again on the same data: what was acknowledged is there, once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { long, randomOf, seed } from '../support/faults.mjs';
import { people, promote } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { cursorNow } from '../support/stream.mjs';
import { GREETING, Ledger, Listener, mixedWriters, readOn } from '../support/writers.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sign_up_burst: 0, sweep_ms: 50 });
const KILLS = long ? 100 : 20;
const MOST_MS = 600; // of a round, from the first request to the kill

/** Every item of a list, page after page. */
async function all(client, path, query = {}) {
  const items = [];
  let cursor;
  do {
    const page = (await client.get(path, { query: { ...query, limit: 100, cursor } })).expect(200).body;
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return items;
}

async function postsOf(everyone) {
  const statuses = 'selling,reserved,sold';
  const lists = await Promise.all(
    everyone.map(({ client, username }) => all(client, '/posts', { seller: username, status: statuses })),
  );
  return lists.flat();
}

async function messagesOf(client, room) {
  const items = [];
  let after = 0;
  for (let page; page?.next_cursor !== null; after = items.at(-1)?.seq ?? 0) {
    page = (await client.get(`/chat/rooms/${room}/messages`, { query: { after, limit: 100 } })).body;
    items.push(...page.items);
  }
  return items;
}

const dealsOf = async (everyone) =>
  (await Promise.all(everyone.map(({ client }) => all(client, '/deals', { role: 'buyer' })))).flat();

function assertNoneTwice(names, what) {
  assert.equal(new Set(names).size, names.length, `${what} were written twice`);
}

/** Holds the server to all that it has acknowledged; what `writers` wait to hear of may be done or not. */
async function assertKept(everyone, ledger, writers) {
  const pending = new Set(writers.map(({ pending: request }) => request?.path));
  const posts = await postsOf(everyone);
  const idByTitle = new Map(posts.map((post) => [post.title, post.id]));
  for (const [title, { id }] of ledger.posts) assert.equal(idByTitle.get(title), id, `post ${id} is lost`);
  assertNoneTwice(
    posts.map((post) => post.title).filter((title) => /^(책|거래) /.test(title)),
    'posts',
  );

  const deals = await dealsOf(everyone);
  const versionById = new Map(deals.map((deal) => [deal.id, deal.version]));
  for (const [id, { version }] of ledger.deals) {
    assert.ok((versionById.get(id) ?? 0) >= version, `deal ${id} is lost or has gone back`);
  }
  assertNoneTwice(
    deals.map((deal) => `${deal.post.id} ${deal.buyer.username}`),
    'deals',
  );

  const rooms = new Set([...ledger.messages.values()].map((message) => message.room));
  const byBody = new Map();
  for (const room of rooms) {
    const { client } = everyone.find((person) => person.rooms.has(room));
    const messages = await messagesOf(client, room);
    assert.deepEqual(
      messages.map((message) => message.seq),
      messages.map((_, index) => index + 1),
      `room ${room} has gaps`,
    );
    const sent = messages.filter(({ body }) => body.startsWith(GREETING));
    assertNoneTwice(
      sent.map((message) => message.body),
      'messages',
    );
    for (const { seq, body } of sent) byBody.set(body, { room, seq });
  }
  for (const [body, message] of ledger.messages) assert.deepEqual(byBody.get(body), message);
  for (const [id, { post, url }] of ledger.photos) {
    (await everyone[0].client.get(url)).expect(200);
    const shown = posts.find((each) => each.id === post);
    assert.equal(shown?.photo?.id, id, `post ${post} has lost its photo`);
  }
  for (const [id, { seller, hidden }] of ledger.hidden) {
    const { status } = (await seller.client.get(`/posts/${id}`)).expect(200).body;
    const undecided = ['hide', 'restore'].some((act) => pending.has(`/admin/posts/${id}/${act}`));
    if (!undecided) assert.equal(status === 'hidden', hidden, `post ${id} is ${status}`);
  }
  await assertSignedIn(ledger);
  return { posts: posts.length, deals: deals.length, messages: byBody.size };
}

async function assertSignedIn(ledger) {
  for (const [token, { username, signedIn }] of ledger.sessions) {
    const client = new Client(server, { token });
    const answer = await client.get('/users/me');
    client.close();
    if (signedIn) assert.equal(answer.expect(200).body.username, username);
    else answer.expect(401);
  }
}

/** Sees the whole event stream of somebody who has missed all of it. */
async function assertWholeStream({ client }, told) {
  let cursor = 'begin';
  let expected = 1;
  for (;;) {
    const { body } = (await client.get('/chat/events', { query: { after: cursor, wait: 0 } })).expect(200);
    if (body.events.length === 0) break;
    for (const event of body.events) {
      assert.equal(event.seq, expected++, 'the event stream has a gap');
      const before = told.get(event.seq);
      if (before)
        assert.deepEqual([event.type, event.at], [before.type, before.at], 'what was told has changed');
      told.delete(event.seq);
    }
    cursor = body.cursor;
  }
  assert.equal(told.size, 0, 'what was told is gone');
}

test(`what was acknowledged survives kill -9 at any moment, ${KILLS} times, and nothing is there twice (seed ${seed})`, async (t) => {
  const random = randomOf(seed);
  const [moderator, moderated, ...everyone] = await people(server, 10);
  await promote(server, [[moderator, 'moderator']]);
  const ledger = new Ledger();
  const beside = { moderator, seller: moderated, guest: { client: new Client(server) } };
  const writers = await mixedWriters(everyone, beside, ledger);
  for (const person of everyone) {
    const rooms = (await person.client.get('/chat/rooms', { query: { limit: 100 } })).expect(200).body.items;
    person.rooms = new Set(rooms.map((room) => room.id));
  }
  const listeners = [];
  for (const who of everyone) listeners.push(new Listener(who, await cursorNow(who)));
  const readers = everyone.slice(0, 4);
  const looks = ['/posts', '/posts?q=선형대수학', '/chat/rooms', '/deals', '/posts/facets?q=책', '/users/me'];

  const startMs = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    let killed;
    const timer = setTimeout(() => {
      killed = server.kill();
    }, random() * MOST_MS);
    const stopped = () => false; // each goes on until it feels it
    await Promise.all([
      ...writers.map((writer) => writer.run(stopped)),
      ...listeners.map((listener) => listener.run(stopped)),
      ...readers.map((who) => readOn(who, looks, stopped)),
    ]);
    clearTimeout(timer);
    await killed;
    assert.equal(await server.faults(), '', `after kill ${kill}`);
    const begin = performance.now();
    await server.start();
    startMs.push(performance.now() - begin);
    // All of it takes longer each time.
    if (kill % (long ? 10 : 5) === 0) await assertKept(everyone, ledger, writers);
  }

  await Promise.all(writers.map((writer) => writer.finish()));
  const found = await assertKept(everyone, ledger, []);
  assert.equal(found.posts, ledger.posts.size + 4, 'posts'); // 4 for the rooms
  assert.equal(found.deals, ledger.deals.size + 4, 'deals');
  assert.equal(found.messages, ledger.messages.size, 'messages');
  for (const { who, told } of listeners) await assertWholeStream(who, told);
  t.diagnostic(`${ledger.acknowledged} acknowledged, ${ledger.replayed} of them by a repeated request`);
  t.diagnostic(
    `up again in ${Math.round(Math.max(...startMs))} ms at most, ` +
      `${Math.round(startMs.sort((a, b) => a - b)[KILLS >> 1])} ms in the middle`,
  );
});
