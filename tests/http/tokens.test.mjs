// Access tokens over HTTP: making, listing and ending them, and what each scope opens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { isPage, operations, place, scopeOf, useMarket } from '../support/operations.mjs';
import { until } from '../support/patience.mjs';
import {
  accessToken,
  PASSWORD,
  person,
  postBody,
  say,
  talking,
  textMessage,
  writePost,
} from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const cheap = { argon2_mib: 1, argon2_passes: 1 };
const server = useServer({ ...cheap, sign_in_burst: 0 });
const limited = useServer({ ...cheap, sign_in_burst: 3, sign_in_delay_ms: 60_000 });
const market = useMarket(server);
const nobody = new Client(server);

const DAY = 86_400_000;
const SCOPES = ['read', 'write', 'chat'];
const body = (more = {}) => ({
  name: '시세 알리미',
  scopes: ['read'],
  expires_in_days: 30,
  current_password: PASSWORD,
  ...more,
});
/** Sends it so that past the scope it is refused and nothing happens; what takes any scope does nothing anyway. */
const probe = (client, one) =>
  market.send(client, one, scopeOf(one) === 'any' ? {} : { query: { nonsense: 1 } });
const list = async ({ client }) => (await client.get('/tokens')).expect(200).body.items;
const refused = (answer, scope) => {
  answer.expect(403, 'insufficient-scope');
  const wanted = scope
    ? `Bearer error="insufficient_scope", scope="${scope}"`
    : 'Bearer error="insufficient_scope"';
  assert.equal(answer.headers['www-authenticate'], wanted);
};

test('a token is told once, and listed without it', async () => {
  const who = await person(server);
  const made = (
    await who.client.post('/tokens', body({ name: '  시세 알리미 ', scopes: ['chat', 'read'] }))
  ).expect(201);
  const { token, ...rest } = made.body;
  assert.match(token, /^gbm_[A-Za-z0-9_-]{43}$/);
  assert.equal(made.headers.location, `/tokens/${rest.id}`);
  assert.equal(made.headers['cache-control'], 'no-store');
  assert.deepEqual([rest.name, rest.scopes, rest.last_used_at], ['시세 알리미', ['read', 'chat'], null]);
  assert.equal(Date.parse(rest.expires_at) - Date.parse(rest.created_at), 30 * DAY);

  const listed = await who.client.get('/tokens');
  assert.deepEqual(listed.expect(200).body, { items: [rest], next_cursor: null });
  assert.ok(!listed.text.includes(token));
  assert.ok(!server.stderr.includes(token), 'the log holds no token');
});

test('a program reads with a token, and its use shows in the list', async () => {
  const who = await person(server);
  const { client, id } = await accessToken(who, ['read']);
  assert.equal((await client.get('/users/me')).expect(200).body.username, who.username);
  // It is written down beside the answer, and the list may be read before.
  const [token] = await until(
    () => list(who),
    ([one]) => one.last_used_at !== null,
  );
  assert.equal(token.id, id);
  assert.ok(Math.abs(Date.parse(token.last_used_at) - Date.now()) < 60_000);
  assert.deepEqual([token.last_address, token.last_network], ['127.0.0.1', null]);
});

test('every operation takes the scope that is documented, and no other', async () => {
  assert.ok(operations.length > 50);
  for (const scope of SCOPES) {
    const { client } = await accessToken(market.seller, [scope]);
    for (const one of operations) {
      const answer = await probe(client, one);
      const wanted = scopeOf(one);
      if (wanted === scope || wanted === 'any')
        assert.notEqual(answer.body?.code, 'insufficient-scope', `${scope}: ${place(one)}`);
      else if (isPage(one)) answer.expect(403);
      else refused(answer, wanted === 'none' ? undefined : wanted);
    }
  }
});

test('a session may do what takes any scope, and what takes none', async () => {
  for (const client of [market.seller.client, market.browser])
    for (const one of operations) {
      const answer = await probe(client, one);
      assert.notEqual(answer.body?.code, 'insufficient-scope', place(one));
    }
});

test('what is between a user and their account takes signing in, whatever a token may', async () => {
  const who = await person(server);
  const { client, id } = await accessToken(who);
  refused(await client.get('/sessions'));
  refused(await client.delete('/sessions'));
  refused(await client.delete('/sessions/current'));
  refused(await client.get('/tokens'));
  refused(await client.post('/tokens', body()));
  refused(await client.delete(`/tokens/${id}`));
  refused(await client.patch('/users/me', { bio: '안녕하세요' }));
  refused(
    await client.put('/users/me/password', { current_password: PASSWORD, new_password: 'taller giraffe 8' }),
  );
  refused(await client.request('DELETE', '/users/me', { json: { password: PASSWORD } }));
  refused(await client.post('/sessions', { username: who.username, password: PASSWORD }));
  assert.equal((await who.client.get('/users/me')).expect(200).body.bio, '');
  assert.equal((await list(who)).length, 1);
});

test('reading, writing and talking are three things', async () => {
  const { seller, buyer, room, deal } = await talking(server);
  const [read, write, chat] = await Promise.all(SCOPES.map((scope) => accessToken(seller, [scope])));
  const post = await writePost(seller);

  (await read.client.get(`/posts/${post.id}`)).expect(200);
  (await read.client.get(`/deals/${deal.id}`)).expect(200);
  refused(await read.client.post('/posts', postBody()), 'write');
  refused(await read.client.get(`${room}/messages`), 'chat');

  const written = (await write.client.post('/posts', postBody())).expect(201).body;
  (await write.client.delete(`/posts/${written.id}`)).expect(204);
  // An action in a deal says so in its room: that follows from the action and takes no scope of its own.
  (await write.client.post(`/deals/${deal.id}/actions`, { action: 'accept', version: deal.version })).expect(
    200,
  );
  refused(await write.client.get('/posts'), 'read');
  refused(await write.client.post(`${room}/messages`, textMessage()), 'chat');

  (await chat.client.post(`${room}/messages`, textMessage())).expect(201);
  const { cursor } = (await chat.client.get('/chat/events')).expect(200).body;
  await say(buyer, room, '안녕하세요');
  const news = (await chat.client.get('/chat/events', { query: { after: cursor, wait: 0 } })).expect(
    200,
  ).body;
  assert.equal(news.events[0].message.body, '안녕하세요');
  // What anyone may see is asked for without the token.
  refused(await chat.client.get(`/posts/${post.id}`), 'read');
  (await nobody.get(`/posts/${post.id}`)).expect(200);
});

test('every fault of a new token is told at once', async () => {
  const { client } = await person(server);
  (await client.post('/tokens', {})).expectFields({
    '/name': 'required',
    '/scopes': 'required',
    '/expires_in_days': 'required',
    '/current_password': 'required',
  });
  (
    await client.post(
      '/tokens',
      body({
        name: '가'.repeat(51),
        scopes: ['read', 'admin', 'read'],
        expires_in_days: 367,
        expires_at: null,
        id: 1,
      }),
    )
  ).expectFields({
    '/name': 'too-long',
    '/scopes/1': 'not-allowed',
    '/scopes/2': 'duplicate',
    '/expires_in_days': 'too-large',
    '/expires_at': 'unknown-field',
    '/id': 'unknown-field',
  });
  for (const [more, faults] of [
    [{ scopes: [] }, { '/scopes': 'required' }],
    [{ scopes: 'read' }, { '/scopes': 'wrong-type' }],
    [{ name: ' ' }, { '/name': 'required' }],
    [{ expires_in_days: 0 }, { '/expires_in_days': 'too-small' }],
    [{ expires_in_days: 1.5 }, { '/expires_in_days': 'wrong-type' }],
    [{ expires_in_days: '30' }, { '/expires_in_days': 'wrong-type' }],
  ])
    (await client.post('/tokens', body(more))).expectFields(faults);
  assert.deepEqual(await list({ client }), []);
});

test('a token takes the password, and a session left open does not do for guessing it', async () => {
  const who = await person(limited);
  (await who.client.as().post('/tokens', body())).expect(401, 'not-signed-in');
  const guess = (current_password) => who.client.post('/tokens', body({ current_password }));
  for (let i = 0; i < 3; i += 1) (await guess(`wrong guess ${i}`)).expect(401, 'wrong-credentials');
  const answer = (await guess(PASSWORD)).expect(429, 'too-many-requests');
  const wait = Number(answer.headers['retry-after']);
  assert.ok(wait > 0 && wait <= 60, `${wait}`);
  assert.deepEqual(await list(who), []);
});

test('a page of another site makes no token for a visitor', async () => {
  const who = await person(server, { transport: 'cookie' });
  const foreign = { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } };
  (await who.client.post('/tokens', body(), foreign)).expect(403, 'cross-site-request');
  (await who.client.post('/tokens', body())).expect(201);
});

test('a token is ended by its user alone, at once, with what waits for it', async () => {
  const [who, other] = [await person(server), await person(server)];
  const { client, id } = await accessToken(who, ['chat']);
  const { cursor } = (await client.get('/chat/events')).expect(200).body;
  const waiting = client.get('/chat/events', { query: { after: cursor, wait: 60 } });
  (await other.client.delete(`/tokens/${id}`)).expect(404, 'not-found');
  (await who.client.delete(`/sessions/${id}`)).expect(404, 'not-found');
  (await who.client.delete(`/tokens/${id}`)).expect(204);
  (await waiting).expect(401, 'not-signed-in');
  (await client.get('/chat/rooms')).expect(401, 'not-signed-in');
  (await who.client.delete(`/tokens/${id}`)).expect(404, 'not-found');
});

test('tokens are no sign-ins: they are in no list of them, and signing out elsewhere leaves them', async () => {
  const who = await person(server);
  const { client } = await accessToken(who, ['read']);
  assert.equal((await who.client.get('/sessions')).expect(200).body.items.length, 1);
  (await who.client.delete('/sessions')).expect(204);
  (await client.get('/users/me')).expect(200);
});

test('a new password ends every token', async () => {
  const who = await person(server);
  const { client } = await accessToken(who, ['read']);
  const change = { current_password: PASSWORD, new_password: 'taller giraffe 8' };
  (await who.client.put('/users/me/password', change)).expect(204);
  (await client.get('/users/me')).expect(401, 'not-signed-in');
  assert.deepEqual(await list(who), []);
});

test('who leaves takes their tokens along', async () => {
  const who = await person(server);
  const { client } = await accessToken(who, ['read']);
  (await who.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  (await client.get('/posts')).expect(401, 'not-signed-in');
});

test('there are twenty tokens and not one more, however many ask at once', async () => {
  const who = await person(server);
  for (let i = 0; i < 18; i += 1) await accessToken(who, ['read'], { name: `${i}` });
  const answers = await Promise.all(Array.from({ length: 5 }, () => who.client.post('/tokens', body())));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 409, 409, 409]);
  answers.find(({ status }) => status === 409).expect(409, 'too-many-tokens');
  const tokens = await list(who);
  assert.equal(tokens.length, 20);
  (await who.client.delete(`/tokens/${tokens[0].id}`)).expect(204);
  await accessToken(who);
});

test('tokens outlive a restart', async () => {
  const who = await person(server);
  const { client } = await accessToken(who, ['read']);
  await server.restart();
  (await client.get('/users/me')).expect(200);
  refused(await client.post('/posts', postBody()), 'write');
});
