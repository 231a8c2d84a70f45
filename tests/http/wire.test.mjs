// Bytes that no proper client sends: each is refused as a problem, nothing has changed, and the server still answers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, test } from 'node:test';
import { Client } from '../support/client.mjs';
import { patiently } from '../support/patience.mjs';
import { people, person, postBody, writePost } from '../support/people.mjs';
import { RawConnection, raw } from '../support/raw.mjs';
import { useServer } from '../support/server.mjs';

const cheap = { argon2_mib: 1, argon2_passes: 1 };
const server = useServer(cheap);
// For those who keep the server waiting; who does not has time enough on any machine.
const hasty = useServer({ ...cheap, head_ms: 1000, body_ms: 1000, write_ms: 1000 });

const lines = (...all) => Buffer.from(all.map((line) => `${line}\r\n`).join(''), 'latin1');
const get = (target, ...headers) => lines(`GET ${target} HTTP/1.1`, 'Host: market', ...headers, '');
const post = (...headers) =>
  lines('POST /users HTTP/1.1', 'Host: market', 'Content-Type: application/json', ...headers, '');
const whole = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part, 'latin1')));

afterEach(async () => {
  for (const each of [server, hasty]) (await new Client(each).get('/health/ready')).expect(200);
});

/** Sends the bytes; expects that refusal, and that the connection ends with it. */
async function refused(name, bytes, status, code, on = server) {
  const connection = new RawConnection(on);
  try {
    const answer = await connection.write(bytes).answer();
    assert.ok(answer, `${name}: no answer came`);
    assert.deepEqual([answer.status, answer.body.code], [status, code], name);
    assert.equal(answer.headers.connection, 'close', name);
    assert.ok(await connection.closes(), `${name}: the connection stays open`);
  } finally {
    connection.close();
  }
}

const faults = {
  'what is no HTTP is refused': [
    ['letters', 'hello\r\n\r\n', 400, 'malformed-request'],
    ['TLS', Buffer.from('16030100c8010000c4030366\r\n'.repeat(2)), 400, 'malformed-request'],
    [
      'TLS bytes',
      Buffer.concat([Buffer.from([0x16, 3, 1, 0, 0xc8, 1, 0, 0]), Buffer.from('\r\n')]),
      400,
      'malformed-request',
    ],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'http-version-not-supported'],
    ['HTTP/0.9', 'GET /\r\n', 400, 'malformed-request'],
    ['HTTP/3', get('/').toString().replace('1.1', '3.0'), 505, 'http-version-not-supported'],
    ['no version', 'GET / \r\n\r\n', 400, 'malformed-request'],
    ['lower-case http', 'GET / http/1.1\r\nHost: market\r\n\r\n', 400, 'malformed-request'],
    ['two spaces', 'GET  / HTTP/1.1\r\nHost: market\r\n\r\n', 400, 'malformed-request'],
    ['a method of no characters', ' / HTTP/1.1\r\nHost: market\r\n\r\n', 400, 'malformed-request'],
    ['a method with brackets', 'GE(T) / HTTP/1.1\r\nHost: market\r\n\r\n', 400, 'malformed-request'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: market\r\n\r\n', 501, 'method-not-implemented'],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: market\r\n\r\n', 501, 'method-not-implemented'],
    ['CONNECT', 'CONNECT market:443 HTTP/1.1\r\nHost: market\r\n\r\n', 501, 'method-not-implemented'],
  ],
  'lines end with CR and LF, and hold no control characters': [
    ['bare LF', 'GET / HTTP/1.1\nHost: market\n\n', 400, 'malformed-request'],
    ['bare LF in the headers', 'GET / HTTP/1.1\r\nHost: market\n\r\n', 400, 'malformed-request'],
    ['bare CR', 'GET / HTTP/1.1\r\nHost: market\rX: 1\r\n\r\n', 400, 'malformed-request'],
    ['NUL in a header', get('/', 'X: a\0b'), 400, 'malformed-request'],
    ['NUL in the target', get('/posts\0'), 400, 'malformed-request'],
    ['a folded header', get('/', 'X: a', ' b'), 400, 'malformed-request'],
    ['a space before the colon', get('/', 'X : a'), 400, 'malformed-request'],
    ['a header without a colon', get('/', 'nonsense'), 400, 'malformed-request'],
    ['a header without a name', get('/', ': a'), 400, 'malformed-request'],
  ],
  'there is one Host, and it is one': [
    ['none', 'GET / HTTP/1.1\r\n\r\n', 400, 'malformed-request'],
    ['two', get('/', 'Host: other'), 400, 'malformed-request'],
    ['a path', 'GET / HTTP/1.1\r\nHost: market/x\r\n\r\n', 400, 'malformed-request'],
    ['a user', 'GET / HTTP/1.1\r\nHost: evil@market\r\n\r\n', 400, 'malformed-request'],
  ],
  'heads and addresses have an end': [
    ['a huge header', get('/', `X: ${'a'.repeat(20_000)}`), 431, 'headers-too-large'],
    [
      'a header bomb',
      get('/', ...Array.from({ length: 5000 }, (_, i) => `X-${i}: 1`)),
      431,
      'headers-too-large',
    ],
    ['a header without end', whole('GET / HTTP/1.1\r\nX: ', 'a'.repeat(1_000_000)), 431, 'headers-too-large'],
    ['a huge target', get(`/${'a'.repeat(5000)}`), 414, 'target-too-long'],
    ['a target without end', whole('GET /', 'a'.repeat(1_000_000)), 414, 'target-too-long'],
    ['sixteen thousand slashes', get('/'.repeat(16_000)), 414, 'target-too-long'],
  ],
  'an address leads to one place': [
    ['//', get('//'), 400, 'malformed-target'],
    ['// and a host', get('//evil.example/posts'), 400, 'malformed-target'],
    ['// inside', get('/posts//1'), 400, 'malformed-target'],
    ['dots', get('/docs/../posts'), 400, 'malformed-target'],
    ['encoded dots', get('/%2e%2e/%2e%2e/etc/passwd'), 400, 'malformed-target'],
    ['half encoded dots', get('/.%2e/posts'), 400, 'malformed-target'],
    ['one dot', get('/./posts'), 400, 'malformed-target'],
    ['an encoded slash', get('/users%2Fme'), 400, 'malformed-target'],
    ['an encoded NUL', get('/posts%00'), 400, 'malformed-target'],
    ['an encoded line break', get('/posts%0d%0aX:1'), 400, 'malformed-target'],
    ['an encoded NUL in the query', get('/posts?q=%00'), 400, 'malformed-target'],
    ['half an escape', get('/posts?q=%E'), 400, 'malformed-target'],
    ['no escape', get('/posts?q=%zz'), 400, 'malformed-target'],
    ['invalid UTF-8', get('/posts?q=%ff'), 400, 'malformed-target'],
    ['overlong UTF-8', get('/%c0%ae%c0%ae/posts'), 400, 'malformed-target'],
    ['a fragment', get('/posts#top'), 400, 'malformed-target'],
    ['no slash', get('posts'), 400, 'malformed-target'],
    ['an asterisk for GET', get('*'), 400, 'malformed-target'],
    ['another scheme', get('file:///etc/passwd'), 400, 'malformed-target'],
    ['an absolute address without a host', get('http:///posts'), 400, 'malformed-target'],
    ['an absolute address with a user', get('http://a@market/posts'), 400, 'malformed-target'],
  ],
  'where a body ends cannot be read in two ways': [
    [
      'a length and chunks',
      whole(post('Content-Length: 4', 'Transfer-Encoding: chunked'), '0\r\n\r\n'),
      400,
      'malformed-request',
    ],
    [
      'chunks and a length',
      whole(post('Transfer-Encoding: chunked', 'Content-Length: 4'), '0\r\n\r\n'),
      400,
      'malformed-request',
    ],
    ['two lengths', post('Content-Length: 2', 'Content-Length: 3'), 400, 'malformed-request'],
    ['two equal lengths', post('Content-Length: 2', 'Content-Length: 2'), 400, 'malformed-request'],
    ['a list of lengths', post('Content-Length: 2, 2'), 400, 'malformed-request'],
    ['a length below zero', post('Content-Length: -1'), 400, 'malformed-request'],
    ['a length with a plus', post('Content-Length: +2'), 400, 'malformed-request'],
    ['a hexadecimal length', post('Content-Length: 0x2'), 400, 'malformed-request'],
    ['an empty length', post('Content-Length:'), 400, 'malformed-request'],
    ['a huge length', post('Content-Length: 99999999999999999999'), 413, 'body-too-large'],
    ['a length just too large', post(`Content-Length: ${11 * 1024 * 1024 + 1}`), 413, 'body-too-large'],
    ['identity', post('Transfer-Encoding: identity'), 501, 'transfer-encoding-not-supported'],
    ['gzip', post('Transfer-Encoding: gzip, chunked'), 501, 'transfer-encoding-not-supported'],
    ['chunked twice', post('Transfer-Encoding: chunked, chunked'), 400, 'malformed-request'],
    [
      'chunked in two headers',
      post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'),
      400,
      'malformed-request',
    ],
    ['xchunked', post('Transfer-Encoding: xchunked'), 501, 'transfer-encoding-not-supported'],
    ['an empty coding', post('Transfer-Encoding:'), 400, 'malformed-request'],
    [
      'a tab before the colon',
      post('Transfer-Encoding\t: chunked', 'Content-Length: 5'),
      400,
      'malformed-request',
    ],
  ],
  'chunks are as they say': [
    ['no number', 'x\r\n', 400, 'malformed-request'],
    ['a number below zero', '-1\r\n', 400, 'malformed-request'],
    ['0x', '0x2\r\n{}\r\n', 400, 'malformed-request'],
    ['a huge number', 'ffffffffffffffff\r\n', 413, 'body-too-large'],
    ['a number that overflows', '10000000000000002\r\n{}\r\n', 400, 'malformed-request'],
    ['more than announced', '2\r\n{}x\r\n', 400, 'malformed-request'],
    ['a bare LF', '2\n{}\r\n', 400, 'malformed-request'],
    ['an extension without end', `2;${'x'.repeat(300)}`, 400, 'malformed-request'],
    ['trailers without end', `0\r\n${'X: 1\r\n'.repeat(200)}`, 431, 'headers-too-large'],
  ].map(([name, bytes, ...rest]) => [name, whole(post('Transfer-Encoding: chunked'), bytes), ...rest]),
  'the only expectation is 100-continue': [
    ['another', post('Expect: a-miracle', 'Content-Length: 2'), 417, 'expectation-failed'],
  ],
};

for (const [sentence, cases] of Object.entries(faults)) {
  test(sentence, async () => {
    for (const [name, bytes, status, code] of cases) await refused(name, bytes, status, code);
  });
}

test('what comes behind a refused request is not taken for another', async () => {
  const who = await person(server);
  const smuggled = lines(
    'DELETE /sessions/current HTTP/1.1',
    'Host: market',
    `Authorization: Bearer ${who.token}`,
    '',
  );
  const fronts = [
    whole(post('Content-Length: 0', 'Transfer-Encoding: chunked'), '0\r\n\r\n'),
    whole(post('Content-Length: 3', 'Content-Length: 0'), '{}\n'),
    whole(post('Transfer-Encoding: chunked'), '0;\n\r\n\r\n'),
    whole('GET / HTTP/1.1\nHost: market\n\n'),
  ];
  for (const front of fronts) {
    const connection = new RawConnection(server);
    const answer = await connection.write(whole(front, smuggled)).answer();
    assert.equal(answer.status, 400);
    assert.ok(await connection.closes());
    assert.equal(await connection.answer(), undefined, 'a second answer came');
  }
  // A body is not read as a request either, whatever becomes of it.
  const connection = new RawConnection(server);
  connection.write(whole(post(`Content-Length: ${smuggled.length}`), smuggled, get('/health/live')));
  assert.equal((await connection.answer()).status, 400);
  assert.equal((await connection.answer()).body.status, 'ok');
  connection.close();
  (await who.client.get('/users/me')).expect(200);
});

test('an absolute address is its path, whatever host it names', async () => {
  for (const target of [
    'http://market/health/live',
    'HTTP://evil.example:81/health/live',
    'https://market/health/live',
  ])
    assert.equal((await raw(server, get(target))).status, 200, target);
  assert.equal((await raw(server, get('http://market'))).status, 200);
  const answer = await raw(server, lines('OPTIONS * HTTP/1.1', 'Host: market', ''));
  assert.equal(answer.status, 204);
  assert.match(answer.headers.allow, /GET, HEAD, POST/);
});

test("another site's page cannot pass for the market's own by naming it as the host", async () => {
  const { client } = await person(server, { transport: 'cookie' });
  const bytes = lines(
    'DELETE http://evil.example/sessions/current HTTP/1.1',
    'Host: market',
    'Origin: http://market',
    `Cookie: session=${client.cookie}`,
    '',
  );
  assert.equal((await raw(server, bytes)).status, 403);
  (await client.get('/users/me')).expect(200);
});

test('a body in chunks is read as one, its trailers are not', async () => {
  const who = await person(server);
  const json = JSON.stringify(postBody());
  const chunks = [...Buffer.from(json)].map((byte) =>
    Buffer.concat([Buffer.from('1;x=y\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]),
  );
  const head = lines(
    'POST /posts HTTP/1.1',
    'Host: market',
    'Content-Type: application/json',
    'Transfer-Encoding: chunked',
    `Authorization: Bearer ${who.token}`,
    '',
  );
  const answer = await raw(
    server,
    Buffer.concat([head, ...chunks, lines('0', 'Authorization: Bearer x', 'Idempotency-Key: ', '')]),
  );
  assert.equal(answer.status, 201);
  assert.equal(answer.body.title, postBody().title);
});

test('a body is asked for when its sender waits to be asked, and only then', async () => {
  const connection = new RawConnection(server);
  connection.write(post('Expect: 100-continue', 'Content-Length: 2'));
  assert.equal((await connection.answer()).status, 100);
  connection.write('{}');
  assert.equal((await connection.answer()).status, 422);
  connection.write(post('Expect: 100-continue', `Content-Length: ${100 * 1024 * 1024}`));
  assert.equal((await connection.answer()).status, 413);
  assert.ok(await connection.closes());
});

test('pipelined requests are answered in order, up to the one that is none', async () => {
  const connection = new RawConnection(server);
  const paths = Array.from({ length: 50 }, (_, i) => (i % 2 ? '/health/live' : `/posts/${9000 + i}`));
  connection.write(whole(...paths.map((path) => get(path)), 'nonsense\r\n\r\n', get('/health/live')));
  for (const [i] of paths.entries()) assert.equal((await connection.answer()).status, i % 2 ? 200 : 404);
  assert.equal((await connection.answer()).status, 400);
  assert.ok(await connection.closes());
  assert.equal(await connection.answer(), undefined);
});

test('a request held half sent is ended in time, however it is dripped', async () => {
  const parts = [
    ['half a request line', 'GET /po'],
    ['half a head', 'GET /posts HTTP/1.1\r\nHost: mar'],
    ['a head without its end', 'GET /posts HTTP/1.1\r\nHost: market\r\n'],
    ['no body', post('Content-Length: 10')],
    ['half a body', whole(post('Content-Length: 10'), '{"a"')],
    ['half a chunk', whole(post('Transfer-Encoding: chunked'), '5\r\n{"a')],
    ['no last chunk', whole(post('Transfer-Encoding: chunked'), '2\r\n{}\r\n')],
  ];
  await Promise.all(parts.map(([name, part]) => refused(name, part, 408, 'request-timeout', hasty)));

  const connection = new RawConnection(hasty);
  const drip = setInterval(() => connection.write('x'), 10);
  try {
    connection.write('GET /posts HTTP/1.1\r\nX: ');
    assert.equal((await connection.answer())?.status, 408);
  } finally {
    clearInterval(drip);
    connection.close();
  }
});

test('a hundred half-sent requests keep nobody else waiting', async () => {
  const held = Array.from({ length: 100 }, () =>
    new RawConnection(server).write('POST /users HTTP/1.1\r\nHo'),
  );
  const client = new Client(server);
  for (let i = 0; i < 20; i += 1) (await client.get('/posts')).expect(200);
  for (const connection of held) connection.close();
});

test('a client that never reads is cut off, and keeps nobody else waiting', async () => {
  const connection = new RawConnection(hasty);
  await once(connection.socket, 'connect');
  connection.socket.pause();
  // More than the buffers of both sides hold. That the connection is cut shows when something more is written.
  const cut = new Promise((done) => connection.socket.once('close', done));
  connection.write(whole(...Array.from({ length: 40 }, () => get('/docs/swagger-ui-bundle.js'))));
  const nudge = setInterval(() => connection.write('G'), 20);
  try {
    (await new Client(hasty).get('/posts')).expect(200);
    await patiently(cut, 'that who never reads is cut off');
  } finally {
    clearInterval(nudge);
    connection.close();
  }
});

test('a client that hangs up at any point does no harm', async () => {
  const [seller] = await people(server, 1);
  const body = JSON.stringify(postBody({ title: '끊긴 요청' }));
  const head = lines(
    'POST /posts HTTP/1.1',
    'Host: market',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Authorization: Bearer ${seller.token}`,
    '',
  );
  const bytes = Buffer.concat([head, Buffer.from(body)]);
  for (let length = 1; length < bytes.length; length += 13) {
    const connection = new RawConnection(server);
    await once(connection.socket, 'connect');
    connection.socket.end(bytes.subarray(0, length));
    assert.equal((await connection.answer())?.status, undefined);
    connection.close();
  }
  const query = { seller: seller.username };
  assert.deepEqual((await seller.client.get('/posts', { query })).expect(200).body.items, []);
  await writePost(seller);
});
