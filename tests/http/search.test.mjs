// Finding books: what each query must find among real textbooks, and what it must not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { keystrokes } from '../support/ime.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { textbooks } from '../support/textbooks.mjs';

const server = useServer();
const visitor = new Client(server);
const keyOf = new Map();

// Once, by the first test that searches.
let filling;
async function fill() {
  const seller = await person(server);
  for (const [key, [title, author, publisher, isbn, course, professor, major]] of Object.entries(textbooks)) {
    const post = await writePost(seller, {
      title: '책 팝니다',
      book: { title, author, publisher, isbn: isbn?.startsWith('978-') ? null : isbn },
      course: course && { name: course, professor },
      description: isbn?.startsWith('978-') ? `뒤표지의 번호: ${isbn}` : '깨끗합니다',
      major,
      photo_ids: [],
    });
    keyOf.set(post.id, key);
  }
}

async function search(q, more = {}) {
  filling ??= fill();
  await filling;
  const query = new URLSearchParams({ q, limit: '100', ...more });
  return (await visitor.get(`/posts?${query}`)).expect(200).body;
}

// query | must be found | must not be found
const table = `
미적분학            | calculus           | stewart linear
미적분              | calculus           | stewart
미적                | calculus           | stewart
적분학              | calculus stewart   | linear
적분                | calculus stewart   | linear
분                  | calculus stewart   | linear
미                  | calculus stewart micro | linear macro
미분                | stewart            | calculus
미분적분            | stewart            | calculus
대학미적분학        | calculus           | stewart
대학 미적분         | calculus           | physics
대학                | calculus physics stewart | circuits
대 학               | calculus physics   | os
미적분 대학         | calculus           | stewart
미적분학1           | calculus           | stewart
미적분학 1          | calculus           | stewart
미적분학 2          |                    | calculus stewart
선형대수            | linear strang      | abstract
선형 대수           | linear strang      | abstract
선형대수학          | linear             | abstract strang
선 형 대 수         | linear strang      | abstract
대수학              | linear abstract    | strang
대수                | linear strang abstract | calculus
형대                | linear strang      | abstract
현대대수            | abstract           | linear
현대 대수학         | abstract           | linear
해석                | analysis rudin     | linear
해석학              | rudin analysis     | linear
해석개론            | analysis           | rudin
위상                | topology           | calculus
위상 수학           | topology           | discrete
이산수학            | discrete           | topology
Rosen의             | discrete           | topology
로젠                |                    | discrete
통계                | statistics probability | calculus
수리통계            | statistics         | probability
수리 통계학         | statistics         | probability
확률과통계          | probability        | statistics
확률과 통계         | probability        | statistics
확률                | probability        | statistics
공업수학            | engineering_math   | calculus
공업 수학           | engineering_math   | topology
공업수학 상         | engineering_math   | topology
공학수학            | engineering_math   | topology
대학물리            | physics            | calculus quantum
일반물리            | physics            | quantum
물리                | physics quantum    | chemistry
양자                | quantum            | physics
양자 물리           | quantum            | physics
역학                | quantum thermo fluid materials | physics
열역학              | thermo             | fluid
유체역학            | fluid              | thermo
유체 역학           | fluid              | thermo
재료역학            | materials          | thermo
고체역학            | materials          | thermo
일반화학            | chemistry          | organic
줌달                | chemistry          | organic
줌달의 일반화학     | chemistry          | organic
유기화학            | organic            | chemistry
맥머리              | organic            | chemistry
화학                | chemistry organic  | physics
생명과학            | biology            | chemistry
캠벨                | biology            | chemistry
일반생물            | biology            | chemistry
해부                | anatomy            | biology
간호                | nursing            | anatomy
간호학 개론         | nursing            | psychology
개론                | nursing analysis psychology abstract | calculus
프로그래밍          | c_language cpp java | python
언어                | c_language         | cpp
C 언어              | c_language         | java
C언어               | c_language         | java
명품                | cpp                | c_language
객체지향            | cpp java           | c_language
객체 지향 프로그래밍 | cpp java          | c_language
자바                | java               | cpp
자바의정석          | java               | cpp
정석                | java               | cpp
파이썬              | python             | java
파이썬 알고리즘     | python             | algorithms
알고리즘            | python algorithms  | java
인터뷰              | python             | algorithms
운영체제            | os                 | database
운영 체제           | os                 | database
체제                | os                 | database
네트워크            | network            | os
네트워킹            | network            | os
컴퓨터네트워크      | network            | os
하향식              | network            | os
데이터베이스        | database           | os
데이터 베이스       | database           | network
시스템              | database           | os
회로                | circuits           | fields
회로이론            | circuits           | fields
실험                | circuits chemistry | fields
전자기학            | fields             | circuits
전자기              | fields             | circuits
경제학              | mankiw micro       | macro marketing
경제                | mankiw micro macro | marketing
미시                | micro              | macro
미시경제            | micro              | macro
거시경제            | macro              | micro
거시 경제           | macro              | micro
맨큐                | mankiw             | micro
원론                | mankiw marketing constitution | micro
회계                | accounting         | marketing
회계원리            | accounting         | marketing
마케팅              | marketing          | accounting
마케팅 원론         | marketing          | mankiw
민법                | civil_law          | constitution
민법총칙            | civil_law          | constitution
헌법                | constitution       | civil_law
심리학              | psychology         | nursing
심리                | psychology         | nursing
이해                | psychology history hanja | nursing
역사                | history            | psychology
한국사              | history            | constitution
우리역사            | history            | psychology
우리 역사           | history            | psychology
토익                | toeic              | cafe
기출문제            | toeic              | cafe
토익 기출           | toeic              | cafe
정기시험            | toeic              | cafe
김홍종              | calculus           | linear
김                  | calculus analysis statistics hanja | linear
정하늘              | calculus linear    | stewart
박통계              | statistics         | probability
최코드              | os                 | network
북스힐              | stewart physics    | calculus
퍼스트북            | probability os network circuits | cpp
서울대              | calculus linear analysis | stewart
경문사              | abstract topology  | linear
漢字                | hanja              | toeic
漢                  | hanja              | toeic
한자                | hanja              | toeic
프랑스어            | cafe               | toeic
초급                | cafe               | toeic
미저                | calculus micro?    | stewart
미ㅈ                | calculus           | stewart linear
미적ㅂ              | calculus           | stewart
미적부              | calculus           | stewart
미적붆              | calculus           | stewart
서                  | linear calculus    | java?
선ㅎ                | linear strang      | abstract
선혀                | linear strang      | abstract
선형ㄷ              | linear strang      | abstract
선형댓              | linear strang      | abstract
선형대ㅅ            | linear strang      | abstract
대숳                | linear abstract    | calculus
화류                | probability?       | linear
확류                | probability        | statistics
겨                  | mankiw micro macro abstract | java
경ㅈ                | mankiw micro macro | accounting
경젷                | mankiw micro       | accounting
구                  | micro?             | java?
과                  | biology            | java
고                  | materials biology  | java
거                  | macro              | micro
컴                  | network            | os
컴퓨ㅌ              | network            | os
파있                | python             | java
운ㅇ                | os                 | java
운여                | os                 | java
데이ㅌ              | database           | os
데잍                | database           | os
토이                | toeic              | cafe
ㅁㅈㅂ              | calculus           | stewart linear
ㅁㅈㅂㅎ            | calculus           | stewart
ㄷㅎㅁㅈㅂㅎ        | calculus           | stewart
ㅁㅂㅈㅂ            | stewart            | calculus
ㅅㅎㄷㅅ            | linear strang      | abstract
ㅅㅎㄷㅅㅎ          | linear             | strang abstract
ㅎㄷㄷㅅㅎ          | abstract           | linear
ㅇㅅㅅㅎ            | discrete topology  | linear
ㅎㄹ                | probability circuits | calculus
ㄱㅈㅎ              | mankiw micro fields? | java
ㅁㅅㄱㅈ            | micro              | macro
ㅈㅂㅇ ㅈㅅ         | java               | cpp
ㅈㅂ                | java calculus      | linear
ㅇㅇㅊㅈ            | os                 | java
ㄷㅇㅌㅂㅇㅅ        | database           | os
ㅌㅇ                | toeic              | python
ㄳ                  | macro history      | strang
ㅍㄹㄱㄹㅁ          | c_language cpp java | python
ㅋㅍㅌ              | network            | os
linear              | strang             | linear
Linear              | strang             | linear
LINEAR ALGEBRA      | strang             | abstract
lin                 | strang             | cpp
algebra strang      | strang             | abstract
gebra               |                    | strang
introduction        | strang algorithms  | rudin
introduction to     | strang algorithms  | rudin
intro alg           | strang algorithms  | rudin
algorithm           | algorithms         | strang
algorithms          | algorithms         | strang
cormen              | algorithms         | strang
principles          | rudin              | strang
mathematical analysis | rudin            | anatomy
anal                | rudin              | anatomy
ana                 | rudin anatomy      | strang
gray's              | anatomy            | rudin
gray's anatomy      | anatomy            | rudin
grays               | anatomy            | rudin
stewart             | stewart            | calculus
james               | stewart topology materials network circuits | strang
kreyszig            | engineering_math   | stewart
KREYSZIG 공업       | engineering_math   | stewart
kreyszig공업수학    | engineering_math   | stewart
griffiths           | quantum            | fields
david               | quantum fields     | physics
mcmurry             | organic            | chemistry
mcgraw              | rudin              | thermo
mcgraw-hill         | rudin              | thermo
mit                 | algorithms         | strang
mit press           | algorithms         | strang
cengel              | thermo             | fluid
Çengel              | thermo             | fluid
çeng                | thermo             | fluid
cafe                | cafe               | c_language?
café                | cafe               | toeic
CAFÉ FRANCAIS       | cafe               | toeic
elise               | cafe               | toeic
editions            | cafe               | toeic
ifrs                | accounting         | marketing
IFRS회계            | accounting         | marketing
kotler              | marketing          | accounting
c++                 | cpp                | c_language java csharp
C++ 프로그래밍      | cpp                | java
ets                 | toeic              | cafe
ets 토익            | toeic              | cafe
lc                  | toeic              | cafe
1000                | toeic              | cafe
100                 | toeic              | cafe
토익1000            | toeic              | cafe
9780980232776       | strang             | rudin
978-0-9802327-7-6   | strang             | rudin
978 0 9802327 7 6   | strang             | rudin
97809802            | strang             | rudin
978-0980            | strang             | rudin
9788994492032       | java               | python
978-89-94492-03-2   | java               | python
9788917239454       | toeic              | java
978-89-17-23945-4   | toeic              | java
978-89-17           | toeic              | java
23945               | toeic              | java
9999999999999       |                    | java toeic
ＬＩＮＥＡＲ        | strang             | linear
c                   | c_language cpp csharp cafe | java
c#                  | csharp             | cpp c_language
C#이                | csharp             | cpp
이것이씨            |                    | csharp
c+                  | cpp                | csharp
거시경제론 율곡     | macro              | micro
율곡                | macro              | micro
한빛나 물리         | physics            | quantum
교수 정하늘         | linear calculus    | stewart
컴퓨터공학과        | os network cpp     | circuits
번호 뒤표지         | toeic              | java
뒤표                | toeic              | java
ㄷㅍㅈ              |                    | toeic
0980232775          | strang             | rudin java
0-9802327-7-5       | strang             | rudin
0 9802327 7 5       | strang             | rudin
098023277           | strang             | rudin
0-9802              | strang             | rudin
0980232770          |                    | strang
007054235X          | rudin              | strang
007054235x          | rudin              | strang
0-07-054235-X       | rudin              | strang
8917239455          | toeic              | java
89-17-23945-5       | toeic              | java
8994492038          | java               | python
89944               | java               | python
978 89 94           | java toeic?        | strang
9791168473461       | csharp             | java
979-11-6847-346-1   | csharp             | java
1168473             | csharp             | java
１１６８４７３      | csharp             | java
strassen            | german             | danish
straßen             | german             | danish
STRASSENDEUTSCH     | german             | danish
fur anfanger        | german             | danish
für Anfänger        | german             | cafe
gross               | german             | danish
groß                | german             | danish
jurgen              | german             | james?
orsted              | danish             | german
Ørsted              | danish             | german
ørs                 | danish             | german
grundlaegg          | danish             | german
grundlægg           | danish             | german
istanbul            | turkish            | strang
İSTANBUL            | turkish            | strang
ISTANBUL            | turkish            | strang
isik yilmaz         | turkish            | strang
IŞIK                | turkish            | strang
turkce              | turkish            | strang
yayinlari           | turkish            | strang
ohara               | commerce           | strang
o'hara              | commerce           | strang
o’hara              | commerce           | strang
hara                | commerce           | strang
o'haras             | commerce           | strang
obrien              | commerce           | strang
ecommerce           | commerce           | strang
e-commerce          | commerce           | elise?
commerce            | commerce           | strang
e commerce          | commerce           | strang
20                  | commerce           | toeic
2024                | commerce           | toeic
024                 |                    | commerce
ㄸㅂㅇ              | food               | os
ㄸㅂㅇㅇ            | food               | os
ㄷㅂㅇ              | food               | os
ㄷㅂㅇㅇ ㅇㅁㅎ     | food               | os
ㅆㄷㅇ              | food               | os
ㅅㄷㅇ              | food               | os
떡ㅂ                | food               | os
떡보                | food               | os
떡볶                | food               | os
떠                  | food               | os
덖                  |                    | food
인문학떡볶이        |                    | food
떡볶이의인문학      | food               | os
이의 인             | food               | psychology
음식문화            |                    | food
음식과문화          | food               | history
우리말              | writing            | history
값                  | writing            | food
갑                  | writing            | food
값지                | writing            | food
갑ㅈ                |                    | writing
닭                  | writing            | food
달                  | writing            | python
닭갈                | writing            | food
닭갈ㅂ              | writing            | food
닭ㄱㅂ              | writing            | food
닭ㄱㄹㅂ            |                    | writing
닭ㄱㅂㅣ            | writing            | food
글쓰기✍️값진        | writing            | food
글쓰기 값진         | writing            | food
📚우리말            | writing            | food
이꼬                | writing            | food
ㅇㄲㄴ              | writing            | food
ㅇㄱㄴ              | writing            | food
곽                  | writing            | circuits
고                  | writing            | java
곽일                | writing            | java
곽읽                | writing            | java
곽잃                |                    | writing
읽기                | writing            | java
lehninger 생화      | biochem            | chemistry
생화학 ii           | biochem            | chemistry
생화학Ⅱ             | biochem            | chemistry
제8판               | biochem            | chemistry
8판                 | biochem            | chemistry
제 8 판             | biochem            | chemistry
미ㅈㅂ              | calculus           | stewart micro
ㅁ적                | calculus           | stewart
ㅁ적분              | calculus           | stewart
ㅁ적ㅂ              | calculus           | stewart
미ㅈ부              | calculus           | stewart
ㄷ학 미             | calculus           | physics
컴퓨터 ㄴㅌㅇㅋ     | network            | os
ㅋㅍㅌㄴㅌㅇㅋ      | network            | os
과으                |                    | calculus
확률과토            | probability        | statistics
확률과통            | probability        | statistics
선형대수 정하늘 이인석 서울대 | linear     | strang
정하늘 정하늘       | calculus linear    | stewart
가나다라 미적분     |                    | calculus
미적분 NOT 대학     |                    | calculus
"대학 미적분학"     | calculus           | stewart
(대학) 미적분*      | calculus           | stewart
대학AND미적분       |                    | calculus
title:미적분        |                    | calculus
grams:미적          |                    | calculus
-미적분             | calculus           | stewart
미적분;DROP TABLE   |                    | calculus
미․적·분            | calculus           | linear
대학/미적분학       | calculus           | stewart
《대학 미적분학》   | calculus           | stewart
[대학]미적분학      | calculus           | stewart
ﾱￜﾸￆﾡ              | calculus           | stewart
ㅁㅣㅈㅓㄱ          | calculus           | stewart
없는책              |                    | calculus linear java
기린                |                    | calculus linear java
zzz                 |                    | calculus linear java
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  // A question mark: it may be found or not.
  .map(([q, yes, no]) => ({
    q: q.replace('?', ''),
    yes: yes.split(' ').filter((key) => key && !key.endsWith('?')),
    no: no.split(' ').filter((key) => key && !key.endsWith('?')),
  }));

test('every query finds what it must and nothing that it must not', async () => {
  assert.ok(rows.length >= 200, `${rows.length} queries`);
  const wrong = [];
  for (const { q, yes, no } of rows) {
    const { items } = await search(q);
    const found = new Set(items.map((item) => keyOf.get(item.id)));
    for (const key of [...yes, ...no]) assert.ok(key in textbooks, `there is no ${key}`);
    const missing = yes.filter((key) => !found.has(key));
    const stray = no.filter((key) => found.has(key));
    if (missing.length || stray.length) wrong.push({ q, missing, stray, found: [...found].join(' ') });
  }
  assert.deepEqual(wrong, []);
});

test('a title is found after every key with which it is typed', async () => {
  const lost = [];
  for (const [key, [title, author, , , course]] of Object.entries(textbooks)) {
    const id = [...keyOf].find(([, known]) => known === key)[0];
    for (const text of [title, author, course].filter(Boolean)) {
      for (const typed of keystrokes(text)) {
        if (!/[\p{L}\p{N}]/u.test(typed)) continue;
        // One digit is a whole number: who looks for 미적분학 2 means no book of 2024.
        if (/(^|\D)\d$/.test(typed) && /^\d/.test(text.slice(typed.length))) continue;
        const { items } = await search(typed);
        if (!items.some((item) => item.id === id)) lost.push(`${typed} → ${text}`);
      }
    }
  }
  assert.deepEqual(lost, []);
});

test('the form in which the text arrives makes no difference', async () => {
  for (const { q } of rows.filter((row) => /[가-힣]/.test(row.q)).slice(0, 60)) {
    const ids = async (text) => (await search(text)).items.map((item) => item.id);
    const expected = await ids(q);
    assert.deepEqual(await ids(q.normalize('NFD')), expected, `${q} in NFD`);
    assert.deepEqual(await ids(`  ${q} `), expected, `${q} with spaces around`);
  }
  assert.deepEqual(
    (await search('ﾱￜﾸￆﾡ')).items.map((item) => keyOf.get(item.id)).includes('calculus'),
    true,
    'half-width 미적',
  );
});

test('nothing in a query is an error', async () => {
  const odd = [
    '"',
    '""',
    "'",
    '*',
    '(',
    ')',
    'AND',
    'OR',
    'NOT',
    'NEAR(a b)',
    'a OR',
    '-a',
    'title:a',
    '^a',
    '{a}',
    'a"b',
    '\\',
    '%',
    '_',
    '📚',
    '👨‍👩‍👧',
    'ㅠㅠ',
    '+',
    '.',
    '🇰🇷 책',
    'ㅁ'.repeat(100),
    '가'.repeat(100),
    'a '.repeat(50),
    `${'ㅇ '.repeat(50)}`,
    `"${'가나다라마바사아자차'.repeat(9)}"`,
    'NEAR("가나" "다라", 5) AND (a* OR b^2)',
    '   ',
    '\u200b',
    '\ufeff책',
    '가\u0301나',
    '\u1100\u1100\u1161\u11a8\u11a8',
    'ㅏㅏㅏ',
    'ᄀᄀᄀ',
    '𝒜𝓁𝑔𝑒𝒷𝓇𝒶',
  ];
  for (const q of odd) await search(q);
  for (const q of ['*', '📚', '"" ()', 'ㅏㅏㅏ']) assert.deepEqual((await search(q)).items, [], q);
  (await visitor.get(`/posts?q=${'가'.repeat(101)}`)).expect(400, 'invalid-query');
  (await visitor.get(`/posts?q=${'a'.repeat(2_000)}`)).expect(400, 'invalid-query');
  (await visitor.get(`/posts?q=${'a'.repeat(10_000)}`)).expect(414, 'target-too-long');
  for (const bytes of [
    '%00',
    '%EB%AF%B8%00',
    '%FF',
    '%ED%A0%80',
    '%ED%A0%BD%ED%B8%80',
    '%C0%80',
    '%EB%AF',
    '%F8%88%80%80%80',
    '%EE%80%80',
    '%F4%8F%BF%BF',
  ]) {
    for (const path of ['/posts', '/search/suggest']) {
      (await visitor.get(`${path}?q=${bytes}`)).expect(400);
    }
  }
});

test('a title before a description, a whole word before a part, the new before the old', async () => {
  const seller2 = await person(server);
  const write = (title, description) =>
    writePost(seller2, { title, description, book: { title: '무제' }, photo_ids: [] }).then(
      (post) => post.id,
    );
  const inText = await write('다른 책', '순위시험도 봤습니다');
  const old = await write('순위시험', '');
  const part = await write('모의순위시험지', '');
  const recent = await write('순위시험', '');
  assert.deepEqual(
    (await search('순위시험')).items.map((item) => item.id),
    [recent, old, part, inText],
  );
  assert.deepEqual(
    (await search('순위시험', { sort: 'newest' })).items.map((item) => item.id),
    [recent, part, old, inText],
  );
  const paged = [];
  for (let path = `/posts?limit=1&q=${encodeURIComponent('순위시험')}`; path; ) {
    const { body } = (await visitor.get(path)).expect(200);
    paged.push(...body.items.map((item) => item.id));
    path =
      body.next_cursor && `/posts?limit=1&q=${encodeURIComponent('순위시험')}&cursor=${body.next_cursor}`;
  }
  assert.deepEqual(paged, [recent, old, part, inText]);
});

test('what was found is marked, in characters', async () => {
  const { items } = await search('대수 정하늘');
  const item = items.find((one) => keyOf.get(one.id) === 'linear');
  assert.deepEqual(item.highlights, {
    book_title: [[3, 5]],
    course_name: [[2, 4]],
    course_professor: [[0, 3]],
  });
  assert.equal('highlights' in (await visitor.get('/posts')).expect(200).body.items[0], false);
});

test('the filters narrow what is found', async () => {
  const found = await search('대수', {
    major: '수학과',
    max_price: '10000000',
    condition: 'new,like_new,good,fair,poor',
  });
  assert.ok(found.items.length >= 3);
  assert.deepEqual((await search('대수', { major: '물리학과' })).items, []);
  assert.deepEqual((await search('대수', { status: 'sold' })).items, []);
});

test('the index follows the post: changed, hidden, deleted', async () => {
  const writer = await person(server);
  const post = await writePost(writer, { title: '달라질제목', photo_ids: [] });
  const ids = async (q) => (await search(q)).items.map((item) => item.id);
  assert.deepEqual(await ids('달라질'), [post.id]);
  const changed = (
    await writer.client.patch(`/posts/${post.id}`, { title: '새로운제목이다', version: post.version })
  ).expect(200).body;
  assert.deepEqual(await ids('달라질'), []);
  assert.deepEqual(await ids('새로운제목'), [post.id]);
  const hidden = (
    await writer.client.patch(`/posts/${post.id}`, { status: 'hidden', version: changed.version })
  ).expect(200).body;
  assert.deepEqual(await ids('새로운제목'), []);
  (await writer.client.patch(`/posts/${post.id}`, { status: 'selling', version: hidden.version })).expect(
    200,
  );
  assert.deepEqual(await ids('새로운제목'), [post.id]);
  (await writer.client.delete(`/posts/${post.id}`)).expect(204);
  assert.deepEqual(await ids('새로운제목'), []);
});

test('what was typed on the wrong layout is understood', async () => {
  for (const [typed, meant] of [
    ['alwjrqns', '미적분'],
    ['tjsgudeotn', '선형대수'],
    ['wkqk', '자바'],
    ['ㅣㅑㅜㄷㅁㄱ', 'linear'],
  ]) {
    const { items, did_you_mean: suggestion } = await search(typed);
    assert.deepEqual(items, []);
    assert.equal(suggestion, meant);
  }
  assert.equal((await search('linear')).did_you_mean, null);
  assert.equal((await search('qwertyuiop')).did_you_mean, null);
});

test('a word with a slip in it is offered as it stands in a name', async () => {
  for (const [typed, meant] of [
    ['데이타베이스', '데이터베이스'], // another vowel
    ['미적붑', '미적분'], // another consonant, in the last syllable,
    ['미젹분', '미적분'], // in the one between
    ['비적분학', '미적분학'], // and in the first
    ['선형대수하ㄱ개론', null], // what is no word at all is none with a slip
    ['이산수핛', '이산수학'],
    ['현대대수악', '현대대수학'],
    ['확륭', '확률'],
    ['위삼 수학', '위상 수학'],
    ['mathemtical', 'Mathematical'], // a letter is missing,
    ['algerba', 'Algebra'], // two are swapped,
    ['kreyszigg', 'Kreyszig'], // one is too many
    ['linear algerba', 'linear Algebra'],
    ['cengle', 'Çengel'],
    ['줌달 cengle', '줌달'], // not in one post with the other word
    ['lienar', 'Linear'], // in the first half
    ['algerba lienar', null], // two wrong words are too many
    ['스튜어드', '스튜어트'],
    ['이상수락', null], // 이산수학 with two slips is another word
    ['ㅁㅈㄱ', null],
    ['9788956742', null],
    ['qwertyuiop', null],
  ]) {
    const { items, did_you_mean: suggestion } = await search(typed);
    assert.deepEqual(items, [], typed);
    assert.equal(suggestion, meant, typed);
    if (meant) assert.ok((await search(meant)).items.length > 0, meant);
  }
});

test('an edition, a course number and a major are found however they are written', async () => {
  const seller = await person(server);
  const write = (book, more = {}) => writePost(seller, { title: '판다', book, photo_ids: [], ...more });
  const third = await write({ title: '목판화 연습', edition: '3판' });
  const ninth = await write({ title: '목판화 연습', edition: '9th Edition', isbn: '979-11-5664-000-4' });
  const one = await write({ title: '목탄화' }, { course: { name: '목탄화 실기 I' }, major: '목공예과' });
  const two = await write({ title: '목탄화' }, { course: { name: '목탄화 실기 Ⅱ' }, major: '목공예과' });
  const found = async (q, more) => (await search(q, more)).items.map(({ id }) => id);
  for (const q of ['목판화 연습 9판', '목판화 제9판', '목판화 9th', '목판화 9/e', '목판화 9'])
    assert.deepEqual(await found(q), [ninth.id], q);
  for (const q of ['목판화 제 3판', '목판화 3판 책', '목판화 연습 3', '목판화 3ㅍ'])
    assert.deepEqual(await found(q), [third.id], q);
  assert.deepEqual(await found('목판화 1'), [], 'the ISBN has a 1');
  assert.deepEqual((await search('목판화 9판')).items[0].highlights.book_edition, [[0, 3]]);
  for (const q of ['목탄화 실기 1', '목탄화 실기 I', '목탄화실기1', '목탄화 Ⅰ'])
    assert.deepEqual(await found(q), [one.id], q);
  assert.deepEqual(await found('목탄화 실기 II'), [two.id]);
  const ofCourse = (await visitor.get('/posts', { query: { course: '목탄화실기 II' } })).expect(200).body;
  assert.deepEqual(
    ofCourse.items.map(({ id }) => id),
    [two.id],
  );
  assert.deepEqual((await found('목공예과')).sort(), [one.id, two.id].sort());
  assert.deepEqual(await found('목공예'), [], 'half a major is none');
  assert.deepEqual((await search('목공예과 목탄화')).items[0].highlights.major, [[0, 4]]);
});

test('words that people add need not be there, and put first what has them', async () => {
  const seller = await person(server);
  const write = (title) => writePost(seller, { title, book: { title }, photo_ids: [] });
  const plain = await write('죽염 만들기');
  const sold = await write('죽염 만들기 교재');
  const later = await write('죽염 만들기');
  const found = async (q) => (await search(q)).items.map(({ id }) => id);
  assert.deepEqual(await found('죽염 교재'), [sold.id, later.id, plain.id]);
  assert.deepEqual(await found('중고 죽염 책 팝니다'), [later.id, sold.id, plain.id]);
  assert.deepEqual(await found('교재 죽염만'), [sold.id, later.id, plain.id]);
});

test('what is all of a title goes before what is in one', async () => {
  const seller = await person(server);
  const write = (title) => writePost(seller, { title, book: { title }, photo_ids: [] });
  const exact = await write('도자기학');
  const easy = await write('쉬운 도자기학');
  const exercises = await write('도자기학 연습문제');
  assert.deepEqual(
    (await search('도자기학')).items.map(({ id }) => id),
    [exact.id, exercises.id, easy.id],
  );
});

test('what students call a course is found by its name', async () => {
  const found = async (q) => (await search(q)).items.map(({ id }) => keyOf.get(id));
  assert.deepEqual(await found('운체'), ['os']);
  assert.ok((await found('선대')).includes('strang'));
  assert.deepEqual(await found('확통'), ['probability']);
  const { items } = (await visitor.get('/search/suggest', { query: { q: '운체' } })).expect(200).body;
  assert.ok(items.some(({ text }) => text.includes('운영체제')));
});

test('where all words together find nothing, a space or one word less is offered', async () => {
  const meant = async (q) => (await search(q)).did_you_mean;
  assert.equal(await meant('김홍종미적분학'), '김홍종 미적분학');
  assert.equal(await meant('미적분학 홍길동'), '미적분학');
  assert.equal(await meant('홍길동 미적분학'), '미적분학');
  assert.equal(await meant('홍길동 심봉사'), null);
  assert.equal(await meant('C++ vmfhrmfoald'), 'C++ 프로그래밍');
});

test('what nothing is found by for another reason is no slip', async () => {
  const { items, did_you_mean: suggestion } = await search('미적분', { max_price: '0' });
  assert.deepEqual(items, []);
  assert.equal(suggestion, null);
  // What the filter leaves out is not offered either.
  assert.equal((await search('미적붑', { max_price: '0' })).did_you_mean, null);
});

test('titles, courses and authors are suggested while one types', async () => {
  await search('');
  const suggest = async (q) =>
    (await visitor.get(`/search/suggest?q=${encodeURIComponent(q)}`)).expect(200).body.items;
  const texts = async (q) => (await suggest(q)).map((one) => one.text);
  assert.deepEqual((await texts('미저')).slice(0, 1), ['미적분학 1']);
  assert.ok((await texts('ㅅㅎㄷ')).includes('선형 대수학'));
  assert.ok((await texts('kreys')).includes('Erwin Kreyszig'));
  assert.ok((await texts('alwjr')).includes('대학 미적분학'), 'typed on the wrong layout');
  assert.deepEqual(await texts(''), []);
  assert.deepEqual(await texts('📚'), []);
  const [first] = await suggest('자바');
  assert.deepEqual(first, { kind: 'title', text: '자바의 정석', posts: 1, ranges: [[0, 2]] });
  assert.ok((await suggest('ㅇ')).length <= 8);
  (await visitor.get(`/search/suggest?q=${'가'.repeat(101)}`)).expect(400, 'invalid-query');
});

test('only the kinds that are asked for are suggested', async () => {
  await search('');
  const suggest = async (q, kind) =>
    (await visitor.get('/search/suggest', { query: { q, kind } })).expect(200).body.items;
  const kinds = async (q, kind) => new Set((await suggest(q, kind)).map((one) => one.kind));
  assert.deepEqual(await kinds('대수', 'course'), new Set(['course']));
  assert.deepEqual(await kinds('대수', 'title'), new Set(['title']));
  assert.deepEqual(await kinds('대수', 'title,course'), await kinds('대수'));
  assert.deepEqual(
    (await suggest('북스힐', 'publisher')).map((one) => [one.kind, one.text]),
    [['publisher', '북스힐']],
  );
  assert.deepEqual(await suggest('북스힐'), [], 'a search box is not offered publishers');
  for (const wrong of ['place', 'title,', 'title;course']) {
    (await visitor.get('/search/suggest', { query: { q: '대', kind: wrong } })).expect(400, 'invalid-query');
  }
});

test('majors are suggested from posts on sale and from users, each once, in the commonest spelling', async () => {
  const seller = await person(server, { major: '기린사육학과' });
  const suggest = async (q) =>
    (await visitor.get('/search/suggest', { query: { q, kind: 'major' } }))
      .expect(200)
      .body.items.map(({ text, posts }) => [text, posts]);
  assert.deepEqual(await suggest('기린사'), [['기린사육학과', 0]]);
  await person(server, { major: '기린 사육 학과' });
  await person(server, { major: '기린 사육 학과' });
  assert.deepEqual(await suggest('기린사'), [['기린 사육 학과', 0]]);
  await writePost(seller, { major: '기린사육 학과' });
  const post = await writePost(seller, { major: '기린사육학과' });
  assert.deepEqual(
    await suggest('기린사'),
    [['기린사육학과', 2]],
    'of equally common ones the newest on sale',
  );
  assert.deepEqual(await suggest('ㄱㄹㅅㅇ'), [['기린사육학과', 2]]);
  assert.deepEqual(await suggest('사육학'), [['기린사육학과', 2]]);
  assert.deepEqual(await suggest('rlflstk'), [['기린사육학과', 2]], 'typed on the wrong layout');
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  assert.deepEqual(await suggest('기린사'), [['기린 사육 학과', 1]]);
});

test('a course that is written in several ways is suggested once', async () => {
  const seller = await person(server);
  for (const name of ['목공예 실습 1', '목공예실습1', '목공예실습1'])
    await writePost(seller, { course: { name } });
  const { items } = (await visitor.get('/search/suggest', { query: { q: '목공예' } })).expect(200).body;
  assert.deepEqual(items, [{ kind: 'course', text: '목공예실습1', posts: 3, ranges: [[0, 3]] }]);
});
