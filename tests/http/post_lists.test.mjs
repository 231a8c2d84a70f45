// The market list: every filter and sort, alone and together, page by page, while others write.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, freshName, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ sweep_ms: 20 });

const nobody = new Client(server);
const list = async (query, client = nobody) => (await client.get('/posts', { query })).expect(200).body;
const titles = async (query, client) => (await list(query, client)).items.map(({ title }) => title);
const ids = (posts) => posts.map(({ id }) => id);

/** All items, page by page; `between` runs after each page. */
async function allPages(query, { client = nobody, between = async () => {} } = {}) {
  const items = [];
  let cursor;
  do {
    const page = await list({ ...query, cursor }, client);
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
    await between(page);
  } while (cursor);
  return items;
}

// A small market whose every combination of filters a model in JavaScript knows the answer to.
const market = { posts: [], sellers: [], fan: null };
test('a market of 48 posts is written', async () => {
  market.sellers = await people(server, 2);
  market.fan = await person(server);
  const buyer = await person(server);
  const conditions = ['new', 'like_new', 'good', 'fair', 'poor'];
  const majors = ['수학과', '물리학과', null];
  const courses = [{ name: '선형대수 1', professor: '이교수' }, { name: '역학' }, null];
  const isbns = ['9788932473901', null];
  for (let i = 0; i < 48; i += 1) {
    const post = await writePost(market.sellers[i % 2], {
      title: `모형 ${i}`,
      book: { title: '모형', isbn: isbns[i % 2] },
      price: ((i * 37) % 10) * 1000, // several posts share a price
      condition: conditions[i % 5],
      major: majors[i % 3],
      course: courses[(i >> 1) % 3],
      status: i % 12 === 11 ? 'hidden' : 'selling',
    });
    market.posts.push(post);
    if (i % 4 === 1) {
      await market.fan.client.put(`/posts/${post.id}/favorite`);
      post.favorite = true;
    }
    if (i % 12 === 3 || i % 12 === 7) {
      const seller = market.sellers[i % 2];
      const deal = await buy(buyer, post);
      (await act(seller, deal, 'accept')).expect(200);
      post.status = 'reserved';
      if (i % 12 === 7) {
        for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
        post.status = 'sold';
      }
    }
  }
});

// What the list has to hold, by the book.
function expected(query, viewer) {
  const statuses = (query.status ?? 'selling,reserved').split(',');
  const kept = market.posts.filter(
    (post) =>
      statuses.includes(post.status) &&
      (post.status !== 'hidden' || post.seller.username === viewer) &&
      (!query.condition || query.condition.split(',').includes(post.condition)) &&
      (!query.major || post.major === query.major) &&
      (!query.course || post.course?.name === query.course) &&
      (!query.isbn || post.book.isbn === '9788932473901') &&
      (!query.seller || post.seller.username === query.seller) &&
      (query.min_price === undefined || post.price >= query.min_price) &&
      (query.max_price === undefined || post.price <= query.max_price) &&
      (!query.favorited || post.favorite),
  );
  const byTime = (a, b) => b.bumped_at.localeCompare(a.bumped_at) || b.id - a.id;
  const orders = {
    price_asc: (a, b) => a.price - b.price || a.id - b.id,
    price_desc: (a, b) => b.price - a.price || b.id - a.id,
  };
  return ids(kept.sort(orders[query.sort] ?? byTime));
}

async function agrees(query, who = { client: nobody }) {
  const found = await allPages({ q: '모형', limit: 7, ...query }, { client: who.client });
  assert.deepEqual(ids(found), expected(query, who.username), JSON.stringify(query));
}

test('every filter alone, in every order', async () => {
  const filters = [
    {},
    { status: 'selling' },
    { status: 'reserved,sold' },
    { status: 'selling,reserved,sold,hidden' },
    { condition: 'good' },
    { condition: 'new,poor' },
    { major: '수학과' },
    { course: '선형대수 1' },
    { isbn: '89-324-7390-0' },
    { isbn: '9788932473901' },
    { seller: market.sellers[0].username },
    { min_price: 4000 },
    { max_price: 4000 },
    { min_price: 4000, max_price: 4000 },
  ];
  for (const filter of filters) {
    for (const sort of ['newest', 'price_asc', 'price_desc', 'relevance', undefined])
      await agrees({ ...filter, sort });
  }
});

test('filters together narrow the list together', async () => {
  const some = [
    { condition: 'good,fair', max_price: 6000 },
    { major: '수학과', course: '역학', sort: 'price_asc' },
    { isbn: '9788932473901', seller: market.sellers[0].username, status: 'selling,sold' },
    { seller: market.sellers[1].username, status: 'reserved', sort: 'price_desc' },
    { major: '물리학과', condition: 'new,like_new,good,fair,poor', min_price: 1000, max_price: 8000 },
    { course: '선형대수 1', isbn: '9788932473901', sort: 'price_asc', status: 'selling,reserved,sold' },
    { min_price: 5000, max_price: 4000 },
  ];
  for (const query of some) await agrees(query);
  for (const query of some) await agrees({ ...query, favorited: true }, market.fan);
});

test('hidden posts are listed for their seller alone', async () => {
  for (const who of [...market.sellers, market.fan]) {
    await agrees({ status: 'hidden' }, who);
    await agrees({ status: 'selling,hidden', sort: 'price_asc' }, who);
  }
});

test('favourites are listed as such', async () => {
  await agrees({ favorited: true, status: 'selling,reserved,sold' }, market.fan);
  const { items } = await list({ favorited: true }, market.fan.client);
  assert.ok(items.length > 0 && items.every(({ favorited }) => favorited));
  assert.ok((await list({})).items.every(({ favorited }) => !favorited));
});

test('pages hold as many as asked for, and the last one says so', async () => {
  const query = { q: '모형', status: 'selling,reserved,sold' };
  const total = expected(query).length;
  for (const limit of [1, total - 1, total, total + 1]) {
    const page = await list({ ...query, limit });
    assert.equal(page.items.length, Math.min(limit, total));
    assert.equal(page.next_cursor === null, limit >= total);
  }
  assert.equal((await list(query)).items.length, 20, 'twenty unless asked');
});

test('the Link of a page leads to the next one', async () => {
  const query = { q: '모형', sort: 'price_asc', limit: 10, condition: 'good,fair' };
  let answer = (await nobody.get('/posts', { query })).expect(200);
  const seen = ids(answer.body.items);
  while (answer.headers.link) {
    answer = (await nobody.get(/^<([^>]+)>/.exec(answer.headers.link)[1])).expect(200);
    seen.push(...ids(answer.body.items));
  }
  assert.equal(answer.body.next_cursor, null);
  assert.deepEqual(seen, expected(query));
});

test('pages have neither doubles nor gaps while others write', async () => {
  const seller = await person(server);
  const query = { seller: seller.username, limit: 3 };
  const there = [];
  for (let i = 0; i < 15; i += 1) there.push(await writePost(seller, { price: i % 4 }));
  for (const sort of ['newest', 'price_asc', 'price_desc']) {
    const seen = ids(
      await allPages(
        { ...query, sort },
        { between: () => Promise.all([0, 3].map((price) => writePost(seller, { price }))) },
      ),
    );
    assert.equal(new Set(seen).size, seen.length, `${sort}: doubles`);
    assert.deepEqual(
      ids(there).filter((id) => !seen.includes(id)),
      [],
      `${sort}: gaps`,
    );
  }
});

test('a post that is deleted between two pages costs none of the others', async () => {
  const seller = await person(server);
  const there = [];
  for (let i = 0; i < 9; i += 1) there.push(await writePost(seller));
  const query = { seller: seller.username, limit: 3 };
  const first = await list(query);
  // The very post that the cursor was made from.
  (await seller.client.delete(`/posts/${first.items[2].id}`)).expect(204);
  const second = await list({ ...query, cursor: first.next_cursor });
  assert.deepEqual(ids(second.items), ids(there.slice(3, 6).reverse()));
});

test('words are searched in title, book, author, publisher, course, professor and description', async () => {
  const seller = await person(server);
  const word = freshName('word');
  await writePost(seller, { title: `a ${word}` });
  await writePost(seller, { title: 'b', book: { title: `(${word}s)` } });
  await writePost(seller, { title: 'c', book: { title: '책', author: word } });
  await writePost(seller, { title: 'd', book: { title: '책', publisher: word.toUpperCase() } });
  await writePost(seller, { title: 'e', course: { name: word } });
  await writePost(seller, { title: 'f', course: { name: '역학', professor: word } });
  await writePost(seller, { title: 'g', description: `처음\n${word}\n끝` });
  await writePost(seller, { title: 'not', place: word });
  assert.deepEqual(await titles({ q: word, sort: 'newest' }), ['g', 'f', 'e', 'd', 'c', 'b', `a ${word}`]);
  assert.deepEqual(await titles({ q: `${word} 역학` }), ['f'], 'all words must be there');
  assert.deepEqual(await titles({ q: `  역학   ${word} ` }), ['f']);
  assert.deepEqual(await titles({ q: `${word} 없음` }), []);
});

test('signs in a query are no operators', async () => {
  const seller = await person(server);
  for (const title of ['100%', "'; DROP TABLE posts; --", 'say "hi"']) await writePost(seller, { title });
  const found = (q) => titles({ q, seller: seller.username });
  assert.deepEqual(await found('10_0'), []);
  assert.deepEqual(await found('100%'), ['100%']);
  assert.deepEqual(await found('"hi'), ['say "hi"']);
  assert.deepEqual(await found("'; DROP TABLE posts; --"), ["'; DROP TABLE posts; --"]);
  assert.deepEqual(await found('hi OR 100'), []);
  assert.deepEqual(await found('%'), [], 'nothing to search for finds nothing');
});

test('a search finds what was typed on another keyboard', async () => {
  const seller = await person(server);
  await writePost(seller, { title: '미적분학 연습' });
  const typed = '미적분'.normalize('NFD');
  assert.deepEqual(await titles({ q: typed, seller: seller.username }), ['미적분학 연습']);
});

test('a seller is found without regard to case, an unknown one has no posts', async () => {
  const seller = await person(server);
  await writePost(seller);
  assert.equal((await list({ seller: seller.username.toUpperCase() })).items.length, 1);
  assert.deepEqual(await list({ seller: 'nobody-at-all' }), { items: [], next_cursor: null });
});

test('wrong parameters are named, all at once', async () => {
  const answer = await nobody.get('/posts', {
    query: {
      q: 'x'.repeat(101),
      status: 'selling,gone',
      condition: 'soso',
      isbn: '123',
      min_price: -1,
      max_price: '1e3',
      favorited: 'yes',
      sort: 'best',
      limit: 101,
      cursor: 'rubbish',
      page: 2,
    },
  });
  const faults = Object.fromEntries(
    answer.expect(400, 'invalid-query').body.errors.map(({ pointer, code }) => [pointer, code]),
  );
  assert.deepEqual(faults, {
    '?q': 'too-long',
    '?status': 'not-allowed',
    '?condition': 'not-allowed',
    '?isbn': 'invalid-isbn',
    '?min_price': 'too-small',
    '?max_price': 'wrong-type',
    '?favorited': 'not-allowed',
    '?sort': 'not-allowed',
    '?limit': 'too-large',
    '?cursor': 'invalid-format',
    '?page': 'unknown-field',
  });
  (await nobody.get('/posts?limit=1&limit=2')).expect(400, 'invalid-query');
  (await nobody.get('/posts?limit=0')).expect(400, 'invalid-query');
  (await nobody.get('/posts?q=&status=&limit=')).expect(200);
});

test('a cursor belongs to its sort', async () => {
  const { next_cursor: cursor } = await list({ q: '모형', limit: 2, sort: 'newest' });
  (await nobody.get('/posts', { query: { cursor, sort: 'price_asc' } })).expect(400, 'invalid-query');
  (await nobody.get('/posts', { query: { cursor: cursor.slice(0, -2) } })).expect(400, 'invalid-query');
});

test('a list is answered 304 until anything in it changes', async () => {
  const seller = await person(server);
  const query = { seller: seller.username };
  const fetchList = async (tag) =>
    nobody.get('/posts', { query, headers: tag ? { 'if-none-match': tag } : {} });
  let tag = (await fetchList()).expect(200).headers.etag;
  const changed = async () => {
    const answer = (await fetchList(tag)).expect(200);
    assert.notEqual(answer.headers.etag, tag);
    tag = answer.headers.etag;
    (await fetchList(tag)).expect(304);
    return answer.body.items;
  };
  (await fetchList(tag)).expect(304);
  const post = await writePost(seller);
  assert.equal((await changed()).length, 1);
  (await seller.client.patch(`/posts/${post.id}`, { version: 1, price: 1 })).expect(200);
  assert.equal((await changed())[0].price, 1);
  (await market.fan.client.put(`/posts/${post.id}/favorite`)).expect(200);
  assert.equal((await changed())[0].favorite_count, 1);
  const deal = await buy(market.fan, post);
  assert.equal((await changed())[0].deal_count, 1);
  (await act(seller, deal, 'accept')).expect(200);
  assert.equal((await changed())[0].status, 'reserved');
  (await seller.client.patch('/users/me', { display_name: '새 이름' })).expect(200);
  assert.equal((await changed())[0].seller.display_name, '새 이름');
  for (const who of [seller, market.fan]) (await act(who, deal, 'confirm')).expect(200);
  assert.deepEqual(await changed(), []);
});

test('a list signed out is never what somebody signed in was shown', async () => {
  const [seller, reader] = await people(server, 2);
  const post = await writePost(seller);
  (await reader.client.put(`/posts/${post.id}/favorite`)).expect(200);
  const path = `/posts?seller=${seller.username}`;
  const views = [];
  for (const client of [seller.client, nobody, reader.client, nobody, seller.client]) {
    const [{ mine, favorited }] = (await client.get(path)).expect(200).body.items;
    views.push([mine, favorited]);
  }
  assert.deepEqual(views, [
    [true, false],
    [false, false],
    [false, true],
    [false, false],
    [true, false],
  ]);
});
