// Posts over HTTP after they are written: edited, hidden, deleted, bumped, favoured, looked at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, people, person, postBody, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ sweep_ms: 20 }); // views are written soon
const bumpable = useServer({ bump_interval_ms: 0 });

const nobody = () => new Client(server);
const read = async (who, post) => (await who.client.get(`/posts/${post.id}`)).expect(200).body;
const edit = (who, post, changes, headers = {}) =>
  who.client.patch(`/posts/${post.id}`, changes, { headers });

test('an edit changes what it names and nothing else', async () => {
  const seller = await person(server);
  const post = await writePost(seller, {
    major: '수학과',
    course: { name: '선형대수 1', professor: '이교수' },
    condition_flags: ['torn'],
    description: '설명',
  });
  const { body: cheaper } = (await edit(seller, post, { version: post.version, price: 9000 })).expect(200);
  assert.deepEqual(
    { ...cheaper, updated_at: post.updated_at },
    { ...post, price: 9000, version: post.version + 1 },
  );
  const { body: emptied } = (
    await edit(seller, post, {
      version: cheaper.version,
      major: null,
      course: null,
      condition_flags: null,
      description: null,
    })
  ).expect(200);
  assert.deepEqual(
    [emptied.major, emptied.course, emptied.condition_flags, emptied.description],
    [null, null, [], ''],
  );
});

test('book and course are replaced as a whole', async () => {
  const seller = await person(server);
  const post = await writePost(seller, { course: { name: '선형대수 1', professor: '이교수' } });
  const { body } = (
    await edit(seller, post, { version: 1, book: { title: '해석학' }, course: { name: '해석 1' } })
  ).expect(200);
  assert.deepEqual(body.book, { title: '해석학', author: null, publisher: null, edition: null, isbn: null });
  assert.deepEqual(body.course, { name: '해석 1', professor: null });
  (await edit(seller, post, { version: 2, book: { author: '김길동' } })).expectFields({
    '/book/title': 'required',
  });
});

test('an edit needs the version that was read, told with all other faults', async () => {
  const seller = await person(server);
  const post = await writePost(seller);
  (await edit(seller, post, { price: -1 })).expectFields({ '/version': 'required', '/price': 'too-small' });
  (await edit(seller, post, { version: 0 })).expectFields({ '/version': 'too-small' });
});

test('an edit of what has changed meanwhile is refused, by version and by If-Match', async () => {
  const seller = await person(server);
  const post = await writePost(seller);
  const first = (await seller.client.get(`/posts/${post.id}`)).expect(200);
  const tag = first.headers.etag;
  const changed = (await edit(seller, post, { price: 1 }, { 'if-match': tag })).expect(200);
  (await edit(seller, post, { price: 2 }, { 'if-match': tag })).expect(412, 'changed-meanwhile');
  (await edit(seller, post, { price: 2, version: 1 })).expect(412, 'changed-meanwhile');
  const newer = changed.headers.etag;
  (await edit(seller, post, { price: 2, version: 1 }, { 'if-match': newer })).expect(
    412,
    'changed-meanwhile',
  );
  (await edit(seller, post, { price: 2, version: 2 }, { 'if-match': tag })).expect(412, 'changed-meanwhile');
  for (const none of ['W/"1-0"', '"2"', 'W/', 'rubbish'])
    (await edit(seller, post, { price: 2 }, { 'if-match': none })).expect(412, 'changed-meanwhile');
  assert.equal((await read(seller, post)).price, 1);
  (await edit(seller, post, { price: 2, version: 2 }, { 'if-match': newer })).expect(200);
  // As a proxy makes it that compresses.
  const weak = `W/${(await seller.client.get(`/posts/${post.id}`)).headers.etag}`;
  (await edit(seller, post, { price: 3 }, { 'if-match': weak })).expect(200);
  // One of several, and whatever there is (RFC 9110, 13.1.1).
  const current = (await seller.client.get(`/posts/${post.id}`)).headers.etag;
  (await edit(seller, post, { price: 4 }, { 'if-match': `${tag}, ${current}` })).expect(200);
  (await edit(seller, post, { price: 5 }, { 'if-match': `${tag}, ${current}` })).expect(412);
  (await edit(seller, post, { price: 5 }, { 'if-match': '*' })).expect(200);
});

test('a post that has changed meanwhile is not deleted by whoever has read it before, with If-Match', async () => {
  const seller = await person(server);
  const post = await writePost(seller);
  const path = `/posts/${post.id}`;
  const tagNow = async () => (await seller.client.get(path)).expect(200).headers.etag;
  const remove = (tag) => seller.client.delete(path, { headers: { 'if-match': tag } });
  const old = await tagNow();
  (await edit(seller, post, { price: 1, version: 1 })).expect(200);
  for (const tag of [old, 'rubbish']) (await remove(tag)).expect(412, 'changed-meanwhile');
  assert.equal((await read(seller, post)).price, 1);
  (await remove(`${old}, ${await tagNow()}`)).expect(204);
  (await seller.client.get(path)).expect(404);
});

test('of twenty edits of one version exactly one is taken', async () => {
  const seller = await person(server);
  const post = await writePost(seller);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => edit(seller, post, { version: 1, price: 100 + i })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 412).length, 19);
  const winner = answers.find(({ status }) => status === 200);
  assert.equal((await read(seller, post)).price, winner.body.price);
});

test("a post is its seller's alone to edit, bump and delete", async () => {
  const [seller, other] = await people(server, 2);
  const post = await writePost(seller);
  (await edit(other, post, { version: 1, price: 1 })).expect(403, 'not-yours');
  (await other.client.post(`/posts/${post.id}/bump`)).expect(403, 'not-yours');
  (await other.client.delete(`/posts/${post.id}`)).expect(403, 'not-yours');
  for (const refused of [
    await nobody().patch(`/posts/${post.id}`, { version: 1, price: 1 }),
    await nobody().delete(`/posts/${post.id}`),
    await nobody().post('/posts', postBody()),
  ])
    refused.expect(401, 'not-signed-in');
  assert.deepEqual(await read(seller, post), post);
});

test('what is not there is 404 for everything', async () => {
  const { client } = await person(server);
  for (const id of ['999999999', '0', '-1', 'x', '1e3', '99999999999999999999']) {
    (await client.get(`/posts/${id}`)).expect(404, 'not-found');
    (await client.patch(`/posts/${id}`, { version: 1 })).expect(404, 'not-found');
    (await client.delete(`/posts/${id}`)).expect(404, 'not-found');
    (await client.put(`/posts/${id}/favorite`)).expect(404, 'not-found');
    (await client.post(`/posts/${id}/bump`)).expect(404, 'not-found');
    (await client.post(`/posts/${id}/buy`, {})).expect(404, 'not-found');
  }
});

test('while a post is reserved its price, book and status are frozen, the rest is not', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  (await act(seller, deal, 'accept')).expect(200);
  const { version } = await read(seller, post);
  for (const frozen of [
    { price: 1 },
    { book: { ...post.book, title: '다른 책' } },
    { status: 'hidden' },
    { status: 'selling' },
  ])
    (await edit(seller, post, { version, ...frozen })).expect(409, 'post-frozen');
  const same = { version, price: post.price, book: post.book, place: '정문 앞' };
  const changed = (await edit(seller, post, same)).expect(200).body;
  assert.deepEqual([changed.place, changed.status], ['정문 앞', 'reserved']);
  (await seller.client.post(`/posts/${post.id}/bump`)).expect(409, 'post-reserved');

  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  const sold = await read(seller, post);
  assert.equal(sold.status, 'sold');
  assert.ok(sold.sold_at);
  (await edit(seller, post, { version: sold.version, place: '후문' })).expect(409, 'post-sold');
  (await seller.client.post(`/posts/${post.id}/bump`)).expect(409, 'post-sold');
});

test('a hidden post is there for its seller alone, and comes back', async () => {
  const [seller, other] = await people(server, 2);
  const post = await writePost(seller, { status: 'hidden' });
  (await other.client.get(`/posts/${post.id}`)).expect(404, 'not-found');
  (await nobody().get(`/posts/${post.id}`)).expect(404, 'not-found');
  (await other.client.put(`/posts/${post.id}/favorite`)).expect(404, 'not-found');
  (await other.client.post(`/posts/${post.id}/buy`, {})).expect(404, 'not-found');
  (await edit(other, post, { version: 1, price: 1 })).expect(404, 'not-found');
  (await seller.client.post(`/posts/${post.id}/bump`)).expect(409, 'post-unavailable');
  const listed = async (who, status) =>
    (await who.get('/posts', { query: { seller: seller.username, status } })).expect(200).body.items.length;
  assert.equal(await listed(seller.client, 'hidden'), 1);
  assert.equal(await listed(seller.client, 'selling,reserved,sold,hidden'), 1);
  assert.equal(await listed(seller.client, undefined), 0);
  assert.equal(await listed(other.client, 'hidden'), 0);
  assert.equal(await listed(nobody(), 'hidden'), 0);

  assert.equal((await read(seller, post)).status, 'hidden');
  (await edit(seller, post, { version: 1, status: 'selling' })).expect(200);
  assert.equal((await read(other, post)).status, 'selling');
  assert.equal(await listed(nobody(), undefined), 1);
});

test('hiding a post closes its open deals', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const { version } = await read(seller, post);
  const hidden = (await edit(seller, post, { version, status: 'hidden' })).expect(200).body;
  assert.equal(hidden.deal_count, 0);
  const closed = (await buyer.client.get(`/deals/${deal.id}`)).expect(200).body;
  assert.deepEqual([closed.state, closed.actions, closed.turn], ['closed', [], null]);
  (await buyer.client.post(`/posts/${post.id}/buy`, {})).expect(409, 'post-unavailable');
});

test('a deleted post is gone for everyone, and its deals are closed', async () => {
  const [seller, buyer, other] = await people(server, 3);
  const post = await writePost(seller);
  const [reserved, waiting] = [await buy(buyer, post), await buy(other, post)];
  (await act(seller, reserved, 'accept')).expect(200);
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  (await seller.client.delete(`/posts/${post.id}`)).expect(404, 'not-found');
  for (const who of [seller, buyer]) (await who.client.get(`/posts/${post.id}`)).expect(404, 'not-found');
  for (const query of [
    { seller: seller.username },
    { seller: seller.username, status: 'reserved,hidden,sold' },
  ])
    assert.deepEqual((await seller.client.get('/posts', { query })).expect(200).body.items, []);
  for (const [who, deal] of [
    [buyer, reserved],
    [other, waiting],
    [seller, reserved],
  ]) {
    const closed = (await who.client.get(`/deals/${deal.id}`)).expect(200).body;
    assert.deepEqual([closed.state, closed.actions], ['closed', []]);
    assert.equal(closed.post.title, post.title);
    const room = (await who.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body;
    assert.equal(room.last_message.data.event, 'closed');
  }
});

test('a post is bumped once in 24 hours, and not in its first', async () => {
  const seller = await person(server);
  const post = await writePost(seller);
  const refused = (await seller.client.post(`/posts/${post.id}/bump`)).expect(409, 'bump-too-soon');
  const seconds = Number(refused.headers['retry-after']);
  assert.ok(seconds > 86_000 && seconds <= 86_400, `${seconds} s`);
});

test('a bumped post is the first of the list', async () => {
  const seller = await person(bumpable);
  const [oldest, middle, newest] = [
    await writePost(seller),
    await writePost(seller),
    await writePost(seller),
  ];
  const order = async () =>
    (await seller.client.get('/posts', { query: { seller: seller.username } }))
      .expect(200)
      .body.items.map(({ id }) => id);
  assert.deepEqual(await order(), [newest.id, middle.id, oldest.id]);
  const bumped = (await seller.client.post(`/posts/${middle.id}/bump`)).expect(200).body;
  assert.ok(bumped.bumped_at >= newest.bumped_at);
  assert.deepEqual([bumped.version, bumped.created_at], [middle.version, middle.created_at]);
  // Within the same millisecond the order is that of the ids.
  const expected =
    bumped.bumped_at > newest.bumped_at
      ? [middle.id, newest.id, oldest.id]
      : [newest.id, middle.id, oldest.id];
  assert.deepEqual(await order(), expected);
});

test('a favourite is kept once, counted, listed and dropped', async () => {
  const [seller, reader, other] = await people(server, 3);
  const [post, another] = [await writePost(seller), await writePost(seller)];
  const favorite = `/posts/${post.id}/favorite`;
  for (let again = 0; again < 2; again += 1)
    assert.deepEqual((await reader.client.put(favorite)).expect(200).body, {
      favorited: true,
      favorite_count: 1,
    });
  assert.deepEqual((await other.client.put(favorite)).expect(200).body, {
    favorited: true,
    favorite_count: 2,
  });
  (await other.client.put(`/posts/${another.id}/favorite`)).expect(200);
  assert.deepEqual(
    [(await read(reader, post)).favorited, (await read(seller, post)).favorited],
    [true, false],
  );

  const favorites = async (who) =>
    (await who.client.get('/posts', { query: { favorited: true } })).expect(200).body.items;
  assert.deepEqual(
    (await favorites(reader)).map(({ id, favorited }) => [id, favorited]),
    [[post.id, true]],
  );
  assert.deepEqual(
    (await favorites(other)).map(({ id }) => id),
    [another.id, post.id],
  );
  for (let again = 0; again < 2; again += 1)
    assert.deepEqual((await reader.client.delete(favorite)).expect(200).body, {
      favorited: false,
      favorite_count: 1,
    });
  assert.deepEqual(await favorites(reader), []);
  (await seller.client.put(favorite)).expect(409, 'own-post');
  (await nobody().put(favorite)).expect(401, 'not-signed-in');
  (await nobody().get('/posts', { query: { favorited: true } })).expect(401, 'not-signed-in');
});

test('twenty presses of the heart at once count once', async () => {
  const [seller, reader] = await people(server, 2);
  const post = await writePost(seller);
  await Promise.all(Array.from({ length: 20 }, () => reader.client.put(`/posts/${post.id}/favorite`)));
  assert.equal((await read(reader, post)).favorite_count, 1);
});

test('looks are counted: not the seller, a signed-in user once a day, others each time', async () => {
  const [seller, reader] = await people(server, 2);
  const post = await writePost(seller);
  for (let again = 0; again < 3; again += 1) {
    await read(reader, post);
    await read({ client: nobody() }, post);
  }
  (await nobody().head(`/posts/${post.id}`)).expect(200); // nobody sees anything of it
  // Written by the next sweep.
  const { view_count } = await until(
    () => read(seller, post),
    (seen) => seen.view_count >= 4,
  );
  assert.equal(view_count, 4);
});

test('an ETag tells whether a post has changed, for each reader', async () => {
  const [seller, reader] = await people(server, 2);
  const post = await writePost(seller);
  const path = `/posts/${post.id}`;
  await read(reader, post); // counted, and written soon: the count belongs to the answer
  const first = await until(
    () => reader.client.get(path),
    (answer) => answer.expect(200).body.view_count >= 1,
  );
  const tag = { headers: { 'if-none-match': first.headers.etag } };
  const same = (await reader.client.get(path, tag)).expect(304);
  assert.equal(same.headers.etag, first.headers.etag);
  (await seller.client.get(path, tag)).expect(200);

  (await reader.client.put(`${path}/favorite`)).expect(200);
  const favored = (await reader.client.get(path, tag)).expect(200);
  assert.equal(favored.body.favorited, true);
  (await edit(seller, post, { version: 1, place: '후문' })).expect(200);
  (await reader.client.get(path, { headers: { 'if-none-match': favored.headers.etag } })).expect(200);
  const head = (await reader.client.head(path)).expect(200);
  assert.match(head.headers.etag, /^"2-/);
});
