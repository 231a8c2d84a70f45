// Moderators find every post: on sale, hidden, on hold or deleted, by its words, its seller and what has become of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people, sell, useStaff, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, reporter_age_ms: 0 });
const team = useStaff(server);

const list = async (query) => {
  const { moderator } = await team();
  return (await moderator.client.get('/admin/posts', { query })).expect(200).body;
};
const ids = async (query) => (await list(query)).items.map(({ post }) => post.id);

/** One post of each kind by the same seller, the latest written first. */
async function everyKind() {
  const { moderator } = await team();
  const [seller, buyer, ...witnesses] = await people(server, 5);
  const write = (title, more) => writePost(seller, { title, book: { title: '해석개론' }, ...more });
  const kinds = {
    sold: await write('해석개론 하나'),
    selling: await write('해석개론 둘', { description: '필기가 조금 있습니다' }),
    hidden: await write('해석개론 셋', { status: 'hidden' }),
    moderated: await write('해석개론 넷'),
    reported: await write('해석개론 다섯'),
    deleted: await write('해석개론 여섯', { description: '급히 팝니다' }),
  };
  await sell(seller, buyer, kinds.sold);
  const hide = `/admin/posts/${kinds.moderated.id}/hide`;
  (await moderator.client.post(hide, { reason: '교재가 아닙니다' })).expect(200);
  for (const { client } of witnesses)
    (await client.post('/reports', { kind: 'post', id: kinds.reported.id, reason: 'fraud' })).expect(201);
  (await seller.client.delete(`/posts/${kinds.deleted.id}`)).expect(204);
  const of = (...names) => names.map((name) => kinds[name].id);
  return { seller, kinds, of };
}

test('every post is there, the latest written first, with who hides it and why', async () => {
  const { seller, of } = await everyKind();
  const { items } = await list({ seller: seller.username.toUpperCase() });
  assert.deepEqual(
    items.map(({ post }) => post.id),
    of('deleted', 'reported', 'moderated', 'hidden', 'selling', 'sold'),
  );
  const [deleted, reported, moderated, hidden, selling] = items;
  assert.ok(Date.parse(deleted.deleted_at) <= Date.now());
  assert.equal(selling.deleted_at, null);
  const { at, ...hold } = moderated.hold;
  assert.ok(Date.parse(at) <= Date.now());
  assert.deepEqual(hold, { cause: 'moderator', reason: '교재가 아닙니다', was: 'selling' });
  assert.equal(moderated.open_case, null);
  assert.deepEqual([reported.hold.cause, reported.hold.reason], ['reports', '']);
  const { moderator } = await team();
  (await moderator.client.get(`/admin/reports/${reported.open_case}`)).expect(200);
  assert.deepEqual([hidden.hold, hidden.post.status], [null, 'hidden']);
});

test('they are narrowed to what has become of them', async () => {
  const { seller, of } = await everyKind();
  const found = (status) => ids({ seller: seller.username, status });
  assert.deepEqual(await found('selling'), of('selling'));
  assert.deepEqual(await found('sold'), of('sold'));
  assert.deepEqual(await found('hidden'), of('reported', 'moderated', 'hidden'));
  assert.deepEqual(await found('held'), of('reported', 'moderated'));
  assert.deepEqual(await found('deleted'), of('deleted'));
  assert.deepEqual(await found('deleted,sold'), of('deleted', 'sold'));
  assert.deepEqual(await found('reserved'), []);
});

test('words find as in the market, in deleted posts, too', async () => {
  const { seller, kinds, of } = await everyKind();
  const found = (q) => ids({ seller: seller.username, q });
  const all = of('deleted', 'reported', 'moderated', 'hidden', 'selling', 'sold');
  assert.deepEqual(await found('해석개론'), all);
  assert.deepEqual(await found('해석 개'), all); // still being typed
  assert.deepEqual(await found('ㅎㅅㄱㄹ'), all); // by first consonants
  assert.deepEqual(await found('급히'), of('deleted')); // in the description
  assert.deepEqual(await found('필기'), of('selling'));
  assert.deepEqual(await found('해석개론 급히 필기'), []);
  assert.deepEqual(await found('!?'), []);
  assert.deepEqual(await ids({ q: '급히', seller: 'nobody-like-that' }), []);
  // Whatever stands in it is looked for, and nothing else is done with it.
  assert.deepEqual(await found('" OR 1=1 --'), []);
  assert.deepEqual(await found('n* NOT x'), []);
  assert.equal(kinds.selling.status, 'selling');
});

test('it has pages, and refuses what it does not know', async () => {
  const { seller, of } = await everyKind();
  const seen = [];
  let cursor;
  do {
    const page = await list({ seller: seller.username, q: '해석', limit: 4, cursor });
    seen.push(...page.items.map(({ post }) => post.id));
    cursor = page.next_cursor;
  } while (cursor);
  assert.deepEqual(seen, of('deleted', 'reported', 'moderated', 'hidden', 'selling', 'sold'));
  const { moderator } = await team();
  for (const query of ['status=gone', 'q=a&q=b', 'sort=newest', 'cursor=x', `q=${'a'.repeat(101)}`])
    (await moderator.client.get(`/admin/posts?${query}`)).expect(400, 'invalid-query');
});

test('hiding a post in the list is seen there at once', async () => {
  const { moderator } = await team();
  const { seller, kinds, of } = await everyKind();
  const path = `/admin/posts/${kinds.selling.id}`;
  (await moderator.client.post(`${path}/hide`, { reason: '광고' })).expect(200);
  const held = () => ids({ seller: seller.username, status: 'held' });
  assert.deepEqual(await held(), of('reported', 'moderated', 'selling'));
  (await moderator.client.post(`${path}/restore`, { reason: '아님' })).expect(200);
  assert.deepEqual(await held(), of('reported', 'moderated'));
  // What a seller who has left had is gone from the market, not from here.
  (await seller.client.delete('/users/me', { json: { password: seller.password } })).expect(204);
  const [left] = (await list({ q: '해석개론 둘' })).items.filter(({ post }) => post.id === kinds.selling.id);
  assert.notEqual(left.deleted_at, null);
});
