// kill -9 in the middle of many writers, twenty times on the same data: what was acknowledged is there, once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { GREETING, Ledger, mixedWriters } from '../support/writers.mjs';

const server = useServer();
const KILLS = 20;

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

/** Holds the server to all that it has acknowledged. */
async function assertKept(everyone, ledger) {
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
  return { posts: posts.length, deals: deals.length, messages: byBody.size };
}

/** Sees the whole event stream of somebody who has missed all of it. */
async function assertWholeStream({ client }) {
  let cursor = 'begin';
  let expected = 1;
  for (;;) {
    const { body } = (await client.get('/chat/events', { query: { after: cursor, wait: 0 } })).expect(200);
    if (body.events.length === 0) return;
    for (const { seq } of body.events) assert.equal(seq, expected++, 'the event stream has a gap');
    cursor = body.cursor;
  }
}

test(`what was acknowledged survives kill -9 in the middle of 32 writers, ${KILLS} times, and nothing is there twice`, async (t) => {
  const everyone = await people(server, 8);
  const ledger = new Ledger();
  const writers = await mixedWriters(everyone, ledger);
  for (const person of everyone) {
    const rooms = (await person.client.get('/chat/rooms', { query: { limit: 100 } })).expect(200).body.items;
    person.rooms = new Set(rooms.map((room) => room.id));
  }

  const startMs = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // Sooner or later in each round, so that the kills meet the server in different states.
    const last = ledger.acknowledged + 60 + ((kill * 37) % 150);
    let killed;
    await Promise.all(
      writers.map((writer) =>
        writer.run(() => {
          if (ledger.acknowledged >= last) killed ??= server.kill();
          return false; // each goes on until it feels it
        }),
      ),
    );
    await killed;
    assert.equal(await server.faults(), '', `after kill ${kill}`);
    const begin = performance.now();
    await server.start();
    startMs.push(performance.now() - begin);
    await assertKept(everyone, ledger);
  }

  await Promise.all(writers.map((writer) => writer.finish()));
  const found = await assertKept(everyone, ledger);
  assert.equal(found.posts, ledger.posts.size + 4, 'posts'); // 4 for the rooms
  assert.equal(found.deals, ledger.deals.size + 4, 'deals');
  assert.equal(found.messages, ledger.messages.size, 'messages');
  for (const person of everyone) await assertWholeStream(person);
  t.diagnostic(`${ledger.acknowledged} acknowledged, ${ledger.replayed} of them by a repeated request`);
  t.diagnostic(
    `up again in ${Math.round(Math.max(...startMs))} ms at most, ` +
      `${Math.round(startMs.sort((a, b) => a - b)[KILLS / 2])} ms in the middle`,
  );
});
