// GET /p/{id}: what a shared link shows to people and to programs that preview links.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { Client } from '../support/client.mjs';
import { act, buy, people, writePost } from '../support/people.mjs';
import { png } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ sweep_ms: 20 });
const nobody = new Client(server);
const english = { 'accept-language': 'en' };

// As .htmlvalidate.json has it for the frontend's own pages.
const judge = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'doctype-style': 'off', 'void-style': 'off', 'require-sri': 'off', 'long-title': 'off' },
});

/** A page of the market's, once it is valid HTML without any script. */
async function page(path, { status = 200, headers, client = nobody } = {}) {
  const answer = (await client.get(path, { headers })).expect(status);
  assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
  assert.match(answer.headers['content-security-policy'], /^default-src 'none'; /);
  assert.match(answer.headers.vary, /Accept-Language/);
  const report = await judge.validateString(answer.body);
  assert.deepEqual(
    report.results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`)),
    [],
    answer.body,
  );
  const tags = answer.body.match(/<[^>]*>/g).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
  assert.doesNotMatch(tags.join('\n'), /<script|<style|\s(on\w+|style)=/i);
  return answer;
}

const unescaped = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What the page's <meta>s say, by property or name. */
const metas = (html) =>
  Object.fromEntries(
    [...html.matchAll(/<meta (?:property|name|http-equiv)="([^"]*)" content="([^"]*)">/g)].map(
      ([, name, content]) => [name, unescaped(content)],
    ),
  );
/** The page's text as people read it. */
const words = (html) => unescaped(html.replace(/^.*<body>/s, '').replaceAll(/<[^>]*>/g, ' '));

let seller;
let buyer;
let photo;
let post;
test('a post is previewed with its title, price, condition and photo', async () => {
  [seller, buyer] = await people(server, 2);
  photo = (await seller.client.request('POST', '/photos', { body: png(640, 480), type: 'image/png' })).expect(
    201,
  ).body;
  post = await writePost(seller, {
    title: '미적분학 팝니다',
    price: 18000,
    description: '5장까지\n풀이 있어요.',
    photo_ids: [photo.id],
  });
  const { body } = await page(`/p/${post.id}`);
  const here = `${server.address}/p/${post.id}`;
  assert.deepEqual(metas(body), {
    viewport: 'width=device-width, initial-scale=1',
    robots: 'noindex',
    refresh: `0; url=/#/posts/${post.id}`,
    description: '18,000원 · 좋음 · 중앙도서관 앞 — 5장까지 풀이 있어요.',
    'og:type': 'product',
    'og:site_name': '기린 A+ 북 마켓',
    'og:locale': 'ko_KR',
    'og:url': here,
    'og:title': '미적분학 팝니다',
    'og:description': '18,000원 · 좋음 · 중앙도서관 앞 — 5장까지 풀이 있어요.',
    'product:price:amount': '18000',
    'product:price:currency': 'KRW',
    'product:availability': 'in stock',
    'product:condition': 'used',
    'og:image': `${server.address}${photo.urls.full}`,
    'og:image:type': 'image/webp',
    'og:image:width': '640',
    'og:image:height': '480',
    'og:image:alt': '선형대수학',
    'twitter:card': 'summary_large_image',
  });
  assert.ok(body.includes(`<link rel="canonical" href="${here}">`));
  assert.match(body, /^<!doctype html>\n<html lang="ko"/);
  for (const text of ['판매 중', '미적분학 팝니다', '18,000원', '좋음', seller.username]) {
    assert.ok(words(body).includes(text), text);
  }
  assert.ok(body.includes(`href="/#/posts/${post.id}"`));
  assert.ok(body.includes(`<img src="${photo.urls.card}"`));
});

test('previews of other sites may show the photo, and it has the size that was told', async () => {
  const answer = (await nobody.get(photo.urls.full)).expect(200);
  assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin');
  assert.equal(answer.headers['content-type'], 'image/webp');
});

test('who prefers English reads English', async () => {
  const { body } = await page(`/p/${post.id}`, { headers: english });
  assert.match(body, /<html lang="en"/);
  const told = metas(body);
  assert.equal(told['og:locale'], 'en_US');
  assert.match(told['og:description'], /^₩18,000 · Good · /);
  assert.ok(words(body).includes('Open the post'));
});

test('a post without photo and price has neither in its preview', async () => {
  const { id } = await writePost(seller, { price: 0, condition: 'new' });
  const told = metas((await page(`/p/${id}`)).body);
  assert.equal(told['og:image'], undefined);
  assert.equal(told['twitter:card'], 'summary');
  assert.equal(told['product:condition'], 'new');
  assert.match(told['og:description'], /^무료 나눔 · 새 책 · /);
});

test('whatever people write stays text', async () => {
  for (const text of [
    '"><script>alert(1)</script>',
    `' onload='alert(1)`,
    '</title></head><body><img src=x onerror=alert(1)>',
    '&lt;b&gt; &amp;amp; &#60;',
    '0; url=https://evil.example',
    '🦒 ]]> -->',
  ]) {
    const { id } = await writePost(seller, {
      title: text,
      book: { title: text },
      place: text,
      description: text,
    });
    const { body } = await page(`/p/${id}`);
    assert.equal(metas(body)['og:title'], text);
    assert.equal(metas(body)['og:description'], `15,000원 · 좋음 · ${text} — ${text}`);
    assert.equal(metas(body).refresh, `0; url=/#/posts/${id}`);
    assert.equal(unescaped(/<h1>([^<]*)<\/h1>/.exec(body)[1]), text);
    assert.ok(words(body).includes(text));
  }
});

test('a long description is cut between characters', async () => {
  const { id } = await writePost(seller, { description: '가나다🦒'.repeat(400) });
  const text = metas((await page(`/p/${id}`)).body)['og:description'];
  assert.match(text, /^15,000원 · 좋음 · 중앙도서관 앞 — (가나다🦒)+가?나?다?…$/);
  assert.ok(text.length < 200);
});

test('a reserved or sold post says so', async () => {
  const { id } = await writePost(seller);
  const deal = await buy(buyer, { id });
  (await act(seller, deal, 'accept')).expect(200);
  const reserved = (await page(`/p/${id}`)).body;
  assert.match(metas(reserved)['og:description'], /^예약 중 · 15,000원/);
  assert.equal(metas(reserved)['product:availability'], 'out of stock');
  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  const sold = (await page(`/p/${id}`, { headers: english })).body;
  assert.match(metas(sold)['og:description'], /^Sold · /);
  assert.ok(words(sold).includes('Sold'));
});

test('hidden, deleted and never written look the same to everybody, and tell nothing', async () => {
  const hidden = await writePost(seller, { title: '비밀 책', status: 'hidden' });
  const deleted = await writePost(seller, { title: '비밀 책' });
  (await seller.client.delete(`/posts/${deleted.id}`)).expect(204);
  for (const headers of [{}, english]) {
    const bodies = new Set();
    for (const id of [hidden.id, deleted.id, 999_999, 0, -1, 'x', '9'.repeat(40), '1e3', '%F0%9F%A6%92']) {
      for (const client of [nobody, seller.client]) {
        const { body } = await page(`/p/${id}`, { status: 404, headers, client });
        bodies.add(body);
        assert.doesNotMatch(body, /비밀|property=|refresh/);
      }
    }
    assert.equal(bodies.size, 1);
  }
  (await nobody.get('/p/')).expect(404, 'not-found');
  (await nobody.delete(`/p/${post.id}`)).expect(405, 'method-not-allowed');
});

test('what is added to a link on its way does no harm', async () => {
  const { body } = await page(`/p/${post.id}?fbclid=abc&utm_source=kakao&id=7&id=8`);
  assert.equal(metas(body)['og:url'], `${server.address}/p/${post.id}`);
});

test('a page is not a look at the post, and who has it already is told so', async () => {
  const { id } = await writePost(seller);
  const first = await page(`/p/${id}`);
  const headers = { 'if-none-match': first.headers.etag };
  (await nobody.get(`/p/${id}`, { headers })).expect(304);
  (await nobody.get(`/p/${id}`, { headers: { ...headers, ...english } })).expect(200);
  const head = (await nobody.head(`/p/${id}`)).expect(200);
  assert.equal(head.text.length, 0);
  assert.equal(head.headers.etag, first.headers.etag);
  // The look over the API is the only one there was.
  let seen;
  do seen = (await buyer.client.get(`/posts/${id}`)).expect(200).body.view_count;
  while (seen === 0);
  assert.equal(seen, 1);
});

test('the links are of the address that was asked for, and of no host that is none', async () => {
  const { body } = await page(`/p/${post.id}`, {
    headers: { host: 'market.example.ac.kr', 'x-forwarded-proto': 'https' },
  });
  assert.equal(metas(body)['og:url'], `http://market.example.ac.kr/p/${post.id}`, 'no proxy is trusted here');
  await page(`/p/${post.id}`, { status: 400, headers: { host: "a'b" } });
  await server.restart({ settings: { public_url: 'https://books.example.ac.kr' } });
  const told = metas((await page(`/p/${post.id}`, { headers: { host: 'evil.example' } })).body);
  assert.equal(told['og:url'], `https://books.example.ac.kr/p/${post.id}`);
  assert.equal(told['og:image'], `https://books.example.ac.kr${photo.urls.full}`);
});
