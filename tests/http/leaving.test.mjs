// Leaving the market over HTTP: what goes, and what stays for the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, PASSWORD, people, person, signUpBody, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1 });
const nobody = new Client(server);

const leave = (who, password = PASSWORD) => who.client.request('DELETE', '/users/me', { json: { password } });

test('leaving the market needs the password', async () => {
  const who = await person(server);
  (await leave(who, 'not the one 1')).expect(401, 'wrong-credentials');
  (await who.client.request('DELETE', '/users/me', { json: {} })).expectFields({ '/password': 'required' });
  (await who.client.delete('/users/me')).expect(400, 'malformed-json');
  (await leave({ client: nobody })).expect(401, 'not-signed-in');
  (await who.client.get('/users/me')).expect(200);
});

test('who has left is signed out everywhere, and name and address are free again', async () => {
  const who = await person(server, { transport: 'cookie' });
  const { username, user } = who;
  const credentials = { username, password: PASSWORD };
  const { token } = (await nobody.post('/sessions', credentials)).expect(201).body;
  const left = (await leave(who)).expect(204);
  assert.match(left.setCookie[0], /^session=;.*Max-Age=0/);
  (await nobody.as({ token }).get('/users/me')).expect(401, 'not-signed-in');
  (await nobody.post('/sessions', credentials)).expect(401, 'wrong-credentials');
  (await nobody.get(`/users/${username}`)).expect(404, 'not-found');

  const again = (await nobody.post('/users', signUpBody({ username, email: user.email }))).expect(201).body;
  assert.notEqual(again.id, user.id);
});

test('of two who leave at once with one account one is told that it is gone', async () => {
  const who = await person(server);
  const answers = await Promise.all([leave(who), leave(who)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401]);
});

test('who has left stays in the history of others, without a name', async () => {
  const [leaving, seller, buyer] = await people(server, 3);
  const { username, user } = leaving;
  (await leaving.client.patch('/users/me', { display_name: '김기린', bio: '안녕' })).expect(200);
  // Bought and reviewed; reserved; a price on the table; on sale, with somebody's offer; a favourite.
  const done = await buy(leaving, await writePost(seller));
  (await act(seller, done, 'accept')).expect(200);
  for (const side of [seller, leaving]) (await act(side, done, 'confirm')).expect(200);
  (await act(leaving, done, 'review', { stars: 5, text: '좋아요' })).expect(200);
  (await act(seller, done, 'review', { stars: 4 })).expect(200);
  const reserved = await buy(leaving, await writePost(seller));
  (await act(seller, reserved, 'accept')).expect(200);
  const asked = await buy(leaving, await writePost(seller));
  const own = await writePost(leaving);
  const offered = await buy(buyer, own);
  const handedOver = await buy(leaving, await writePost(seller));
  (await act(seller, handedOver, 'accept')).expect(200);
  (await act(seller, handedOver, 'confirm')).expect(200);
  const liked = await writePost(seller);
  (await leaving.client.put(`/posts/${liked.id}/favorite`)).expect(200);
  const { cursor } = (await seller.client.get('/chat/events')).expect(200).body;

  (await leave(leaving)).expect(204);

  const deal = async (who, { id }) => (await who.client.get(`/deals/${id}`)).expect(200).body;
  const states = await Promise.all(
    [done, reserved, asked, handedOver].map(async (one) => (await deal(seller, one)).state),
  );
  assert.deepEqual(states, ['completed', 'cancelled', 'cancelled', 'completed']);
  assert.equal((await deal(buyer, offered)).state, 'cancelled');
  (await buyer.client.get(`/posts/${own.id}`)).expect(404, 'not-found');
  assert.equal((await nobody.get(`/posts/${reserved.post.id}`)).expect(200).body.status, 'selling');
  assert.equal((await nobody.get(`/posts/${liked.id}`)).expect(200).body.favorite_count, 0);

  const shown = (await deal(seller, done)).buyer;
  assert.equal(shown.display_name, '탈퇴한 회원');
  assert.match(shown.username, /^deleted-/);
  const answers = [
    await seller.client.get('/deals'),
    await seller.client.get('/chat/rooms'),
    await seller.client.get(`/chat/rooms/${done.room_id}/messages`),
    await seller.client.get('/chat/events', { query: { after: cursor } }),
    await seller.client.get(`/users/${seller.username}/reviews`),
    await buyer.client.get('/deals'),
  ];
  for (const answer of answers)
    for (const gone of [username, user.email, '김기린'])
      assert.ok(!answer.expect(200).text.includes(gone), `${answer.request.path} still tells ${gone}`);
  assert.equal(answers[4].body.items[0].text, '좋아요');
});
