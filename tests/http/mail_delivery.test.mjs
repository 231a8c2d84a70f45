// Mails and the servers that take them, do not take them, or do not say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadMailServer, LOGIN, MailServer, parseMail } from '../support/mail.mjs';
import { person } from '../support/people.mjs';
import { serverFor, startServer } from '../support/server.mjs';

const quick = {
  argon2_mib: 1,
  argon2_passes: 1,
  mail_pause_ms: 0,
  mail_retry_ms: 20,
  mail_retry_most_ms: 40,
};

const ask = async (who) => (await who.client.post('/users/me/email-verification')).expect(202);

/** A market with these settings, stopped with the test. */
const market = (t, settings) => serverFor(t, { ...quick, ...settings });

async function sink(t, options) {
  const server = await new MailServer(options).start();
  t.after(() => server.stop());
  return server;
}

async function bad(t, step, how) {
  const server = await new BadMailServer(step, how).start();
  t.after(() => server.stop());
  return server;
}

/** A good one at the port of a bad one, which is there no more. */
async function inPlaceOf(t, other) {
  await other.stop();
  const server = new MailServer();
  server.port = other.port;
  await server.start();
  t.after(() => server.stop());
  return server;
}

/** Resolves once the log has a line of an attempt that ended so. */
const logged = (server, outcome, more = {}) =>
  server.logged(
    (line) => line.outcome === outcome && Object.entries(more).every(([name, value]) => line[name] === value),
  );

for (const [name, options] of Object.entries({
  'STARTTLS and a password': { tls: true, login: true },
  'TLS from the first byte and a password': { secure: true, login: true },
  'STARTTLS alone': { tls: true },
  'no encryption, where it is off': {},
})) {
  test(`mails go out with ${name}`, async (t) => {
    const mail = await sink(t, options);
    const server = await market(t, mail.settings);
    const who = await person(server);
    await ask(who);
    const { code, secure } = await mail.next(who.user.email);
    assert.equal(secure, Boolean(options.tls || options.secure));
    (await who.client.put('/users/me/email-verification', { code })).expect(200);
  });
}

test('a server with a wrong password is given no mail, and all of them once it is right', async (t) => {
  const mail = await sink(t, { tls: true, login: true });
  const server = await market(t, { ...mail.settings, smtp_password: 'wrong' });
  const who = await person(server);
  await ask(who);
  assert.match((await logged(server, 'unreachable')).reason, /535 to AUTH$/);
  await server.restart({ settings: { smtp_password: LOGIN.pass } });
  assert.equal((await mail.next(who.user.email)).secure, true);
  const secrets = [
    LOGIN.pass,
    Buffer.from(LOGIN.pass).toString('base64'),
    Buffer.from('wrong').toString('base64'),
  ];
  for (const secret of secrets) assert.ok(!server.stderr.includes(secret));
});

test('where encryption is required nothing is sent without it, nor to a server that anyone could be', async (t) => {
  const plain = await sink(t);
  const stranger = await sink(t, { tls: true });
  const strangerAtOnce = await sink(t, { secure: true });
  for (const settings of [
    { ...plain.settings, smtp_tls: 'required' },
    { ...stranger.settings, smtp_ca_file: '' },
    { ...strangerAtOnce.settings, smtp_ca_file: '', smtp_tls: 'opportunistic' },
    { ...stranger.settings, smtp_url: stranger.url.replace('localhost', '127.0.0.1') },
  ]) {
    const server = await market(t, settings);
    await ask(await person(server));
    await logged(server, 'unreachable');
  }
  for (const server of [plain, stranger, strangerAtOnce]) assert.deepEqual(server.mails, []);
});

test('opportunistic encryption is used where it is offered, whoever signed it, and else done without', async (t) => {
  for (const options of [{ tls: true }, {}]) {
    const mail = await sink(t, options);
    const server = await market(t, { ...mail.settings, smtp_tls: 'opportunistic', smtp_ca_file: '' });
    const who = await person(server);
    await ask(who);
    assert.equal((await mail.next(who.user.email)).secure, Boolean(options.tls));
  }
});

test('while no mail server is there everything else works, and the mails arrive when it comes back', async (t) => {
  const mail = await sink(t);
  await mail.stop();
  const server = await market(t, mail.settings);
  const some = [await person(server), await person(server)];
  for (const who of some) await ask(who);
  await logged(server, 'unreachable', { attempt: 2 });
  (await some[0].client.get('/users/me')).expect(200);
  await mail.start();
  for (const who of some) {
    const { code } = await mail.next(who.user.email);
    (await who.client.put('/users/me/email-verification', { code })).expect(200);
  }
});

test('a restart and a power cut lose no mail that waits', async (t) => {
  const mail = await sink(t);
  await mail.stop();
  const server = await market(t, mail.settings);
  const some = [await person(server), await person(server)];
  await ask(some[0]);
  await server.restart();
  await ask(some[1]);
  await server.kill();
  await server.start();
  await mail.start();
  for (const who of some) assert.match((await mail.next(who.user.email)).code, /^\d{6}$/);
});

for (const step of ['greeting', 'RCPT', 'DATA', 'body']) {
  test(`a mail server that hangs at its ${step} keeps nobody waiting, not even the end of the market`, async (t) => {
    const hanging = await bad(t, step, 'hang');
    const server = await market(t, { ...hanging.settings, smtp_connect_ms: 600_000, smtp_total_ms: 600_000 });
    const who = await person(server);
    await ask(who);
    await hanging.reached();
    await ask(who);
    (await who.client.get('/users/me')).expect(200);
    await server.stop(); // the test's server is killed when it takes too long, and then this fails
  });
}

test('a mail server that hangs is left after a time, and others can be sent', async (t) => {
  const hanging = await bad(t, 'DATA', 'hang');
  const server = await market(t, { ...hanging.settings, smtp_total_ms: 1000 });
  const who = await person(server);
  await ask(who);
  await hanging.reached(2);
  assert.match((await logged(server, 'unreachable')).reason, /[Tt]imeout/);
  const mail = await inPlaceOf(t, hanging);
  await mail.next(who.user.email);
});

for (const step of ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body']) {
  test(`a mail server that breaks off at its ${step} gets the mail again, and by its name it is the same`, async (t) => {
    const dropping = await bad(t, step, 'drop');
    const server = await market(t, dropping.settings);
    const who = await person(server);
    await ask(who);
    await dropping.reached(2);
    const mail = await inPlaceOf(t, dropping);
    const arrived = await mail.next(who.user.email);
    for (const text of dropping.messages)
      assert.equal(parseMail(text).headers['message-id'], arrived.headers['message-id']);
    assert.equal(dropping.messages.length > 0, step === 'body');
  });
}

test('one that is refused for good is given up, and the others are sent', async (t) => {
  const mail = await sink(t);
  const server = await market(t, mail.settings);
  const [lost, other] = [await person(server), await person(server)];
  mail.answer = (to) => (to === lost.user.email ? '550 no such mailbox' : undefined);
  await ask(lost);
  await ask(other);
  await mail.next(other.user.email);
  const line = await logged(server, 'refused', { over: 'yes' });
  assert.match(line.reason, /550 to RCPT/);
  assert.doesNotMatch(JSON.stringify(line), /mailbox/);
  await ask(other); // the last of them comes after any other attempt for the first
  await mail.next(other.user.email);
  assert.deepEqual(mail.refused, [lost.user.email]);
});

test('one that is not wanted now is tried again until it is, and the others do not wait for it', async (t) => {
  const mail = await sink(t);
  const server = await market(t, mail.settings);
  const [busy, other] = [await person(server), await person(server)];
  mail.answer = (to) => (to === busy.user.email ? '450 try again later' : undefined);
  await ask(busy);
  await mail.until(() => mail.refused.length >= 2);
  await ask(other);
  await mail.next(other.user.email);
  mail.answer = () => undefined;
  assert.match((await mail.next(busy.user.email)).code, /^\d{6}$/);
  assert.equal(mail.to(busy.user.email).length, 1);
});

test('without a mail server the text goes to the log, one line, to be found by who develops', async (t) => {
  const server = await market(t);
  const who = await person(server);
  await ask(who);
  const { text } = await server.logged(({ message, to }) => message === 'mail' && to === who.user.email);
  const [, code] = /^ {4}(\d{6})$/m.exec(text);
  (await who.client.put('/users/me/email-verification', { code })).expect(200);
});

test('a server whose mail settings do not go together does not start, and says why', async () => {
  for (const [settings, reason] of [
    [{ smtp_url: 'smtp://localhost:25', smtp_from: 'market@giraffe.example' }, /public_url/],
    [{ smtp_url: 'http://localhost:25', public_url: 'https://m.example' }, /smtp_url/],
    [{ smtp_url: 'smtp://localhost:25', public_url: 'https://m.example' }, /smtp_from/],
    [
      {
        smtp_url: 'smtp://localhost:25',
        smtp_from: 'market@giraffe.example',
        public_url: 'https://m.example',
        smtp_tls: 'off',
        smtp_user: 'giraffe',
      },
      /smtp_tls/,
    ],
  ])
    await assert.rejects(startServer(settings), reason);
});
