// Editions: which posts are one book, what it costs and what it went for, and who else sells it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, postBody, sell, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const nobody = new Client(server);

const books = async (query, client = nobody) => (await client.get('/books', { query })).expect(200).body;
const copies = async (post, { client = nobody, ...query } = {}) =>
  (await client.get(`/posts/${post.id}/copies`, { query })).expect(200).body;
const ids = (posts) => posts.map(({ id }) => id);
const NO_SALE = { count: 0, median: null, quartiles: null, last: null };

/** An ISBN-13 that no other test uses, its check digit right. */
let isbns = 0;
function newIsbn() {
  isbns += 1;
  const first = `97889${String(isbns).padStart(7, '0')}`;
  const sum = [...first].reduce((all, digit, i) => all + Number(digit) * (i % 2 ? 3 : 1), 0);
  return first + ((10 - (sum % 10)) % 10);
}

const sellBook = (seller, book, more = {}) => writePost(seller, { book, ...more });

test('an edition is known by its ISBN, of 10 or 13 digits, with or without hyphens', async () => {
  const [one, other] = await people(server, 2);
  await sellBook(one, { title: '재료역학', author: '한나래', isbn: '0-306-40615-2' }, { price: 12000 });
  await sellBook(
    other,
    { title: '재료 역학', publisher: '푸른톱니', isbn: '978-0-306-40615-7' },
    { price: 9000 },
  );
  const edition = {
    isbn: '9780306406157',
    title: '재료 역학', // both say the same; the newer is shown
    author: '한나래',
    publisher: '푸른톱니',
    on_sale: 2,
    lowest_price: 9000,
    sold: NO_SALE,
  };
  for (const isbn of ['9780306406157', '978-0-306-40615-7', '0306406152', ' 0 306 40615 2 ']) {
    assert.deepEqual(await books({ isbn }), { items: [edition], next_cursor: null }, isbn);
  }
  assert.deepEqual(await books({ isbn: newIsbn(), limit: 1 }), { items: [], next_cursor: null });
});

test('without an ISBN, title and author make the edition, whatever spaces, case and form', async () => {
  const [seller] = await people(server, 1);
  await sellBook(seller, { title: 'Zebra 생물학', author: 'Kim Giraffe' }, { price: 7000 });
  await sellBook(
    seller,
    { title: 'ＺＥＢＲＡ생물학'.normalize('NFD'), author: 'kim giraffe' },
    { price: 8000 },
  );
  await sellBook(seller, { title: 'zebra 생물학', author: 'Lee Giraffe' }, { price: 9000 });
  const { items } = await books({ q: 'zebra 생물' });
  assert.deepEqual(
    items.map(({ isbn: none, author, on_sale, lowest_price }) => [none, author, on_sale, lowest_price]),
    [
      [null, 'Lee Giraffe', 1, 9000],
      [null, 'kim giraffe', 2, 7000],
    ],
  );
});

test('what sold is told by count, median, quartiles and the last, at the agreed prices', async () => {
  const [seller, buyer] = await people(server, 2);
  const book = { title: '열역학 연습', isbn: newIsbn() };
  const prices = [16000, 12000, 20000, 13000, 14000];
  for (const [i, price] of prices.entries()) {
    const post = await sellBook(seller, book, { price: 15000 });
    await sell(seller, buyer, post, price);
    const [{ sold, on_sale, lowest_price }] = (await books({ isbn: book.isbn })).items;
    assert.equal(sold.count, i + 1);
    assert.equal(sold.last.price, price);
    assert.deepEqual([on_sale, lowest_price], [0, null]);
  }
  const [{ sold }] = (await books({ isbn: book.isbn })).items;
  assert.deepEqual([sold.median, sold.quartiles], [14000, [13000, 16000]]);
});

test('a deal that is not completed sold nothing, and a reserved book is not on sale', async () => {
  const [seller, buyer] = await people(server, 2);
  const book = { title: '유체역학 연습', isbn: newIsbn() };
  const post = await sellBook(seller, book);
  const deal = await buy(buyer, post);
  const [asked] = (await books({ isbn: book.isbn })).items;
  assert.deepEqual([asked.on_sale, asked.sold], [1, NO_SALE]);
  (await act(seller, deal, 'accept')).expect(200);
  const [reserved] = (await books({ isbn: book.isbn })).items;
  assert.deepEqual([reserved.on_sale, reserved.lowest_price, reserved.sold], [0, null, NO_SALE]);
  (await act(seller, deal, 'cancel', { reason: '사정이 생겼어요' })).expect(200);
  const [again] = (await books({ isbn: book.isbn })).items;
  assert.deepEqual([again.on_sale, again.lowest_price, again.sold], [1, post.price, NO_SALE]);
});

test('hidden and deleted posts add nothing, not even for their seller', async () => {
  const [seller, other] = await people(server, 2);
  const book = { title: '숨은 책', isbn: newIsbn() };
  const hidden = await sellBook(seller, { ...book, author: '숨은이' }, { status: 'hidden', price: 100 });
  for (const client of [nobody, other.client, seller.client]) {
    assert.deepEqual((await books({ isbn: book.isbn }, client)).items, []);
  }
  (await nobody.get(`/posts/${hidden.id}/copies`)).expect(404, 'not-found');
  (await other.client.get(`/posts/${hidden.id}/copies`)).expect(404, 'not-found');
  assert.deepEqual(await copies(hidden, { client: seller.client }), {
    book: null,
    items: [],
    next_cursor: null,
  });

  const shown = await sellBook(other, { title: '보이는 책', isbn: book.isbn }, { price: 5000 });
  const [edition] = (await books({ isbn: book.isbn }, seller.client)).items;
  assert.deepEqual(
    [edition.title, edition.author, edition.on_sale, edition.lowest_price],
    ['보이는 책', null, 1, 5000],
  );
  assert.deepEqual(ids((await copies(shown)).items), []);
  (await other.client.delete(`/posts/${shown.id}`)).expect(204);
  assert.deepEqual((await books({ isbn: book.isbn })).items, []);
  (await nobody.get(`/posts/${shown.id}/copies`)).expect(404, 'not-found');
});

test('a sale still counts when its post is deleted, and when its seller has left', async () => {
  const [staying, leaving, buyer] = await people(server, 3);
  const book = { title: '지난 학기의 책', author: '옛 저자', isbn: newIsbn() };
  const first = await sellBook(staying, book, { price: 8000 });
  await sell(staying, buyer, first);
  (await staying.client.delete(`/posts/${first.id}`)).expect(204);
  await sell(leaving, buyer, await sellBook(leaving, book, { price: 10000 }));
  (await leaving.client.delete('/users/me', { json: { password: leaving.password } })).expect(204);
  const [edition] = (await books({ isbn: book.isbn })).items;
  assert.deepEqual(
    [edition.title, edition.author, edition.on_sale, edition.sold.count, edition.sold.median],
    ['지난 학기의 책', '옛 저자', 0, 2, 9000],
  );
  assert.equal(edition.sold.last.price, 10000);
});

test('an edition moves when its post is changed', async () => {
  const [seller] = await people(server, 1);
  const [before, after] = [newIsbn(), newIsbn()];
  const post = await sellBook(seller, { title: '옮겨 가는 책', isbn: before });
  assert.equal((await books({ isbn: before })).items.length, 1);
  const change = { version: post.version, book: { title: '옮겨 가는 책', isbn: after } };
  (await seller.client.patch(`/posts/${post.id}`, change)).expect(200);
  assert.equal((await books({ isbn: before })).items.length, 0);
  assert.equal((await books({ isbn: after })).items.length, 1);
});

test('words find editions on sale or sold, each once, the best first, page by page', async () => {
  const [seller, buyer] = await people(server, 2);
  const named = (title) => ({ title, isbn: newIsbn() });
  const sold = named('코알라 해부학');
  await sell(seller, buyer, await sellBook(seller, sold, { title: '팔아요' }));
  const onSale = named('코알라');
  for (const price of [3000, 2000]) await sellBook(seller, onSale, { title: '팔아요', price });
  const described = named('다른 책');
  await sellBook(seller, described, { title: '팔아요', description: '코알라가 좋아한 책' });
  await sellBook(seller, named('코알라 비밀'), { status: 'hidden' });

  const all = (await books({ q: '코알라' })).items;
  assert.equal(all.length, 3);
  assert.equal(all.at(-1).isbn, described.isbn); // a description is worth less than a title
  assert.deepEqual(new Set(all.slice(0, 2).map((one) => one.isbn)), new Set([sold.isbn, onSale.isbn]));
  assert.equal(all.find((one) => one.isbn === onSale.isbn).lowest_price, 2000);

  const paged = [];
  let cursor;
  do {
    const answer = (await nobody.get('/books', { query: { q: 'ㅋㅇㄹ', limit: 1, cursor } })).expect(200);
    paged.push(...answer.body.items);
    cursor = answer.body.next_cursor ?? undefined;
    assert.equal(answer.headers.link !== undefined, cursor !== undefined);
  } while (cursor);
  assert.deepEqual(
    paged.map((one) => one.isbn),
    all.slice(0, 2).map((one) => one.isbn), // initials are not looked for in descriptions
  );
  assert.deepEqual(await books({ q: '🦒"AND(' }), { items: [], next_cursor: null });
});

test('a wrong ISBN, both questions or none, and wrong pages are told', async () => {
  const fault = async (query, pointer, code) => {
    const { errors } = (await nobody.get('/books', { query })).expect(400, 'invalid-query').body;
    assert.deepEqual(
      errors.map((one) => [one.pointer, one.code]),
      [[pointer, code]],
    );
  };
  await fault({ isbn: '9780306406158' }, '?isbn', 'invalid-isbn');
  await fault({ isbn: '030640615X' }, '?isbn', 'invalid-isbn');
  await fault({ isbn: 'book' }, '?isbn', 'invalid-isbn');
  await fault({}, '?q', 'required');
  await fault({ q: ' ', isbn: '' }, '?q', 'required');
  await fault({ q: 'x', isbn: '9780306406157' }, '?q', 'not-allowed');
  await fault({ q: 'x'.repeat(101) }, '?q', 'too-long');
  await fault({ q: 'x', limit: 101 }, '?limit', 'too-large');
  await fault({ q: 'x', cursor: 'no' }, '?cursor', 'invalid-format');
  await fault({ q: 'x', title: 'x' }, '?title', 'unknown-field');
  (await nobody.get('/posts/999999/copies')).expect(404, 'not-found');
  (await nobody.get('/posts/x/copies')).expect(404, 'not-found');
});

test('the answer has a tag that holds until a post or a sale changes it', async () => {
  const [seller, buyer] = await people(server, 2);
  const book = { title: '꼬리표 책', isbn: newIsbn() };
  const post = await sellBook(seller, book);
  const query = { isbn: book.isbn };
  let tag = (await nobody.get('/books', { query })).expect(200).headers.etag;
  const changed = async () => {
    const unchanged = await nobody.get('/books', { query, headers: { 'if-none-match': tag } });
    const now = (await buyer.client.get('/books', { query })).expect(200).headers.etag;
    const same = now === tag;
    unchanged.expect(same ? 304 : 200);
    tag = now;
    return !same;
  };
  assert.equal(await changed(), false);
  const other = await sellBook(seller, book, { price: post.price - 1000 });
  assert.equal(await changed(), true);
  await sell(seller, buyer, other);
  assert.equal(await changed(), true);
  assert.equal(await changed(), false);
});

test('the other copies on sale are listed, the cheapest first, without the post itself', async () => {
  const [seller, other, buyer] = await people(server, 3);
  const book = { title: '여러 권 있는 책', author: '기린' }; // it has no ISBN
  const mine = await sellBook(seller, book, { price: 5000 });
  const cheap = await sellBook(other, { ...book, title: '여러권 있는책' }, { price: 3000 });
  const dear = await sellBook(other, book, { price: 9000 });
  const alike = await sellBook(seller, book, { price: 5000 });
  await sellBook(other, book, { price: 1000, status: 'hidden' });
  await sellBook(other, { ...book, author: '사슴' }, { price: 1000 });
  await sell(other, buyer, await sellBook(other, book, { price: 4000 }));

  const all = await copies(mine);
  assert.deepEqual(ids(all.items), ids([cheap, alike, dear]));
  assert.deepEqual([all.book.on_sale, all.book.lowest_price, all.book.sold.count], [4, 3000, 1]);
  assert.deepEqual(ids((await copies(cheap)).items), ids([mine, alike, dear]));
  const first = await copies(mine, { limit: 2 });
  assert.deepEqual(ids(first.items), ids([cheap, alike]));
  const rest = await copies(mine, { limit: 2, cursor: first.next_cursor });
  assert.deepEqual([ids(rest.items), rest.next_cursor], [ids([dear]), null]);
  // Whose they are is told to the one who asks alone, whatever was answered to others before.
  const own = (await copies(cheap, { client: seller.client })).items;
  assert.deepEqual(
    own.map((post) => post.mine),
    [true, true, false],
  );
  assert.ok((await copies(cheap)).items.every((post) => !post.mine));
});

test('a title that everybody spells in another way is shown as somebody wrote it', async () => {
  const [seller] = await people(server, 1);
  const number = newIsbn();
  for (const title of ['<b>이산 수학</b>', '이산수학', '이산 수학', '이산수학']) {
    await sellBook(seller, { title, isbn: number });
  }
  assert.equal((await books({ isbn: number })).items[0].title, '이산수학');
});

test('a free book that was given away counts with a price of zero', async () => {
  const [seller, buyer] = await people(server, 2);
  const body = postBody({ price: 0, book: { title: '나눔 책', isbn: newIsbn() } });
  const post = (await seller.client.post('/posts', body)).expect(201).body;
  const [free] = (await books({ isbn: post.book.isbn })).items;
  assert.deepEqual([free.on_sale, free.lowest_price], [1, 0]);
  const deal = await buy(buyer, post);
  (await act(seller, deal, 'accept')).expect(200);
  (await act(seller, deal, 'confirm')).expect(200);
  (await act(buyer, deal, 'confirm')).expect(200);
  const [given] = (await books({ isbn: post.book.isbn })).items;
  assert.deepEqual([given.sold.count, given.sold.median, given.sold.quartiles], [1, 0, [0, 0]]);
});

test('a signed-in reader sees the same editions as anybody', async () => {
  const reader = await person(server);
  assert.deepEqual(await books({ q: '책', limit: 3 }, reader.client), await books({ q: '책', limit: 3 }));
});
