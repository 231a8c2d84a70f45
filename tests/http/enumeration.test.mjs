// Whoever asks learns nothing about who has an account here: known and unknown accounts are answered alike. That it takes
// the same time is measured by `script/bench enumeration`.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { freshName, person } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({
  argon2_mib: 8,
  argon2_passes: 1,
  sign_in_burst: 0,
  mail_request_burst: 0,
});
const limited = useServer({
  argon2_mib: 1,
  argon2_passes: 1,
  sign_in_burst: 2,
  trusted_proxies: '127.0.0.1',
});

const WRONG = 'not the one 1';
const guess = (at, username, headers) =>
  new Client(at).post('/sessions', { username, password: WRONG }, { headers });

/** Everything of an answer but what differs from one to the next anyway. */
function told({ status, headers, body, setCookie }) {
  const { date, 'x-request-id': id, 'content-length': _, ...rest } = headers;
  assert.ok(date && id);
  return { status, headers: rest, setCookie, body: { ...body, request_id: '' } };
}

/** Nanoseconds that the threads which hash passwords have computed so far. */
function hashed() {
  const tasks = `/proc/${server.pid}/task`;
  return readdirSync(tasks)
    .filter((id) => readFileSync(`${tasks}/${id}/comm`, 'utf8').startsWith('argon2-'))
    .map((id) => Number(readFileSync(`${tasks}/${id}/schedstat`, 'utf8').split(' ')[0]))
    .reduce((sum, each) => sum + each, 0);
}

test('a wrong password and an unknown user are answered with the same status, headers and body', async () => {
  const { username } = await person(server);
  const known = told((await guess(server, username)).expect(401, 'wrong-credentials'));
  for (const ghost of [freshName('ghost'), 'x', '없는 사람', 'ghost@giraffe.example', 'a'.repeat(20)])
    assert.deepEqual(told(await guess(server, ghost)), known, ghost);
});

test('a password is checked whether or not there is such a user', async () => {
  const { username } = await person(server);
  const work = async (name) => {
    const before = hashed();
    (await guess(server, name)).expect(401, 'wrong-credentials');
    return hashed() - before;
  };
  let [known, unknown] = [0, 0];
  // By turns, as the machine is now faster and now slower.
  for (let i = 0; i < 8; i += 1) {
    known += await work(username);
    unknown += await work(freshName('ghost'));
  }
  // Without checking it would be some hundredths.
  assert.ok(unknown > known / 4, `${unknown} ns for unknown, ${known} for known users`);
});

test('the limits come as soon for an unknown user as for a known one', async () => {
  let addresses = 0;
  const until429 = async (username) => {
    const answers = [];
    do {
      // Always another address, so that it is the account's limit.
      addresses += 1;
      const from = { 'x-forwarded-for': `10.1.${addresses >> 8}.${addresses & 255}` };
      answers.push(await guess(limited, username, from));
    } while (answers.at(-1).status !== 429 && answers.length < 100);
    return answers.map(({ status, body, headers }) => [status, body.code, Object.keys(headers).sort()]);
  };
  const { username } = await person(limited);
  const known = await until429(username);
  assert.equal(known.at(-1)[0], 429);
  assert.ok(known.length < 100);
  assert.deepEqual(await until429(freshName('ghost')), known);
});

test('whoever asks for a link to a new password is answered alike, known or not', async () => {
  const { user } = await person(server);
  const ask = async (email) =>
    told((await new Client(server).post('/password-resets', { email })).expect(204));
  const known = await ask(user.email);
  for (const email of [user.email, `${freshName('ghost')}@giraffe.example`, 'x@y.example'])
    assert.deepEqual(await ask(email), known, email);
});
