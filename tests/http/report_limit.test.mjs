// How often one may report, and whose report counts towards hiding a post.
import { test } from 'node:test';
import { useMailServer } from '../support/mail.mjs';
import { freshName, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const settings = { argon2_mib: 1, argon2_passes: 1, reports_per_day: 2, mail_pause_ms: 0 };
const mail = useMailServer(settings);
const server = useServer(settings);
const report = (who, post) => who.client.post('/reports', { kind: 'post', id: post.id, reason: 'spam' });

test('so many reports a day and no more, but the first ones may be sent again', async () => {
  const [seller, who] = await people(server, 2);
  const posts = [await writePost(seller), await writePost(seller), await writePost(seller)];
  (await report(who, posts[0])).expect(201);
  (await report(who, posts[1])).expect(201);
  (await report(who, posts[2])).expect(429, 'too-many-requests');
  (await report(who, posts[0])).expect(200);
});

test('accounts made today, without a verified address, hide nothing however many they are', async () => {
  const [seller, ...others] = await people(server, 6);
  const post = await writePost(seller);
  for (const who of others.slice(0, 4)) (await report(who, post)).expect(201);
  (await others[4].client.get(`/posts/${post.id}`)).expect(200);
});

/** Somebody whose address is verified. */
async function verified(email) {
  const who = await person(server, { email });
  const path = '/users/me/email-verification';
  (await who.client.post(path)).expect(202);
  (await who.client.put(path, { code: (await mail.next(email)).code })).expect(200);
  return who;
}

test('addresses that differ in what stands behind a plus are one person’s', async () => {
  const [seller, looker] = await people(server, 2);
  const name = freshName();
  const post = await writePost(seller);
  for (const address of [name, `${name}+1`, `${name}+2`, `${freshName()}+1`])
    (await report(await verified(`${address}@giraffe.example`), post)).expect(201);
  (await looker.client.get(`/posts/${post.id}`)).expect(200);
  (await report(await verified(`${freshName()}@giraffe.example`), post)).expect(201);
  (await looker.client.get(`/posts/${post.id}`)).expect(404);
});
