// Posts over HTTP: writing, reading, editing, hiding, deleting, bumping, favouring.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, postBody, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ sweep_ms: 20 }); // views are written soon
const bumpable = useServer({ bump_interval_ms: 0 });

const nobody = () => new Client(server);
const read = async (who, post) => (await who.client.get(`/posts/${post.id}`)).expect(200).body;
const edit = (who, post, changes, headers = {}) =>
  who.client.patch(`/posts/${post.id}`, changes, { headers });
const uploads = (who, count) => Promise.all(Array.from({ length: count }, () => uploadPhoto(who)));

test('a post keeps every field as it was written', async () => {
  const [seller, reader] = await people(server, 2);
  const photos = await uploads(seller, 3);
  const body = {
    title: '선형대수학 3판 팝니다',
    book: {
      title: '선형대수학',
      author: '김길동',
      publisher: '기린출판',
      edition: '3판',
      isbn: '978-89-324-7390-1',
    },
    price: 15000,
    condition: 'like_new',
    condition_flags: ['torn', 'handwriting'],
    place: '중앙도서관 앞',
    description: '1장에 줄이 있어요.\n나머지는 깨끗해요.',
    major: '수학과',
    course: { name: '선형대수 1', professor: '이교수' },
    photo_ids: photos.map(({ id }) => id).reverse(),
    status: 'selling',
  };
  const answer = (await seller.client.post('/posts', body)).expect(201);
  const post = answer.body;
  assert.equal(answer.headers.location, `/posts/${post.id}`);
  for (const name of ['title', 'price', 'condition', 'place', 'description', 'major', 'course', 'status'])
    assert.deepEqual(post[name], body[name], name);
  assert.deepEqual(post.book, { ...body.book, isbn: '9788932473901' });
  assert.deepEqual(post.condition_flags, ['handwriting', 'torn'], 'in their fixed order');
  assert.deepEqual(post.photos, photos.toReversed(), 'in the order of the seller');
  assert.equal(post.seller.username, seller.username);
  assert.deepEqual([post.mine, post.version, post.my_deal], [true, 1, null]);

  const seen = await read(reader, post);
  assert.deepEqual(seen, { ...post, mine: false });
  const [card] = (await nobody().get('/posts', { query: { seller: seller.username } })).expect(200).body
    .items;
  assert.deepEqual(card.photo, post.photos[0], 'the first photo is the cover');
  assert.equal(card.photo_count, 3);
});

test('what is left out has its default', async () => {
  const post = await writePost(await person(server), { book: { title: '책' } });
  assert.deepEqual(post.book, { title: '책', author: null, publisher: null, edition: null, isbn: null });
  assert.deepEqual(post.condition_flags, []);
  assert.equal(post.description, '');
  assert.deepEqual([post.major, post.course, post.photos, post.sold_at], [null, null, [], null]);
  assert.deepEqual(
    [post.status, post.favorite_count, post.view_count, post.deal_count],
    ['selling', 0, 0, 0],
  );
  assert.equal(post.bumped_at, post.created_at);
});

test('null stands for what is left out', async () => {
  const post = await writePost(await person(server), {
    book: { title: '책', author: null, isbn: null },
    condition_flags: null,
    description: null,
    major: null,
    course: null,
    photo_ids: null,
    status: null,
  });
  assert.deepEqual(
    [post.book.author, post.description, post.course, post.status],
    [null, '', null, 'selling'],
  );
});

test('text is trimmed, normalised and counted in characters', async () => {
  const seller = await person(server);
  const decomposed = '책'.normalize('NFD');
  const post = await writePost(seller, { title: `  ${decomposed}  `, place: '📚'.repeat(100) });
  assert.equal(post.title, '책');
  assert.equal([...post.place].length, 100);
});

test('all faults of a post are told at once', async () => {
  const seller = await person(server);
  (await seller.client.post('/posts', {})).expectFields({
    '/title': 'required',
    '/book': 'required',
    '/price': 'required',
    '/condition': 'required',
    '/place': 'required',
  });
  (
    await seller.client.post('/posts', {
      title: 'x'.repeat(101),
      book: {
        title: '',
        author: 'x'.repeat(101),
        publisher: 7,
        edition: 'x'.repeat(51),
        isbn: '12',
        pages: 1,
      },
      price: 10_000_001,
      condition: 'soso',
      condition_flags: ['torn', 'burnt'],
      place: '\u0007',
      description: 'x'.repeat(5001),
      major: 'x'.repeat(51),
      course: { professor: 'x'.repeat(51) },
      photo_ids: 'none',
      status: 'sold',
      seller: 'me',
    })
  ).expectFields({
    '/title': 'too-long',
    '/book/title': 'required',
    '/book/author': 'too-long',
    '/book/publisher': 'wrong-type',
    '/book/edition': 'too-long',
    '/book/isbn': 'invalid-isbn',
    '/book/pages': 'unknown-field',
    '/price': 'too-large',
    '/condition': 'not-allowed',
    '/condition_flags/1': 'not-allowed',
    '/place': 'control-character',
    '/description': 'too-long',
    '/major': 'too-long',
    '/course/name': 'required',
    '/course/professor': 'too-long',
    '/photo_ids': 'wrong-type',
    '/status': 'not-allowed',
    '/seller': 'unknown-field',
  });
});

for (const [name, price, code] of [
  ['-1', '-1', 'too-small'],
  ['1e30', '1e30', 'too-large'],
  ['"5000"', '"5000"', 'wrong-type'],
  ['1.5', '1.5', 'wrong-type'],
  ['a hundred digits', '9'.repeat(100), 'too-large'],
  ['true', 'true', 'wrong-type'],
]) {
  test(`a price of ${name} is refused`, async () => {
    const seller = await person(server);
    const body = JSON.stringify(postBody()).replace('15000', price);
    const answer = await seller.client.request('POST', '/posts', { body, type: 'application/json' });
    answer.expectFields({ '/price': code });
    const page = (await nobody().get('/posts', { query: { seller: seller.username } })).expect(200);
    assert.deepEqual(page.body.items, []);
  });
}

test('a price of 1e309 is no number that JSON can carry here', async () => {
  const { client } = await person(server);
  const body = JSON.stringify(postBody()).replace('15000', '1e309');
  (await client.request('POST', '/posts', { body, type: 'application/json' })).expect(400, 'malformed-json');
});

test('an ISBN of 10 digits is kept as its 13, with X as its check digit too', async () => {
  const seller = await person(server);
  for (const [typed, kept] of [
    ['0-306-40615-2', '9780306406157'],
    ['080442957X', '9780804429573'],
    ['080442957x', '9780804429573'],
    ['978 89 324 7390 1', '9788932473901'],
  ]) {
    const post = await writePost(seller, { book: { title: '책', isbn: typed } });
    assert.equal(post.book.isbn, kept, typed);
  }
  for (const wrong of [
    '0306406153',
    '9788932473902',
    '4006381333931',
    '08044X9573',
    '97889324739011',
    'isbn',
  ]) {
    (await seller.client.post('/posts', postBody({ book: { title: '책', isbn: wrong } }))).expectFields({
      '/book/isbn': 'invalid-isbn',
    });
  }
});

test('up to ten photos, each once', async () => {
  const seller = await person(server);
  const ids = (await uploads(seller, 11)).map(({ id }) => id);
  (await seller.client.post('/posts', postBody({ photo_ids: ids }))).expectFields({
    '/photo_ids': 'too-long',
  });
  (await seller.client.post('/posts', postBody({ photo_ids: [ids[0], ids[1], ids[0]] }))).expectFields({
    '/photo_ids/2': 'duplicate',
  });
  const post = await writePost(seller, { photo_ids: ids.slice(0, 10) });
  assert.deepEqual(
    post.photos.map(({ id }) => id),
    ids.slice(0, 10),
  );
});

test("another's photo, one in use and one that is none are each refused, and nothing is written", async () => {
  const [seller, other] = await people(server, 2);
  const [own, used] = await uploads(seller, 2);
  const theirs = await uploadPhoto(other);
  await writePost(seller, { photo_ids: [used.id] });
  const body = postBody({ photo_ids: [own.id, theirs.id, used.id, '0'.repeat(26)] });
  (await seller.client.post('/posts', body)).expectFields({
    '/photo_ids/1': 'not-found',
    '/photo_ids/2': 'not-found',
    '/photo_ids/3': 'not-found',
  });
  const page = (await nobody().get('/posts', { query: { seller: seller.username } })).expect(200).body;
  assert.equal(page.items.length, 1);
  await writePost(seller, { photo_ids: [own.id] }); // still free
  await writePost(other, { photo_ids: [theirs.id] });
});

test('the photos of a post are changed and put in another order', async () => {
  const seller = await person(server);
  const [a, b, c] = await uploads(seller, 3);
  const post = await writePost(seller, { photo_ids: [a.id, b.id] });
  const changed = (await edit(seller, post, { version: 1, photo_ids: [c.id, a.id] })).expect(200).body;
  assert.deepEqual(
    changed.photos.map(({ id }) => id),
    [c.id, a.id],
  );
  const bare = (await edit(seller, post, { version: 2, photo_ids: null })).expect(200).body;
  assert.deepEqual(bare.photos, []);
  await writePost(seller, { photo_ids: [b.id, a.id, c.id] }); // all free again
});

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
  for (const none of ['W/"2-0"', '"2"', 'rubbish'])
    (await edit(seller, post, { price: 2 }, { 'if-match': none })).expect(412, 'changed-meanwhile');
  assert.equal((await read(seller, post)).price, 1);
  (await edit(seller, post, { price: 2, version: 2 }, { 'if-match': newer })).expect(200);
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
  let seen = await read(seller, post);
  while (seen.view_count < 4) seen = await read(seller, post); // written by the next sweep
  assert.equal(seen.view_count, 4);
});

test('an ETag tells whether a post has changed, for each reader', async () => {
  const [seller, reader] = await people(server, 2);
  const post = await writePost(seller);
  const path = `/posts/${post.id}`;
  await read(reader, post); // counted, and written soon: the count belongs to the answer
  let first = (await reader.client.get(path)).expect(200);
  while (first.body.view_count < 1) first = (await reader.client.get(path)).expect(200);
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

test('two hundred posts written at once are two hundred posts', async () => {
  const sellers = await people(server, 4);
  const written = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      writePost(sellers[i % 4], { title: `책 ${i}`, course: { name: '동시' } }),
    ),
  );
  assert.equal(new Set(written.map(({ id }) => id)).size, 200);
  const titles = new Set();
  let cursor;
  do {
    const { body } = (await nobody().get('/posts', { query: { course: '동시', limit: 100, cursor } })).expect(
      200,
    );
    for (const { title } of body.items) titles.add(title);
    cursor = body.next_cursor ?? undefined;
  } while (cursor);
  assert.deepEqual([...titles].sort(), written.map(({ title }) => title).sort());
});

test('a post with its key is written once, however often it is sent', async () => {
  const seller = await person(server);
  const send = () => seller.client.post('/posts', postBody(), { headers: { 'idempotency-key': 'once' } });
  const answers = await Promise.all(Array.from({ length: 10 }, send));
  assert.equal(new Set(answers.map((answer) => answer.expect(201).body.id)).size, 1);
  assert.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true').length, 9);
});
