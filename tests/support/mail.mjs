// A real SMTP server that keeps what it is sent, and others that behave badly.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { makeCertificate } from './certificate.mjs';
import { patiently } from './patience.mjs';
import { freePort } from './ports.mjs';

export const SENDER = 'market@giraffe.example';
/** What mailed links begin with, whatever address the test's server has. */
export const PUBLIC_URL = 'https://market.giraffe.example';
export const LOGIN = { user: 'giraffe', pass: 'long neck 7' };

let made;
/** {key, certificate, file}: made once, removed with the process. */
export function certificate() {
  if (!made) {
    const dir = mkdtempSync(join(tmpdir(), 'giraffe-mail-'));
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
    const [key, file] = [join(dir, 'key.pem'), join(dir, 'certificate.pem')];
    makeCertificate(key, file);
    made = { key: readFileSync(key), certificate: readFileSync(file), file };
  }
  return made;
}

/** The words of a header, as RFC 2047 has them. */
function decoded(words) {
  return words
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, text) => Buffer.from(text, 'base64').toString('utf8'));
}

/** A message as it came over the wire: {raw, headers, subject, text}, and of the text {code, token}. */
export function parseMail(raw) {
  const [head, ...rest] = raw.split('\r\n\r\n');
  const headers = {};
  for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value] = /^([!-9;-~]+): (.*)$/.exec(line) ?? assert.fail(`no header: ${line}`);
    assert.ok(!(name.toLowerCase() in headers), `${name} twice`);
    headers[name.toLowerCase()] = value;
  }
  const text = Buffer.from(rest.join('\r\n\r\n'), 'base64').toString('utf8').replaceAll('\r\n', '\n');
  return {
    raw,
    headers,
    subject: decoded(headers.subject),
    text,
    code: /^ {4}(\d{6})$/m.exec(text)?.[1],
    token: /\/#\/reset\/([\w-]+)$/m.exec(text)?.[1],
  };
}

export class MailServer {
  /**
   * @param {{secure?: boolean, tls?: boolean, login?: boolean}} options TLS from the first byte; STARTTLS offered; a
   *   password wanted
   */
  constructor(options = {}) {
    this.options = options;
    this.port = 0;
    this.mails = []; // {to, raw, headers, subject, text, code, token}, in the order in which they came
    /** Asked at RCPT TO: a reply such as '550 no such mailbox' refuses. */
    this.answer = () => undefined;
    this.refused = []; // the addresses that were
    this.waiting = new Set();
    this.handed = new Set();
  }

  get url() {
    return `${this.options.secure ? 'smtps' : 'smtp'}://localhost:${this.port}`;
  }

  /** Settings with which a market sends its mails here. */
  get settings() {
    const { secure, tls, login } = this.options;
    return {
      smtp_url: this.url,
      smtp_from: SENDER,
      public_url: PUBLIC_URL,
      smtp_ca_file: certificate().file,
      smtp_tls: tls || secure ? 'required' : 'off',
      ...(login ? { smtp_user: LOGIN.user, smtp_password: LOGIN.pass } : {}),
    };
  }

  /** Listens, on the port of the last time if there was one. */
  async start() {
    const { secure = false, tls = false, login = false } = this.options;
    this.server = new SMTPServer({
      secure,
      key: certificate().key,
      cert: certificate().certificate,
      disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
      disableReverseLookup: true,
      closeTimeout: 0,
      onAuth: ({ username, password }, _, done) =>
        username === LOGIN.user && password === LOGIN.pass
          ? done(null, { user: username })
          : done(refusal('535 wrong password')),
      onRcptTo: ({ address }, _, done) => {
        const answer = this.answer(address);
        if (!answer) return done();
        this.refused.push(address);
        this.tell();
        return done(refusal(answer));
      },
      onData: (stream, session, done) => {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', () => {
          const [{ address: to }] = session.envelope.rcptTo;
          const mail = parseMail(Buffer.concat(chunks).toString('utf8'));
          this.mails.push({ to, from: session.envelope.mailFrom.address, secure: session.secure, ...mail });
          done();
          this.tell();
        });
      },
    });
    this.server.on('error', () => {}); // a client that breaks off
    this.port ||= await freePort();
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server.server, 'listening');
    return this;
  }

  async stop() {
    await new Promise((done) => this.server.close(done));
  }

  tell() {
    for (const look of this.waiting) look();
  }

  /** What `look` finds, as soon as it finds something. */
  until(look, what = look) {
    const found = new Promise((done) => {
      const attempt = () => {
        const one = look();
        if (!one) return;
        this.waiting.delete(attempt);
        done(one);
      };
      this.waiting.add(attempt);
      attempt();
    });
    return patiently(found, what);
  }

  /** The next mail to that address that no one was given yet; of those whose subject fits, if that is said. */
  next(to, subject = /./) {
    return this.until(() => {
      const mail = this.mails.find(
        (each) => each.to === to && subject.test(each.subject) && !this.handed.has(each),
      );
      if (mail) this.handed.add(mail);
      return mail;
    }, `a mail to ${to}`);
  }

  to(address) {
    return this.mails.filter((mail) => mail.to === address);
  }
}

/** "550 no" as smtp-server wants it. */
function refusal(answer) {
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
}

/** One for all tests of a file; into `settings` come those of a market that uses it. Before useServer(settings). */
export function useMailServer(settings, options) {
  const server = new MailServer(options);
  before(async () => Object.assign(settings, (await server.start()).settings, settings));
  after(() => server.stop());
  return server;
}

/**
 * A server that follows the dialogue up to a step and then hangs, or drops the connection.
 * @param {'greeting'|'EHLO'|'MAIL'|'RCPT'|'DATA'|'body'} step what it does not answer any more
 * @param {'hang'|'drop'} how
 */
export class BadMailServer {
  constructor(step, how) {
    this.step = step;
    this.how = how;
    this.sockets = new Set();
    this.messages = []; // that came whole, whatever was answered
    this.met = 0; // how often it came to the step
    this.waiting = [];
  }

  get settings() {
    return {
      smtp_url: `smtp://localhost:${this.port}`,
      smtp_from: SENDER,
      public_url: PUBLIC_URL,
      smtp_tls: 'off',
    };
  }

  async start() {
    this.port = await freePort(); // where another one may follow
    this.server = net.createServer((socket) => this.talk(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  /** Resolves once somebody has come to the step that often. */
  reached(times = 1) {
    const met = new Promise((done) => {
      this.waiting.push(() => this.met >= times && done());
      this.waiting.at(-1)();
    });
    return patiently(met, `somebody at ${this.step}, ${times} times`);
  }

  talk(socket) {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    const says = (step, reply) => {
      if (step !== this.step) return socket.write(`${reply}\r\n`);
      this.met += 1;
      if (this.how === 'drop') socket.destroy();
      for (const look of this.waiting) look();
      return undefined;
    };
    let [text, inBody, body] = ['', false, ''];
    says('greeting', '220 ready');
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      for (;;) {
        const end = text.indexOf('\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (inBody && line !== '.') {
          body += `${line}\r\n`;
          continue;
        }
        if (inBody) this.messages.push(body);
        const verb = inBody ? 'body' : line.split(/[ :]/)[0].toUpperCase();
        inBody = verb === 'DATA' && this.step !== 'DATA';
        says(verb, { DATA: '354 go on', QUIT: '221 bye' }[verb] ?? '250 fine');
      }
    });
  }
}
