// Signing in and out over HTTP: bearer tokens and cookies, the list of sessions, limits, proxies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { freshName, PASSWORD, person, signUpBody } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const cheap = { argon2_mib: 1, argon2_passes: 1 };
const server = useServer({ ...cheap, sign_in_burst: 0, allowed_origins: 'https://friend.example' });
const limited = useServer({
  ...cheap,
  sign_in_burst: 3,
  sign_in_delay_ms: 60_000,
  networks: '192.0.2.0/24=교내망, 192.0.2.128/25=도서관, 2001:db8::/32=기숙사',
  sign_up_burst: 2,
  sign_up_per_minute: 1,
  trusted_proxies: '127.0.0.1, 10.0.0.9',
});
const impatient = useServer({ ...cheap, sign_in_burst: 3, sign_in_delay_ms: 100 });
const forgetful = useServer({ ...cheap, session_ms: 1 });

const nobody = new Client(server);
const signIn = (who, more = {}, options = undefined) =>
  nobody.as().post('/sessions', { username: who.username, password: PASSWORD, ...more }, options);
const list = async (client) => (await client.get('/sessions')).expect(200).body.items;
const isSignedIn = async (client) => (await client.get('/users/me')).status === 200;

test('a bearer session gives its token once, and lasts thirty days', async () => {
  const who = await person(server);
  const answer = (await signIn({ username: who.username.toUpperCase() }, { name: '  내 프로그램 ' })).expect(
    201,
  );
  const { id, expires_at, token, user } = answer.body;
  assert.equal(answer.headers.location, `/sessions/${id}`);
  assert.deepEqual(answer.setCookie, []);
  assert.deepEqual(user, who.user);
  assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 30 * 86_400_000) < 60_000);
  const client = nobody.as({ token });
  const sessions = await client.get('/sessions');
  assert.equal(sessions.body.items.find(({ current }) => current).name, '내 프로그램');
  assert.ok(!sessions.text.includes(token), 'the token is told once');
  assert.ok(!server.stderr.includes(token), 'the log holds no token');
});

test('a cookie session gives its token to the browser alone', async () => {
  const who = await person(server);
  const answer = (await signIn(who, { transport: 'cookie' })).expect(201);
  assert.ok(!('token' in answer.body));
  const [cookie] = answer.setCookie;
  const [pair, ...attributes] = cookie.split('; ');
  assert.match(pair, /^session=[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(attributes.sort(), ['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax']);
  const browser = nobody.as({ cookie: pair.slice('session='.length) });
  assert.equal((await browser.get('/users/me')).expect(200).body.username, who.username);

  const ended = (await browser.delete('/sessions/current')).expect(204);
  assert.match(ended.setCookie[0], /^session=; .*Max-Age=0/);
});

test('an ended cookie counts as signed out, an ended token is refused everywhere', async () => {
  const who = await person(server, { transport: 'cookie' });
  const { cookie } = who.client;
  (await who.client.delete('/sessions/current')).expect(204);
  const stale = nobody.as({ cookie });
  (await stale.get('/posts')).expect(200);
  (await stale.get('/users/me')).expect(401, 'not-signed-in');

  const { token } = (await signIn(who)).expect(201).body;
  (await nobody.as({ token }).delete('/sessions/current')).expect(204);
  for (const wrong of [token, 'x', 'a'.repeat(5000), "' OR 1=1"])
    (await nobody.as({ token: wrong }).get('/posts')).expect(401, 'not-signed-in');
  (await nobody.get('/posts', { headers: { authorization: 'Basic bWluamk6eA==' } })).expect(401);
});

test('wrong credentials are answered alike, whether or not there is such a user', async () => {
  const { username } = await person(server);
  const told = new Set();
  for (const body of [
    { username, password: 'not the one 1' },
    { username: freshName('ghost'), password: PASSWORD },
    { username: '없는 사람', password: PASSWORD },
    { username: "x' OR '1'='1", password: "x' OR '1'='1" },
    { username, password: PASSWORD.toUpperCase() },
    { username, password: `${PASSWORD} ` },
  ]) {
    const answer = (await nobody.post('/sessions', body)).expect(401, 'wrong-credentials');
    const { request_id, ...rest } = answer.body;
    assert.ok(request_id);
    told.add(JSON.stringify(rest));
  }
  assert.equal(told.size, 1);
});

test('every fault of a sign-in is told at once', async () => {
  (await nobody.post('/sessions', {})).expectFields({ '/username': 'required', '/password': 'required' });
  (
    await nobody.post('/sessions', {
      username: 5,
      password: 'x'.repeat(129),
      transport: 'pigeon',
      name: '가'.repeat(51),
      remember: true,
    })
  ).expectFields({
    '/username': 'wrong-type',
    '/password': 'too-long',
    '/transport': 'not-allowed',
    '/name': 'too-long',
    '/remember': 'unknown-field',
  });
});

test('a foreign page cannot sign a visitor in with a cookie', async () => {
  const who = await person(server);
  const cookie = { transport: 'cookie' };
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' },
  ])
    (await signIn(who, cookie, { headers })).expect(403, 'cross-site-request');
  for (const headers of [
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' },
  ])
    (await signIn(who, cookie, { headers })).expect(201);
});

test('sessions are listed, the one that asks among them, and only to their user', async () => {
  const [who, other] = [await person(server), await person(server)];
  const second = (await signIn(who, { name: '노트북' }, { headers: { 'user-agent': 'Giraffe/1.0' } })).body;
  const items = await list(nobody.as({ token: second.token }));
  assert.equal(items.length, 2);
  const current = items.find(({ id }) => id === second.id);
  assert.deepEqual(
    [current.name, current.user_agent, current.transport, current.current],
    ['노트북', 'Giraffe/1.0', 'bearer', true],
  );
  assert.equal(items.find(({ id }) => id !== second.id).current, false);
  assert.equal((await list(other.client)).length, 1);
});

test('a session tells from where it was last used, and what that network is called here', async () => {
  const body = signUpBody();
  const client = new Client(limited);
  (await client.post('/users', body, from('192.0.2.90'))).expect(201);
  const { username, password } = body;
  const { id, token } = (await client.post('/sessions', { username, password }, from('192.0.2.90'))).expect(
    201,
  ).body;
  const mine = client.as({ token });
  const place = async (address) => {
    // What is written down on the way in may be read before it is there.
    const session = await until(
      async () =>
        (await mine.get('/sessions', from(address))).expect(200).body.items.find((one) => one.id === id),
      ({ last_address }) => last_address === address,
    );
    return session.last_network;
  };
  assert.equal(await place('192.0.2.90'), '교내망');
  assert.equal(await place('2001:db8::7'), '기숙사');
});

test('a session can be ended by its user alone', async () => {
  const [who, other] = [await person(server), await person(server)];
  const second = (await signIn(who)).expect(201).body;
  const client = nobody.as({ token: second.token });
  (await other.client.delete(`/sessions/${second.id}`)).expect(404, 'not-found');
  assert.ok(await isSignedIn(client));
  (await who.client.delete(`/sessions/${second.id}`)).expect(204);
  assert.ok(!(await isSignedIn(client)));
  (await who.client.delete(`/sessions/${second.id}`)).expect(404, 'not-found');
  for (const id of ['0', '-1', 'x', '9'.repeat(30)])
    (await who.client.delete(`/sessions/${id}`)).expect(404, 'not-found');
});

test('all other sessions end at once, a waiting poll with them', async () => {
  const who = await person(server);
  const others = await Promise.all(
    [1, 2].map(async () => nobody.as({ token: (await signIn(who)).expect(201).body.token })),
  );
  const { cursor } = (await others[0].get('/chat/events')).expect(200).body;
  const waiting = others[0].get('/chat/events', { query: { after: cursor, wait: 60 } });
  (await who.client.delete('/sessions')).expect(204);
  (await waiting).expect(401, 'not-signed-in');
  for (const client of others) assert.ok(!(await isSignedIn(client)));
  assert.equal((await list(who.client)).length, 1);
});

test('of more than fifty sessions the one unused for longest gives way', async () => {
  const who = await person(server);
  for (let batch = 0; batch < 10; batch += 1)
    await Promise.all(Array.from({ length: 5 }, async () => (await signIn(who)).expect(201)));
  assert.ok(!(await isSignedIn(who.client)));
});

test('a session that is over lets nobody in', async () => {
  const client = new Client(forgetful);
  const body = signUpBody();
  (await client.post('/users', body)).expect(201);
  const { username, password } = body;
  const { token } = (await client.post('/sessions', { username, password })).expect(201).body;
  const late = client.as({ token });
  const answer = await until(
    () => late.get('/users/me'),
    ({ status }) => status !== 200,
  );
  answer.expect(401, 'not-signed-in');
  (await client.as({ cookie: token }).get('/posts')).expect(200);
});

test('sessions outlive a restart, and ended ones stay ended', async () => {
  const who = await person(server);
  const ended = (await signIn(who)).expect(201).body;
  (await who.client.delete(`/sessions/${ended.id}`)).expect(204);
  await server.restart();
  assert.ok(await isSignedIn(who.client));
  assert.ok(!(await isSignedIn(nobody.as({ token: ended.token }))));
});

// From here on: limits. Each test comes from addresses of its own, as a trusted proxy tells them.
const from = (address) => ({ headers: { 'x-forwarded-for': address } });
const guess = (username, options) =>
  new Client(limited).post('/sessions', { username, password: 'not the one 1' }, options);

function checkRefusal(answer) {
  answer.expect(429, 'too-many-requests');
  assert.ok(Number(answer.headers['retry-after']) > 0 && Number(answer.headers['retry-after']) <= 60);
  assert.match(answer.headers['ratelimit'], /^"default";r=0;t=[1-9]/);
  assert.match(answer.headers['ratelimit-policy'], /^"default";q=\d+;w=\d+$/);
}

test('an account can be guessed at a few times only, from wherever', async () => {
  const body = signUpBody();
  const client = new Client(limited);
  (await client.post('/users', body, from('192.0.2.1'))).expect(201);
  for (let i = 0; i < 15; i += 1) (await guess(body.username, from(`192.0.2.${100 + i}`))).expect(401);
  checkRefusal(await guess(body.username.toUpperCase(), from('192.0.2.20')));
  // The right password is not tried either: otherwise guessing would go on.
  const right = { username: body.username, password: body.password };
  checkRefusal(await client.post('/sessions', right, from('192.0.2.21')));
});

test('nobody is kept out of their account by one who guesses at it', async () => {
  const body = signUpBody();
  const client = new Client(limited);
  (await client.post('/users', body, from('192.0.2.2'))).expect(201);
  for (let i = 0; i < 3; i += 1) (await guess(body.username, from('192.0.2.22'))).expect(401);
  for (let i = 0; i < 20; i += 1) checkRefusal(await guess(body.username, from('192.0.2.22')));
  const right = { username: body.username, password: body.password };
  (await client.post('/sessions', right, from('192.0.2.23'))).expect(201);
});

test('all addresses of an IPv6 network are one client', async () => {
  const username = freshName();
  for (const address of ['2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:1:ffff:ffff:ffff:ffff'])
    (await guess(username, from(address))).expect(401);
  checkRefusal(await guess(username, from('2001:db8:0:1:abcd::')));
  (await guess(username, from('2001:db8:0:2::1'))).expect(401);
});

test('an address can guess a few times only, at whomever', async () => {
  for (let i = 0; i < 12; i += 1) (await guess(freshName(), from('192.0.2.30'))).expect(401);
  checkRefusal(await guess(freshName(), from('192.0.2.30')));
  (await guess(freshName(), from('192.0.2.31'))).expect(401);
});

test('guesses at once count as guesses one after another', async () => {
  const username = freshName();
  const answers = await Promise.all(Array.from({ length: 12 }, () => guess(username, from('192.0.2.35'))));
  assert.equal(answers.filter(({ status }) => status === 401).length, 3);
  assert.equal(answers.filter(({ status }) => status === 429).length, 9);
});

test('where one signs in to an account guessing elsewhere does not count, and a right password ends the wait', async () => {
  const body = signUpBody();
  const client = new Client(limited);
  (await client.post('/users', body, from('192.0.2.70'))).expect(201);
  const { username, password } = body;
  const signIn = (address) => client.post('/sessions', { username, password }, from(address));
  (await signIn('192.0.2.70')).expect(201);
  const wrong = (address) => client.post('/sessions', { username, password: 'not the one 1' }, from(address));
  for (let i = 0; i < 15; i += 1) (await wrong(`192.0.2.${100 + i}`)).expect(401);
  (await signIn('192.0.2.71')).expect(429);
  (await signIn('192.0.2.70')).expect(201);
});

test('once the wait is over the right password signs in, and nothing is left to wait for', async () => {
  const body = signUpBody();
  const client = new Client(impatient);
  (await client.post('/users', body)).expect(201);
  const { username, password } = body;
  const wrong = () => client.post('/sessions', { username, password: 'not the one 1' });
  for (let i = 0; i < 3; i += 1) (await wrong()).expect(401);
  const answer = await until(
    () => client.post('/sessions', { username, password }),
    ({ status, headers }) => {
      if (status === 429) assert.equal(headers['retry-after'], '1');
      return status !== 429;
    },
  );
  answer.expect(201);
  assert.equal(answer.headers['ratelimit'], '"default";r=3;t=0');
});

test('signing in rightly uses up nothing', async () => {
  const body = signUpBody();
  const client = new Client(limited);
  (await client.post('/users', body, from('192.0.2.36'))).expect(201);
  const { username, password } = body;
  for (let i = 0; i < 6; i += 1) {
    const answer = (await client.post('/sessions', { username, password }, from('192.0.2.36'))).expect(201);
    assert.equal(answer.headers['ratelimit'], '"default";r=3;t=0');
  }
});

test('an address can sign up a few times only, and is told how often', async () => {
  const client = new Client(limited);
  const signUp = (body) => client.post('/users', body, from('192.0.2.40'));
  const body = signUpBody();
  const first = (await signUp(body)).expect(201);
  assert.equal(first.headers['ratelimit'], '"default";r=1;t=0');
  assert.equal(first.headers['ratelimit-policy'], '"default";q=2;w=60');
  (await signUp({})).expect(422); // with its faults it tells of nobody, and counts for nothing
  (await signUp({ ...signUpBody(), email: body.email })).expect(409, 'email-taken');
  checkRefusal(await signUp(signUpBody()));
});

test('of what a proxy says of the client only its own word counts', async () => {
  const spoofed = (line) => guess(freshName(), from(line));
  // The proxy appends; what stands before is the client's own claim.
  for (let i = 0; i < 12; i += 1) (await spoofed(`203.0.113.${i}, 192.0.2.50`)).expect(401);
  checkRefusal(await spoofed('203.0.113.9, 192.0.2.50'));
  checkRefusal(await spoofed('203.0.113.9,192.0.2.50, 10.0.0.9')); // through two trusted proxies
  // Some proxies add a line of their own instead.
  checkRefusal(await guess(freshName(), { headers: { 'x-forwarded-for': ['203.0.113.9', '192.0.2.50'] } }));
});

test('nobody but a trusted proxy tells addresses and https', async () => {
  const client = new Client(server);
  const who = await person(server);
  const claims = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
  const answer = (await signIn(who, { transport: 'cookie' }, { headers: claims })).expect(201);
  assert.doesNotMatch(answer.setCookie[0], /Secure/);
  assert.equal(
    (await client.get('/posts', { headers: claims })).headers['strict-transport-security'],
    undefined,
  );
});

test('behind a trusted proxy that serves https the cookie is Secure', async () => {
  const body = signUpBody();
  const client = new Client(limited, {
    headers: { 'x-forwarded-for': '192.0.2.60', 'x-forwarded-proto': 'https' },
  });
  (await client.post('/users', body)).expect(201);
  const credentials = { username: body.username, password: body.password, transport: 'cookie' };
  const answer = (await client.post('/sessions', credentials)).expect(201);
  assert.match(answer.setCookie[0], /; Secure/);
  assert.match(answer.headers['strict-transport-security'], /max-age=\d+/);
  const ended = (await client.delete('/sessions/current')).expect(204);
  assert.match(ended.setCookie[0], /Max-Age=0.*; Secure/);
});
