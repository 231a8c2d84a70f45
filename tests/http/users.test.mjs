// Accounts over HTTP: the rules of signing up, one's own and others' profiles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { freshName, PASSWORD, people, person, signUpBody } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

// Cheap hashes and no limits: this file is about the rules.
const server = useServer({ argon2_mib: 1, argon2_passes: 1, hash_queue: 500, sign_in_burst: 0 });
const nobody = new Client(server);

const signUp = (overrides) => nobody.post('/users', signUpBody(overrides));

test('signing up answers the new user, and where it is', async () => {
  const username = freshName();
  const answer = (
    await signUp({ username, email: `${username}@Giraffe.Example`, confirm_password: PASSWORD })
  ).expect(201);
  const { id, created_at, ...user } = answer.body;
  assert.equal(answer.headers.location, `/users/${username}`);
  assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60_000);
  assert.ok(id > 0);
  assert.deepEqual(user, {
    username,
    display_name: username,
    email: `${username}@giraffe.example`,
    email_verified: false,
    campus: null,
    major: '수학과',
    bio: '',
    role: 'user',
    rating: { average: null, count: 0 },
    counts: { selling: 0, sold: 0, bought: 0 },
    suspension: null,
  });
  assert.doesNotMatch(answer.text.toString(), /password|argon2|giraffe leaf/);
});

test('every fault of a sign-up is told at once', async () => {
  (await nobody.post('/users', {})).expectFields({
    '/username': 'required',
    '/password': 'required',
    '/email': 'required',
    '/major': 'required',
  });
  (
    await nobody.post('/users', {
      username: 'a',
      password: 'short',
      confirm_password: 'other',
      email: 'nowhere',
      major: '   ',
      display_name: 7,
      role: 'admin',
    })
  ).expectFields({
    '/username': 'too-short',
    '/password': 'too-short',
    '/confirm_password': 'passwords-differ',
    '/email': 'invalid-format',
    '/major': 'required',
    '/display_name': 'wrong-type',
    '/role': 'unknown-field',
  });
});

// What the field is given, and the fault that is told; null where it is taken.
const rules = {
  username: [
    ['ab', 'too-short'],
    ['abc', null],
    ['a'.repeat(20), null],
    ['a'.repeat(21), 'too-long'],
    ['a_b.c-9', null],
    ['  spaced-out ', null],
    ['two words', 'invalid-format'],
    ['기린기린', 'invalid-format'],
    ['with/slash', 'invalid-format'],
    ["o'brien", 'invalid-format'],
    ['nul\u0000nul', 'control-character'],
    ['', 'required'],
    [null, 'required'],
    [12345, 'wrong-type'],
  ],
  password: [
    ['1234567', 'too-short'],
    ['키린 나무 7 잎', null], // eight characters, of which none but the digit is ASCII
    [`${'기린'.repeat(63)}나7`, null], // 128 characters
    [`${'기린'.repeat(64)}7`, 'too-long'],
    ['only letters here', 'needs-digit'],
    ['1029384756', 'needs-letter'],
    ['１２３４기린나무', null], // digits of another script are digits
    ['password1', 'common-password'],
    ['qwerty123', 'common-password'],
    [['giraffe leaf 7'], 'wrong-type'],
    [null, 'required'],
  ],
  email: [
    ['plain', 'invalid-format'],
    ['@giraffe.example', 'invalid-format'],
    ['two@at@giraffe.example', 'invalid-format'],
    ['no-dot@giraffe', 'invalid-format'],
    ['dot@.example', 'invalid-format'],
    ['a b@giraffe.example', 'invalid-format'],
    ['line\nbreak@giraffe.example', 'control-character'],
    [`${'a'.repeat(65)}@giraffe.example`, 'invalid-format'],
    [`a@${'b'.repeat(250)}.example`, 'too-long'],
  ],
  major: [
    ['가'.repeat(50), null],
    ['가'.repeat(51), 'too-long'],
    ['수학\u202e과', 'control-character'],
  ],
  display_name: [
    ['😀'.repeat(30), null],
    ['😀'.repeat(31), 'too-long'],
    [null, null],
    ['', null],
    ['김\u0007', 'control-character'],
  ],
};

for (const [field, cases] of Object.entries(rules)) {
  test(`signing up keeps the rules of ${field}`, async () => {
    for (const [value, fault] of cases) {
      const answer = await nobody.post('/users', { ...signUpBody(), [field]: value });
      if (fault) answer.expectFields({ [`/${field}`]: fault });
      else answer.expect(201);
    }
  });
}

test('a password must not be the username', async () => {
  const username = 'tall-giraffe-77';
  (await signUp({ username, password: 'Tall-Giraffe-77' })).expectFields({ '/password': 'same-as-username' });
});

test('a username is free or not without regard to case, and is kept in lower case', async () => {
  const username = freshName('Case');
  const taken = (await signUp({ username: username.toUpperCase() })).expect(201).body;
  assert.equal(taken.username, username.toLowerCase());
  for (const again of [username, username.toLowerCase(), ` ${username.toUpperCase()} `])
    (await signUp({ username: again, email: `${freshName()}@giraffe.example` })).expect(
      409,
      'username-taken',
    );
  (await nobody.get(`/users/${username.toUpperCase()}`)).expect(200);
});

test('an e-mail address belongs to one account, without regard to case', async () => {
  const email = `${freshName()}@giraffe.example`;
  (await signUp({ email })).expect(201);
  (await signUp({ email: email.toUpperCase() })).expect(409, 'email-taken');
});

test('of two hundred sign-ups with one name at once exactly one succeeds', async () => {
  const username = freshName('crowd');
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      signUp({ username, email: `crowd${i}-${username}@giraffe.example` }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const answer of answers) if (answer.status !== 201) answer.expect(409, 'username-taken');
  assert.equal((await nobody.get(`/users/${username}`)).expect(200).body.username, username);
});

test('text is kept in NFC, trimmed, and counted after that', async () => {
  const { client } = await person(server, { display_name: '  기린  '.normalize('NFD') });
  const me = (await client.get('/users/me')).expect(200).body;
  assert.equal(me.display_name, '기린');
  // 30 syllables are 60 and more code points when they are taken apart.
  (
    await client.patch('/users/me', { display_name: '각'.repeat(30).normalize('NFD') }, { check: false })
  ).expect(200);
});

test('a password is the same however its characters were composed', async () => {
  const who = await person(server, { password: '기린나무 7 잎사귀'.normalize('NFD') });
  const again = { username: who.username, password: '기린나무 7 잎사귀'.normalize('NFC') };
  (await nobody.post('/sessions', again)).expect(201);
  (await nobody.post('/sessions', { ...again, password: ` ${again.password}` })).expect(401);
});

test('others see of a user what is public, and no e-mail address', async () => {
  const [shown, reader] = await people(server, 2);
  (await shown.client.patch('/users/me', { bio: '안녕하세요', display_name: '김기린' })).expect(200);
  for (const client of [nobody, reader.client, shown.client]) {
    const { body } = (await client.get(`/users/${shown.username}`)).expect(200);
    assert.deepEqual([body.display_name, body.bio, body.major], ['김기린', '안녕하세요', '수학과']);
    for (const hidden of ['email', 'id', 'role']) assert.ok(!(hidden in body), hidden);
  }
  (await nobody.get('/users/nobody-here')).expect(404, 'not-found');
  (await nobody.get('/users/me')).expect(401, 'not-signed-in');
  (await nobody.get(`/users/${encodeURIComponent("x' OR 1=1 --")}`)).expect(404, 'not-found');
});

test('a profile changes in what is sent, and nothing else', async () => {
  const { client, user } = await person(server);
  const changed = (await client.patch('/users/me', { bio: '  한 줄\n두 줄  ', major: '물리학과' })).expect(
    200,
  ).body;
  assert.deepEqual(changed, { ...user, bio: '한 줄\n두 줄', major: '물리학과' });
  assert.deepEqual((await client.get('/users/me')).expect(200).body, changed);
  assert.deepEqual((await client.patch('/users/me', {})).expect(200).body, changed);
  assert.equal((await client.patch('/users/me', { bio: null })).expect(200).body.bio, '');
  const email = `${freshName()}@giraffe.example`;
  (await client.patch('/users/me', { email })).expectFields({ '/current_password': 'required' });
  const moved = (await client.patch('/users/me', { email, current_password: PASSWORD })).expect(200).body;
  assert.equal(moved.email, email);
});

test('every fault of a change of profile is told, and nothing of it is done', async () => {
  const [{ client, user }, other] = await people(server, 2);
  (
    await client.patch('/users/me', {
      bio: '가'.repeat(501),
      display_name: null,
      major: '',
      email: 'x',
      username: 'another',
      email_verified: true,
    })
  ).expectFields({
    '/bio': 'too-long',
    '/display_name': 'required',
    '/major': 'required',
    '/email': 'invalid-format',
    '/username': 'unknown-field',
    '/email_verified': 'unknown-field',
  });
  (await client.patch('/users/me', { role: 'admin' })).expect(422, 'unknown-field');
  (await client.patch('/users/me', { bio: 'x', email: other.user.email, current_password: PASSWORD })).expect(
    409,
    'email-taken',
  );
  assert.deepEqual((await client.get('/users/me')).expect(200).body, user);
  (await nobody.patch('/users/me', { bio: 'x' })).expect(401, 'not-signed-in');
});
