// Guessing passwords, in numbers: at one account from many addresses, and at many accounts from one. Addresses come as a
// trusted proxy tells them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { freshName, PASSWORD, signUpBody } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({
  argon2_mib: 1,
  argon2_passes: 1,
  hash_queue: 1000,
  trusted_proxies: '127.0.0.1',
  // The first wait is the longest one, so that what is tried does not depend on how long this takes.
  sign_in_delay_ms: 15 * 60_000,
});
const client = new Client(server);

const from = (address) => ({ headers: { 'x-forwarded-for': address } });
const signIn = (username, password, address) =>
  client.post('/sessions', { username, password }, from(address));
const guess = (username, address) => signIn(username, 'wrong giraffe 7', address);

/** Somebody who has signed in at home once. */
async function atHome(address) {
  const body = signUpBody();
  (await client.post('/users', body, from(address))).expect(201);
  (await signIn(body.username, PASSWORD, address)).expect(201);
  return body.username;
}

/** Sends them all, 20 at a time; answers how many were really tried. Every refusal tells when to come again. */
async function tried(guesses) {
  let count = 0;
  for (let i = 0; i < guesses.length; i += 20) {
    for (const answer of await Promise.all(guesses.slice(i, i + 20).map((one) => one()))) {
      if (answer.status === 401) {
        assert.equal(answer.body.code, 'wrong-credentials');
        count += 1;
        continue;
      }
      answer.expect(429, 'too-many-requests');
      const wait = Number(answer.headers['retry-after']);
      assert.ok(wait >= 1 && wait <= 900, `Retry-After: ${wait}`);
      assert.equal(answer.headers.ratelimit, `"default";r=0;t=${wait}`);
      assert.match(answer.headers['ratelimit-policy'], /^"default";q=\d+;w=\d+$/);
    }
  }
  return count;
}
const thousand = (one) => Array.from({ length: 1000 }, (_, i) => () => one(i));
const between = (count, least, most) => assert.ok(count >= least && count <= most, `${count} were tried`);

test('of 1,000 wrong passwords for one account from many addresses few are tried, and the owner gets in', async (t) => {
  const home = '198.51.100.1';
  const victim = await atHome(home);
  const sibling = await atHome('198.51.100.2');
  const count = await tried(thousand((i) => guess(victim, `10.1.${i >> 8}.${i & 255}`)));
  t.diagnostic(`${count} of 1,000 were tried`);
  assert.equal(count, 25);
  (await guess(victim, '10.2.0.1')).expect(429, 'too-many-requests');
  (await signIn(victim, PASSWORD, '10.2.0.2')).expect(429, 'too-many-requests');

  const answer = (await signIn(victim, PASSWORD, home)).expect(201);
  assert.equal(answer.headers.ratelimit, '"default";r=5;t=0');
  (await guess(victim, home)).expect(401);
  (await signIn(victim, PASSWORD, home)).expect(201);
  // Another account is what it was, also from where the guesses came.
  (await signIn(sibling, PASSWORD, '198.51.100.3')).expect(201);
  (await signIn(sibling, PASSWORD, '10.1.0.1')).expect(201);
});

test('of 1,000 wrong passwords for many accounts from one address few are tried, and no account is worse off', async (t) => {
  const accounts = [];
  for (let i = 0; i < 10; i += 1) accounts.push(await atHome(`203.0.113.${i}`));
  const attacker = '10.3.0.1';
  const count = await tried(thousand((i) => guess(accounts[i % 10], attacker)));
  t.diagnostic(`${count} of 1,000 were tried`);
  // The network forgets one every minute, should this take so long.
  between(count, 20, 21);
  (await signIn(accounts[0], PASSWORD, attacker)).expect(429, 'too-many-requests');
  for (const [i, username] of accounts.entries()) {
    (await signIn(username, PASSWORD, `203.0.113.${i}`)).expect(201);
    (await signIn(username, PASSWORD, `203.0.113.${100 + i}`)).expect(201);
  }
});

test('a thousand names that nobody has are tried no more often than accounts', async () => {
  between(await tried(thousand(() => guess(freshName('ghost'), '10.4.0.1'))), 20, 21);
  const ghost = freshName('ghost');
  assert.equal(await tried(thousand((i) => guess(ghost, `10.5.${i >> 8}.${i & 255}`))), 25);
});

test('a known and an unknown name are answered alike, try by try', async () => {
  const stranger = signUpBody();
  (await client.post('/users', stranger, from('10.6.0.1'))).expect(201);
  const known = await atHome('10.6.1.1');
  const told = async (username, address) => {
    const answers = [];
    for (let i = 0; i < 8; i += 1) {
      const { status, headers, body } = await guess(username, address);
      const { request_id, ...rest } = body;
      assert.ok(request_id);
      // The wait runs on between two tries: its seconds are left out.
      const wait = headers.ratelimit?.replace(/t=\d+$/, '');
      answers.push([status, rest, Boolean(headers['retry-after']), wait, headers['ratelimit-policy']]);
    }
    return answers;
  };
  const wanted = await told(freshName('ghost'), '10.6.0.2');
  for (const [username, address] of [
    [stranger.username, '10.6.0.3'],
    [known, '10.6.0.4'],
    [known, '10.6.1.1'],
  ])
    assert.deepEqual(await told(username, address), wanted);
  assert.deepEqual(
    wanted.map(([status]) => status),
    [401, 401, 401, 401, 401, 429, 429, 429],
  );
});

test('guesses at once are no more than guesses one after another', async () => {
  const username = await atHome('10.7.0.1');
  const answers = await Promise.all(Array.from({ length: 50 }, () => guess(username, '10.7.0.2')));
  assert.equal(answers.filter(({ status }) => status === 401).length, 5);
});
