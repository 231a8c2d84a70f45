// Leaving the market over HTTP: what goes, and what stays for the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, PASSWORD, people, person, signUpBody, useStaff, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { serverFor, useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sweep_ms: 50 });
const nobody = new Client(server);
const staff = useStaff(server);

const leave = (who, password = PASSWORD) => who.client.request('DELETE', '/users/me', { json: { password } });

test('leaving the market needs the password', async () => {
  const who = await person(server);
  (await leave(who, 'not the one 1')).expect(401, 'wrong-credentials');
  (await who.client.request('DELETE', '/users/me', { json: {} })).expectFields({ '/password': 'required' });
  (await who.client.delete('/users/me')).expect(400, 'malformed-json');
  (await leave({ client: nobody })).expect(401, 'not-signed-in');
  (await who.client.get('/users/me')).expect(200);
});

test('who has left is signed out everywhere; the address is free again, the name is not yet', async () => {
  const who = await person(server, { transport: 'cookie' });
  const { username, user } = who;
  const credentials = { username, password: PASSWORD };
  const { token } = (await nobody.post('/sessions', credentials)).expect(201).body;
  const left = (await leave(who)).expect(204);
  assert.match(left.setCookie[0], /^session=;.*Max-Age=0/);
  (await nobody.as({ token }).get('/users/me')).expect(401, 'not-signed-in');
  (await nobody.post('/sessions', credentials)).expect(401, 'wrong-credentials');
  (await nobody.get(`/users/${username}`)).expect(404, 'not-found');

  for (const name of [username, username.toUpperCase()])
    (await nobody.post('/users', signUpBody({ username: name }))).expect(409, 'username-taken');
  (await nobody.post('/users', signUpBody({ email: user.email }))).expect(201);
});

test('a name is free when it has been kept for as long as the market keeps it', async (t) => {
  const market = await serverFor(t, { argon2_mib: 1, argon2_passes: 1, name_kept_ms: 0 });
  const who = await person(market);
  (await leave(who)).expect(204);
  const again = (await new Client(market).post('/users', signUpBody({ username: who.username }))).expect(201);
  assert.notEqual(again.body.id, who.user.id);
});

test('nobody can take a name as those have who left', async () => {
  for (const username of ['deleted-friend', 'Deleted-0123456789ab'])
    (await nobody.post('/users', signUpBody({ username }))).expect(409, 'username-taken');
});

test('the last admin who is not banned stays', async () => {
  const { admin } = await staff();
  (await leave(admin)).expect(409, 'last-admin');
  const [other] = await people(server, 1);
  const role = (name) => admin.client.put(`/admin/users/${other.username}/role`, { role: name });
  (await role('admin')).expect(204);
  (await admin.client.post(`/admin/users/${other.username}/ban`, { reason: '사기' })).expect(200);
  (await leave(admin)).expect(409, 'last-admin');
  (await admin.client.put(`/admin/users/${admin.username}/role`, { role: 'user' })).expect(409, 'last-admin');
  (await admin.client.get('/users/me')).expect(200);
  (await admin.client.post(`/admin/users/${other.username}/restore`, { reason: '오해' })).expect(200);
  (await leave(admin)).expect(204);
  (await other.client.get('/admin/audit')).expect(200);
});

test('the other side of an open deal is told why it has ended', async () => {
  const [leaving, seller, buyer] = await people(server, 3);
  const bought = await buy(leaving, await writePost(seller));
  const sold = await buy(buyer, await writePost(leaving));
  (await act(leaving, sold, 'accept')).expect(200);
  const { cursor } = (await seller.client.get('/chat/events')).expect(200).body;
  (await leave(leaving)).expect(204);
  for (const [who, deal, by, words] of [
    [seller, bought, 'buyer', '구매자가 탈퇴했습니다. 거래가 불성립되었습니다.'],
    [buyer, sold, 'seller', '판매자가 탈퇴했습니다. 거래가 불성립되었습니다.'],
  ]) {
    const room = (await who.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body;
    assert.equal(room.last_message.body, words);
    assert.deepEqual(room.last_message.data, { event: 'left', deal_id: deal.id, by });
    assert.equal(room.deal.state, 'cancelled');
    assert.ok(room.unread > 0);
  }
  const { events } = (await seller.client.get('/chat/events', { query: { after: cursor } })).expect(200).body;
  assert.ok(events.some(({ message }) => message?.data?.event === 'left'));
});

test('nobody writes to who has left, nor buys from them; the room stays to be read', async () => {
  const [leaving, buyer, seller] = await people(server, 3);
  const post = await writePost(leaving);
  const rooms = [
    [buyer, await buy(buyer, post)],
    [seller, await buy(leaving, await writePost(seller))],
  ];
  for (const [who, deal] of rooms) {
    const room = `/chat/rooms/${deal.room_id}`;
    const said = { client_id: 'before', body: '안녕하세요' };
    (await who.client.post(`${room}/messages`, said)).expect(201);
    assert.equal((await who.client.get(room)).expect(200).body.can_write, true);
  }
  (await leave(leaving)).expect(204);
  for (const [who, deal] of rooms) {
    const room = `/chat/rooms/${deal.room_id}`;
    assert.equal((await who.client.get(room)).expect(200).body.can_write, false);
    const listed = (await who.client.get('/chat/rooms')).expect(200).body.items;
    assert.equal(listed.find(({ id }) => id === deal.room_id).can_write, false);
    const said = { client_id: 'after', body: '계세요?' };
    (await who.client.post(`${room}/messages`, said)).expect(403, 'user-left');
    (await who.client.post(`${room}/typing`)).expect(403, 'user-left');
    // What was sent before, and whose answer was lost.
    (await who.client.post(`${room}/messages`, { client_id: 'before', body: '안녕하세요' })).expect(200);
    (await who.client.put(`${room}/read`, { seq: 1 })).expect(200);
  }
  (await buyer.client.post(`/posts/${post.id}/buy`, {})).expect(409, 'post-unavailable');
});

test('nobody finds who has left, under any name', async () => {
  const [leaving, seller] = await people(server, 2);
  const deal = await buy(leaving, await writePost(seller));
  (await leave(leaving)).expect(204);
  const { username } = (await seller.client.get(`/deals/${deal.id}`)).expect(200).body.buyer;
  for (const name of [leaving.username, username]) {
    (await nobody.get(`/users/${name}`)).expect(404, 'not-found');
    (await nobody.get(`/users/${name}/reviews`)).expect(404, 'not-found');
  }
});

test('photos that nobody is shown any more are removed, the others stay', async () => {
  const [leaving, buyer] = await people(server, 2);
  const upload = () => uploadPhoto(leaving);
  const photos = {
    cover: await upload(),
    second: await upload(),
    ignored: await upload(),
    sent: await upload(),
  };
  const asked = await writePost(leaving, { photo_ids: [photos.cover.id, photos.second.id] });
  await writePost(leaving, { photo_ids: [photos.ignored.id] });
  const deal = await buy(buyer, asked);
  const message = { client_id: 'photo', photo_id: photos.sent.id };
  (await leaving.client.post(`/chat/rooms/${deal.room_id}/messages`, message)).expect(201);
  (await leave(leaving)).expect(204);
  for (const gone of [photos.second, photos.ignored])
    await until(
      () => nobody.get(gone.urls.full),
      ({ status }) => status === 404,
    );
  for (const shown of [photos.cover, photos.sent]) (await nobody.get(shown.urls.full)).expect(200);
});

test('of two who leave at once with one account one is told that it is gone', async () => {
  const who = await person(server);
  const answers = await Promise.all([leave(who), leave(who)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401]);
});

test('a server that is killed in the middle of it goes on with it when it is there again', async (t) => {
  const market = await serverFor(t, { argon2_mib: 1, argon2_passes: 1, sweep_ms: 50 });
  const guest = new Client(market);
  const who = await person(market);
  const posts = [];
  for (let i = 0; i < 120; i += 1) posts.push(await writePost(who));
  const answered = leave(who).catch(() => 'killed');
  // Its posts go a few at a time.
  const there = async ({ id }) => (await guest.get(`/posts/${id}`)).status === 200;
  await until(async () => !((await there(posts[0])) && (await there(posts.at(-1)))));
  await market.kill();
  await answered;
  await market.start();
  await until(async () => (await guest.get(`/users/${who.username}`)).status === 404);
  for (const post of posts) assert.equal(await there(post), false);
  const credentials = { username: who.username, password: PASSWORD };
  (await guest.post('/sessions', credentials)).expect(401, 'wrong-credentials');
  (await who.client.get('/users/me')).expect(401, 'not-signed-in');
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
  (await leaving.client.put(`/chat/rooms/${done.room_id}/read`, { seq: 1 })).expect(200);

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
