// Changing one's password over HTTP, and what limits guessing it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { freshName, PASSWORD, person } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const cheap = { argon2_mib: 1, argon2_passes: 1 };
const server = useServer({ ...cheap, sign_in_burst: 0 });
const limited = useServer({ ...cheap, sign_in_burst: 3, sign_in_delay_ms: 60_000 });
const nobody = new Client(server);

const NEW_PASSWORD = 'taller giraffe 8 leaves';

test('a new password needs the current one, and signs out every other session', async () => {
  const who = await person(server);
  const signIn = (password) => nobody.post('/sessions', { username: who.username, password });
  const other = nobody.as({ token: (await signIn(PASSWORD)).expect(201).body.token });
  const change = (client, current_password, new_password = NEW_PASSWORD) =>
    client.put('/users/me/password', { current_password, new_password });

  (await change(who.client, 'not the one 1')).expect(401, 'wrong-credentials');
  (await other.get('/users/me')).expect(200);
  (await change(who.client, PASSWORD)).expect(204);
  (await who.client.get('/users/me')).expect(200);
  (await other.get('/users/me')).expect(401, 'not-signed-in');
  (await signIn(PASSWORD)).expect(401, 'wrong-credentials');
  (await signIn(NEW_PASSWORD)).expect(201);
  (await change(nobody, PASSWORD)).expect(401, 'not-signed-in');
});

test('a new password keeps the rules of the first', async () => {
  const { client, username } = await person(server, { username: freshName('rule-7') });
  const change = (new_password) =>
    client.put('/users/me/password', { current_password: PASSWORD, new_password });
  for (const [password, fault] of [
    ['short 1', 'too-short'],
    ['no digit at all', 'needs-digit'],
    ['password1', 'common-password'],
    [username, 'same-as-username'],
  ])
    (await change(password)).expectFields({ '/new_password': fault });
  (await client.put('/users/me/password', {})).expectFields({
    '/current_password': 'required',
    '/new_password': 'required',
  });
});

test('of two changes of a password at once one is refused', async () => {
  const { client } = await person(server);
  const answers = await Promise.all(
    ['first giraffe 1', 'second giraffe 2'].map((new_password) =>
      client.put('/users/me/password', { current_password: PASSWORD, new_password }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401]);
});

test('a session left open does not do for guessing the password', async () => {
  const guesses = {
    changing: (who, password) =>
      who.client.put('/users/me/password', { current_password: password, new_password: NEW_PASSWORD }),
    leaving: (who, password) => who.client.request('DELETE', '/users/me', { json: { password } }),
  };
  for (const guess of Object.values(guesses)) {
    const who = await person(limited);
    for (let i = 0; i < 3; i += 1) (await guess(who, `wrong guess ${i}`)).expect(401, 'wrong-credentials');
    const refused = (await guess(who, PASSWORD)).expect(429, 'too-many-requests');
    assert.ok(Number(refused.headers['retry-after']) > 0);
  }
});
