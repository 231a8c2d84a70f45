// Verifying one's address with a mailed code, campuses, and a market for the verified alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { SENDER, useMailServer } from '../support/mail.mjs';
import {
  buy,
  freshName,
  PASSWORD,
  people,
  person,
  postBody,
  textMessage,
  writePost,
} from '../support/people.mjs';
import { png } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const cheap = { argon2_mib: 1, argon2_passes: 1, mail_pause_ms: 0 };
const settings = { ...cheap };
const mail = useMailServer(settings);
const server = useServer(settings);

const campusSettings = {
  ...cheap,
  verified_only: 1,
  campus_domains: 'giraffe.example=기린대학교, other.example=다른대',
};
const campusMail = useMailServer(campusSettings);
const campus = useServer(campusSettings);

const paced = useServer({ ...cheap, mail_pause_ms: 60_000 });
const crowded = useServer({ ...cheap, mail_request_burst: 2, mail_request_per_minute: 1 });
const moving = useServer({ ...cheap, mail_request_burst: 2, mail_request_per_minute: 1 });
const hasty = useServer({ ...cheap, code_ms: 0 });
const full = useServer({ ...cheap, mail_spool: 0 });

const PATH = '/users/me/email-verification';
const ask = (who, options) => who.client.post(PATH, undefined, options);
const confirm = (who, code) => who.client.put(PATH, { code });
const other = (code) => (code === '000000' ? '000001' : '000000');

test('changing the address is limited by network as what is mailed, also when it is taken', async () => {
  const [one, somebody] = await people(moving, 2);
  const move = (email) => one.client.patch('/users/me', { email, current_password: PASSWORD });
  (await move(somebody.user.email)).expect(409, 'email-taken');
  (await one.client.patch('/users/me', { bio: '책만 팔아요' })).expect(200);
  (await move(`${freshName()}@giraffe.example`)).expect(200);
  (await move(`${freshName()}@giraffe.example`)).expect(429, 'too-many-requests');
  (await one.client.patch('/users/me', { bio: '책도 팔아요' })).expect(200);
});

/** Somebody whose address is verified. */
async function verified(where, sink, overrides) {
  const who = await person(where, overrides);
  (await ask(who)).expect(202);
  const { code } = await sink.next(who.user.email);
  who.user = (await confirm(who, code)).expect(200).body;
  return who;
}

test('the code that is mailed verifies the address', async () => {
  const who = await person(server);
  const { body } = (await ask(who, { headers: { 'accept-language': 'en' } })).expect(202);
  assert.equal(body.email, who.user.email);
  assert.ok(Math.abs(Date.parse(body.expires_at) - Date.now() - 600_000) < 60_000);
  const { headers, subject, text, code, from } = await mail.next(who.user.email);
  assert.equal(from, SENDER);
  assert.equal(headers.to, `<${who.user.email}>`);
  assert.match(headers.from, new RegExp(`<${SENDER}>$`));
  assert.equal(headers['auto-submitted'], 'auto-generated');
  assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 60_000);
  assert.match(subject, /^\[Giraffe A\+ Book Market\] .*code/);
  assert.match(text, new RegExp(`Hello ${who.username}`));
  assert.match(text, /10 minutes/);
  assert.doesNotMatch(subject, new RegExp(code));

  (await confirm(who, other(code))).expectFields({ '/code': 'wrong-code' });
  const me = (await confirm(who, `${code.slice(0, 3)} ${code.slice(3)}`)).expect(200).body;
  assert.equal(me.email_verified, true);
  assert.equal(me.campus, null);
  assert.deepEqual((await who.client.get('/users/me')).expect(200).body, me);
  const seen = (await new Client(server).get(`/users/${who.username}`)).expect(200).body;
  assert.deepEqual([seen.email_verified, seen.campus], [true, null]);
  (await confirm(who, code)).expect(409, 'already-verified');
  (await ask(who)).expect(409, 'already-verified');
});

test('the mail is in Korean for who reads Korean', async () => {
  const who = await person(server);
  (await ask(who)).expect(202);
  const { subject, text, code } = await mail.next(who.user.email);
  assert.match(subject, /^\[기린 A\+ 북 마켓\] 이메일 인증 코드/);
  assert.match(text, new RegExp(`${who.username} 님, 안녕하세요`));
  assert.match(code, /^\d{6}$/);
});

test('a new code is the only one from then on', async () => {
  const who = await person(server);
  const codes = [];
  for (let i = 0; i < 2; i += 1) {
    (await ask(who)).expect(202);
    codes.push((await mail.next(who.user.email)).code);
  }
  if (codes[0] !== codes[1]) (await confirm(who, codes[0])).expectFields({ '/code': 'wrong-code' });
  (await confirm(who, codes[1])).expect(200);
});

test('after five wrong codes the right one is not taken any more, also of tries at once', async () => {
  const who = await person(server);
  (await ask(who)).expect(202);
  const { code } = await mail.next(who.user.email);
  const tries = await Promise.all(Array.from({ length: 20 }, () => confirm(who, other(code))));
  assert.equal(tries.filter(({ status }) => status === 422).length, 5);
  for (const refused of tries.filter(({ status }) => status !== 422)) refused.expect(409, 'code-expired');
  (await confirm(who, code)).expect(409, 'code-expired');
  (await ask(who)).expect(202);
  (await confirm(who, (await mail.next(who.user.email)).code)).expect(200);
});

test('what is no code is told, and uses up no try', async () => {
  const who = await person(server);
  (await ask(who)).expect(202);
  const { code } = await mail.next(who.user.email);
  for (const [wrong, fault] of [
    ['12345', 'invalid-format'],
    ['1234567', 'invalid-format'],
    ['１２３４５６', 'invalid-format'],
    ['abcdef', 'invalid-format'],
    ['0x1234', 'invalid-format'],
    ['-12345', 'invalid-format'],
    [123456, 'wrong-type'],
    [null, 'required'],
    ['9'.repeat(21), 'too-long'],
  ])
    (await confirm(who, wrong)).expectFields({ '/code': fault });
  (await who.client.put(PATH, {})).expectFields({ '/code': 'required' });
  (await who.client.put(PATH, { code, email: 'other@giraffe.example' })).expect(422, 'unknown-field');
  (await confirm(who, code)).expect(200);
});

test('there is a minute between two codes, five an hour, and the wait is told', async () => {
  const who = await person(paced);
  const { body } = (await ask(who)).expect(202);
  assert.ok(Date.parse(body.next_at) > Date.now());
  const refused = (await ask(who)).expect(429, 'too-many-requests');
  const wait = Number(refused.headers['retry-after']);
  assert.ok(wait >= 1 && wait <= 60, String(wait));

  const often = await person(server);
  for (let i = 0; i < 5; i += 1) (await ask(often)).expect(202);
  const hourly = Number((await ask(often)).expect(429).headers['retry-after']);
  assert.ok(hourly > 60 && hourly <= 3600, String(hourly));
});

test('a network has a limit of its own', async () => {
  const some = await people(crowded, 3);
  (await ask(some[0])).expect(202);
  (await ask(some[1])).expect(202);
  const refused = (await ask(some[2])).expect(429, 'too-many-requests');
  assert.match(refused.headers.ratelimit, /r=0/);
});

test('a code that is too old is refused, and the mail that would bring it is not sent', async () => {
  const who = await person(hasty);
  (await ask(who)).expect(202);
  (await confirm(who, '123456')).expect(409, 'code-expired');
  await hasty.logged(({ message, outcome }) => message === 'mail not sent' && outcome === 'refused');
  assert.ok(!hasty.log.some(({ message }) => message === 'mail'));
});

test('with a full spool there is no code, and that is said', async () => {
  const who = await person(full);
  assert.ok(Number((await ask(who)).expect(503, 'busy').headers['retry-after']) > 0);
  (
    await who.client.put('/users/me/password', {
      current_password: PASSWORD,
      new_password: 'taller giraffe 8',
    })
  ).expect(204);
});

test('another address is not verified, and what was sent to the old one does not verify it', async () => {
  const who = await verified(server, mail);
  const email = `${freshName()}@giraffe.example`;
  const change = (body) => who.client.patch('/users/me', body);
  (await change({ email })).expectFields({ '/current_password': 'required' });
  (await change({ email, current_password: 'wrong 1234' })).expect(401, 'wrong-credentials');
  assert.equal((await who.client.get('/users/me')).body.email_verified, true);
  (await change({ email: who.user.email })).expect(200); // none
  const me = (await change({ email, current_password: PASSWORD })).expect(200).body;
  assert.deepEqual([me.email, me.email_verified, me.campus], [email, false, null]);
  const told = await mail.next(who.user.email, /바뀌었어요/);
  assert.match(told.text, /이메일 주소가 .* 다른 주소로 바뀌었어요/);
  assert.doesNotMatch(told.text, new RegExp(email));

  (await ask(who)).expect(202);
  const { code } = await mail.next(email);
  const third = `${freshName()}@giraffe.example`;
  (await change({ email: third, current_password: PASSWORD })).expect(200);
  (await confirm(who, code)).expect(409, 'code-expired');
});

test('an address in a campus gives its badge, everywhere the user is seen', async () => {
  const email = `${freshName()}@cs.giraffe.example`;
  const seller = await verified(campus, campusMail, { email });
  const buyer = await verified(campus, campusMail, { email: `${freshName()}@other.example` });
  assert.deepEqual([seller.user.email_verified, seller.user.campus], [true, '기린대학교']);
  assert.equal(buyer.user.campus, '다른대');
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const nobody = new Client(campus);
  const cards = [
    (await nobody.get(`/users/${seller.username}`)).expect(200).body,
    (await nobody.get(`/posts/${post.id}`)).expect(200).body.seller,
    (await nobody.get('/posts', { query: { seller: seller.username } })).expect(200).body.items[0].seller,
    (await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.seller,
    (await buyer.client.get('/chat/rooms')).expect(200).body.items[0].with,
  ];
  for (const card of cards) assert.deepEqual([card.email_verified, card.campus], [true, '기린대학교']);
});

test('an address in no campus can’t be verified where there are campuses', async () => {
  const who = await person(campus, { email: `${freshName()}@evilgiraffe.example` });
  const refused = (await ask(who)).expect(409, 'no-campus-address');
  assert.deepEqual(refused.body.campuses, [
    { name: '기린대학교', domain: 'giraffe.example' },
    { name: '다른대', domain: 'other.example' },
  ]);
});

test('in a market for the verified the others read and do not take part, until their address is verified', async () => {
  const seller = await verified(campus, campusMail);
  const post = await writePost(seller);
  const who = await person(campus);
  const { client } = who;
  const deal = await buy(await verified(campus, campusMail), post);
  const acts = {
    post: () => client.post('/posts', postBody()),
    buy: () => client.post(`/posts/${post.id}/buy`, {}),
    photo: () => client.request('POST', '/photos', { body: png(), type: 'image/png' }),
    edit: () => client.patch(`/posts/${post.id}`, { price: 1, version: 1 }),
    bump: () => client.post(`/posts/${post.id}/bump`),
    say: () => client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage()),
    type: () => client.post(`/chat/rooms/${deal.room_id}/typing`),
    act: () => client.post(`/deals/${deal.id}/actions`, { action: 'accept', version: 1 }),
  };
  for (const [name, act] of Object.entries(acts)) {
    const answer = await act();
    assert.deepEqual([answer.status, answer.body?.code], [403, 'email-not-verified'], name);
  }
  (await client.get(`/posts/${post.id}`)).expect(200);
  (await client.put(`/posts/${post.id}/favorite`)).expect(200);
  (await client.get('/chat/rooms')).expect(200);
  (await client.patch('/users/me', { bio: '안녕하세요' })).expect(200);

  (await ask(who)).expect(202);
  (await confirm(who, (await campusMail.next(who.user.email)).code)).expect(200);
  (await acts.post()).expect(201); // the session that was known as unverified is not
  (
    await client.patch('/users/me', { email: `${freshName()}@giraffe.example`, current_password: PASSWORD })
  ).expect(200);
  (await acts.post()).expect(403, 'email-not-verified');
});

test('nothing of a code or its mail is in the log where there is a mail server', async () => {
  const sent = () => server.log.filter(({ message }) => message === 'mail sent').length;
  const before = sent();
  const who = await verified(server, mail);
  const [{ code }] = mail.to(who.user.email);
  await server.logged(() => sent() > before);
  await server.loggedOf(await who.client.get('/users/me')); // and what was answered
  assert.ok(!server.log.some(({ message }) => message === 'mail'));
  for (const line of server.log)
    assert.doesNotMatch(JSON.stringify({ ...line, at: '', request_id: '' }), new RegExp(`\\b${code}\\b`));
});
