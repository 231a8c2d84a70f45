// One's own data: all of it, in one document, and nothing of anybody else's; and for how long it is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, PASSWORD, people, person, say, sell, talking, writePost } from '../support/people.mjs';
import { jpeg, uploadPhoto } from '../support/pictures.mjs';
import { serverFor, useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, public_url: 'https://market.giraffe.example' });
const strict = useServer({ argon2_mib: 1, argon2_passes: 1, exports_per_hour: 2 });
const nobody = new Client(server);

const exported = async ({ client }) => (await client.get('/users/me/export')).expect(200).body;
const ids = (items) => items.map(({ id }) => id);

test('an export has everything that was done', async () => {
  const [me, other] = await people(server, 2);
  (await me.client.patch('/users/me', { display_name: '김기린', bio: '책 좋아해요' })).expect(200);
  const photos = [await uploadPhoto(me), await uploadPhoto(me), await uploadPhoto(me, jpeg())];
  const sold = await writePost(me, { title: '판 책', photo_ids: [photos[1].id, photos[0].id] });
  const hidden = await writePost(me, {
    title: '숨긴 책',
    status: 'hidden',
    condition_flags: ['torn', 'stained'],
  });
  const deleted = await writePost(me, { title: '지운 책' });
  (await me.client.delete(`/posts/${deleted.id}`)).expect(204);
  const done = await sell(me, other, sold, 9000);
  (await act(me, done, 'review', { stars: 4, text: '시간을 지켜요' })).expect(200);
  (await act(other, done, 'review', { stars: 5, text: '책이 깨끗해요' })).expect(200);
  const wanted = await writePost(other, { title: '살 책' });
  (await me.client.put(`/posts/${wanted.id}/favorite`)).expect(200);
  const asked = await buy(me, wanted, { offer: 8000, message: '8,000원에 될까요?' });
  const room = `/chat/rooms/${asked.room_id}`;
  await say(other, room, '네, 내일 봬요');
  (await me.client.post(`${room}/messages`, { client_id: 'p', photo_id: photos[2].id })).expect(201);
  const wish = { name: '시세 봇', scopes: ['read'], expires_in_days: 30, current_password: PASSWORD };
  const token = (await me.client.post('/tokens', wish)).expect(201).body;
  const search = (await me.client.post('/alerts', { q: '해석학', max_price: 20000 })).expect(201).body;

  const mine = await exported(me);
  const account = (await me.client.get('/users/me')).expect(200).body;
  for (const name of ['id', 'username', 'email', 'major', 'bio', 'role', 'created_at', 'display_name'])
    assert.equal(mine.profile[name], account[name], name);
  assert.deepEqual([mine.profile.rating_sum, mine.profile.rating_count], [5, 1]);
  assert.equal(mine.market, 'https://market.giraffe.example');

  const sessions = (await me.client.get('/sessions')).expect(200).body.items;
  assert.deepEqual(
    mine.sessions.map(({ id, last_address, scopes }) => [id, last_address, scopes]),
    [...sessions.map(({ id, last_address }) => [id, last_address, null]), [token.id, null, ['read']]],
  );
  assert.deepEqual(
    mine.sign_in_places.map(({ network }) => network),
    ['127.0.0.1'],
  );
  assert.deepEqual(ids(mine.posts), [sold.id, hidden.id, deleted.id]);
  assert.deepEqual(
    mine.posts.map(({ status, deleted_at }) => [status, deleted_at !== null]),
    [
      ['sold', false],
      ['hidden', false],
      ['selling', true],
    ],
  );
  const { book, ...post } = hidden;
  for (const name of ['title', 'price', 'condition', 'condition_flags', 'place', 'description', 'created_at'])
    assert.deepEqual(mine.posts[1][name], post[name], name);
  assert.equal(mine.posts[1].book_title, book.title);
  assert.deepEqual(mine.favorites, [
    { post_id: wanted.id, post_title: '살 책', created_at: mine.favorites[0].created_at },
  ]);

  const uses = Object.fromEntries(mine.photos.map((photo) => [photo.id, photo]));
  assert.deepEqual(
    photos.map(({ id }) => [uses[id].post_id, uses[id].position, uses[id].message_id !== null]),
    [
      [sold.id, 1, false],
      [sold.id, 0, false],
      [null, 0, true],
    ],
  );
  for (const photo of photos)
    assert.equal(uses[photo.id].urls.full, `https://market.giraffe.example${photo.urls.full}`);

  assert.deepEqual(
    mine.rooms.map(({ id, role, ...r }) => [id, role, r.with]),
    [
      [done.room_id, 'seller', other.username],
      [asked.room_id, 'buyer', other.username],
    ],
  );
  const messages = (await me.client.get(`${room}/messages`)).expect(200).body.items;
  assert.deepEqual(
    mine.rooms[1].messages,
    messages.map(({ id, seq, from, kind, body, sent_at, photo, data }) => ({
      id,
      seq,
      from,
      kind,
      body,
      photo: photo ? uses[photo.id].urls : null,
      data: data ?? null,
      sent_at,
    })),
  );
  const deals = (await me.client.get('/deals')).expect(200).body.items.toReversed();
  assert.deepEqual(
    mine.deals.map(({ id, role, state, price, post_title }) => [id, role, state, price, post_title]),
    [
      [done.id, 'seller', 'completed', 9000, '판 책'],
      [asked.id, 'buyer', 'negotiating', 8000, '살 책'],
    ],
  );
  assert.deepEqual(
    mine.deals.map(({ updated_at }) => updated_at),
    deals.map(({ updated_at }) => updated_at),
  );
  assert.ok(mine.deals[0].completed_at);
  const review = ({ deal_id, stars, text, ...of }) => [deal_id, of.with, stars, text];
  assert.deepEqual(mine.reviews_written.map(review), [[done.id, other.username, 4, '시간을 지켜요']]);
  assert.deepEqual(mine.reviews_received.map(review), [[done.id, other.username, 5, '책이 깨끗해요']]);
  assert.deepEqual(
    mine.saved_searches.map(({ id, q, max_price, paused }) => [id, q, max_price, paused]),
    [[search.id, '해석학', 20000, false]],
  );
});

test('an export has nothing of anybody else but what was said to the one who asks', async () => {
  const { seller, buyer, room } = await talking(server);
  const stranger = await person(server);
  const other = await buy(stranger, await writePost(seller, { title: '둘만의 책' }), {
    message: '둘만의 이야기',
  });
  const liked = await writePost(seller, { title: '나중에 숨긴 책' });
  (await buyer.client.put(`/posts/${liked.id}/favorite`)).expect(200);
  (await seller.client.patch(`/posts/${liked.id}`, { status: 'hidden', version: liked.version })).expect(200);
  (await seller.client.post('/alerts', { q: '비밀스러운 소원' })).expect(201);
  await say(seller, room, '나눈 이야기');

  const { text, body } = (await buyer.client.get('/users/me/export')).expect(200);
  assert.ok(text.includes('나눈 이야기'));
  for (const secret of [
    seller.user.email,
    stranger.user.email,
    stranger.username,
    '둘만의',
    '비밀스러운',
    '나중에 숨긴 책',
    seller.token,
    buyer.token,
    'argon2',
    PASSWORD,
  ])
    assert.ok(!text.includes(secret), `the export tells ${secret}`);
  assert.equal(body.favorites[0].post_title, null);
  assert.ok(!ids(body.rooms).includes(other.room_id));
});

test("a review that is not published yet is in its author's export alone", async () => {
  const [seller, buyer] = await people(server, 2);
  const deal = await sell(seller, buyer, await writePost(seller));
  (await act(buyer, deal, 'review', { stars: 2, text: '약속에 늦었어요' })).expect(200);
  const { text, body } = (await seller.client.get('/users/me/export')).expect(200);
  assert.deepEqual([body.reviews_received, body.profile.rating_count], [[], 0]);
  assert.ok(!text.includes('약속에 늦었어요'));
  const [written] = (await exported(buyer)).reviews_written;
  assert.deepEqual([written.text, written.published_at], ['약속에 늦었어요', null]);
  (await act(seller, deal, 'review', { stars: 5 })).expect(200);
  const [received] = (await exported(seller)).reviews_received;
  assert.equal(received.text, '약속에 늦었어요');
  assert.ok(received.published_at);
});

test('an export tells whom one has blocked, and not by whom one is', async () => {
  const [me, blocked, blocker] = await people(server, 3);
  (await me.client.put(`/users/${blocked.username}/block`)).expect(204);
  (await blocker.client.put(`/users/${me.username}/block`)).expect(204);
  const { text, body } = (await me.client.get('/users/me/export')).expect(200);
  assert.deepEqual(
    body.blocks.map(({ username }) => username),
    [blocked.username],
  );
  assert.ok(!text.includes(blocker.username));
});

test('an export is not for access tokens', async () => {
  const who = await person(server);
  const wish = {
    name: '봇',
    scopes: ['read', 'write', 'chat'],
    expires_in_days: 30,
    current_password: PASSWORD,
  };
  const { token } = (await who.client.post('/tokens', wish)).expect(201).body;
  (await nobody.as({ token }).get('/users/me/export')).expect(403, 'insufficient-scope');
});

test('an export is a file to keep, is kept by nobody on the way, and is as empty as its owner is new', async () => {
  const who = await person(server, { transport: 'cookie' });
  const answer = (await who.client.get('/users/me/export')).expect(200);
  const [, name, day] = answer.headers['content-disposition'].match(
    /^attachment; filename="giraffe-export-(.+)-(\d{4}-\d\d-\d\d)\.json"$/,
  );
  assert.equal(name, who.username);
  assert.equal(day, answer.body.exported_at.slice(0, 10));
  assert.equal(answer.headers['cache-control'], 'no-store');
  const { format, version, exported_at, market, profile, sessions, sign_in_places, ...things } = answer.body;
  assert.deepEqual([format, version], ['giraffe-export', 1]);
  for (const [section, items] of Object.entries(things)) assert.deepEqual(items, [], section);
  (await nobody.get('/users/me/export')).expect(401, 'not-signed-in');
  (await who.client.get('/users/me/export?of=somebody')).expect(400, 'invalid-query');
});

test('exports are made a few times an hour for each, and it is said when the next one may come', async () => {
  const [who, other] = await people(strict, 2);
  const first = (await who.client.get('/users/me/export')).expect(200);
  assert.equal(first.headers['ratelimit-policy'], '"default";q=2;w=3600');
  assert.match(first.headers.ratelimit, /^"default";r=1;/);
  (await who.client.get('/users/me/export')).expect(200);
  const refused = (await who.client.get('/users/me/export')).expect(429, 'too-many-requests');
  const seconds = Number(refused.headers['retry-after']);
  assert.ok(seconds > 1700 && seconds <= 1800, `${seconds}`);
  (await other.client.get('/users/me/export')).expect(200);
});

test('without a configured address the links of an export lead to where it was asked for', async () => {
  const who = await person(strict);
  const photo = await uploadPhoto(who);
  const { market, photos } = await exported(who);
  assert.equal(market, strict.address);
  assert.equal(photos[0].urls.thumb, strict.address + photo.urls.thumb);
});

test('what two have said is gone when the market has kept it for long enough, and they can go on', async (t) => {
  const market = await serverFor(t, { argon2_mib: 1, argon2_passes: 1, sweep_ms: 20 });
  const { seller, buyer, deal, room } = await talking(market);
  await say(buyer, room, '제 번호는 010-0000-0000입니다');
  const photo = await uploadPhoto(seller);
  (await seller.client.post(`${room}/messages`, { client_id: 'p', photo_id: photo.id })).expect(201);
  const open = await talking(market);
  await say(open.buyer, open.room, '아직 거래 중');
  (await act(seller, deal, 'decline')).expect(200);
  const before = (await buyer.client.get(`${room}/messages`)).expect(200).body.items;
  const { unread } = (await seller.client.get(room)).expect(200).body;

  await market.restart({ settings: { messages_kept_ms: 1 } });
  const items = await until(
    async () => (await buyer.client.get(`${room}/messages`)).expect(200).body.items,
    (all) => all[1].kind === 'expired',
  );
  assert.deepEqual(
    items.map(({ seq, kind, body, from }) => [seq, kind, body, from]),
    before.map(({ seq, kind, body, from }) =>
      kind === 'system' ? [seq, kind, body, from] : [seq, 'expired', '', from],
    ),
  );
  assert.equal((await seller.client.get(room)).expect(200).body.unread, unread);
  await until(
    () => buyer.client.get(photo.urls.full),
    ({ status }) => status === 404,
  );
  const mine = await exported(buyer);
  assert.deepEqual(mine.rooms[0].messages[1], {
    ...mine.rooms[0].messages[1],
    kind: 'expired',
    body: '',
    photo: null,
  });
  const { events } = (await buyer.client.get('/chat/events?after=begin')).expect(200).body;
  assert.ok(events.some(({ message }) => message?.kind === 'expired'));
  // Somebody else's deal is open, and these two have something to say again.
  assert.equal((await open.buyer.client.get(open.room)).expect(200).body.last_message.body, '아직 거래 중');
  await say(buyer, room, '다시 안녕하세요');
  assert.equal((await seller.client.get(room)).expect(200).body.last_message.from, buyer.username);
});

test('the market says who runs it and for how long it keeps what, as it is configured', async (t) => {
  const plain = (await new Client(strict).get('/market')).expect(200).body;
  assert.deepEqual(plain.operator, { name: null, contact: null, privacy_officer: null });
  assert.equal(plain.kept_seconds.left_names, 30 * 86400);
  assert.equal(plain.kept_seconds.snapshots, 8 * 7 * 86400);
  const market = await serverFor(t, {
    messages_kept_ms: 0,
    name_kept_ms: 1500,
    snapshots_weekly: 0,
    snapshots_daily: 10,
    operator_name: '한국대학교 총학생회',
    operator_contact: 'market@hanguk.ac.kr',
    privacy_officer: '김기린',
  });
  const { operator, kept_seconds } = (await new Client(market).get('/market')).expect(200).body;
  assert.deepEqual(Object.values(operator), ['한국대학교 총학생회', 'market@hanguk.ac.kr', '김기린']);
  assert.equal(kept_seconds.messages, null);
  assert.equal(kept_seconds.snapshots, 10 * 86400);
  assert.equal(kept_seconds.left_names, 2, 'nothing is kept for longer than is said');
});

test('the log tells no name, no address and nothing of what is written; and no number where that is not wanted', async (t) => {
  const market = await serverFor(t, { argon2_mib: 1, argon2_passes: 1, log_users: 0 });
  const { seller, buyer, room } = await talking(market);
  await say(buyer, room, '아무도 모르는 이야기');
  (await seller.client.get(`/users/${buyer.username}`)).expect(200);
  (await seller.client.get('/posts?q=선형대수학')).expect(200);
  await market.stop();
  for (const told of [buyer.username, buyer.user.email, '아무도', '선형대수학', '127.0.0.1:'])
    assert.ok(!market.stderr.includes(told), `the log tells ${told}`);
  const requests = market.log.filter(({ message }) => message === 'request');
  assert.ok(requests.length >= 8);
  for (const line of requests) assert.equal(line.user, 0);
});
