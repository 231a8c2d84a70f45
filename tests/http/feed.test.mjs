// GET /feed.atom: valid whatever people write, the same filters as the list, nothing that strangers may not see.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFeed } from '../support/atom.mjs';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { png } from '../support/pictures.mjs';
import { serverFor, startServer, useServer } from '../support/server.mjs';

const server = useServer({ trusted_proxies: '127.0.0.1', bump_interval_ms: 0 });
const nobody = new Client(server);

const fetched = async (query, headers, client = nobody) =>
  (await client.get('/feed.atom', { query, headers })).expect(200);
const feed = async (...given) => readFeed((await fetched(...given)).text);
const titles = async (...given) => (await feed(...given)).entries.map(({ title }) => title);

let seller;
let buyer;
test('a market without posts has a valid feed without entries', async () => {
  [seller, buyer] = await people(server, 2);
  const answer = await fetched();
  assert.equal(answer.headers['content-type'], 'application/atom+xml; charset=utf-8');
  assert.equal(answer.headers['last-modified'], undefined);
  assert.deepEqual(readFeed(answer.text).entries, []);
});

test('an entry tells what is offered, where its page and its photo are, and who offers it', async () => {
  const photo = (await seller.client.request('POST', '/photos', { body: png(), type: 'image/png' })).expect(
    201,
  ).body;
  const post = await writePost(seller, {
    title: '미적분학 팝니다',
    price: 18000,
    description: '필기 조금\n있어요',
    photo_ids: [photo.id],
  });
  const { entries, self, alternate, title, language } = await feed();
  assert.equal(self, `${server.address}/feed.atom`);
  assert.equal(alternate, `${server.address}/#/posts`);
  assert.equal(title, '기린 A+ 북 마켓');
  assert.equal(language, 'ko');
  const [entry] = entries;
  assert.equal(entry.title, '미적분학 팝니다 · 18,000원');
  assert.equal(entry.link, `${server.address}/p/${post.id}`);
  assert.equal(entry.photo, `${server.address}${photo.urls.card}`);
  assert.equal(entry.author, seller.username);
  assert.equal(entry.uri, `${server.address}/#/users/${seller.username}`);
  assert.equal(entry.summary, '18,000원 · 좋음 · 중앙도서관 앞');
  assert.equal(entry.published, post.created_at);
  assert.match(entry.content, /<img src="[^"]+\/card" alt="선형대수학">.*<p>필기 조금<br>\n있어요<\/p>$/s);
  (await nobody.get(new URL(entry.photo).pathname)).expect(200);
  (await nobody.get(new URL(entry.link).pathname)).expect(200);
});

test('who prefers English is answered in English', async () => {
  const english = { 'accept-language': 'en-US,en;q=0.9,ko;q=0.8' };
  const { entries, title, language } = await feed({}, english);
  assert.equal(language, 'en');
  assert.equal(title, 'Giraffe A+ Book Market');
  assert.equal(entries[0].summary, '₩18,000 · Good · 중앙도서관 앞');
  for (const wanted of ['ko-KR,ko;q=0.9,en;q=0.8', 'fr', '*', 'en;q=0, ko;q=0.1', 'en;q=x', ';;,', '']) {
    assert.equal((await feed({}, { 'accept-language': wanted })).language, 'ko', wanted);
  }
  for (const wanted of ['en', 'EN-gb', 'fr, en;q=0.1', 'en,ko', 'ko;q=0.5,en;q=0.51']) {
    assert.equal((await feed({}, { 'accept-language': wanted })).language, 'en', wanted);
  }
});

test('whatever people write stays text', async () => {
  const cruel = [
    ']]> <![CDATA[ & &amp; &#0; <b>',
    '"><script>alert(1)</script>',
    `'" quotes ' "`,
    '<!-- comment --> <?php ?> <!DOCTYPE x>',
    '이모지 🦒📚 가족 👩‍👩‍👧‍👦 조합 각 각',
    'https://e.example/?a=1&b=2#c',
    '\u200b폭 없는 칸\u00a0칸',
  ];
  for (const text of cruel) {
    const post = await writePost(seller, {
      title: text,
      book: { title: text, author: text, publisher: text, edition: text.slice(0, 20) },
      place: text,
      description: `${text}\n\t${text}`,
    });
    const [entry] = (await feed()).entries;
    assert.equal(entry.title, `${post.title} · 15,000원`);
    assert.equal(entry.summary, `15,000원 · 좋음 · ${post.place}`);
    assert.doesNotMatch(entry.content, /<script|<!--|<\?|CDATA\[ & /);
    const shown = entry.content
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    assert.ok(shown.includes(post.place), entry.content);
    const named = await person(server, { display_name: text.slice(0, 30) });
    await writePost(named);
    assert.equal((await feed()).entries[0].author, named.user.display_name);
  }
  const { title, self } = await feed({ q: '"><&\'', major: '🦒' });
  assert.equal(title, '기린 A+ 북 마켓 · 🦒 · "><&\'');
  assert.equal(new URL(self).searchParams.get('q'), '"><&\'');
});

test("the filters are the list's, and the newest 50 come", async () => {
  const other = await person(server);
  for (let i = 0; i < 55; i += 1) {
    await writePost(other, {
      title: `책 ${i}`,
      price: i * 100,
      condition: i % 2 ? 'new' : 'poor',
      major: i % 3 ? '사학과' : '철학과',
      course: { name: i % 5 ? '한국사' : '논리학' },
      book: { title: '모형', isbn: i % 7 ? null : '9788932473901' },
    });
  }
  const everything = await feed();
  assert.equal(everything.entries.length, 50);
  assert.deepEqual(
    everything.entries.map(({ title }) => title.split(' · ')[0]),
    Array.from({ length: 50 }, (_, i) => `책 ${54 - i}`),
  );
  for (const query of [
    { condition: 'new' },
    { condition: 'new,poor', major: '철학과' },
    { course: '논리학' },
    { isbn: '978-89-324-7390-1' },
    { seller: other.username, min_price: 1000, max_price: 2000 },
    { q: '모형', condition: 'poor' },
    { q: 'ㅁㅎ', isbn: '9788932473901' },
    { q: '없는말' },
  ]) {
    const listed = (await nobody.get('/posts', { query: { ...query, sort: 'newest', limit: 50 } })).expect(
      200,
    ).body;
    const { entries, self, alternate } = await feed(query);
    assert.deepEqual(
      entries.map(({ link }) => Number(link.split('/').at(-1))),
      listed.items.map(({ id }) => id),
      JSON.stringify(query),
    );
    const [own, page] = [self, alternate].map((address) =>
      Object.fromEntries(new URL(address.replace('#/', '')).searchParams),
    );
    const wanted = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
    assert.deepEqual(own, wanted);
    assert.deepEqual(page, wanted);
  }
  const [one, same] = [
    await feed({ condition: 'new', major: '사학과' }),
    await feed({ major: '사학과', condition: 'new' }),
  ];
  assert.equal(one.id, same.id, 'the order of the parameters does not matter');
  assert.notEqual(one.id, everything.id);
});

test('what is no filter, or no valid one, is refused', async () => {
  for (const query of [
    { limit: 5 },
    { cursor: 'x' },
    { sort: 'newest' },
    { condition: 'fine' },
    { isbn: '9788932473902' },
    { min_price: 'x' },
    { colour: 'green' },
  ]) {
    (await nobody.get('/feed.atom', { query })).expect(400, 'invalid-query');
  }
  for (const client of [nobody, seller.client]) {
    (await client.get('/feed.atom', { query: { favorited: true } })).expect(401, 'not-signed-in');
  }
  (await nobody.post('/feed.atom', {})).expect(405, 'method-not-allowed');
});

test('hidden and deleted posts are in no feed, not even their seller’s own', async () => {
  const post = await writePost(seller, { title: '비밀' });
  assert.equal((await titles())[0], '비밀 · 15,000원');
  (await seller.client.patch(`/posts/${post.id}`, { status: 'hidden', version: post.version })).expect(200);
  for (const client of [nobody, seller.client]) {
    for (const query of [{}, { status: 'hidden' }, { status: 'selling,hidden,sold' }, { q: '비밀' }]) {
      const text = (await fetched(query, {}, client)).text.toString();
      assert.ok(!text.includes('비밀 · '), JSON.stringify(query));
    }
  }
  const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
  (await seller.client.patch(`/posts/${post.id}`, { status: 'selling', version })).expect(200);
  assert.equal((await titles({ q: '비밀' })).length, 1);
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  assert.deepEqual(await titles({ q: '비밀' }), []);
});

test('a reserved one says so and leaves a feed of what is for sale, a sold one leaves the feed', async () => {
  const post = await writePost(seller, { title: '거래할 책' });
  const deal = await buy(buyer, post);
  (await act(seller, deal, 'accept')).expect(200);
  assert.equal((await titles())[0], '거래할 책 · 15,000원 (예약 중)');
  assert.match((await feed()).entries[0].summary, /^예약 중 · /);
  assert.deepEqual(await titles({ q: '거래할', status: 'selling' }), []);
  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  assert.deepEqual(await titles({ q: '거래할' }), []);
  assert.deepEqual(await titles({ q: '거래할', status: 'sold' }), ['거래할 책 · 15,000원 (판매 완료)']);
});

test('an entry keeps its id through changes, restarts and addresses, and comes up again when it is bumped', async () => {
  const post = await writePost(seller, { title: '오래가는 책' });
  await writePost(seller, { title: '다음 책' });
  const before = (await feed({ q: '오래가는' })).entries[0];
  assert.match(before.id, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const changed = (
    await seller.client.patch(`/posts/${post.id}`, { price: 1, version: post.version })
  ).expect(200).body;
  const after = (await feed({ q: '오래가는' })).entries[0];
  assert.equal(after.id, before.id);
  assert.equal(after.title, '오래가는 책 · 1원');
  assert.equal(after.updated, changed.updated_at);
  const bumped = (await seller.client.post(`/posts/${post.id}/bump`)).expect(200).body;
  const [first] = (await feed()).entries;
  assert.deepEqual([first.id, first.updated], [before.id, bumped.bumped_at]);
  const elsewhere = await feed({}, { host: 'market.example.ac.kr', 'x-forwarded-proto': 'https' });
  assert.equal(elsewhere.entries[0].id, before.id);
  assert.equal(elsewhere.id, (await feed()).id);
  await server.restart();
  assert.equal((await feed()).entries[0].id, before.id);
});

test('another market’s posts have other ids', async (t) => {
  const other = await serverFor(t);
  const writer = await person(other);
  await writePost(writer);
  const theirs = readFeed((await new Client(other).get('/feed.atom')).text);
  assert.notEqual(theirs.id, (await feed()).id);
  const ours = (await feed({ seller: seller.username })).entries.map(({ id }) => id);
  assert.ok(!ours.includes(theirs.entries[0].id));
});

/** The feed with its date, which it has as soon as the second of the last change is over. */
const dated = () => until(fetched, ({ headers }) => headers['last-modified']);

test('who has the feed already is told so, until something changes', async () => {
  const post = await writePost(seller, { title: '바뀔 책', price: 500 });
  const answer = await dated();
  const { updated } = readFeed(answer.text);
  assert.ok(Date.parse(answer.headers['last-modified']) >= Math.floor(Date.parse(updated) / 1000) * 1000);
  assert.ok(Date.parse(answer.headers['last-modified']) < Date.now());
  const { etag, 'last-modified': date } = answer.headers;
  const status = async (headers) => (await nobody.get('/feed.atom', { headers })).status;
  assert.equal(await status({ 'if-none-match': etag }), 304);
  assert.equal(await status({ 'if-none-match': `"other", W/${etag}` }), 304);
  assert.equal(await status({ 'if-modified-since': date }), 304);
  assert.equal(
    await status({ 'if-none-match': '"other"', 'if-modified-since': date }),
    200,
    'the tag counts',
  );
  assert.equal(await status({ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }), 200);
  const head = (await nobody.head('/feed.atom')).expect(200);
  assert.equal(head.text.length, 0);
  assert.equal(head.headers.etag, etag);
  assert.equal(Number(head.headers['content-length']), answer.text.length);
  (await seller.client.patch(`/posts/${post.id}`, { price: 600, version: post.version })).expect(200);
  assert.equal(await status({ 'if-none-match': etag }), 200);
  assert.equal(await status({ 'if-modified-since': date }), 200);
});

test('a reader that goes by dates is told when a post has left the feed', async () => {
  const leaving = await writePost(seller, { title: '곧 지울 책' });
  await writePost(seller, { title: '더 새로운 책' });
  const answer = await dated();
  const since = { 'if-modified-since': answer.headers['last-modified'] };
  (await nobody.get('/feed.atom', { headers: since })).expect(304);
  (await seller.client.delete(`/posts/${leaving.id}`)).expect(204);
  const now = (await nobody.get('/feed.atom', { headers: since })).expect(200);
  assert.ok(!readFeed(now.text).entries.some(({ link }) => link.endsWith(`/p/${leaving.id}`)));
});

test('each address gets its own links, also from the cache, and what is no host gets none', async () => {
  const { self } = await feed({ q: '책' });
  assert.ok(self.startsWith(server.address));
  for (const host of ['market.example.ac.kr', 'localhost:99', '[::1]:8080', '10.0.0.1']) {
    for (const proto of ['http', 'https']) {
      const there = await feed({ q: '책' }, { host, 'x-forwarded-proto': proto });
      assert.ok(there.self.startsWith(`${proto}://${host}/feed.atom?`), there.self);
      for (const { link } of there.entries) assert.ok(link.startsWith(`${proto}://${host}/p/`), link);
    }
  }
  assert.equal((await feed({ q: '책' }, { 'x-forwarded-host': 'evil.example' })).self, self);
  for (const host of [
    "a'b",
    'a&b',
    'a;b',
    'a(b)',
    'a:b',
    'a:123456',
    '[::1',
    '[x]y',
    'a%00b',
    'a@b',
    `${'a'.repeat(300)}`,
  ]) {
    (await nobody.get('/feed.atom', { headers: { host } })).expect(400, 'malformed-request');
  }
});

test('a configured address is what links begin with, whatever a request claims', async () => {
  await server.restart({ settings: { public_url: 'https://books.example.ac.kr' } });
  const there = await feed({}, { host: 'evil.example' });
  assert.equal(there.self, 'https://books.example.ac.kr/feed.atom');
  assert.ok(there.entries.every(({ link }) => link.startsWith('https://books.example.ac.kr/p/')));
  for (const address of [
    'books.example.ac.kr',
    'ftp://a',
    'https://a/',
    'https://a/path',
    'https://',
    'https://a b',
    'https://a"b',
  ]) {
    await assert.rejects(startServer({ public_url: address }), /the setting public_url/, address);
  }
});
