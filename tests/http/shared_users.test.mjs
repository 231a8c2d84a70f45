// A user's page is written once for all who are shown the same: that each still sees their own, and nothing from
// before a change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { scrape } from '../support/metrics.mjs';
import { act, buy, PASSWORD, people, say, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, review_hidden_ms: 0 });
const nobody = new Client(server);

const read = async (of, who) => (await (who?.client ?? nobody).get(`/users/${of.username}`)).expect(200);
const page = async (of, who) => (await read(of, who)).body;
const ready = async () => (await scrape(nobody)).value('giraffe_cache_hits_total', { cache: 'users' });

/** How often a page lay ready while that was done. */
async function hits(work) {
  const before = await ready();
  await work();
  return (await ready()) - before;
}

test('a page lies ready for everybody signed out, and for everybody signed in', async () => {
  const [of, one, two] = await people(server, 3);
  const [out, signedIn] = [await page(of), await page(of, one)];
  const found = await hits(async () => {
    for (const who of [two, of, one]) assert.deepEqual(await page(of, who), signedIn);
    assert.deepEqual(await page(of), out);
    (await nobody.get(`/users/${of.username.toUpperCase()}`)).expect(200);
  });
  assert.equal(found, 5);
  assert.deepEqual(signedIn, { ...out, blocked: false });
});

test('a page is known again by its tag, with HEAD as well, until something on it changes', async () => {
  const [of, one] = await people(server, 2);
  const path = `/users/${of.username}`;
  const { etag } = (await read(of, one)).headers;
  for (const method of ['get', 'head']) {
    (await one.client[method](path, { headers: { 'if-none-match': etag } })).expect(304);
    assert.equal((await one.client[method](path)).expect(200).headers.etag, etag);
  }
  assert.notEqual((await read(of)).headers.etag, etag);
  assert.match((await read(of)).headers.vary, /Authorization, Cookie/);
  (await of.client.patch('/users/me', { bio: '새 소개' })).expect(200);
  assert.equal(
    (await one.client.get(path, { headers: { 'if-none-match': etag } })).expect(200).body.bio,
    '새 소개',
  );
});

test('whatever is changed on a page is in the very next answer', async () => {
  const [seller, buyer, third] = await people(server, 3);
  const viewers = [undefined, third, seller];
  /** Does something when the page lies ready for all of them; what the next answers say to each. */
  const after = async (of, change) => {
    for (const who of viewers) await page(of, who);
    const result = await change();
    const found = await hits(async () => {
      for (const who of viewers) {
        const { blocked, ...body } = await page(of, who);
        assert.equal(blocked, who && false);
        seen.push(body);
      }
    });
    const [one, ...others] = seen.splice(0);
    for (const other of others) assert.deepEqual(other, one);
    assert.equal(found, 1, 'the second who is signed in was given what the first was');
    return { shown: one, result };
  };
  const seen = [];

  const renamed = await after(seller, () => seller.client.patch('/users/me', { display_name: '새 이름' }));
  assert.equal(renamed.shown.display_name, '새 이름');
  const { shown, result: post } = await after(seller, () => writePost(seller));
  assert.equal(shown.counts.selling, 1);
  const { result: deal, ...asked } = await after(seller, () => buy(buyer, post));
  assert.equal(asked.shown.reply_time, null);
  const answered = await after(seller, () => say(seller, `/chat/rooms/${deal.room_id}`, '네, 있어요'));
  assert.equal(answered.shown.reply_time.count, 1);
  const sold = await after(seller, async () => {
    for (const [who, action] of [
      [seller, 'accept'],
      [buyer, 'confirm'],
      [seller, 'confirm'],
    ]) {
      (await act(who, deal, action)).expect(200);
    }
  });
  assert.deepEqual(sold.shown.counts, { selling: 0, sold: 1, bought: 0 });
  assert.equal((await page(buyer)).counts.bought, 1);
  const reviewed = await after(seller, () => act(buyer, deal, 'review', { stars: 4 }));
  assert.deepEqual(reviewed.shown.stars, [0, 0, 0, 1, 0]);
  assert.deepEqual(reviewed.shown.rating, { average: 4, count: 1 });
  const other = await writePost(seller);
  const hidden = await after(seller, () =>
    seller.client.patch(`/posts/${other.id}`, { version: other.version, status: 'hidden' }),
  );
  assert.equal(hidden.shown.counts.selling, 0);
});

test('what is said in a room that was answered before lets no page go', async () => {
  const [seller, buyer] = await people(server, 2);
  const { room_id: room } = await buy(buyer, await writePost(seller));
  await say(seller, `/chat/rooms/${room}`, '네, 있어요');
  await page(seller);
  const found = await hits(async () => {
    for (const who of [seller, buyer, seller]) await say(who, `/chat/rooms/${room}`, '언제 볼까요?');
    (await buyer.client.put(`/chat/rooms/${room}/read`, { seq: 1 })).expect(200);
    await page(seller);
  });
  assert.equal(found, 1);
});

test('neither of a blocked pair is given the page that lies ready, from the block to its end', async () => {
  const [one, two, third] = await people(server, 3);
  await writePost(one);
  await writePost(two);
  const block = `/users/${two.username}/block`;
  for (let i = 0; i < 3; ++i) {
    for (const who of [undefined, third, one, two]) await Promise.all([page(one, who), page(two, who)]);
    (await one.client.put(block)).expect(204);
    for (const who of [undefined, third]) {
      for (const of of [one, two]) {
        const { counts, blocked } = await page(of, who);
        assert.deepEqual([counts.selling, blocked], [1, who && false]);
      }
    }
    const [ofTwo, ofOne] = [await page(two, one), await page(one, two)];
    assert.deepEqual([ofTwo.blocked, ofTwo.counts.selling], [true, 0]);
    assert.deepEqual([ofOne.blocked, ofOne.counts.selling], [false, 0]);
    // A block between others changes nothing of what one is shown.
    assert.equal(await hits(() => page(third, one)), i > 0 ? 1 : 0);
    assert.deepEqual(await page(third, one), await page(third, third));
    (await one.client.delete(block)).expect(204);
    assert.deepEqual(await page(two, one), await page(two, third));
    assert.deepEqual(await page(one, two), await page(one, third));
  }
});

test('who has left is gone at once, for everybody', async () => {
  const [gone, one] = await people(server, 2);
  for (const who of [undefined, one]) await page(gone, who);
  (await gone.client.delete('/users/me', { json: { password: PASSWORD } })).expect(204);
  for (const client of [nobody, one.client, nobody]) {
    (await client.get(`/users/${gone.username}`)).expect(404, 'not-found');
  }
});

test('what others ask for meanwhile brings back no page from before a change', async () => {
  const [of, one, two] = await people(server, 3);
  let over = false;
  const asking = [undefined, one, two].map(async (who) => {
    while (!over) await page(of, who);
  });
  try {
    for (let i = 1; i <= 30; ++i) {
      (await of.client.patch('/users/me', { bio: `소개 ${i}` })).expect(200);
      for (const who of [undefined, one, two]) assert.equal((await page(of, who)).bio, `소개 ${i}`);
    }
  } finally {
    over = true;
    await Promise.all(asking);
  }
});
