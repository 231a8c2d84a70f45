// How often one may report, and whose report counts towards hiding a post.
import { test } from 'node:test';
import { people, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, reports_per_day: 2 });
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
