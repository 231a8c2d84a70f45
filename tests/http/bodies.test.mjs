// JSON in requests: its type, its grammar, its size, its members, for every operation that takes a body of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { exampleOf, operations, place, takesJson, useMarket } from '../support/operations.mjs';
import { person, postBody } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sign_in_burst: 0, sign_up_burst: 0 });
const market = useMarket(server);
const withBody = operations.filter(takesJson);

const raw = (one, body, type = 'application/json', options = {}) =>
  market.send(market.seller.client, one, { body, type, ...options });

test('a body of JSON is sent as JSON or refused, by every operation that takes one', async () => {
  for (const one of withBody) {
    const body = JSON.stringify(exampleOf(one));
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'json',
      '',
    ])
      (await raw(one, body, type)).expect(415, 'unsupported-media-type');
    const without = { headers: { 'content-type': null } };
    (await raw(one, body, 'x', without)).expect(415, 'unsupported-media-type');
  }
});

const malformed = {
  nothing: ' ',
  'a truncated object': '{"a": 1',
  'a truncated text': '{"a": "1',
  'a trailing comma': '{"a": 1,}',
  'a comment': '{"a": 1 /* one */}',
  'single quotes': "{'a': 1}",
  'a second document': '{} {}',
  'trailing garbage': '{}x',
  'a trailing NUL': '{}\0',
  'a NUL inside': '{"a":\0 1}',
  'a byte order mark alone': '\ufeff',
  'a key twice': '{"a": 1, "a": 1}',
  'a key twice, once escaped': '{"a": 1, "\\u0061": 1}',
  'a key twice further inside': '{"a": [{"b": 1, "b": 2}]}',
  'invalid UTF-8': Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
  'overlong UTF-8': Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc0, 0xaf, 0x22, 0x7d]),
  'an encoded surrogate': Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d]),
  'UTF-16': Buffer.from('{"a": 1}', 'utf16le'),
  'a lone high surrogate': '{"a": "\\ud83d"}',
  'a lone low surrogate': '{"a": "\\ude00"}',
  'a raw line break in a text': '{"a": "1\n2"}',
  'an unknown escape': '{"a": "\\x41"}',
  NaN: '{"a": NaN}',
  'a leading zero': '{"a": 01}',
  'a leading plus': '{"a": +1}',
  'a bare point': '{"a": 1.}',
  'a hundred kilobytes of brackets': '['.repeat(100 * 1024),
  'brackets that are closed': '['.repeat(50_000) + ']'.repeat(50_000),
  'braces without end': '{"a":'.repeat(20_000),
};

test('JSON that is none is 400 for every operation that takes it', async () => {
  for (const one of withBody) {
    for (const [name, body] of Object.entries(malformed)) {
      const answer = await raw(one, body);
      assert.equal(answer.body.code, 'malformed-json', `${place(one)}: ${name}`);
    }
  }
});

test('JSON of the wrong kind is 422 for every operation that takes it', async () => {
  for (const one of withBody) {
    for (const body of ['[]', 'null', '1', '"{}"', 'true'])
      (await raw(one, body)).expectFields({ '': 'wrong-type' });
  }
});

test('every unknown member is told by every operation that takes JSON', async () => {
  for (const one of withBody) {
    const strange = { nonsense: 1, 'with/slash~tilde': null, __proto__: { a: 1 }, constructor: 1 };
    const body = JSON.stringify({ ...exampleOf(one), ...strange, version: exampleOf(one).version });
    const answer = await raw(one, body);
    answer.expect(422);
    const told = answer.body.errors
      .filter(({ code }) => code === 'unknown-field')
      .map(({ pointer }) => pointer);
    assert.deepEqual(told.sort(), ['/constructor', '/nonsense', '/with~1slash~0tilde'], place(one));
  }
});

test('a text is shown whole or cut between characters, never within one', async () => {
  const name = `${'x'.repeat(63)}기린`;
  const [json] = withBody;
  const twice = await raw(json, `{"${name}": 1, "${name}": 1}`);
  assert.match(twice.expect(400, 'malformed-json').body.detail, /x"/);
  const query = await market.seller.client.get('/posts', { query: { [name]: 1 } });
  assert.equal(query.expect(400, 'invalid-query').body.errors[0].pointer, `?${'x'.repeat(63)}`);
});

test('a whole number is one however it is written', async () => {
  const { client } = await person(server);
  const body = (price) => JSON.stringify(postBody()).replace('15000', price);
  for (const [written, price] of [
    ['5000.0', 5000],
    ['5e3', 5000],
    ['50000.0E-1', 5000],
    ['0', 0],
    ['-0', 0],
    ['10000000', 10_000_000],
  ]) {
    const answer = await client.request('POST', '/posts', { body: body(written), type: 'application/json' });
    assert.equal(answer.expect(201).body.price, price, written);
  }
  for (const [written, code] of [
    ['10000001', 'too-large'],
    ['1e8', 'too-large'],
    ['-1', 'too-small'],
    ['-1e300', 'too-small'],
    ['0.5', 'wrong-type'],
    ['5e-1', 'wrong-type'],
    ['"5000"', 'wrong-type'],
    ['[5000]', 'wrong-type'],
  ])
    (await client.request('POST', '/posts', { body: body(written), type: 'application/json' })).expectFields({
      '/price': code,
    });
});

test('a body of JSON beyond 256 KiB is 413 for every operation that takes one', async () => {
  const body = (size) => `{"nonsense": "${'x'.repeat(size - 16)}"}`;
  assert.equal(body(1000).length, 1000);
  for (const one of withBody) {
    (await raw(one, body(256 * 1024))).expect(422);
    (await raw(one, body(256 * 1024 + 1))).expect(413, 'body-too-large');
  }
});

test('a body that is packed is 415 for every operation that takes one', async () => {
  for (const one of withBody) {
    const answer = await raw(one, '{}', 'application/json', { headers: { 'content-encoding': 'gzip' } });
    answer.expect(415, 'unsupported-media-type');
    assert.equal(answer.headers['accept-encoding'], 'identity');
    assert.notEqual(
      (await raw(one, '{}', 'application/json', { headers: { 'content-encoding': 'identity' } })).status,
      415,
    );
  }
});

test('lines may end as they do on Windows', async () => {
  const { client } = await person(server);
  const answer = await client.patch('/users/me', { bio: '첫 줄\r\n둘째 줄\r\n' });
  assert.equal(answer.expect(200).body.bio, '첫 줄\n둘째 줄');
  (await client.patch('/users/me', { bio: '첫 줄\r둘째 줄' })).expectFields({ '/bio': 'control-character' });
});

test('of many unknown parameters twenty are told', async () => {
  const names = Array.from({ length: 600 }, (_, i) => `p${i}`).join('&');
  const answer = await new Client(server).get(`/health/live?${names}`, { check: false });
  assert.equal(answer.expect(400, 'invalid-query').body.errors.length, 20);
});
