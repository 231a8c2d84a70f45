// A forgotten password: the mailed link, what it does, and what nobody learns from it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.mjs';
import { PUBLIC_URL, useMailServer } from '../support/mail.mjs';
import { freshName, PASSWORD, person } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const cheap = { argon2_mib: 1, argon2_passes: 1, mail_pause_ms: 0, sign_in_burst: 0 };
const settings = { ...cheap, mail_request_burst: 0 };
const mail = useMailServer(settings);
const server = useServer(settings);
const limited = useServer({ ...cheap, mail_request_burst: 2, mail_request_per_minute: 1 });
const RESET_MS = 5000;
const hasty = useServer({ ...cheap, reset_ms: RESET_MS });
const bare = useServer(cheap);
const nobody = new Client(server);

const NEW_PASSWORD = 'taller giraffe 8 leaves';
const SUBJECT = /비밀번호 재설정 링크/;

const ask = (email, options) => nobody.post('/password-resets', { email }, options);
const reset = (token, new_password = NEW_PASSWORD) =>
  nobody.put(`/password-resets/${token}`, { new_password });
const signIn = (who, password) => nobody.post('/sessions', { username: who.username, password });

/** A mail as a market without a mail server writes it to its log. */
const loggedMail = (of, { user }) => of.logged(({ message, to }) => message === 'mail' && to === user.email);

async function linkFor(who) {
  (await ask(who.user.email)).expect(204);
  return (await mail.next(who.user.email, SUBJECT)).token;
}

test('the mailed link sets a new password and signs out everywhere', async () => {
  const who = await person(server);
  const browser = new Client(server);
  const body = { username: who.username, password: PASSWORD, transport: 'cookie' };
  (await browser.post('/sessions', body)).expect(201);

  (await ask(who.user.email.toUpperCase(), { headers: { 'accept-language': 'en' } })).expect(204);
  const { text, token, subject } = await mail.next(who.user.email);
  assert.match(subject, /^\[Giraffe A\+ Book Market\] A link to choose a new password$/);
  assert.ok(text.includes(`${PUBLIC_URL}/#/reset/${token}\n`));
  assert.match(text, /30 minutes/);
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  (await who.client.get('/users/me')).expect(200); // asking alone changes nothing

  (await reset(token)).expect(204);
  (await who.client.get('/users/me')).expect(401, 'not-signed-in');
  (await browser.get('/users/me')).expect(401, 'not-signed-in');
  (await signIn(who, PASSWORD)).expect(401, 'wrong-credentials');
  (await signIn(who, NEW_PASSWORD)).expect(201);
  const notice = await mail.next(who.user.email, /비밀번호가 바뀌었어요/);
  assert.ok(notice.text.includes(`${PUBLIC_URL}/#/forgot`));
  assert.doesNotMatch(notice.text, new RegExp(`${NEW_PASSWORD}|reset/`));
});

test('a waiting poll of a session that the reset ends is answered 401', async () => {
  const who = await person(server);
  const token = await linkFor(who);
  const { cursor } = (await who.client.get('/chat/events')).expect(200).body;
  const poll = who.client.get('/chat/events', { query: { after: cursor, wait: 60 } });
  (await reset(token)).expect(204);
  (await poll).expect(401, 'not-signed-in');
});

test('a link works once, also when it is used twice at the same time, and ends the other links', async () => {
  const who = await person(server);
  const [first, second] = [await linkFor(who), await linkFor(who)];
  assert.notEqual(first, second);
  const answers = await Promise.all(Array.from({ length: 4 }, (_, i) => reset(first, `giraffe number ${i}`)));
  assert.equal(answers.filter(({ status }) => status === 204).length, 1);
  for (const refused of answers.filter(({ status }) => status !== 204))
    refused.expect(404, 'invalid-reset-link');
  for (const token of [first, second]) (await reset(token)).expect(404, 'invalid-reset-link');
  const winner = answers.findIndex(({ status }) => status === 204);
  (await signIn(who, `giraffe number ${winner}`)).expect(201);
});

test('the new password keeps the rules, and a refused one leaves the link as it was', async () => {
  const who = await person(server, { username: freshName('reset-7') });
  const token = await linkFor(who);
  for (const [password, fault] of [
    ['short 1', 'too-short'],
    ['no digit at all', 'needs-digit'],
    ['password1', 'common-password'],
    [who.username, 'same-as-username'],
    [null, 'required'],
  ])
    (await reset(token, password)).expectFields({ '/new_password': fault });
  (await nobody.put(`/password-resets/${token}`, { new_password: NEW_PASSWORD, username: 'other' })).expect(
    422,
    'unknown-field',
  );
  (await reset(token)).expect(204);
});

test('no link that was never sent does anything, and all are refused alike', async () => {
  const who = await person(server);
  const token = await linkFor(who);
  const used = await linkFor(await person(server));
  (await reset(used)).expect(204);
  const bodies = [];
  for (const wrong of [
    used,
    'x',
    'A'.repeat(43),
    token.slice(1),
    `${token}A`,
    token.toLowerCase(),
    "' OR 1=1",
    '%00',
  ]) {
    const path = `/password-resets/${encodeURIComponent(wrong).replaceAll('%25', '%')}`;
    const answer = await nobody.put(path, { new_password: NEW_PASSWORD }, { check: wrong !== '%00' });
    if (wrong === '%00') continue; // refused before anybody looks for a link
    const { request_id, ...problem } = answer.expect(404, 'invalid-reset-link').body;
    bodies.push(problem);
  }
  for (const body of bodies) assert.deepEqual(body, bodies[0]);
  // What is wrong with the body by itself is told of any link.
  for (const link of ['x', token]) (await nobody.put(`/password-resets/${link}`, {})).expect(422);
  (await signIn(who, PASSWORD)).expect(201);
});

test('a password that is changed or an address that is changed makes the links void', async () => {
  const changed = await person(server);
  const token = await linkFor(changed);
  (
    await changed.client.put('/users/me/password', { current_password: PASSWORD, new_password: NEW_PASSWORD })
  ).expect(204);
  (await reset(token)).expect(404, 'invalid-reset-link');
  await mail.next(changed.user.email, /비밀번호가 바뀌었어요/);

  const moved = await person(server);
  const old = await linkFor(moved);
  const email = `${freshName()}@giraffe.example`;
  (await moved.client.patch('/users/me', { email, current_password: PASSWORD })).expect(200);
  (await reset(old)).expect(404, 'invalid-reset-link');
  const link = await linkFor({ user: { email } });
  (await reset(link)).expect(204);
});

test('who asks learns nothing of who has an account: the answer is the same, and strangers get no mail', async () => {
  const who = await person(server);
  const gone = await person(server);
  (await gone.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  const stranger = `${freshName()}@giraffe.example`;
  const answers = [];
  for (const email of [who.user.email, stranger, gone.user.email, who.user.email, stranger]) {
    const answer = (await ask(email)).expect(204);
    const { date, 'x-request-id': id, ...headers } = answer.headers;
    answers.push({ headers, text: answer.text.toString() });
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  await mail.next(who.user.email, SUBJECT);
  await mail.next(who.user.email, SUBJECT);
  // What is mailed later has been decided later: had there been one for a stranger, it would be here.
  assert.deepEqual(mail.to(stranger), []);
  assert.deepEqual(mail.to(gone.user.email), []);
});

test('an address has three links an hour, and nobody is told that there are no more', async () => {
  const who = await person(server);
  const tokens = [];
  for (let i = 0; i < 5; i += 1) {
    (await ask(who.user.email)).expect(204);
    if (i < 3) tokens.push((await mail.next(who.user.email, SUBJECT)).token);
  }
  await linkFor(await person(server)); // granted after all of those
  assert.equal(mail.to(who.user.email).length, 3);
  (await reset(tokens[0])).expect(204);
});

test('what is no address is told, without a limit being used up', async () => {
  const client = new Client(limited);
  const post = (body) => client.post('/password-resets', body);
  for (const email of ['plain', 'a b@giraffe.example', 'line\r\nBcc: x@giraffe.example'])
    (await post({ email })).expect(422, 'invalid-fields');
  (await post({})).expectFields({ '/email': 'required' });
  (await post({ email: 'a@giraffe.example', username: 'x' })).expect(422, 'unknown-field');
  for (let i = 0; i < 2; i += 1) (await post({ email: 'a@giraffe.example' })).expect(204);
  const refused = (await post({ email: 'b@giraffe.example' })).expect(429, 'too-many-requests');
  assert.ok(Number(refused.headers['retry-after']) > 0);
});

test('a link that is too old is refused', async () => {
  const who = await person(hasty);
  const client = new Client(hasty);
  (await client.post('/password-resets', { email: who.user.email })).expect(204);
  const { text } = await loggedMail(hasty, who);
  const [, token] = /\/#\/reset\/([\w-]+)$/m.exec(text);
  await pause(RESET_MS);
  (await client.put(`/password-resets/${token}`, { new_password: NEW_PASSWORD })).expect(
    404,
    'invalid-reset-link',
  );
  (await client.post('/sessions', { username: who.username, password: PASSWORD })).expect(201);
});

test('the address that a request was sent to is not where the mailed link leads', async () => {
  const client = new Client(bare);
  const who = await person(bare);
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    origin: 'https://evil.example',
  };
  (await client.post('/password-resets', { email: who.user.email }, { headers })).expect(204);
  const { text, subject } = await loggedMail(bare, who);
  assert.match(subject, SUBJECT);
  assert.doesNotMatch(text, /evil/);
  const [, link, token] = new RegExp(`(http://localhost:${bare.port})/#/reset/([\\w-]+)`).exec(text);
  assert.ok(link);
  (await client.put(`/password-resets/${token}`, { new_password: NEW_PASSWORD })).expect(204);
});

test('no link and no token is in the log where there is a mail server', async () => {
  const who = await person(server);
  const token = await linkFor(who);
  const done = (await reset(token)).expect(204);
  const line = await server.loggedOf(done);
  assert.equal(line.route, '/password-resets/{token}');
  assert.ok(!server.stderr.includes(token));
});
