// Lists and posts are written once for everybody: that each still sees their own, and nothing from before a change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { scrape } from '../support/metrics.mjs';
import { act, buy, freshName, people, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

// No sweep writes looks down: a post lies ready until something changes it.
const server = useServer({ sweep_ms: 3_600_000 });
const nobody = new Client(server);

/** A seller with two posts, and two who look at them; `list` finds these posts alone. */
async function market() {
  const [seller, fan, other] = await people(server, 3);
  const major = freshName('major');
  const posts = [await writePost(seller, { major }), await writePost(seller, { major })];
  const path = `/posts?major=${encodeURIComponent(major)}`;
  const list = async (who) => (await (who?.client ?? nobody).get(path)).expect(200);
  const detail = async (who, post) => (await (who?.client ?? nobody).get(`/posts/${post.id}`)).expect(200);
  return { seller, fan, other, posts, path, list, detail };
}

const favorites = (answer) => answer.body.items.filter(({ favorited }) => favorited).map(({ id }) => id);

test('a list that lies ready says of each viewer what is theirs', async () => {
  const { seller, fan, other, posts, list } = await market();
  (await fan.client.put(`/posts/${posts[0].id}/favorite`)).expect(200);
  const forAll = await list();
  for (const who of [fan, other, seller, fan, other, seller]) {
    const { body } = await list(who);
    assert.deepEqual(
      body.items.map(({ favorited, mine }) => ({ favorited, mine })),
      forAll.body.items.map(({ id }) => ({
        favorited: who === fan && id === posts[0].id,
        mine: who === seller,
      })),
    );
    // All else is the same for all.
    const common = body.items.map((item) => ({ ...item, favorited: false, mine: false }));
    assert.deepEqual({ ...body, items: common }, forAll.body);
  }
});

test('who sees something of their own has a tag of their own', async () => {
  const { fan, other, posts, path, list } = await market();
  (await fan.client.put(`/posts/${posts[1].id}/favorite`)).expect(200);
  const [forAll, fans, others] = [await list(), await list(fan), await list(other)];
  assert.equal(others.headers.etag, forAll.headers.etag);
  assert.notEqual(fans.headers.etag, forAll.headers.etag);
  for (const [who, known, status] of [
    [fan, fans.headers.etag, 304],
    [fan, forAll.headers.etag, 200],
    [other, forAll.headers.etag, 304],
  ]) {
    const again = await who.client.get(path, { headers: { 'if-none-match': known } });
    assert.equal(again.status, status);
  }
});

test('a favourite is there in the next answer, and gone in the one after it is taken back', async () => {
  const { fan, other, posts, list, detail } = await market();
  const [post] = posts;
  for (let i = 0; i < 10; ++i) {
    (await fan.client.put(`/posts/${post.id}/favorite`)).expect(200);
    assert.deepEqual(favorites(await list(fan)), [post.id]);
    assert.deepEqual(favorites(await list(other)), []);
    assert.equal((await detail(fan, post)).body.favorited, true);
    assert.equal((await detail(other, post)).body.favorite_count, 1);
    (await fan.client.delete(`/posts/${post.id}/favorite`)).expect(200);
    assert.deepEqual(favorites(await list(fan)), []);
    assert.equal((await detail(fan, post)).body.favorited, false);
  }
});

test('what others ask for meanwhile brings back nothing from before a change', async () => {
  const { seller, fan, other, posts, path, list, detail } = await market();
  const [post] = posts;
  let over = false;
  const asking = [nobody, other.client, fan.client, seller.client].map(async (client) => {
    while (!over) await Promise.all([client.get(path), client.get(`/posts/${post.id}`)]);
  });
  try {
    for (let i = 1; i <= 20; ++i) {
      const { version } = (await detail(seller, post)).body;
      const price = 10_000 + i;
      (await seller.client.patch(`/posts/${post.id}`, { version, price })).expect(200);
      for (const who of [undefined, other, fan, seller]) {
        assert.equal((await list(who)).body.items.find(({ id }) => id === post.id).price, price);
        assert.equal((await detail(who, post)).body.price, price);
      }
      (await fan.client[i % 2 ? 'put' : 'delete'](`/posts/${post.id}/favorite`)).expect(200);
      assert.deepEqual(favorites(await list(fan)), i % 2 ? [post.id] : []);
      assert.equal((await detail(fan, post)).body.favorited, i % 2 === 1);
      const block = `/users/${seller.username}/block`;
      (await other.client.put(block)).expect(204);
      assert.deepEqual((await list(other)).body.items, []);
      (await other.client.get(`/posts/${post.id}`)).expect(404);
      (await other.client.delete(block)).expect(204);
      assert.equal((await list(other)).body.items.length, 2);
      await detail(other, post);
    }
  } finally {
    over = true;
    await Promise.all(asking);
  }
});

test('a post that others have looked at tells its seller that it is theirs, and a buyer of their deal', async () => {
  const { seller, fan, other, posts, detail } = await market();
  const [post] = posts;
  for (const who of [undefined, other, undefined]) assert.equal((await detail(who, post)).body.mine, false);
  assert.equal((await detail(seller, post)).body.mine, true);
  const deal = await buy(fan, post);
  assert.equal((await detail(fan, post)).body.my_deal.id, deal.id);
  assert.equal((await detail(other, post)).body.my_deal, null);
  assert.equal((await detail(undefined, post)).body.my_deal, null);
  const { state } = (await act(seller, deal, 'accept')).expect(200).body;
  assert.equal((await detail(fan, post)).body.my_deal.state, state);
  assert.equal((await detail(other, post)).body.status, 'reserved');
});

test('a hidden or deleted post is gone at once, and its seller alone still finds the hidden one', async () => {
  const { seller, fan, posts, path, list, detail } = await market();
  const [hidden, deleted] = posts;
  for (const who of [undefined, fan]) {
    for (const post of posts) await detail(who, post);
    assert.equal((await list(who)).body.items.length, 2);
  }
  const { version } = (await detail(seller, hidden)).body;
  (await seller.client.patch(`/posts/${hidden.id}`, { version, status: 'hidden' })).expect(200);
  (await seller.client.delete(`/posts/${deleted.id}`)).expect(204);
  const withHidden = `${path}&status=hidden`;
  for (const client of [nobody, fan.client, nobody]) {
    for (const post of posts) (await client.get(`/posts/${post.id}`)).expect(404);
    assert.deepEqual((await client.get(withHidden)).expect(200).body.items, []);
  }
  assert.deepEqual(
    (await seller.client.get(withHidden)).expect(200).body.items.map(({ id }) => id),
    [hidden.id],
  );
  assert.equal((await detail(seller, hidden)).body.status, 'hidden');
  for (const who of [undefined, fan, seller]) assert.deepEqual((await list(who)).body.items, []);
});

test('a post that lies ready is the same for HEAD', async () => {
  const { fan, posts, detail } = await market();
  const shown = await detail(fan, posts[0]);
  const head = (await fan.client.head(`/posts/${posts[0].id}`)).expect(200);
  assert.equal(head.headers.etag, shown.headers.etag);
  assert.equal(head.headers['content-length'], shown.headers['content-length']);
});

/** How often something that was written for everybody lay ready while that was done. */
async function hits(work) {
  const ready = async () => {
    const { value } = await scrape(nobody);
    return ['posts', 'details'].reduce((sum, cache) => sum + value('giraffe_cache_hits_total', { cache }), 0);
  };
  const before = await ready();
  await work();
  return (await ready()) - before;
}

test('who has blocked somebody is given what lies ready where none of it is theirs', async () => {
  const { seller, fan, posts, path, list, detail } = await market();
  const [stranger] = await people(server, 1);
  (await fan.client.put(`/users/${stranger.username}/block`)).expect(204);
  (await fan.client.put(`/posts/${posts[0].id}/favorite`)).expect(200);
  const forAll = await list();
  await detail(undefined, posts[1]);
  for (const who of [fan, stranger, seller]) {
    const found = await hits(async () => {
      const { body } = await list(who);
      assert.deepEqual(
        body.items.map(({ id, favorited }) => [id, favorited]),
        forAll.body.items.map(({ id }) => [id, who === fan && id === posts[0].id]),
      );
      await detail(who === seller ? undefined : who, posts[1]);
    });
    assert.equal(found, 2);
  }
  // A search may find others where some are left out: it is read for them.
  const words = `${path}&q=${encodeURIComponent(posts[0].title)}`;
  const shown = (await nobody.get(words)).expect(200).body;
  assert.deepEqual((await fan.client.get(words)).expect(200).body.items.length, shown.items.length);
});

test('nobody is told by what lies ready that there is more, when all that follows is of a blocked pair', async () => {
  const { seller, fan, other, path } = await market();
  const [last] = await people(server, 1);
  const major = freshName('major');
  await writePost(last, { major });
  await writePost(seller, { major });
  const first = `${path.replace(/=.*/, '=')}${encodeURIComponent(major)}&limit=1`;
  for (const [blocker, blocked, who] of [
    [fan, last, fan],
    [last, other, other],
  ]) {
    assert.ok((await nobody.get(first)).expect(200).body.next_cursor);
    (await blocker.client.put(`/users/${blocked.username}/block`)).expect(204);
    const { items, next_cursor } = (await who.client.get(first)).expect(200).body;
    assert.equal(items[0].seller.username, seller.username);
    assert.equal(next_cursor, null);
  }
  assert.ok((await nobody.get(first)).expect(200).body.next_cursor);
});
