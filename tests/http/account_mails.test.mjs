// What the owner of an account is told by mail of what happens to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { PUBLIC_URL, useMailServer } from '../support/mail.mjs';
import { PASSWORD, person } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const settings = {
  argon2_mib: 1,
  argon2_passes: 1,
  trusted_proxies: '127.0.0.1',
  sign_in_burst: 0,
  mail_pause_ms: 0,
  mail_retry_ms: 10,
  mail_retry_most_ms: 10,
};
const mail = useMailServer(settings);
const server = useServer(settings);
const nobody = new Client(server);

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';
const signIn = (who, headers, password = PASSWORD) =>
  nobody.post('/sessions', { username: who.username, password }, { headers });

/** Waits until whatever was to be mailed so far has been: mails go out in the order in which they were written. */
async function everythingIsSent() {
  const last = await person(server);
  (await last.client.post('/users/me/email-verification')).expect(202);
  await mail.next(last.user.email);
}

test('a sign-in from a new device is told of, and how to end it', async () => {
  const who = await person(server);
  (await signIn(who)).expect(201); // from where the first was
  (await signIn(who, { 'user-agent': CHROME, 'x-forwarded-for': '203.0.113.7' })).expect(201);
  const { subject, text } = await mail.next(who.user.email);
  assert.match(subject, /새 기기에서 로그인했어요/);
  assert.match(
    text,
    /언제: \d{4}-\d\d-\d\d \d\d:\d\d \(한국 시간\)\n {4}기기: Chrome \(Windows\)\n {4}IP 주소: 203\.0\.113\.7\n/,
  );
  assert.ok(text.includes(`${PUBLIC_URL}/#/me/sessions\n`) && text.includes(`${PUBLIC_URL}/#/me/password\n`));
  (
    await signIn(who, { 'user-agent': CHROME.replace('120', '121'), 'x-forwarded-for': '203.0.113.7' })
  ).expect(201);
  (await signIn(who, { 'user-agent': CHROME, 'x-forwarded-for': '203.0.113.8' })).expect(201);
  assert.match((await mail.next(who.user.email)).text, /203\.0\.113\.8/);
  await everythingIsSent();
  assert.equal(mail.to(who.user.email).length, 2);
});

test('what a device calls itself does not get into the mail', async () => {
  const who = await person(server);
  const agent = 'Call 010-1234-5678 or visit https://evil.example';
  (await signIn(who, { 'user-agent': agent, 'x-forwarded-for': 'evil.example' })).expect(201);
  const { text } = await mail.next(who.user.email);
  assert.doesNotMatch(text, /evil|010-1234/);
  assert.match(text, /알 수 없는 프로그램/);
});

test('the language is the one the owner signed in with last, not that of the stranger', async () => {
  const who = await person(server);
  (await signIn(who, { 'accept-language': 'en' })).expect(201);
  (await signIn(who, { 'accept-language': 'ko', 'user-agent': CHROME })).expect(201);
  const { subject, text } = await mail.next(who.user.email);
  assert.match(subject, /A sign-in from a new device$/);
  assert.match(text, /Device: Chrome \(Windows\)/);
});

test('a wrong password from a new device is not told of', async () => {
  const who = await person(server);
  (await signIn(who, { 'user-agent': CHROME }, 'not the one 1')).expect(401);
  await everythingIsSent();
  assert.deepEqual(mail.to(who.user.email), []);
  // Nor is the device known by it.
  (await signIn(who, { 'user-agent': CHROME })).expect(201);
  await mail.next(who.user.email);
  await everythingIsSent();
  assert.equal(mail.to(who.user.email).length, 1);
});

test('a changed password is told of', async () => {
  const who = await person(server);
  (
    await who.client.put('/users/me/password', {
      current_password: PASSWORD,
      new_password: 'taller giraffe 8',
    })
  ).expect(204);
  const { subject, text } = await mail.next(who.user.email);
  assert.match(subject, /비밀번호가 바뀌었어요/);
  assert.ok(text.includes(`${PUBLIC_URL}/#/forgot\n`));
});

test('signing up anew with the same address lets nobody have it written to without end', async () => {
  const email = 'somebody.who.knows.nothing@giraffe.example';
  for (let account = 0; account < 3; account += 1) {
    const who = await person(server, { email });
    for (const agent of ['a', 'b', 'c', 'd'])
      (await signIn(who, { 'user-agent': `program ${agent.repeat(account + 3)}` })).expect(201);
    for (let link = 0; link < 2; link += 1) (await nobody.post('/password-resets', { email })).expect(204);
    await everythingIsSent(); // what still waits would go with the account
    (await who.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  }
  const sent = mail.to(email).map(({ subject }) => subject);
  assert.equal(sent.filter((subject) => /새 기기/.test(subject)).length, 5, sent.join('\n'));
  assert.equal(sent.filter((subject) => !/새 기기/.test(subject)).length, 3, sent.join('\n'));
});

test('an account that is left gets no more mail', async () => {
  const who = await person(server);
  const { email } = who.user;
  // One that could not be brought out yet.
  mail.answer = (to) => (to === email ? '450 try again later' : undefined);
  (await signIn(who, { 'user-agent': CHROME })).expect(201);
  await mail.until(() => mail.refused.includes(email));
  (await who.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  await everythingIsSent(); // and so the attempt that was under way is over
  mail.answer = () => undefined;
  const next = await person(server, { email }); // the address is free again
  (await signIn(next, { 'user-agent': CHROME })).expect(201);
  await everythingIsSent();
  assert.deepEqual(
    mail.to(email).map(({ text }) => text.includes(`${next.username} 님`)),
    [true],
  );
});
