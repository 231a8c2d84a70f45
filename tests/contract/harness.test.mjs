// The tests' own tools, tested: a harness that lets a wrong answer pass would make every other test worthless.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { Client } from '../support/client.mjs';
import { Contract, ContractError } from '../support/openapi.mjs';
import { jpeg, multipart, png, webp, withExif } from '../support/pictures.mjs';
import { RawConnection, raw, takeAnswer } from '../support/raw.mjs';
import { Server } from '../support/server.mjs';

const problem = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { enum: ['not-found', 'method-not-allowed', 'bad-thing'] },
    request_id: { type: 'string' },
  },
};
const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things': {
      get: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
        responses: {
          200: {
            description: 'all',
            headers: { ETag: { required: true, schema: { type: 'string' } } },
            content: { 'application/json': { schema: { type: 'array', items: ref('Thing') } } },
          },
          304: { description: 'same' },
        },
      },
      post: {
        requestBody: { content: { 'application/json': { schema: ref('Thing') } } },
        responses: {
          201: { description: 'made', content: { 'application/json': { schema: ref('Thing') } } },
          400: { description: 'bad', content: { 'application/problem+json': { schema: ref('Problem') } } },
        },
      },
    },
    '/things/mine': { get: { responses: { 204: { description: 'none' } } } },
    '/things/{id}': {
      get: {
        responses: { 200: { description: 'one', content: { 'application/json': { schema: ref('Thing') } } } },
      },
    },
  },
  components: {
    responses: {
      AnyProblem: { description: 'any', content: { 'application/problem+json': { schema: ref('Problem') } } },
    },
    schemas: {
      Thing: {
        type: 'object',
        additionalProperties: false,
        required: ['id'],
        properties: { id: { type: 'integer' } },
      },
      Problem: problem,
    },
  },
};

// A server that answers whatever the test says next.
let next;
const fake = http.createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    fake.last = request;
    const { status = 200, headers = {}, json, body = json === undefined ? '' : JSON.stringify(json) } = next;
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    const all = {
      'x-request-id': 'r1',
      ...(body
        ? { 'content-type': type, 'content-length': Buffer.byteLength(body) }
        : status === 204 || status === 304
          ? {}
          : { 'content-length': 0 }),
      ...headers,
    };
    for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
    response.writeHead(status, all);
    response.end(body);
  });
});
const server = { address: '' };
let client;
before(async () => {
  fake.listen(0, '127.0.0.1');
  await once(fake, 'listening');
  server.address = `http://127.0.0.1:${fake.address().port}`;
  client = new Client(server, { contract: new Contract(document) });
});
after(() => {
  client.close();
  fake.close();
});

const refuses = (promise, pattern) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof ContractError, String(error));
    assert.match(error.message, pattern);
    return true;
  });
const aProblem = (status, code, more = {}) => ({
  status,
  json: { type: `/problems/${code}`, title: 't', status, detail: 'd', code, request_id: 'r1', ...more },
});

test('an answer that fits the document passes', async () => {
  next = { json: [{ id: 1 }], headers: { etag: '"1"' } };
  assert.deepEqual((await client.get('/things', { query: { limit: 3 } })).expect(200).body, [{ id: 1 }]);
  assert.equal(fake.last.url, '/things?limit=3');
});

test('a stray field, a missing field and a wrong type are each named with their place', async () => {
  next = { json: [{ id: 1, extra: true }], headers: { etag: '"1"' } };
  await refuses(client.get('/things'), /\/0 must NOT have additional properties.*extra/);
  next = { json: [{}], headers: { etag: '"1"' } };
  await refuses(client.get('/things'), /\/0 must have required property 'id'/);
  next = { json: [{ id: '1' }], headers: { etag: '"1"' } };
  await refuses(client.get('/things'), /\/0\/id must be integer/);
});

test('a missing header, a missing request id and a wrong content type are refused', async () => {
  next = { json: [] };
  await refuses(client.get('/things'), /the header ETag is missing/);
  next = { json: [], headers: { etag: '"1"', 'x-request-id': null } };
  await refuses(client.get('/things'), /X-Request-Id is missing/);
  next = { body: '[]', headers: { etag: '"1"', 'content-type': 'text/html' } };
  await refuses(client.get('/things'), /content type text\/html is not documented/);
  next = { body: '[]', headers: { etag: '"1"', 'content-type': null } };
  await refuses(client.get('/things'), /content type \(none\) is not documented/);
});

test('a status that is not documented is refused', async () => {
  next = { status: 202, json: [] };
  await refuses(client.get('/things'), /the status 202 is not documented/);
});

test('an operation that is not documented may only be refused, with 404 or 405 and Allow', async () => {
  next = { json: {} };
  await refuses(client.get('/nothing'), /the operation is not documented/);
  next = aProblem(404, 'not-found');
  (await client.get('/nothing')).expect(404, 'not-found');
  next = aProblem(405, 'method-not-allowed');
  await refuses(client.delete('/things'), /405 without Allow/);
  next = { ...aProblem(405, 'method-not-allowed'), headers: { allow: 'GET, HEAD, POST' } };
  await refuses(
    client.delete('/things'),
    /Allow is GET, HEAD, POST, documented are GET, HEAD, OPTIONS, POST/,
  );
  next = { ...aProblem(405, 'method-not-allowed'), headers: { allow: 'GET, HEAD, OPTIONS, POST' } };
  (await client.delete('/things')).expect(405, 'method-not-allowed');
});

test("a problem's status, type and request id must agree with the answer", async () => {
  next = aProblem(400, 'bad-thing', { status: 422 });
  await refuses(client.post('/things', { id: 1 }), /the problem's status is 422/);
  next = aProblem(400, 'bad-thing', { type: 'about:blank' });
  await refuses(client.post('/things', { id: 1 }), /type about:blank does not fit its code bad-thing/);
  next = aProblem(400, 'bad-thing', { request_id: 'other' });
  await refuses(client.post('/things', { id: 1 }), /request_id differs/);
  next = aProblem(400, 'never-heard-of');
  await refuses(client.post('/things', { id: 1 }), /\/code must be equal to one of the allowed values/);
});

test('a body or a parameter that the document refuses must not be accepted', async () => {
  next = { status: 201, json: { id: 1 } };
  (await client.post('/things', { id: 1 })).expect(201);
  await refuses(
    client.post('/things', { id: 'one' }),
    /the request was accepted though \/id must be integer/,
  );
  next = { json: [], headers: { etag: '"1"' } };
  await refuses(client.get('/things?colour=red'), /query parameter colour was accepted/);
});

test('the path with the most fixed segments wins', async () => {
  next = { status: 204 };
  (await client.get('/things/mine')).expect(204);
  next = { json: { id: 7 } };
  (await client.get('/things/7')).expect(200);
});

test('HEAD is judged by GET without its body, 304 and OPTIONS by their own rules', async () => {
  next = { headers: { etag: '"1"', 'content-length': '20' } };
  (await client.head('/things')).expect(200);
  next = { headers: { 'content-length': '20' } };
  await refuses(client.head('/things'), /the header ETag is missing/);
  next = { status: 304 };
  (await client.get('/things')).expect(304);
  next = { status: 204, headers: { allow: 'GET, HEAD, OPTIONS, POST' } };
  (await client.options('/things')).expect(204);
  next = { status: 204, headers: { allow: 'GET' } };
  await refuses(client.options('/things'), /Allow is GET, documented/);
});

test('a cookie session is kept, sent with the same-origin mark, and dropped when the server ends it', async () => {
  const browser = client.as();
  next = { status: 204, headers: { 'set-cookie': 'session=abc; HttpOnly; SameSite=Lax; Path=/' } };
  await browser.get('/things/mine');
  next = { status: 201, json: { id: 1 } };
  await browser.post('/things', { id: 1 });
  assert.equal(fake.last.headers.cookie, 'session=abc');
  assert.equal(fake.last.headers['sec-fetch-site'], 'same-origin');
  await browser.post('/things', { id: 1 }, { headers: { 'sec-fetch-site': null } });
  assert.equal(fake.last.headers['sec-fetch-site'], undefined);
  next = { status: 204, headers: { 'set-cookie': 'session=; Max-Age=0; Path=/' } };
  await browser.get('/things/mine');
  assert.equal(browser.cookie, undefined);
  browser.close();
});

test('expect and expectFields tell what came instead', async () => {
  next = aProblem(400, 'bad-thing');
  const answer = await client.post('/things', { id: 1 });
  assert.throws(() => answer.expect(201), /bad-thing/);
  assert.throws(() => answer.expect(400, 'other-thing'));
});

test('the raw connection takes answers one by one and checks problems', async () => {
  const body = JSON.stringify({
    type: '/problems/x',
    title: 't',
    status: 400,
    detail: 'd',
    code: 'x',
    request_id: 'r',
  });
  const listener = net.createServer((socket) =>
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nDate: d\r\nX-Request-Id: r\r\nContent-Length: 2\r\n\r\nhi`);
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nDate: d\r\nX-Request-Id: r\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    }),
  );
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const place = { address: `http://127.0.0.1:${listener.address().port}` };
  const connection = new RawConnection(place).write('x');
  assert.equal((await connection.answer()).text.toString(), 'hi');
  assert.equal((await connection.answer()).body.code, 'x');
  assert.equal(await connection.answer({ timeout: 1000 }), undefined);
  assert.equal(await connection.closes(1000), true);
  assert.equal((await raw(place, 'x')).status, 200);
  listener.close();
});

test('an answer in pieces is waited for, and one without a length is refused', () => {
  const whole = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcREST');
  assert.equal(takeAnswer(whole.subarray(0, 20)), undefined);
  assert.equal(takeAnswer(whole.subarray(0, 40)), undefined);
  const { answer, rest } = takeAnswer(whole);
  assert.equal(answer.text.toString(), 'abc');
  assert.equal(rest.toString(), 'REST');
  assert.throws(() => takeAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n')), /without Content-Length/);
});

// A script in the server's place: the strictness of start and stop can be shown without breaking the real one.
const script = async (source, check = 'exit 0') => {
  const { mkdtemp, writeFile, chmod } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const path = join(await mkdtemp(join(tmpdir(), 'giraffe-harness-')), 'fake-server');
  await writeFile(path, `#!/bin/sh\nif [ "$1" = check ]; then ${check}; fi\n${source}\n`);
  await chmod(path, 0o755);
  return path;
};
const wait = 'while :; do sleep 0.05; done';
const announce = 'echo "Giraffe A+ Book Market: http://127.0.0.1:4711"';

test('a server that starts and ends cleanly passes, and its settings reach it', async () => {
  const fakeServer = new Server({
    settings: { a: 1 },
    binary: await script(`echo "{\\"args\\":\\"$*\\"}" >&2\ntrap 'exit 0' TERM\n${announce}\n${wait}`),
  });
  await fakeServer.start();
  assert.equal(fakeServer.port, 4711);
  await fakeServer.stop();
  assert.match(fakeServer.log[0].args, /^serve --port 0 --data \S+ --set a=1$/);
});

test('a wrong exit code, a sanitizer report, a stray line and a missing address fail', async () => {
  const wrong = async (source, pattern) => {
    const fakeServer = new Server({ binary: await script(source) });
    await assert.rejects(
      fakeServer.start().then(() => fakeServer.stop()),
      pattern,
    );
  };
  await wrong(`trap 'exit 3' TERM\n${announce}\n${wait}`, /did not end cleanly/);
  await wrong(
    `trap 'echo "ERROR: AddressSanitizer: heap-use-after-free" >&2; exit 0' TERM\n${announce}\n${wait}`,
    /sanitizer/,
  );
  await wrong(`trap 'echo hello >&2; exit 0' TERM\n${announce}\n${wait}`, /no JSON/);
  await wrong(`trap 'echo more; exit 0' TERM\n${announce}\n${wait}`, /more than the address line/);
  await wrong('echo "the port 80 is taken" >&2; exit 1', /ended \(exit code 1\)[\s\S]*port 80 is taken/);
  await wrong('echo hello; sleep 5', /no address/);
});

test('a server that leaves wrong data fails, however well it ends', async () => {
  const source = `trap 'exit 0' TERM\n${announce}\n${wait}`;
  const fakeServer = new Server({ binary: await script(source, 'echo "rooms are wrong: 4"; exit 1') });
  await fakeServer.start();
  await assert.rejects(fakeServer.stop(), /wrong with the data[\s\S]*rooms are wrong: 4/);
});

test('kill -9 leaves the data where it is, and the next start finds it', async () => {
  const fakeServer = new Server({
    binary: await script(
      `trap 'exit 0' TERM\nls "$5" | sed 's/.*/{"found":"&"}/' >&2\ntouch "$5/kept"\n${announce}\n${wait}`,
    ),
  });
  await fakeServer.start();
  await fakeServer.kill();
  await fakeServer.restart();
  await fakeServer.stop();
  assert.deepEqual(fakeServer.log, [{ found: 'kept' }]);
});

test('the pictures are what they claim to be', () => {
  assert.deepEqual([...jpeg().subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.equal(webp().subarray(8, 12).toString(), 'WEBP');
  const image = png(3, 2, (x, y) => [x, y, 9]);
  const at = image.indexOf('IDAT');
  assert.deepEqual(
    [...inflateSync(image.subarray(at + 4, at + 4 + image.readUInt32BE(at - 4)))],
    [0, 0, 0, 9, 1, 0, 9, 2, 0, 9, 0, 0, 1, 9, 1, 1, 9, 2, 1, 9],
  );
  // The checksum of an empty IEND is the same in every PNG there is.
  assert.equal(image.subarray(-4).toString('hex'), 'ae426082');
  assert.ok(withExif(jpeg(), 6).includes('Exif\0\0'));
  const form = multipart(jpeg());
  assert.match(form.type, /^multipart\/form-data; boundary=\S+$/);
  assert.ok(form.body.includes(jpeg()));
});
