// What somebody tries who wants more than their own: more rights, others' things, others' names, other files.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import {
  act,
  buy,
  freshName,
  PASSWORD,
  people,
  person,
  postBody,
  promote,
  sell,
  signUpBody,
  talking,
  textMessage,
  writePost,
} from '../support/people.mjs';
import { RawConnection } from '../support/raw.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sign_in_burst: 0 });
const nobody = new Client(server);

/** What an answer knows and a request may not say. */
const claims = {
  id: 1,
  role: 'admin',
  is_admin: true,
  email_verified: true,
  email_verified_at: 1,
  suspended_until: null,
  rating: { average: 5, count: 100 },
  counts: { sold: 100 },
  created_at: '2020-01-01T00:00:00.000Z',
  password_hash: 'x',
};

test('nobody makes themselves more than they are in a body', async () => {
  const who = await person(server);
  const { client, username } = who;
  const me = async () => (await client.get('/users/me')).expect(200).body;
  const before = await me();
  for (const [name, value] of Object.entries(claims)) {
    const fault = { [`/${name}`]: 'unknown-field' };
    (await nobody.post('/users', signUpBody({ [name]: value }))).expectFields(fault);
    (await client.patch('/users/me', { bio: 'mehr', [name]: value })).expectFields(fault);
    const session = { username, password: PASSWORD, [name]: value };
    (await nobody.post('/sessions', session)).expectFields(fault);
  }
  (await client.patch('/users/me', { username: 'admin' })).expectFields({ '/username': 'unknown-field' });
  assert.deepEqual(await me(), before);
  assert.equal(before.role, 'user');
});

test('nobody makes a post, a deal or a message more than it is in a body', async () => {
  const { seller, buyer, deal, room } = await talking(server);
  const mine = await writePost(seller);
  for (const [name, value] of Object.entries({
    id: 1,
    seller: buyer.username,
    seller_id: 1,
    view_count: 1000,
    favorite_count: 1000,
    deal_count: 9,
    created_at: '2020-01-01T00:00:00.000Z',
    bumped_at: '2030-01-01T00:00:00.000Z',
    sold_at: '2020-01-01T00:00:00.000Z',
    mine: true,
  })) {
    const fault = { [`/${name}`]: 'unknown-field' };
    (await seller.client.post('/posts', postBody({ [name]: value }))).expectFields(fault);
    (await seller.client.patch(`/posts/${mine.id}`, { version: 1, [name]: value })).expectFields(fault);
  }
  for (const status of ['sold', 'reserved'])
    (await seller.client.patch(`/posts/${mine.id}`, { version: 1, status })).expectFields({
      '/status': 'not-allowed',
    });
  for (const name of ['from', 'kind', 'seq', 'room_id', 'sent_at', 'data'])
    (await buyer.client.post(`${room}/messages`, { ...textMessage(), [name]: 'system' })).expectFields({
      [`/${name}`]: 'unknown-field',
    });
  for (const name of ['state', 'turn', 'buyer', 'confirmed', 'expires_at'])
    (
      await buyer.client.post(`/deals/${deal.id}/actions`, {
        action: 'withdraw',
        version: deal.version,
        [name]: 'seller',
      })
    ).expectFields({ [`/${name}`]: 'unknown-field' });
});

test('a method is what stands in the request line, and reading changes nothing', async () => {
  const { client } = await person(server);
  const post = await writePost({ client });
  const overrides = [
    { headers: { 'x-http-method-override': 'DELETE' } },
    { headers: { 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' } },
  ];
  for (const options of overrides) {
    (await client.get(`/posts/${post.id}`, options)).expect(200);
    (await client.request('POST', `/posts/${post.id}`, options)).expect(405, 'method-not-allowed');
  }
  (await client.get(`/posts/${post.id}?_method=DELETE`)).expect(400, 'invalid-query');
  for (const path of [`/posts/${post.id}/bump`, `/posts/${post.id}/buy`, `/posts/${post.id}/favorite`]) {
    (await client.head(path)).expect(405);
    (await client.get(path)).expect(405);
    (await client.options(path)).expect(204);
  }
  assert.deepEqual((await client.get(`/posts/${post.id}`)).expect(200).body, post);
});

test('no path leads out of what is served', async () => {
  const paths = [
    '/../../etc/passwd',
    '/styles/../../../../etc/passwd',
    '/styles/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/styles/%252e%252e/%252e%252e/etc/passwd',
    '/..\\..\\etc\\passwd',
    '/styles/..%5c..%5cetc%5cpasswd',
    '//etc/passwd',
    '/./etc/passwd',
    '/styles/base.css/../../main.js',
    '/etc/passwd%00.css',
    '/%c0%ae%c0%ae/etc/passwd',
    '/posts/..;/users/me',
    '/users/me/',
    '/users//me',
    '/USERS/me',
    '/users/me;a=1',
    '/photos/../market.db',
    '/photos/..%2f..%2fmarket.db/thumb',
    '/market.db',
    '/var/market.db',
    '/frontend/main.js',
    '/api/main.cpp',
    '/.env',
    '/.git/HEAD',
    '/docs/../openapi.yaml',
    'file:///etc/passwd',
    'http://127.0.0.1/../etc/passwd',
  ];
  for (const path of paths) {
    const connection = new RawConnection(server);
    const answer = await connection.write(`GET ${path} HTTP/1.1\r\nHost: market\r\n\r\n`).answer();
    connection.close();
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.doesNotMatch(JSON.stringify(answer.body), /root:|SQLite format|passwd|market\.db/, path);
  }
});

test('nothing of a request gets into the headers of an answer', async () => {
  const { client } = await person(server);
  for (let i = 0; i < 2; i += 1) await writePost({ client }, { title: 'Set-Cookie: evil=1' });
  const evil = '\r\nSet-Cookie: evil=1\r\n\r\n<script>';
  const answers = [
    await nobody.get('/posts', { query: { q: 'Set-Cookie: evil=1', limit: 1 } }),
    await nobody.get('/posts', { query: { q: evil } }),
    await nobody.get(`/users/${encodeURIComponent(evil)}`),
    await nobody.get(`/p/${encodeURIComponent(evil)}`, { check: false }),
    await nobody.post('/users', signUpBody({ username: evil })),
    await nobody.post('/users', signUpBody({ display_name: evil })),
    await nobody.options('/posts', { headers: { origin: 'https://evil.example\tSet-Cookie: evil=1' } }),
    await nobody.get('/posts', { headers: { 'x-request-id': 'evil', 'x-forwarded-host': 'evil.example' } }),
  ];
  for (const answer of answers) {
    assert.deepEqual(answer.setCookie, []);
    const { link, ...headers } = answer.headers;
    assert.doesNotMatch(JSON.stringify(headers), /evil/, answer.request.path);
    assert.doesNotMatch(link ?? '', /[\r\n<>"']Set-Cookie/);
  }
  assert.match(answers[0].headers.link, /^<[^>]+>; rel="next"$/);
});

test('nobody takes a name that looks like another', async () => {
  const { username } = await person(server, { username: freshName('paypal') });
  const disguised = [
    username.toUpperCase(),
    username.replace('a', 'а'), // Cyrillic
    username.replace('p', 'ｐ'), // full width
    username.replace('l', 'ⅼ'), // a Roman numeral
    `${username}\u200b`,
    `\u2066${username}\u2069`,
    `${username}\u0301`,
    ` ${username}`,
    `${username}\u00ad`,
    `${username}\u0000`,
  ];
  for (const name of disguised) {
    const answer = await nobody.post('/users', { ...signUpBody(), username: name });
    assert.ok([409, 422].includes(answer.status), JSON.stringify(name));
  }
  // Names that are shown need not be the only ones of their kind; but what they say is what stands there.
  for (const name of [`\u202e${username}`, `\u2066${username}\u2069`, `${username}\u0000`])
    (await nobody.post('/users', signUpBody({ display_name: name }))).expect(422);
});

test('a body full of marks is refused like any other that is too long, and holds nobody up', async () => {
  const { buyer, room } = await talking(server);
  // Each of the first is two marks by itself, and all of them belong behind the second kind.
  const marks = '\u0344'.repeat(60_000) + '\u0316'.repeat(60_000);
  (await nobody.post('/password-resets', { email: marks })).expectFields({ '/email': 'too-long' });
  (await buyer.client.post(`${room}/messages`, textMessage(marks))).expectFields({ '/body': 'too-long' });
  (await buyer.client.post('/posts', postBody({ description: marks }))).expectFields({
    '/description': 'too-long',
  });
  const shorter = `책${'\u0301'.repeat(400)}${'\u0316'.repeat(400)}`;
  const sent = (await buyer.client.post(`${room}/messages`, textMessage(shorter))).expect(201).body;
  assert.equal(sent.body, shorter.normalize('NFC'));
});

test('a key of another user’s request tells nothing of its answer', async () => {
  const [owner, thief] = await people(server, 2);
  const key = { headers: { 'idempotency-key': randomUUID() } };
  const post = (await owner.client.post('/posts', postBody({ title: '내 글' }), key)).expect(201).body;
  const other = (await thief.client.post('/posts', postBody({ title: '내 글' }), key)).expect(201);
  assert.equal(other.headers['idempotent-replayed'], undefined);
  assert.notEqual(other.body.id, post.id);
  (await nobody.post('/posts', postBody({ title: '내 글' }), key)).expect(401, 'not-signed-in');
  // Nor does the owner's, once the session is over.
  (await owner.client.delete('/sessions/current')).expect(204);
  (await owner.client.post('/posts', postBody({ title: '내 글' }), key)).expect(401, 'not-signed-in');
});

test('a tag tells nobody that another has seen the same, unless it is the same', async () => {
  const { seller, buyer, room } = await talking(server);
  const stranger = await person(server);
  const tagOf = async (who, path) => (await who.client.get(path)).expect(200).headers.etag;
  for (const path of ['/users/me', '/deals', '/chat/rooms', '/sessions', '/alerts']) {
    const tag = await tagOf(seller, path);
    for (const who of [stranger, buyer]) {
      const answer = await who.client.get(path, { headers: { 'if-none-match': tag } });
      if (answer.status === 304) assert.equal(await tagOf(who, path), tag, path);
    }
  }
  const tag = await tagOf(seller, room);
  for (const value of [tag, '*'])
    (await stranger.client.get(room, { headers: { 'if-none-match': value } })).expect(404, 'not-found');
});

test('an answer that was kept for one is not given to another', async () => {
  const [seller, fan, other] = await people(server, 3);
  const title = freshName('cache');
  const post = await writePost(seller, { title });
  const read = async (client) =>
    (await client.get('/posts', { query: { q: title } }))
      .expect(200)
      .body.items.map(({ mine, favorited }) => ({ mine, favorited }));
  // Whoever asks first: signed out, where answers lie ready, or somebody whose heart is at it.
  await read(nobody);
  (await fan.client.put(`/posts/${post.id}/favorite`)).expect(200);
  for (let round = 0; round < 2; round += 1) {
    assert.deepEqual(await read(nobody), [{ mine: false, favorited: false }]);
    assert.deepEqual(await read(seller.client), [{ mine: true, favorited: false }]);
    assert.deepEqual(await read(fan.client), [{ mine: false, favorited: true }]);
    assert.deepEqual(await read(other.client), [{ mine: false, favorited: false }]);
  }
  for (const client of [nobody, fan.client, seller.client])
    assert.match((await client.get('/posts')).headers['cache-control'], /^private|^no-store|^no-cache/);
});

test('an export shows a review no sooner than its profile does', async () => {
  const [seller, buyer] = await people(server, 2);
  const deal = await sell(seller, buyer, await writePost(seller));
  (await act(buyer, deal, 'review', { stars: 1, text: '아직 아무도 못 보는 말' })).expect(200);
  const received = async () =>
    (await seller.client.get('/users/me/export')).expect(200).body.reviews_received;
  assert.deepEqual(await received(), []);
  (await act(seller, deal, 'review', { stars: 5 })).expect(200);
  assert.equal((await received()).length, 1);
});

test('nobody takes part once they are suspended, though they asked before', async () => {
  const [judge, ...spammers] = await people(server, 9);
  await promote(server, [[judge, 'admin']]);
  for (const spammer of spammers) {
    const posts = Array.from({ length: 30 }, () => spammer.client.post('/posts', postBody()));
    const fate = { days: 1, reason: '광고' };
    const suspended = judge.client.post(`/admin/users/${spammer.username}/suspend`, fate);
    const answers = await Promise.all(posts);
    (await suspended).expect(200);
    for (const { status } of answers) assert.ok([201, 403].includes(status), `${status}`);
    const { items } = (await nobody.get(`/posts?limit=100&seller=${spammer.username}`)).expect(200).body;
    assert.deepEqual(items, []);
  }
});

test('nothing is done by a session that has been ended, though it was asked before', async () => {
  for (let round = 0; round < 8; round += 1) {
    const owner = await person(server);
    const { username, password } = owner;
    const { token } = (await nobody.post('/sessions', { username, password })).expect(201).body;
    const thief = nobody.as({ token });
    const count = async () =>
      (await nobody.get('/posts', { query: { seller: username, limit: 100 } })).expect(200).body.items.length;
    const posts = Array.from({ length: 30 }, () => thief.post('/posts', postBody()));
    (await owner.client.delete('/sessions')).expect(204);
    const then = await count();
    await Promise.all(posts);
    assert.equal(await count(), then);
  }
});

test('of what ends a session at the same time as it acts, either comes first, and nothing after it', async () => {
  const rounds = Array.from({ length: 10 }, async () => {
    const [who, other] = await people(server, 2);
    const post = await writePost(other);
    const answers = await Promise.all([
      who.client.post('/posts', postBody()),
      who.client.post(`/posts/${post.id}/buy`, {}),
      who.client.request('DELETE', '/users/me', { json: { password: PASSWORD } }),
      who.client.post('/posts', postBody()),
    ]);
    assert.equal(answers[2].status, 204);
    for (const { status } of answers) assert.ok([201, 204, 401, 404].includes(status), `${status}`);
    // Whatever was written before is closed and hidden; the data's rules are checked when the server stops.
    (await nobody.get(`/posts?seller=${who.username}`)).expect(200);
    (await who.client.get('/users/me')).expect(401, 'not-signed-in');
    const { deal_count } = (await other.client.get(`/posts/${post.id}`)).expect(200).body;
    assert.equal(deal_count, 0);
    assert.ok(await buy(await person(server), post));
  });
  await Promise.all(rounds);
});
