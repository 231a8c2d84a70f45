// The counts beside the filters, and majors and courses that are the same however they are written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ sweep_ms: 20 });

const nobody = new Client(server);
const CONDITIONS = ['new', 'like_new', 'good', 'fair', 'poor'];
const facets = async (query = {}, client = nobody) =>
  (await client.get('/posts/facets', { query })).expect(200).body;
const list = async (query, client = nobody) =>
  (await client.get('/posts', { query: { limit: 100, ...query } })).expect(200).body.items;
const counts = (facet) => Object.fromEntries(facet.values.map(({ value, count }) => [value, count]));
const key = (name) =>
  name
    ?.normalize('NFC')
    .toLowerCase()
    .replace(/[\s·-]/g, '');

// A small market whose every combination of filters a model in JavaScript knows the answer to.
let writing;
const written = () => {
  writing ??= (async () => {
    const sellers = await people(server, 2);
    const fan = await person(server);
    const majors = ['전산학과', '전산 학과', '수학과', null];
    const courses = [{ name: '선형대수 1' }, { name: '선형대수1' }, { name: 'Data Structures' }, null, null];
    const posts = [];
    for (let i = 0; i < 40; i += 1) {
      const post = await writePost(sellers[i % 2], {
        title: i % 3 ? '선형대수학' : '자료구조',
        book: { title: '책', isbn: i % 2 ? '9788932473901' : null },
        price: ((i * 37) % 10) * 1000,
        condition: CONDITIONS[(i * 3) % 4],
        major: majors[i % 4],
        course: courses[i % 5],
        status: i % 10 === 9 ? 'hidden' : 'selling',
      });
      posts.push(post);
      if (i % 4 === 1) {
        await fan.client.put(`/posts/${post.id}/favorite`);
        post.favorite = true;
      }
      if (i % 10 === 3 || i % 10 === 7) {
        const deal = await buy(fan, post);
        (await act(sellers[i % 2], deal, 'accept')).expect(200);
        post.status = 'reserved';
        if (i % 10 === 7) {
          for (const who of [sellers[i % 2], fan]) (await act(who, deal, 'confirm')).expect(200);
          post.status = 'sold';
        }
      }
    }
    return { sellers, fan, posts };
  })();
  return writing;
};

const TESTS = {
  q: (post, q) => `${post.title} ${post.course?.name}`.includes(q),
  status: (post, status) => status.split(',').includes(post.status),
  condition: (post, condition) => condition.split(',').includes(post.condition),
  major: (post, major) => key(post.major) === key(major),
  course: (post, course) => key(post.course?.name) === key(course),
  isbn: (post, isbn) => post.book.isbn === isbn,
  seller: (post, seller) => post.seller.username === seller,
  min_price: (post, price) => post.price >= price,
  max_price: (post, price) => post.price <= price,
  favorited: (post) => post.favorite === true,
};

/** What has to be counted, by the book. */
function expected(posts, query, viewer) {
  const all = { status: 'selling,reserved', ...query };
  const found = (without) =>
    posts.filter(
      (post) =>
        (post.status !== 'hidden' || post.seller.username === viewer) &&
        Object.entries(all).every(([name, value]) => name === without || TESTS[name](post, value)),
    );
  const tally = (name, of) => {
    const total = {};
    for (const value of found(name).map(of)) if (value) total[value] = (total[value] ?? 0) + 1;
    return total;
  };
  const conditions = tally('condition', (post) => post.condition);
  return {
    total: found().length,
    condition: Object.fromEntries(CONDITIONS.map((name) => [name, conditions[name] ?? 0])),
    major: tally('major', (post) => key(post.major)),
    course: tally('course', (post) => key(post.course?.name)),
  };
}

/** The answer in the same form; every count is complete. */
function counted(body) {
  const named = (facet) => Object.fromEntries(facet.values.map(({ value, count }) => [key(value), count]));
  for (const part of Object.values(body)) assert.equal(part.complete, true);
  return {
    total: body.total.count,
    condition: counts(body.condition),
    major: named(body.major),
    course: named(body.course),
  };
}

test('every combination of filters is counted, each facet without its own', async () => {
  const { sellers, fan, posts } = await written();
  const filters = {
    q: '선형',
    status: 'selling,sold',
    condition: 'new,good',
    major: '전산 학과',
    course: '선형대수 1',
    isbn: '9788932473901',
    seller: sellers[1].username,
    min_price: 2000,
    max_price: 7000,
  };
  const names = Object.keys(filters);
  for (let chosen = 0; chosen < 2 ** names.length; chosen += 1) {
    const query = Object.fromEntries(
      names.filter((_, i) => chosen & (1 << i)).map((name) => [name, filters[name]]),
    );
    const shown = JSON.stringify(query);
    assert.deepEqual(counted(await facets(query)), expected(posts, query), shown);
    if (chosen % 4 === 0) {
      const mine = { ...query, favorited: true };
      assert.deepEqual(
        counted(await facets(mine, fan.client)),
        expected(posts, mine, fan.username),
        `${shown}, favourites`,
      );
    }
  }
});

test('a count is the length of the list that choosing its value gives', async () => {
  await written();
  for (const query of [{}, { q: '선형' }, { major: '수학과', condition: 'good' }, { max_price: 5000 }]) {
    const body = await facets(query);
    assert.equal((await list(query)).length, body.total.count);
    for (const name of ['condition', 'major', 'course']) {
      for (const { value, count } of body[name].values) {
        const found = await list({ ...query, [name]: value });
        assert.equal(found.length, count, `${JSON.stringify(query)} ${name}=${value}`);
      }
    }
  }
});

test('values come the most frequent first, conditions in their own order', async () => {
  await written();
  const body = await facets();
  assert.deepEqual(
    body.condition.values.map(({ value }) => value),
    CONDITIONS,
  );
  assert.equal(counts(body.condition).poor, 0, 'what there is none of is told, too');
  for (const name of ['major', 'course']) {
    const all = body[name].values.map(({ count }) => count);
    assert.deepEqual(
      all,
      [...all].sort((a, b) => b - a),
    );
  }
});

test('hidden posts are counted for their seller alone, whoever asked before', async () => {
  const { sellers, fan, posts } = await written();
  for (let round = 0; round < 2; round += 1) {
    for (const status of ['hidden', 'selling,hidden']) {
      const query = { status };
      for (const who of [...sellers, fan]) {
        assert.deepEqual(
          counted(await facets(query, who.client)),
          expected(posts, query, who.username),
          who.username,
        );
      }
      assert.deepEqual(counted(await facets(query)), expected(posts, query));
    }
  }
});

test('favourites are counted for the one whose they are', async () => {
  const { sellers, fan, posts } = await written();
  (await nobody.get('/posts/facets?favorited=true')).expect(401, 'not-signed-in');
  const query = { favorited: true };
  assert.deepEqual(counted(await facets(query, fan.client)), expected(posts, query, fan.username));
  assert.equal((await facets(query, sellers[0].client)).total.count, 0);
  (await nobody.get('/posts/facets?favorited=true')).expect(401, 'not-signed-in');
});

test('majors and courses are the same however they are written', async () => {
  await written();
  const all = (await list({ major: '전산학과' })).map(({ id }) => id);
  assert.ok(all.length > 2);
  for (const major of ['전산 학과', ' 전산학과', '전산학과'.normalize('NFD'), '전산·학과', '전 산 학 과']) {
    assert.deepEqual(
      (await list({ major })).map(({ id }) => id),
      all,
      major,
    );
  }
  const course = (await list({ course: 'Data Structures' })).map(({ id }) => id);
  assert.ok(course.length > 0);
  for (const name of ['data structures', 'DATA-STRUCTURES', 'Ｄａｔａ Ｓｔｒｕｃｔｕｒｅｓ']) {
    assert.deepEqual(
      (await list({ course: name })).map(({ id }) => id),
      course,
      name,
    );
  }
  assert.deepEqual(await list({ major: '전산' }), [], 'a part of the name is another name');
  assert.deepEqual(await list({ course: '?!' }), [], 'signs are not every name');
});

test('C, C++ and C# are three courses', async () => {
  const seller = await person(server);
  for (const name of ['C 언어', 'C++ 언어', 'C# 언어']) await writePost(seller, { course: { name } });
  for (const course of ['c언어', 'C++언어', 'c# 언어']) {
    const found = await list({ course, seller: seller.username });
    assert.equal(found.length, 1, course);
  }
});

test('counts follow the posts: edited, hidden, deleted', async () => {
  const seller = await person(server);
  const query = { seller: seller.username };
  const majors = async () => counts((await facets(query)).major);
  const post = await writePost(seller, { major: '화학 과' });
  assert.deepEqual(await majors(), { '화학 과': 1 });
  await writePost(seller, { major: '화학과' });
  assert.deepEqual(await majors(), { 화학과: 2 }, 'of equally common spellings the newest');
  const patch = async (version, change) =>
    (await seller.client.patch(`/posts/${post.id}`, { version, ...change })).expect(200).body.version;
  let version = await patch(1, { major: '물리학과' });
  assert.deepEqual(await majors(), { 물리학과: 1, 화학과: 1 });
  version = await patch(version, { major: null });
  assert.deepEqual(await majors(), { 화학과: 1 });
  await patch(version, { status: 'hidden', major: '화학과' });
  assert.deepEqual(await majors(), { 화학과: 1 });
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  assert.deepEqual(await majors(), { 화학과: 1 });
});

test('the counts are answered 304 until one changes, signed in or out', async () => {
  const seller = await person(server);
  const query = { seller: seller.username };
  const ask = (client, tag) =>
    client.get('/posts/facets', { query, headers: tag ? { 'if-none-match': tag } : {} });
  const { etag } = (await ask(nobody)).expect(200).headers;
  for (const client of [nobody, seller.client]) (await ask(client, etag)).expect(304);
  await writePost(seller);
  const changed = (await ask(nobody, etag)).expect(200);
  assert.equal(changed.body.total.count, 1);
  assert.equal(
    (await nobody.head('/posts/facets', { query })).expect(200).headers.etag,
    changed.headers.etag,
  );
});

test('what is no filter is named, and the counts can only be read', async () => {
  const answer = await nobody.get('/posts/facets', {
    query: { sort: 'newest', limit: 5, cursor: 'x', condition: 'soso', isbn: '123', major: 'x'.repeat(51) },
  });
  const faults = answer.expect(400, 'invalid-query').body.errors.map(({ pointer, code }) => [pointer, code]);
  assert.deepEqual(Object.fromEntries(faults), {
    '?sort': 'unknown-field',
    '?limit': 'unknown-field',
    '?cursor': 'unknown-field',
    '?condition': 'not-allowed',
    '?isbn': 'invalid-isbn',
    '?major': 'too-long',
  });
  const seller = await person(server);
  const refused = (await seller.client.delete('/posts/facets')).expect(405);
  assert.equal(refused.headers.allow, 'GET, HEAD, OPTIONS');
  (await nobody.get('/posts/facets/x')).expect(404);
});
