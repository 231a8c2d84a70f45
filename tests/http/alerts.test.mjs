// Saved searches (구해요): who is told of which post, when, and how often.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const server = useServer();

const save = async (who, search) => (await who.client.post('/alerts', search)).expect(201).body;
const list = async (who) => (await who.client.get('/alerts', { query: { limit: 100 } })).expect(200).body;
const matchesOf = async (who, alert, query) =>
  (await who.client.get(`/alerts/${alert.id}/matches`, { query })).expect(200).body;
const ids = (items) => items.map(({ id }) => id);

async function change(seller, post, changes) {
  const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
  return (await seller.client.patch(`/posts/${post.id}`, { version, ...changes })).expect(200).body;
}

/** A post that nothing else in this file finds, but for a search for `q`. */
const offer = (seller, q, more) => writePost(seller, { title: q, book: { title: q }, ...more });

/** What the stream tells of saved searches up to a post that is put up now for `sentinel`: nothing can come later. */
async function alertsUntilNow(stream, seller, sentinel) {
  const last = await offer(seller, sentinel);
  const events = await stream.until(({ type, post_id }) => type === 'alert' && post_id === last.id);
  return events
    .filter(({ type, post_id }) => type === 'alert' && post_id !== last.id)
    .map(({ post_id, alert_ids }) => [post_id, alert_ids]);
}

test('whoever saved a search is told of what is offered then, and finds it among its matches', async () => {
  const [seller, buyer, other] = await people(server, 3);
  await offer(seller, '위상수학 옛날 글');
  const alert = await save(buyer, { q: '위상수학' });
  assert.deepEqual(
    { ...alert, created_at: null },
    {
      id: alert.id,
      q: '위상수학',
      isbn: null,
      major: null,
      course: null,
      max_price: null,
      paused: false,
      new_matches: 0,
      created_at: null,
    },
  );
  assert.deepEqual((await buyer.client.get(`/alerts/${alert.id}`)).expect(200).body, alert);
  await save(other, { q: '유기화학' });
  const [stream, others, sellers] = await Promise.all([buyer, other, seller].map((who) => streamOf(who)));
  await save(seller, { q: '위상수학' });

  const post = await offer(seller, '위상 수학 입문');
  const [event] = await stream.until(({ type }) => type === 'alert');
  assert.deepEqual([event.post_id, event.alert_ids], [post.id, [alert.id]]);
  assert.deepEqual(await others.poll(), []);
  assert.deepEqual(await sellers.poll(), []); // their own
  assert.deepEqual(ids((await matchesOf(buyer, alert)).items), [post.id]);
  const page = await list(buyer);
  assert.deepEqual([page.items[0].new_matches, page.new_posts, page.seq], [1, 1, event.seq]);
});

test('a search is told of a post by the same rules as the list finds it', async () => {
  const [seller, buyer] = await people(server, 2);
  const isbn = '9788936433598';
  const searches = [
    [{ q: '줌다' }, true],
    [{ q: 'ㅇㅂㅎㅎ' }, true],
    [{ q: 'CHEMIS 줌달' }, true],
    [{ q: '줌달 물리' }, false],
    [{ isbn: '978-89-364-3359-8' }, true],
    [{ isbn: '9788932473901' }, false],
    [{ major: '화 학과' }, true],
    [{ major: '화학과', course: '일반화학Ⅱ' }, false],
    [{ course: '일반 화학 1', max_price: 15000 }, true],
    [{ course: '일반 화학 1', max_price: 14999 }, false],
    [{ q: '줌달', isbn, major: '화학과', course: '일반화학1', max_price: 20000 }, true],
  ];
  const expected = [];
  for (const [search, found] of searches) {
    const alert = await save(buyer, search);
    if (found) expected.push(alert.id);
  }
  const stream = await streamOf(buyer);
  const post = await writePost(seller, {
    title: '줌달의 일반화학',
    book: { title: 'Chemistry', author: 'Zumdahl', isbn },
    price: 15000,
    major: '화학과',
    course: { name: '일반화학 1' },
  });
  const [event] = await stream.until(({ type }) => type === 'alert');
  assert.deepEqual([event.post_id, event.alert_ids], [post.id, expected]);
});

test('what is refused', async () => {
  const buyer = await person(server);
  const refused = async (body, faults) => (await buyer.client.post('/alerts', body)).expectFields(faults);
  await refused({}, { '/q': 'required' });
  await refused({ max_price: 1000 }, { '/q': 'required' });
  await refused({ q: '', isbn: null }, { '/q': 'required' });
  await refused({ q: '?! 📚' }, { '/q': 'nothing-to-search' });
  await refused({ isbn: '9788936433599' }, { '/isbn': 'invalid-isbn' });
  await refused({ q: 'ㅁ'.repeat(101), max_price: -1 }, { '/q': 'too-long', '/max_price': 'too-small' });
  await refused({ q: 7, max_price: 10_000_001 }, { '/q': 'wrong-type', '/max_price': 'too-large' });
  await refused({ q: '책', min_price: 1 }, { '/min_price': 'unknown-field' });
  await refused({ q: '책\u0000' }, { '/q': 'control-character' });
  const alert = await save(buyer, { q: '책' });
  (await buyer.client.patch(`/alerts/${alert.id}`, {})).expectFields({ '/paused': 'required' });
  (await buyer.client.patch(`/alerts/${alert.id}`, { paused: 1 })).expectFields({ '/paused': 'wrong-type' });
  (await buyer.client.put('/alerts/seen', { seq: -1 })).expectFields({ '/seq': 'too-small' });
  (await buyer.client.get('/alerts?limit=0')).expect(400, 'invalid-query');
  (await buyer.client.get('/alerts/nothing')).expect(404, 'not-found');
});

test('a saved search is nobody else’s', async () => {
  const [owner, other] = await people(server, 2);
  const alert = await save(owner, { q: '양자역학' });
  const path = `/alerts/${alert.id}`;
  const nobody = new Client(server);
  for (const [client, status, code] of [
    [other.client, 404, 'not-found'],
    [nobody, 401, 'not-signed-in'],
  ]) {
    (await client.get(path)).expect(status, code);
    (await client.get(`${path}/matches`)).expect(status, code);
    (await client.patch(path, { paused: true })).expect(status, code);
    (await client.delete(path)).expect(status, code);
  }
  (await nobody.get('/alerts')).expect(401, 'not-signed-in');
  (await nobody.post('/alerts', { q: '책' })).expect(401, 'not-signed-in');
  (await nobody.put('/alerts/seen', { seq: 0 })).expect(401, 'not-signed-in');
  assert.deepEqual((await list(other)).items, []);
  assert.deepEqual((await list(owner)).items, [alert]);
});

test('the same search again is the one that is there', async () => {
  const buyer = await person(server);
  const alert = await save(buyer, { q: 'Café  미적분', major: '전산 학과' });
  const again = await buyer.client.post('/alerts', { q: ' cafe 미적분', major: '전산학과' });
  assert.deepEqual(again.expect(200).body, alert);
  assert.equal(again.headers['content-location'], `/alerts/${alert.id}`);
  await save(buyer, { q: 'cafe 미적분' });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => buyer.client.post('/alerts', { q: '열역학' })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201]);
  assert.equal(new Set(ids(answers.map(({ body }) => body))).size, 1);

  const headers = { 'idempotency-key': 'once' };
  const first = (await buyer.client.post('/alerts', { q: '유체역학' }, { headers })).expect(201);
  const second = (await buyer.client.post('/alerts', { q: '유체역학' }, { headers })).expect(201);
  assert.deepEqual(second.body, first.body);
  assert.equal(second.headers['idempotent-replayed'], 'true');
  (await buyer.client.post('/alerts', { q: '고체역학' }, { headers })).expect(422, 'idempotency-key-reused');
});

test('thirty searches and no more, however many are saved at once', async () => {
  const buyer = await person(server);
  for (let i = 0; i < 29; ++i) await save(buyer, { q: `책 ${i}` });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => buyer.client.post('/alerts', { q: `또 ${i}` })),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const answer of answers) if (answer.status !== 201) answer.expect(409, 'too-many-alerts');
  (await buyer.client.post('/alerts', { q: '책 3' })).expect(200); // is there
  const all = [];
  for (let path = '/alerts?limit=7'; path; ) {
    const answer = (await buyer.client.get(path)).expect(200);
    all.push(...ids(answer.body.items));
    path = answer.headers.link?.match(/<(.+)>/)[1];
  }
  assert.equal(all.length, 30);
  assert.deepEqual(
    all,
    [...new Set(all)].sort((a, b) => b - a),
  );
  (await buyer.client.delete(`/alerts/${all[0]}`)).expect(204);
  (await buyer.client.delete(`/alerts/${all[0]}`)).expect(404, 'not-found');
  await save(buyer, { q: '이제 된다' });
});

test('two searches of one user make one event for a post', async () => {
  const [seller, buyer] = await people(server, 2);
  const [first, second] = [await save(buyer, { q: '복소해석' }), await save(buyer, { q: 'ㅂㅅㅎㅅ' })];
  await save(buyer, { q: '마지막 글' });
  const stream = await streamOf(buyer);
  const post = await offer(seller, '복소해석학');
  assert.deepEqual(await alertsUntilNow(stream, seller, '마지막 글'), [[post.id, [first.id, second.id]]]);
  const page = await list(buyer);
  assert.equal(page.new_posts, 2);
  assert.deepEqual(
    page.items.map(({ new_matches }) => new_matches),
    [1, 1, 1],
  );
});

test('a post is told when it first fits: shown, sold cheaper, written anew, free again; and never again', async () => {
  const [seller, buyer, third] = await people(server, 3);
  const hidden = await offer(seller, '수치해석 가', { status: 'hidden' });
  const dear = await offer(seller, '수치해석 나', { price: 30000 });
  const other = await offer(seller, '수치계산 다');
  const reserved = await offer(seller, '수치해석 라');
  const deal = await buy(third, reserved);
  (await act(seller, deal, 'accept')).expect(200);
  const alert = await save(buyer, { q: '수치해석', max_price: 20000 });
  await save(buyer, { q: '끝났다' });
  const stream = await streamOf(buyer);

  await change(seller, dear, { price: 20001 });
  await change(seller, hidden, { description: '아직 숨긴 글' });
  await change(seller, hidden, { status: 'selling' });
  await change(seller, dear, { price: 20000 });
  await change(seller, other, { title: '수치해석 다' });
  (await act(seller, deal, 'cancel', { reason: '마음이 바뀜' })).expect(200);
  const expected = [hidden, dear, other, reserved].map(({ id }) => [id, [alert.id]]);
  assert.deepEqual(await alertsUntilNow(stream, seller, '끝났다'), expected);
  assert.deepEqual(ids((await matchesOf(buyer, alert)).items), ids([reserved, other, dear, hidden]));

  await change(seller, hidden, { status: 'hidden' });
  await change(seller, hidden, { status: 'selling' });
  await change(seller, dear, { price: 30000 });
  await change(seller, dear, { price: 10000 });
  await change(seller, other, { title: '다른 책' });
  await change(seller, other, { title: '수치해석 다' });
  assert.deepEqual(await alertsUntilNow(stream, seller, '끝났다'), []);
});

test('an edit tells nobody for whom it changes nothing', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await offer(seller, '그래프이론 교재', { price: 20000 });
  await save(buyer, { q: '그래프이론' });
  await save(buyer, { q: '정말로 끝' });
  const stream = await streamOf(buyer);
  await change(seller, post, { price: 10000, description: '밑줄 없음', title: '그래프 이론 책' });
  assert.deepEqual(await alertsUntilNow(stream, seller, '정말로 끝'), []);
});

test('a paused search tells nothing, and nothing of that time when it goes on', async () => {
  const [seller, buyer] = await people(server, 2);
  const alert = await save(buyer, { q: '정수론' });
  await save(buyer, { q: '이 글까지' });
  const stream = await streamOf(buyer);
  const pause = async (paused) =>
    (await buyer.client.patch(`/alerts/${alert.id}`, { paused })).expect(200).body.paused;
  assert.equal(await pause(true), true);
  await offer(seller, '정수론 1');
  assert.equal(await pause(false), false);
  const post = await offer(seller, '정수론 2');
  assert.equal(await pause(false), false);
  assert.deepEqual(await alertsUntilNow(stream, seller, '이 글까지'), [[post.id, [alert.id]]]);
});

test('matches are paged, the last first, and without what is hidden or deleted by now', async () => {
  const [seller, buyer] = await people(server, 2);
  const alert = await save(buyer, { q: '조합론' });
  await save(buyer, { q: '다섯 권' });
  const stream = await streamOf(buyer);
  const posts = [];
  for (let i = 0; i < 5; ++i) posts.push(await offer(seller, `조합론 ${i}`));
  await alertsUntilNow(stream, seller, '다섯 권');
  const first = await buyer.client.get(`/alerts/${alert.id}/matches?limit=3`);
  const rest = await buyer.client.get(first.expect(200).headers.link.match(/<(.+)>/)[1]);
  assert.deepEqual(ids([...first.body.items, ...rest.expect(200).body.items]), ids(posts).reverse());
  assert.equal(rest.body.next_cursor, null);
  assert.equal((await list(buyer)).items.find(({ id }) => id === alert.id).new_matches, 5);

  await change(seller, posts[1], { status: 'hidden' });
  (await seller.client.delete(`/posts/${posts[2].id}`)).expect(204);
  assert.deepEqual(ids((await matchesOf(buyer, alert)).items), ids([posts[4], posts[3], posts[0]]));
  const page = await list(buyer);
  assert.equal(page.items.find(({ id }) => id === alert.id).new_matches, 3);
  assert.equal(page.new_posts, 4);
});

test('what has been seen is no longer new, and a later match is', async () => {
  const [seller, buyer] = await people(server, 2);
  await save(buyer, { q: '대수기하' });
  const stream = await streamOf(buyer);
  const isAlert = ({ type }) => type === 'alert';
  await offer(seller, '대수기하 1');
  const [first] = await stream.until(isAlert);
  await offer(seller, '대수기하 2');
  await stream.until(isAlert);
  const seen = async (seq) => (await buyer.client.put('/alerts/seen', { seq })).expect(200).body.new_posts;
  assert.equal(await seen(0), 2);
  assert.equal(await seen(first.seq), 1);
  assert.equal(await seen((await list(buyer)).seq), 0);
  assert.equal(await seen(0), 0); // never back
  assert.equal(await seen(Number.MAX_SAFE_INTEGER), 0); // nor ahead of the stream
  await offer(seller, '대수기하 3');
  await stream.until(isAlert);
  assert.equal((await list(buyer)).new_posts, 1);
});

test('a deleted search tells nothing more, and those of a user who leaves are gone', async () => {
  const [seller, buyer, leaving] = await people(server, 3);
  const alert = await save(buyer, { q: '미분기하' });
  await save(buyer, { q: '그만 찾는다' });
  await save(leaving, { q: '미분기하' });
  const stream = await streamOf(buyer);
  (await buyer.client.delete(`/alerts/${alert.id}`)).expect(204);
  (await leaving.client.delete('/users/me', { json: { password: leaving.password } })).expect(204);
  await offer(seller, '미분기하학');
  assert.deepEqual(await alertsUntilNow(stream, seller, '그만 찾는다'), []);
});

test('kill -9 after a post was answered: it is told after the restart, exactly once', async () => {
  const [seller, buyer] = await people(server, 2);
  await save(buyer, { q: '벡터해석' });
  const stream = await streamOf(buyer);
  const written = [];
  for (let round = 0; round < 4; ++round) {
    // All are answered by the commits of a few batches; the matcher has just begun with them.
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) => offer(seller, `벡터해석 ${round} ${i}`)),
    );
    await server.kill();
    await server.restart();
    written.push(...ids(answers));
  }
  const last = await offer(seller, '벡터해석 끝');
  const events = await stream.until(({ post_id }) => post_id === last.id);
  const told = events.filter(({ type }) => type === 'alert').map(({ post_id }) => post_id);
  assert.deepEqual(
    told.sort((a, b) => a - b),
    [...written, last.id].sort((a, b) => a - b),
  );
});
