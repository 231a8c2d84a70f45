// docker/nginx.conf in a real nginx, before a real market.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { Client } from '../support/client.mjs';
import { Nginx } from '../support/nginx.mjs';
import { until } from '../support/patience.mjs';
import { buy, people, person, signUpBody, textMessage, writePost } from '../support/people.mjs';
import { jpeg, png } from '../support/pictures.mjs';
import { freePort } from '../support/ports.mjs';
import { root, Server } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const nginx = new Nginx();
const guest = new Client(nginx);
const settings = { trusted_proxies: '127.0.0.1', sign_up_burst: 8, sign_up_per_minute: 1 };
let api;

before(async () => {
  api = new Server({ port: await freePort(), settings });
  await api.start();
  await nginx.start(api.port);
});
after(async () => {
  guest.close();
  await nginx.stop().finally(() => api.stop());
});

const page = (path, headers) => guest.get(path, { headers, check: false });

test('http is sent to https', async () => {
  const answer = await new Promise((done) => {
    http.get(`http://localhost:${nginx.plainPort}/posts?q=1`, done);
  });
  answer.resume();
  assert.equal(answer.statusCode, 308);
  assert.equal(answer.headers.location, 'https://localhost/posts?q=1');
});

test('the page and its files have the headers that the API sends with them', async () => {
  const direct = new Client(api);
  for (const path of [
    '/',
    '/index.html',
    '/main.js',
    '/styles/base.css',
    '/favicon.svg',
    '/i18n/ko/app.js',
    '/vendor/zxing.js',
    '/vendor/uplot.js',
    '/vendor/uplot.css',
  ]) {
    const [fromNginx, fromApi] = [
      await page(path),
      await direct.get(path, { check: false, headers: { 'x-forwarded-proto': 'https' } }),
    ];
    assert.equal(fromNginx.status, 200, path);
    assert.deepEqual(fromNginx.text, fromApi.text, path);
    const type = (answer) =>
      answer.headers['content-type'].replace('application/javascript', 'text/javascript');
    assert.equal(type(fromNginx), type(fromApi), path);
    const policies = [
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-resource-policy',
      'strict-transport-security',
    ];
    for (const name of [...policies, 'cache-control']) {
      assert.ok(fromNginx.headers[name], `${path} ${name}`);
      assert.equal(fromNginx.headers[name], fromApi.headers[name], `${path} ${name}`);
    }
    if (path.endsWith('/') || path.endsWith('.html')) {
      for (const name of ['content-security-policy', 'permissions-policy']) {
        assert.ok(fromApi.headers[name], name);
        assert.equal(fromNginx.headers[name], fromApi.headers[name], `${path} ${name}`);
      }
    }
    assert.equal((await page(path, { 'if-none-match': fromNginx.headers.etag })).status, 304, path);
    assert.doesNotMatch(fromNginx.headers.server ?? '', /\d/);
  }
  direct.close();
});

test('brotli or gzip, as the browser likes, for files and for JSON', async () => {
  for (const path of ['/main.js', '/styles/base.css', '/openapi.yaml', '/posts?limit=1', '/nowhere']) {
    const plain = await page(path, { 'accept-encoding': 'identity' });
    assert.equal(plain.headers['content-encoding'], undefined, path);
    if (plain.text.length < 512) continue;
    const gzip = await page(path, { 'accept-encoding': 'gzip' });
    assert.equal(gzip.headers['content-encoding'], 'gzip', path);
    assert.deepEqual(zlib.gunzipSync(gzip.text), plain.text, path);
    const brotli = await page(path, { 'accept-encoding': 'gzip, br' });
    assert.equal(brotli.headers['content-encoding'], 'br', path);
    assert.deepEqual(zlib.brotliDecompressSync(brotli.text), plain.text, path);
    assert.match(brotli.headers.vary, /Accept-Encoding/);
    const again = { 'accept-encoding': 'gzip, br', 'if-none-match': brotli.headers.etag };
    assert.equal((await page(path, again)).status, 304, path);
  }
});

test('what is measured is handed to nobody, however it is asked for', async () => {
  (await guest.get('/metrics')).expect(404, 'not-found');
  (await guest.head('/metrics')).expect(404);
  for (const path of [
    '/metrics?a=b',
    '/%6Detrics',
    '/metric%73',
    '/metrics/',
    '/docs/..%2Fmetrics',
    '/docs/%2e%2e/metrics',
    '/metrics%00',
    '/METRICS',
  ]) {
    const answer = await guest.get(path, { check: false });
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.doesNotMatch(answer.text.toString(), /giraffe_/);
  }
});

test('HTTP/2 is spoken', async () => {
  const session = http2.connect(nginx.address, { ca: nginx.certificate });
  const stream = session.request({ ':path': '/posts' });
  const headers = await new Promise((done, fail) => stream.on('response', done).on('error', fail));
  assert.equal(headers[':status'], 200);
  stream.resume();
  await promisify(session.close).call(session);
});

test('the API answers through it, by https: its cookie is Secure, and a tag made weak by compression still edits', async () => {
  const seller = await person(nginx, { transport: 'cookie' });
  const signedIn = await new Client(nginx).post('/sessions', {
    username: seller.username,
    password: seller.password,
    transport: 'cookie',
  });
  assert.match(signedIn.setCookie[0], /^session=.*; Secure/);
  assert.equal(signedIn.headers['strict-transport-security'], 'max-age=31536000');
  const post = await writePost(seller);
  const compressed = await seller.client.get(`/posts/${post.id}`, {
    headers: { 'accept-encoding': 'br' },
    check: false,
  });
  assert.match(compressed.headers.etag, /^W\//);
  const edited = await seller.client.patch(
    `/posts/${post.id}`,
    { price: 1 },
    { headers: { 'if-match': compressed.headers.etag } },
  );
  assert.equal(edited.expect(200).body.price, 1);
  (await guest.get('/posts/999999')).expect(404, 'not-found');
  (await guest.post('/main.js', {}, { check: false })).expect(405, 'method-not-allowed');
  seller.client.close();
});

test('a photo of nearly 10 MB goes through, a larger one is refused with a problem', async () => {
  const { client } = await person(nginx);
  const noise = randomBytes(3 * 1800 * 1900);
  const photo = png(1800, 1900, (x, y) => noise.subarray(3 * (y * 1800 + x), 3 * (y * 1800 + x) + 3));
  assert.ok(photo.length > 10_000_000 && photo.length < 10 * 1024 * 1024);
  const uploaded = (await client.request('POST', '/photos', { body: photo, type: 'image/png' })).expect(
    201,
  ).body;
  (await guest.get(uploaded.urls.full)).expect(200);
  const tooLarge = Buffer.concat([jpeg(), Buffer.alloc(12 * 1024 * 1024)]);
  (await client.request('POST', '/photos', { body: tooLarge, type: 'image/jpeg' })).expect(
    413,
    'body-too-large',
  );
  // As much JSON as the API takes, which is less.
  const text = (size) => client.patch('/users/me', { bio: 'x'.repeat(size) });
  (await text(255 * 1024)).expectFields({ '/bio': 'too-long' });
  (await text(257 * 1024)).expect(413, 'body-too-large');
  client.close();
});

test('of one network only so many photos are on their way at once', async () => {
  const { client } = await person(nginx);
  const AT_ONCE = 32; // docker/nginx.conf
  const half = async () => {
    const socket = tls.connect({ port: nginx.port, servername: 'localhost', ca: nginx.certificate });
    await once(socket, 'secureConnect');
    socket.write(
      'POST /photos HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: 1000000\r\n\r\nhalf',
    );
    return socket;
  };
  const sockets = await Promise.all(Array.from({ length: AT_ONCE + 1 }, half));
  // One of them is answered: the others have all places, and the upload has none.
  const [first] = await Promise.race(sockets.map((socket) => once(socket, 'data')));
  assert.match(first.toString(), /^HTTP\/1.1 429 /);
  const upload = () => client.request('POST', '/photos', { body: jpeg(), type: 'image/jpeg' });
  const refused = (await upload()).expect(429, 'too-many-requests');
  assert.equal(refused.headers['retry-after'], '5');
  for (const socket of sockets) socket.destroy();
  (await until(upload, ({ status }) => status !== 429)).expect(201);
  client.close();
});

test('the token of a password reset is not written into the log', async () => {
  const token = 'A'.repeat(43);
  await guest.put(`/password-resets/${token}`, { new_password: 'tall giraffe 77' });
  const paths = await until(
    async () => (await nginx.log()).map(({ path }) => path),
    (paths) => paths.includes('/password-resets/-'),
  );
  assert.ok(!paths.some((path) => path.includes(token)));
  await api.kill();
  (await guest.put(`/password-resets/${token}`, { new_password: 'tall giraffe 77' })).expect(
    503,
    'unavailable',
  );
  (await guest.put('/users/me/password', {})).expect(503, 'unavailable');
  await until(
    async () => {
      await nginx.log(); // lets what it says meanwhile come in
      return nginx.errors;
    },
    (errors) => errors.includes('PUT /users/me/password'),
  );
  assert.ok(!nginx.errors.includes(token));
  await api.start();
});

test('a poll waits through it, is answered by an event, and may wait its full minute', async () => {
  const [seller, buyer] = await people(nginx, 2);
  const deal = await buy(buyer, await writePost(seller));
  const stream = await streamOf(buyer);
  assert.deepEqual(await stream.poll({ wait: 1 }), []);
  const waiting = stream.poll({ wait: 60 });
  (await seller.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage())).expect(201);
  assert.equal((await waiting)[0].type, 'message');
  for (const { client } of [seller, buyer]) client.close();

  const seconds = /proxy_read_timeout (\d+)s;/.exec(readFileSync(join(root, 'docker/nginx.conf'), 'utf8'));
  assert.ok(Number(seconds[1]) > 60, 'a poll waits for 60 s, and then has to be answered');
});

test('what is no request is refused with a problem', async () => {
  const socket = tls.connect({ port: nginx.port, servername: 'localhost', ca: nginx.certificate });
  socket.end('NONSENSE\r\n\r\n');
  let received = '';
  for await (const text of socket.setEncoding('utf8')) received += text;
  assert.match(received, /^HTTP\/1.1 400 /);
  assert.match(received, /\r\nContent-Type: application\/problem\+json/);
  assert.equal(JSON.parse(received.slice(received.indexOf('\r\n\r\n'))).code, 'malformed-request');
});

test('while the API is away its page is there and requests are told to come again; then it is back', async () => {
  await api.kill();
  assert.equal((await page('/')).status, 200);
  const away = (await guest.get('/posts')).expect(503, 'unavailable');
  assert.equal(away.headers['retry-after'], '5');
  await api.start();
  (await guest.get('/posts')).expect(200);
});

test('nobody gets more sign-ups by claiming to be others', async () => {
  const client = new Client(nginx);
  let answer;
  for (let i = 0; i < 9; i += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${i}` };
    answer = await client.post('/users', signUpBody(), { headers });
  }
  answer.expect(429, 'too-many-requests');
  client.close();
});

test('the log is JSON, numbers requests as the API does, and leaves the query out', async () => {
  const answer = await guest.get('/posts?q=secret');
  const id = answer.headers['x-request-id'];
  // It is written after the answer.
  const line = await until(
    async () => (await nginx.log()).find((request) => request.request_id === id),
    Boolean,
  );
  assert.equal(line.path, '/posts');
  assert.equal(line.status, 200);
  assert.ok(!JSON.stringify(line).includes('secret'));
});
