// Bytes on a socket, for requests that no proper client would send. Every problem that comes back is still held
// against the contract's shape.
import assert from 'node:assert/strict';
import net from 'node:net';

const WAIT_MS = 60_000; // far more than an answer takes

export class RawConnection {
  constructor(server) {
    const { hostname, port } = new URL(server.address);
    this.socket = net.connect(Number(port), hostname);
    this.socket.setNoDelay(true);
    this.received = Buffer.alloc(0);
    this.ended = false;
    this.waiters = new Set();
    this.socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    // A reset after the answer is how a server refuses the rest of a request it will not read.
    this.socket.on('error', () => this.finish());
    this.socket.on('close', () => this.finish());
    this.socket.on('end', () => this.finish());
  }

  finish() {
    this.ended = true;
    this.wake();
  }

  wake() {
    for (const waiter of [...this.waiters]) waiter();
  }

  write(bytes) {
    this.socket.write(bytes);
    return this;
  }

  /** No more will be sent; answers can still come. */
  endWriting() {
    this.socket.end();
    return this;
  }

  close() {
    this.socket.destroy();
  }

  // Waits until `ready()` is not undefined, the peer closes, or the time is over.
  until(ready, timeout) {
    const value = ready();
    if (value !== undefined || this.ended) return Promise.resolve(value);
    return new Promise((done) => {
      const settle = (result) => {
        clearTimeout(timer);
        this.waiters.delete(look);
        done(result);
      };
      const look = () => {
        const result = ready();
        if (result !== undefined || this.ended) settle(result);
      };
      const timer = setTimeout(() => settle(undefined), timeout);
      this.waiters.add(look);
    });
  }

  /** The next answer, or undefined when the connection closes (or the time passes) without one. */
  async answer({ timeout = WAIT_MS, head = false } = {}) {
    const taken = await this.until(() => takeAnswer(this.received, head), timeout);
    if (!taken) return undefined;
    this.received = taken.rest;
    checkProblem(taken.answer, head);
    return taken.answer;
  }

  /** True when the peer closes within the time. */
  async closes(timeout = WAIT_MS) {
    await this.until(() => undefined, timeout);
    return this.ended;
  }
}

/** One request as bytes, one answer; the connection is closed afterwards. */
export async function raw(server, bytes, options = {}) {
  const connection = new RawConnection(server);
  try {
    connection.write(bytes);
    const answer = await connection.answer(options);
    assert.ok(answer, 'no answer came');
    return answer;
  } finally {
    connection.close();
  }
}

/** {answer, rest} when the bytes begin with a whole answer. */
export function takeAnswer(bytes, head = false) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const match = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/.exec(statusLine);
  assert.ok(match, `no status line: ${JSON.stringify(statusLine)}`);
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    assert.ok(colon > 0, `no header line: ${JSON.stringify(line)}`);
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const status = Number(match[1]);
  const bodyless = head || status === 204 || status === 304 || status < 200;
  if (!bodyless) assert.match(headers['content-length'] ?? '', /^\d+$/, `${status} without Content-Length`);
  const length = bodyless ? 0 : Number(headers['content-length']);
  const start = end + 4;
  if (bytes.length < start + length) return undefined;
  const text = bytes.subarray(start, start + length);
  const answer = { status, headers, text, body: undefined };
  if (/\bjson\b/.test(headers['content-type'] ?? '') && length)
    answer.body = JSON.parse(text.toString('utf8'));
  return { answer, rest: bytes.subarray(start + length) };
}

function checkProblem({ status, headers, body }, head) {
  if (status < 200) return;
  assert.ok(headers['x-request-id'], `${status} without X-Request-Id`);
  assert.ok(headers.date, `${status} without Date`);
  if (status < 400) return;
  assert.equal(headers['content-type'], 'application/problem+json');
  if (head) return;
  assert.equal(body.status, status);
  assert.equal(body.type, `/problems/${body.code}`);
  assert.equal(body.request_id, headers['x-request-id']);
  assert.ok(body.title && typeof body.detail === 'string');
}
