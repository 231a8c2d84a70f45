// A storm in one lane: what does not fit is sent away at once, and the other lanes do not feel it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { person } from '../support/people.mjs';
import { png } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({
  hash_threads: 1,
  hash_queue: 2,
  argon2_mib: 64,
  image_threads: 1,
  image_queue: 1,
  sign_in_burst: 0,
});
const STORM = 40;

/** Asks for `requests` at once and for the list meanwhile; answers those that were not sent away. */
async function storm(requests) {
  let over = false;
  const answers = Promise.all(requests).finally(() => {
    over = true;
  });
  const reader = new Client(server);
  do (await reader.get('/posts')).expect(200);
  while (!over);
  reader.close();
  const [taken, refused] = [[], []];
  for (const answer of await answers) (answer.status === 503 ? refused : taken).push(answer);
  assert.ok(refused.length > 0 && taken.length > 0, `${taken.length} taken, ${refused.length} sent away`);
  for (const answer of refused) {
    answer.expect(503, 'busy');
    assert.ok(Number(answer.headers['retry-after']) >= 1);
  }
  return taken;
}

test('a storm of sign-ins leaves the list as it is', async () => {
  const { username, password } = await person(server);
  const guest = new Client(server);
  const signIn = () => guest.post('/sessions', { username, password });
  const taken = await storm(Array.from({ length: STORM }, signIn));
  for (const answer of taken) answer.expect(201);
  (await signIn()).expect(201); // it has passed
  guest.close();
});

test('a pile of photos leaves the list as it is', async () => {
  const { client } = await person(server);
  const photo = png(1500, 1000);
  const upload = () => client.request('POST', '/photos', { body: photo, type: 'image/png' });
  const taken = await storm(Array.from({ length: STORM }, upload));
  for (const answer of taken) answer.expect(201);
  (await upload()).expect(201);
});
