// The frontend's files in the coding that a client likes best, straight from the server.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { Client } from '../support/client.mjs';
import { person, writePost } from '../support/people.mjs';
import { root, useServer } from '../support/server.mjs';

const server = useServer();
const client = new Client(server);

const ask = (path, accepted, more = {}) =>
  client.get(path, {
    check: false,
    headers: { ...(accepted === undefined ? {} : { 'accept-encoding': accepted }), ...more },
  });
const coding = (answer) => answer.headers['content-encoding'] ?? 'identity';
const plain = { identity: (bytes) => bytes, gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync };

test('what is sent is the smallest that the client takes, by its weights', async () => {
  const table = [
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP, BR', 'br'],
    ['  gzip ;  q=1.0 ,br;q=0.5', 'gzip'],
    ['br;q=0.5, gzip;Q=0.9', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['gzip;q=0.001', 'gzip'],
    ['gzip;q=0.2, identity;q=0.5', 'identity'],
    ['identity;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['br;q=0, *', 'gzip'],
    ['identity;q=0, *;q=0', 'identity'],
    ['deflate, zstd, compress', 'identity'],
    ['brotli, gzipped', 'identity'],
    ['gzip;q=0.0000', 'identity'],
    ['gzip;q=oops', 'identity'],
    ['gzip;q=2, br;q=-1', 'identity'],
    ['br;level=9, gzip;q=1.000', 'gzip'],
    [',,;;q=1,gzip,', 'gzip'],
    [`${'x,'.repeat(2000)}br`, 'br'],
  ];
  for (const [accepted, expected] of table) {
    const answer = (await ask('/main.js', accepted)).expect(200);
    assert.equal(coding(answer), expected, `Accept-Encoding: ${accepted?.slice(0, 60)}`);
    assert.equal(answer.headers.vary, 'Accept-Encoding');
    assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
  }
});

test('each coding holds the file, is smaller, and has a tag of its own', async () => {
  for (const [path, file] of [
    ['/', 'frontend/index.html'],
    ['/main.js', 'frontend/main.js'],
    ['/styles/base.css', 'frontend/styles/base.css'],
    ['/favicon.svg', 'frontend/favicon.svg'],
    ['/openapi.yaml', 'openapi.yaml'],
    ['/docs/swagger-ui-bundle.js', 'node_modules/swagger-ui-dist/swagger-ui-bundle.js'],
  ]) {
    const bytes = await readFile(`${root}${file}`);
    const tags = new Set();
    let size = Number.POSITIVE_INFINITY;
    for (const name of ['identity', 'gzip', 'br']) {
      const answer = (await ask(path, name)).expect(200);
      assert.equal(coding(answer), name, path);
      assert.deepEqual(plain[name](answer.text), bytes, path);
      assert.ok(answer.text.length < size, `${path} in ${name}`);
      size = answer.text.length;
      tags.add(answer.headers.etag);
      const known = await ask(path, name, { 'if-none-match': answer.headers.etag });
      assert.equal(known.status, 304, `${path} in ${name}`);
      assert.equal(known.headers.etag, answer.headers.etag);
      assert.equal(known.headers.vary, 'Accept-Encoding');
      assert.equal(known.text.length, 0);
    }
    assert.equal(tags.size, 3, path);
    // Who has it in one coding and now asks for another gets that.
    assert.equal((await ask(path, 'gzip', { 'if-none-match': [...tags][2] })).status, 200, path);
  }
});

test('HEAD tells what GET would send', async () => {
  for (const name of ['identity', 'gzip', 'br']) {
    const got = await ask('/main.js', name);
    const headers = { 'accept-encoding': name };
    const told = await client.request('HEAD', '/main.js', { check: false, headers });
    assert.equal(told.status, 200);
    for (const field of ['etag', 'content-encoding', 'content-length', 'vary', 'content-type']) {
      assert.equal(told.headers[field], got.headers[field], `${field} in ${name}`);
    }
    assert.equal(told.text.length, 0);
  }
});

test('what would not get smaller is sent as it is', async () => {
  const answer = (await ask('/manifest.webmanifest', 'br')).expect(200);
  assert.equal(coding(answer), 'identity');
  assert.equal(answer.headers.vary, undefined);
});

test('many at once get the same bytes, also those who ask first', async () => {
  const fresh = await Promise.all(Array.from({ length: 40 }, () => ask('/docs/swagger-ui.css', 'gzip')));
  for (const answer of fresh) {
    assert.equal(coding(answer), 'gzip');
    assert.deepEqual(answer.text, fresh[0].text);
  }
});

test('a list that is the same for everybody comes in each coding, with a tag of its own', async () => {
  const seller = await person(server);
  for (let i = 0; i < 3; ++i) await writePost(seller, { title: `압축하는 책 ${i}` });
  for (const path of ['/posts', '/posts/facets']) {
    const tags = new Set();
    let whole;
    for (const name of ['identity', 'gzip', 'br', 'br']) {
      const answer = (await ask(path, name)).expect(200);
      assert.equal(coding(answer), name, path);
      assert.equal(answer.headers.vary, 'Accept-Encoding, Authorization, Cookie');
      whole ??= answer.text;
      assert.deepEqual(plain[name](answer.text), whole, path);
      tags.add(answer.headers.etag);
      const known = await ask(path, name, { 'if-none-match': answer.headers.etag });
      assert.equal(known.status, 304, `${path} in ${name}`);
      assert.equal(known.headers['content-encoding'], undefined);
    }
    assert.equal(tags.size, 3, path);
    assert.equal(coding(await ask(path)), 'identity');
  }
});

test('what is written for one alone is not compressed', async () => {
  const seller = await person(server);
  const post = await writePost(seller, { title: '내 책' });
  const mine = await seller.client.get('/posts', { check: false, headers: { 'accept-encoding': 'br' } });
  assert.equal(coding(mine), 'identity');
  assert.equal(mine.body.items.find(({ id }) => id === post.id).mine, true);
});
