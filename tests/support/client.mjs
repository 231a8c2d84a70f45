// A small HTTP client for tests: keeps connections alive, speaks as one person, and holds every answer against
// openapi.yaml, so that a test states only what it is about.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { contract as projectContract } from './openapi.mjs';

const TIMEOUT_MS = 75_000; // longer than the longest poll

export class Answer {
  constructor(request, status, headers, setCookie, text) {
    this.request = request;
    this.status = status;
    this.headers = headers; // lower-case names, repeated ones joined with ', '
    this.setCookie = setCookie; // every Set-Cookie line
    this.text = text; // the body's bytes
    const type = headers['content-type'] ?? '';
    this.body = undefined;
    if (/\bjson\b/.test(type) && text.length) {
      try {
        this.body = JSON.parse(text.toString('utf8'));
      } catch {
        this.body = undefined; // the contract check tells
      }
    } else if (/^text\/|yaml|javascript/.test(type)) {
      this.body = text.toString('utf8');
    }
  }

  /** Asserts the status (and, of a problem, the code) and answers itself: `(await client.get('/posts')).expect(200).body` */
  expect(status, code) {
    const shown = `${this.request.method} ${this.request.path}: ${this.text.toString('utf8').slice(0, 1500)}`;
    assert.equal(this.status, status, shown);
    if (code !== undefined) assert.equal(this.body?.code, code, shown);
    return this;
  }

  /** Asserts a 422 whose faults are exactly these: {'/price': 'too-large', …}. */
  expectFields(faults) {
    this.expect(422);
    assert.deepEqual(
      Object.fromEntries(this.body.errors.map((error) => [error.pointer, error.code]).sort()),
      Object.fromEntries(Object.entries(faults).sort()),
    );
    return this;
  }
}

export class Client {
  /**
   * @param {{address: string, certificate?: string}} server anything with an address; asked at each request, so that a restart
   *   is followed. With https, the certificate to trust.
   * @param {{token?: string, cookie?: string, contract?: import('./openapi.mjs').Contract, headers?: Record<string, string>}} options
   */
  constructor(server, options = {}) {
    this.server = server;
    this.token = options.token;
    this.cookie = options.cookie; // the value of the cookie `session`
    this.headers = options.headers ?? {};
    this.given = options.contract;
    this.maxSockets = options.maxSockets ?? 64;
    this.agents = {}; // by protocol
  }

  /** The same server as somebody else (nobody by default), with connections of its own. */
  as({ token, cookie } = {}) {
    return new Client(this.server, { token, cookie, contract: this.given });
  }

  get(path, options) {
    return this.request('GET', path, options);
  }
  head(path, options) {
    return this.request('HEAD', path, options);
  }
  options(path, options) {
    return this.request('OPTIONS', path, options);
  }
  delete(path, options) {
    return this.request('DELETE', path, options);
  }
  post(path, json, options) {
    return this.request('POST', path, { ...options, json });
  }
  put(path, json, options) {
    return this.request('PUT', path, { ...options, json });
  }
  patch(path, json, options) {
    return this.request('PATCH', path, { ...options, json });
  }

  /**
   * @param {string} method
   * @param {string} path with or without a query
   * @param {{json?: unknown, body?: Buffer|string, type?: string, query?: Record<string, unknown>,
   *          headers?: Record<string, string|null>, signal?: AbortSignal, check?: boolean}} options
   *   json or body (with its type), query to add, headers (null takes one away), check: false for what is broken on purpose
   */
  async request(method, path, options = {}) {
    const url = new URL(path, this.server.address);
    // An absolute path only: '//x' would otherwise be read as another host.
    const target = new URL(this.server.address);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) url.searchParams.append(name, String(value));
    }
    const payload =
      options.json !== undefined
        ? Buffer.from(JSON.stringify(options.json))
        : options.body !== undefined
          ? Buffer.from(options.body)
          : undefined;
    const headers = this.headersFor(method, payload, options);
    const request = { method, path: url.pathname, query: [...url.searchParams.keys()], json: options.json };
    const answer = await new Promise((done, fail) => {
      const outgoing = (target.protocol === 'https:' ? https : http).request(
        {
          host: target.hostname,
          port: target.port,
          agent: this.agentFor(target.protocol),
          method,
          path: url.pathname + url.search,
          headers,
          signal: options.signal,
        },
        (incoming) => {
          const chunks = [];
          incoming.on('data', (chunk) => chunks.push(chunk));
          incoming.on('error', fail);
          incoming.on('end', () => {
            const { 'set-cookie': setCookie = [], ...rest } = incoming.headers;
            done(new Answer(request, incoming.statusCode, rest, setCookie, Buffer.concat(chunks)));
          });
        },
      );
      outgoing.setTimeout(TIMEOUT_MS, () =>
        outgoing.destroy(new Error(`${method} ${path}: no answer within ${TIMEOUT_MS} ms`)),
      );
      outgoing.on('error', fail);
      outgoing.end(payload);
    });
    this.keepCookie(answer);
    if (options.check !== false) (this.given ?? projectContract()).check(request, answer);
    return answer;
  }

  agentFor(protocol) {
    const { Agent } = protocol === 'https:' ? https : http;
    this.agents[protocol] ??= new Agent({
      keepAlive: true,
      maxSockets: this.maxSockets,
      ca: this.server.certificate,
    });
    return this.agents[protocol];
  }

  headersFor(method, payload, options) {
    const headers = { ...this.headers };
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    if (this.cookie) {
      headers.cookie = `session=${this.cookie}`;
      // What a browser sends from the market's own pages. A test of the cross-site rule takes it away.
      if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) headers['sec-fetch-site'] = 'same-origin';
    }
    if (payload !== undefined) {
      headers['content-type'] = options.type ?? 'application/json';
      headers['content-length'] = String(payload.length);
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === null) delete headers[name.toLowerCase()];
      else headers[name.toLowerCase()] = value;
    }
    return headers;
  }

  keepCookie(answer) {
    for (const line of answer.setCookie) {
      const match = /^session=([^;]*)/.exec(line);
      if (match) this.cookie = match[1] && !/max-age=0/i.test(line) ? match[1] : undefined;
    }
  }

  close() {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }
}
