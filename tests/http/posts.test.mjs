// Posts over HTTP: what is written is kept, what is faulty is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { people, person, postBody, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();

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
  // An emoji of Unicode 16, which is younger than what counts the characters here.
  assert.equal((await writePost(seller, { title: '\u{1fae9}' })).title, '\u{1fae9}');
});

test('a text of which nothing can be seen is none', async () => {
  const { client } = await person(server);
  for (const title of ['\u200b', '\u3164\u3164', '\uffa0 \u2800', '\u200d\ufe0f', '\ufeff'])
    (await client.post('/posts', postBody({ title, place: title }))).expectFields({
      '/title': 'required',
      '/place': 'required',
    });
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
