// The conventions that hold for every operation of openapi.yaml, tried on each of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { contract, METHODS } from '../support/openapi.mjs';
import {
  exampleOf,
  isPage,
  needsSession,
  operations,
  place,
  securityOf,
  takesJson,
  templates,
  useMarket,
} from '../support/operations.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const FRIEND = 'https://friend.example';
const server = useServer({
  argon2_mib: 1,
  argon2_passes: 1,
  allowed_origins: `${FRIEND}, https://other.example`,
  sweep_ms: 3_600_000, // what is looked at is counted by the sweep, and changes by that
});
const market = useMarket(server);
const { send } = market;
const nobody = new Client(server);
const files = ['/openapi.yaml', '/docs'];
// What is measured (with the snapshots: how much room is left) is as long as it happens to be.
const measured = ['/metrics', '/admin/monitor', '/admin/snapshots'];

test('what needs a session is 401 without one', async () => {
  const refused = operations.filter(needsSession);
  assert.ok(refused.length > 20);
  for (const one of refused) (await send(nobody, one)).expect(401, 'not-signed-in');
});

test('what needs no session is not refused for want of one', async () => {
  for (const one of operations.filter((each) => !needsSession(each)))
    assert.notEqual((await send(nobody, one)).status, 401, place(one));
});

test('a method that a path does not have is 405 and tells which it has', async () => {
  for (const template of templates) {
    const known = contract().document.paths[template];
    for (const method of METHODS.filter((name) => !known[name])) {
      const answer = await send(market.seller.client, { method, template });
      answer.expect(405, 'method-not-allowed');
    }
    if (!known.get) (await send(market.seller.client, { method: 'head', template })).expect(405);
  }
});

test('OPTIONS tells the methods of every path, to anyone', async () => {
  for (const template of templates) (await send(nobody, { method: 'options', template })).expect(204);
  (await nobody.options('/nowhere')).expect(404, 'not-found');
});

test('HEAD answers what GET answers, without its body', async () => {
  // These differ from one answer to the next.
  const own = ['date', 'x-request-id', 'keep-alive', 'ratelimit'];
  for (const one of operations.filter(({ method }) => method === 'get')) {
    const [get, head] = [
      await send(market.seller.client, one),
      await send(market.seller.client, { ...one, method: 'head' }),
    ];
    assert.equal(head.status, 200, place(one));
    if (!measured.includes(one.template)) {
      assert.equal(Number(head.headers['content-length']), get.text.length, place(one));
    }
    assert.equal(head.text.length, 0);
    const varies = measured.includes(one.template) ? [...own, 'content-length', 'etag'] : own;
    for (const { headers } of [get, head]) for (const name of varies) delete headers[name];
    assert.deepEqual(head.headers, get.headers, place(one));
  }
});

test('what is nowhere is 404', async () => {
  for (const path of [
    '/nowhere',
    '/posts/',
    '/posts/1/nowhere',
    '/users/me/',
    '/POSTS',
    '/.git/config',
    '/api/main.cpp',
  ])
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
      (await market.seller.client.request(method, path)).expect(404);
});

test('an id that is none is 404 for every operation', async () => {
  const ids = [
    'x',
    '0',
    '-1',
    '1.0',
    '1e1',
    '+1',
    '9'.repeat(19),
    '9'.repeat(400),
    '%00'.replace('%00', '%EA%B8%B0'),
  ];
  for (const one of operations.filter(({ template }) => /\{id\}/.test(template))) {
    for (const id of ids) {
      const path = one.template.replace('{id}', id).replace('{size}', 'thumb');
      const json = takesJson(one) ? exampleOf(one) : undefined;
      const answer = await market.seller.client.request(one.method.toUpperCase(), path, { json });
      answer.expect(404, isPage(one) ? undefined : 'not-found');
    }
  }
});

test('a parameter of the query that is not listed is refused by every operation, which does nothing', async () => {
  for (const one of operations.filter((each) => !files.includes(each.template) && !isPage(each))) {
    const answer = await send(market.seller.client, one, {
      query: { nonsense: 1 },
      ...(takesJson(one) ? { json: exampleOf(one) } : {}),
    });
    answer.expect(400, 'invalid-query');
    assert.deepEqual(
      answer.body.errors.map(({ pointer, code }) => [pointer, code]),
      [['?nonsense', 'unknown-field']],
      place(one),
    );
  }
  (await market.seller.client.get('/users/me')).expect(200);
});

test('with a cookie a request that changes something comes from the own pages or is refused', async () => {
  const unsafe = operations.filter((one) => one.method !== 'get' && securityOf(one).length > 0);
  assert.ok(unsafe.length > 15);
  const refused = [
    { 'sec-fetch-site': null },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': null, origin: 'https://evil.example' },
    { 'sec-fetch-site': null, origin: `${FRIEND}.evil.example` },
    { 'sec-fetch-site': null, origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: server.address },
  ];
  const passing = [
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'cross-site', origin: FRIEND },
    { 'sec-fetch-site': null, origin: FRIEND },
    { 'sec-fetch-site': null, origin: server.address },
  ];
  for (const one of unsafe) {
    for (const headers of refused)
      (await send(market.browser, one, { headers })).expect(403, 'cross-site-request');
    // Past the rule the parameter is refused, so that nothing happens.
    for (const headers of passing)
      (await send(market.browser, one, { headers, query: { nonsense: 1 } })).expect(400, 'invalid-query');
    const token = { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } };
    (await send(market.seller.client, one, { ...token, query: { nonsense: 1 } })).expect(
      400,
      'invalid-query',
    );
  }
});

test('with a cookie everything can be read, from wherever the request comes', async () => {
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
    (await market.browser.get('/users/me', { headers })).expect(200);
});

test('pages of configured origins may call the API, others may not', async () => {
  const { client } = market.seller;
  const preflight = (origin, template) =>
    nobody.options(market.paths.get(template), {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
  for (const origin of [FRIEND, 'https://other.example']) {
    for (const template of templates) {
      const { headers } = (await preflight(origin, template)).expect(204);
      assert.equal(headers['access-control-allow-origin'], origin);
      assert.equal(headers['access-control-allow-methods'], headers.allow);
      assert.match(headers['access-control-allow-headers'], /Authorization.*Content-Type.*Idempotency-Key/);
    }
    for (const path of ['/posts', '/users/me', '/chat/events', '/nowhere']) {
      const { headers } = await client.get(path, { headers: { origin } });
      assert.equal(headers['access-control-allow-origin'], origin);
      assert.match(headers.vary, /Origin/);
      for (const name of ['ETag', 'Link', 'Location', 'Retry-After', 'X-Request-Id', 'RateLimit'])
        assert.match(headers['access-control-expose-headers'], new RegExp(`\\b${name}\\b`));
    }
  }
  for (const origin of [
    'https://evil.example',
    'http://friend.example',
    `${FRIEND}:8443`,
    `${FRIEND}/`,
    'null',
    '*',
  ]) {
    for (const answer of [
      await preflight(origin, '/posts'),
      await client.get('/posts', { headers: { origin } }),
    ])
      assert.equal(answer.headers['access-control-allow-origin'], undefined, origin);
  }
  assert.match((await client.get('/posts')).headers.vary, /Origin/, 'caches keep the answers apart');
});

test('If-None-Match gives 304 for posts, lists, photos and files', async () => {
  const { client } = market.seller;
  const tagged = [
    '/posts',
    '/posts/{id}',
    '/photos/{id}/{size}',
    '/openapi.yaml',
    '/docs',
    '/deals',
    '/deals/{id}',
    '/chat/rooms',
    '/users/me',
    '/users/{username}',
    '/users/{username}/reviews',
  ];
  for (const path of [...tagged.map((template) => market.paths.get(template)), '/', '/main.js']) {
    const first = await client.get(path, { check: false });
    const { etag } = first.expect(200).headers;
    assert.match(etag ?? '', /^"[^"]+"$/, path);
    for (const fits of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const same = (await client.get(path, { headers: { 'if-none-match': fits }, check: false })).expect(304);
      assert.equal(same.text.length, 0);
      assert.equal(same.headers.etag, etag);
      assert.equal(same.headers['cache-control'], first.headers['cache-control'], path);
      (await client.head(path, { headers: { 'if-none-match': fits }, check: false })).expect(304);
    }
    for (const other of ['"other"', etag.slice(1, -1), '', 'rubbish, "'])
      (await client.get(path, { headers: { 'if-none-match': other }, check: false })).expect(200);
  }
});

test('a page has 1 to 100 entries, and a cursor of its own list, for every list', async () => {
  const pages = operations.filter(({ operation }) =>
    operation.parameters?.some(({ $ref }) => $ref?.endsWith('/Cursor')),
  );
  assert.ok(pages.length >= 4);
  for (const one of pages) {
    for (const limit of [1, 100]) (await send(market.seller.client, one, { query: { limit } })).expect(200);
    for (const [query, code] of [
      [{ limit: 0 }, 'too-small'],
      [{ limit: -1 }, 'too-small'],
      [{ limit: 101 }, 'too-large'],
      [{ limit: '9'.repeat(30) }, 'wrong-type'],
      [{ limit: 'ten' }, 'wrong-type'],
      [{ limit: '1.0' }, 'wrong-type'],
      [{ limit: ' 1' }, 'wrong-type'],
      [{ cursor: 'rubbish' }, 'invalid-format'],
      [{ cursor: Buffer.from('newest,1').toString('base64url') }, 'invalid-format'],
      [{ cursor: Buffer.from('other,1,1').toString('base64url') }, 'invalid-format'],
      [{ cursor: 'A'.repeat(3000) }, 'invalid-format'],
    ]) {
      const answer = (await send(market.seller.client, one, { query })).expect(400, 'invalid-query');
      const told = answer.body.errors.map((error) => [error.pointer, error.code]);
      assert.deepEqual(told, [[`?${Object.keys(query)[0]}`, code]], `${place(one)} ${JSON.stringify(query)}`);
    }
    const twice = await market.seller.client.get(`${market.paths.get(one.template)}?limit=1&limit=2`);
    const codes = twice.expect(400, 'invalid-query').body.errors.map(({ code }) => code);
    assert.ok(codes.includes('duplicate'), place(one));
  }
});

test('the next page is linked, whatever the query holds', async () => {
  const who = await person(server);
  for (let i = 0; i < 3; i += 1) await writePost(who, { title: `미적분 & "해석" <${i}>` });
  const query = { q: '미적분 & "해석" <', seller: who.username, limit: 1 };
  const seen = [];
  let answer = (await nobody.get('/posts', { query })).expect(200);
  for (;;) {
    seen.push(...answer.body.items.map(({ title }) => title));
    if (!answer.body.next_cursor) break;
    const [, next] = /^<([!-;=?-~]+)>; rel="next"$/.exec(answer.headers.link);
    answer = (await nobody.get(next)).expect(200);
  }
  assert.equal(new Set(seen).size, 3);
  assert.equal(answer.headers.link, undefined);
});

test('every answer has a request id of its own, which the log has too', async () => {
  const answers = [];
  for (const path of ['/posts', '/nowhere', '/users/me', '/docs']) {
    const given = { headers: { 'x-request-id': 'mine' } };
    for (const options of [undefined, given]) answers.push(await nobody.get(path, options));
  }
  const ids = answers.map(({ headers }) => headers['x-request-id']);
  assert.equal(new Set(ids).size, 8);
  for (const id of ids) assert.match(id, /^[0-9a-z]{26}$/);
  for (const answer of answers) await server.loggedOf(answer);
});

test('every answer tells the browser to be careful', async () => {
  const page = await nobody.get('/', { check: false });
  assert.match(page.headers['content-security-policy'], /default-src 'self'.*frame-ancestors 'none'/);
  assert.doesNotMatch(page.headers['content-security-policy'], /unsafe/);
  for (const answer of [
    page,
    await nobody.get('/main.js', { check: false }),
    await nobody.get('/posts'),
    await nobody.get(market.paths.get('/photos/{id}/{size}')),
    await nobody.get('/users/me'),
    await nobody.get('/nowhere'),
    await nobody.delete('/posts'),
    await nobody.options('/posts'),
    await nobody.get('/posts?nonsense'),
  ]) {
    const { headers } = answer;
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.match(headers['cross-origin-resource-policy'], /^(same|cross)-origin$/);
    assert.ok(headers['cache-control']);
    assert.equal(headers.server, undefined, 'what the server is made of is nobody’s business');
  }
});

test('no problem tells what the server is made of', async () => {
  const answers = [
    await nobody.get(`/users/${encodeURIComponent("'; DROP TABLE users; --")}`),
    await nobody.get('/posts', { query: { q: '"* OR NEAR(', cursor: "'" } }),
    await nobody.get('/photos/..%5c..%5cetc/thumb'),
    await nobody.post('/sessions', { username: '\u0000', password: 'x' }),
  ];
  for (const { text } of answers)
    assert.doesNotMatch(text.toString(), /sqlite|select|\/work|\.cpp|exception|std::/i);
});
