// Bytes of the database file change, as a bad disk or a bad memory does it: that is found, by the look at the file that
// the server takes every so often or by whoever meets it, and told; nobody is given wrong rows, and the server lives.
import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { long, randomOf, seed, unready } from '../support/faults.mjs';
import { until } from '../support/patience.mjs';
import { buy, people, postBody, say, textMessage, writePost } from '../support/people.mjs';
import { startServer } from '../support/server.mjs';
import { pagesOf, rowsOf, spoil } from '../support/sqlite.mjs';

/** A market that has something in every table that is spoilt here, all of it in the file and none in its log. */
async function market(t, settings = {}) {
  const server = await startServer({ argon2_mib: 1, argon2_passes: 1, integrity_check_ms: 0, ...settings });
  t.after(async () => {
    await server.kill({ meant: true }); // after a test that has failed
    await server.removeData();
  });
  const [seller, buyer] = await people(server, 2);
  const description = '밑줄이 조금 있어요. '.repeat(60);
  const posts = [];
  for (let i = 0; i < 40; i += 1)
    posts.push(await writePost(seller, { title: `미적분학 ${i}`, description }));
  const { room_id: id } = await buy(buyer, posts[0]);
  for (let i = 0; i < 40; i += 1)
    await say(i % 2 ? seller : buyer, `/chat/rooms/${id}`, `${i} ${'네 '.repeat(300)}`);
  const ways = [
    ['signed out', '/posts?limit=100&status=selling'],
    ['signed in', `/posts?seller=${seller.username}&limit=100&status=selling`, seller],
    ...posts.map((post) => ['a post', `/posts/${post.id}`]),
    ['searching', '/posts?q=미적분학&limit=100'],
    ['counting', '/posts/facets?q=미적분학'],
    ['reading', `/chat/rooms/${id}/messages?limit=100`, buyer],
    ['rooms', '/chat/rooms', seller],
    ['deals', '/deals', buyer],
    ['events', '/chat/events?after=begin&wait=0', seller],
    ['me', '/users/me', seller],
  ];
  const guest = new Client(server);
  const look = async (options) => {
    const answers = [];
    for (const [name, path, who] of ways) {
      const answer = await (who?.client ?? guest).get(path, options);
      answers.push({ name, path, status: answer.status, body: JSON.stringify(answer.body) });
    }
    return answers;
  };
  const write = (options) => [
    seller.client.post('/posts', postBody(), options),
    buyer.client.post(`/chat/rooms/${id}/messages`, textMessage(), options),
    buyer.client.put(`/posts/${posts[1].id}/favorite`, undefined, options),
  ];
  await server.restart();
  return { server, look, write };
}

/** What changes by itself is not compared. */
const steady = (body) => body.replaceAll(/"(view_count|last_seen_at|cursor)":("[^"]*"|\d+)/g, '');

/** Everything is asked for and written: what is answered is what was, or an error of the server's own. */
async function assertNothingWrong({ server, look, write }, before) {
  for (const [i, { name, path, status, body }] of (await look()).entries()) {
    assert.ok([200, 500, 503].includes(status), `${name} ${path}: ${status}`);
    if (status === 200) assert.equal(steady(body), steady(before[i].body), `${name} ${path}`);
  }
  for (const written of await Promise.all(write())) {
    assert.ok([200, 201, 204, 500, 503].includes(written.status), String(written.status));
  }
  assert.equal(server.child.exitCode ?? server.child.signalCode, null, 'it has died');
}

const PLACES = [
  ['posts', 'leaf'],
  ['posts', 'internal'],
  ['posts_by_time', 'leaf'],
  ['posts_by_seller', 'leaf'],
  ['messages', 'leaf'],
  ['rooms_by_seller', 'leaf'],
  ['events', 'leaf'],
  ['post_index_data', 'leaf'],
];

/** The database as it was left at a clean end, to be put back before each fault; with what tells that it is the same. */
async function keptAside({ server }) {
  assert.equal((await server.end('SIGTERM')).code, 0);
  const [file, lastStart] = [join(server.dataDir, 'market.db'), join(server.dataDir, 'last-start')];
  const [bytes, words] = [await readFile(file), await readFile(lastStart)];
  return async () => {
    for (const tail of ['-wal', '-shm']) await rm(file + tail, { force: true });
    await writeFile(file, bytes);
    await writeFile(lastStart, words);
  };
}

const damage = ({ message }) => message === 'the database is damaged';

test('damage in a table or an index is found by the look at the file, and told with its place', async (t) => {
  const made = await market(t);
  const { server, look } = made;
  const before = await look();
  for (const { status, path } of before) assert.equal(status, 200, path);
  const putBack = await keptAside(made);
  server.options.settings.integrity_check_ms = 20;
  for (const [name, kind] of PLACES) {
    await putBack();
    const place = pagesOf(server.dataDir, name).find((page) => page.kind === kind);
    assert.ok(place, `${name} has no page that is ${kind}`);
    spoil(server.dataDir, place);
    await server.start();
    const table = rowsOf(server.dataDir, `SELECT tbl_name FROM sqlite_schema WHERE name = '${name}'`)[0][0];
    assert.match((await server.logged(damage)).found, new RegExp(`^${table}: `));
    assert.deepEqual(await unready(server), { integrity: 'damaged' }, name);
    await assertNothingWrong(made, before);
    assert.equal((await server.end('SIGTERM')).code, 0, server.tail());
    assert.match(await server.faults(), /^the database file is damaged: /, name);
  }
  await putBack();
  await server.start();
  await server.logged(({ message }) => message === 'the database is whole');
  assert.deepEqual(await unready(server), {});
  await server.stop();
});

test('damage that a request meets counts at once, and the server goes on with what is whole', async (t) => {
  const made = await market(t);
  const { server, look, write } = made;
  const before = await look();
  const putBack = await keptAside(made);
  for (const [name, kind] of PLACES) {
    await putBack();
    await server.start();
    const place = pagesOf(server.dataDir, name).find((page) => page.kind === kind);
    spoil(server.dataDir, place);
    await assertNothingWrong(made, before);
    const met = await until(
      async () => [...(await look()), ...(await Promise.all(write()))],
      (answers) => answers.some(({ status }) => status === 500),
    );
    assert.ok(met);
    assert.deepEqual(await unready(server), { integrity: 'damaged' }, name);
    await server.logged(damage);
    assert.equal((await server.end('SIGTERM')).code, 0, server.tail());
  }
});

test(`bytes that change anywhere never bring the server down (seed ${seed})`, async (t) => {
  const made = await market(t);
  const { server, look, write } = made;
  const putBack = await keptAside(made);
  const random = randomOf(seed);
  for (let round = 0; round < (long ? 200 : 12); round += 1) {
    await putBack();
    await server.start();
    const { size } = await stat(join(server.dataDir, 'market.db'));
    for (let flips = 0; flips < 40; flips += 1) {
      // Not the first page: without it there is no database, and no start (start.test.mjs).
      const offset = 4096 + Math.floor(random() * (size - 4097));
      spoil(server.dataDir, { page: 1, size }, Buffer.from([Math.floor(random() * 256)]), offset);
    }
    // A letter that has become another one is nobody's to notice: the answers need not be what they should be.
    const free = { check: false };
    for (const answers of [await look(free), await Promise.all(write(free))]) {
      for (const { status } of answers) assert.ok(status < 600, String(status));
    }
    assert.equal(server.child.exitCode ?? server.child.signalCode, null, server.tail());
    assert.equal((await server.end('SIGTERM')).code, 0, server.tail());
  }
});
