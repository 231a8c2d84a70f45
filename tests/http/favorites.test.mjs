// What those who favour a post (찜) are told of it, and that nobody else is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, buy, people, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const server = useServer();

/** A seller's post, somebody who favours it, and somebody who doesn't, with their streams from here on. */
async function favored(overrides) {
  const [seller, fan, other] = await people(server, 3);
  const post = await writePost(seller, { price: 12000, ...overrides });
  (await fan.client.put(`/posts/${post.id}/favorite`)).expect(200);
  const [fans, others, sellers] = await Promise.all([fan, other, seller].map((who) => streamOf(who)));
  const change = async (changes) => {
    const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
    (await seller.client.patch(`/posts/${post.id}`, { version, ...changes })).expect(200);
  };
  /** What the fan was told since the last time; the others nothing of that kind. */
  const news = async () => {
    for (const stream of [others, sellers])
      assert.deepEqual(
        (await stream.poll()).filter(({ type }) => type === 'post'),
        [],
      );
    const events = (await fans.poll()).filter(({ type }) => type === 'post');
    return events.map(({ seq, at, type, post_id, ...what }) => {
      assert.equal(post_id, post.id);
      return what;
    });
  };
  return { seller, fan, other, post, change, news };
}

test('a favourite’s new price is told with the one before', async () => {
  const { change, news } = await favored();
  await change({ price: 9000 });
  assert.deepEqual(await news(), [{ change: 'price', price: 9000, was: 12000 }]);
  await change({ price: 9500, title: '다시 올림' });
  assert.deepEqual(await news(), [{ change: 'price', price: 9500, was: 9000 }]);
  await change({ price: 9500, description: '글만 고침' });
  assert.deepEqual(await news(), []);
});

test('a favourite that is reserved, free again and sold is told each time', async () => {
  const { seller, other, post, news } = await favored();
  const first = await buy(other, post);
  assert.deepEqual(await news(), []);
  (await act(seller, first, 'accept')).expect(200);
  assert.deepEqual(await news(), [{ change: 'reserved' }]);
  (await act(other, first, 'cancel', { reason: '못 가게 됨' })).expect(200);
  assert.deepEqual(await news(), [{ change: 'selling' }]);
  const second = await buy(other, post);
  (await act(seller, second, 'accept')).expect(200);
  for (const side of [seller, other]) (await act(side, second, 'confirm')).expect(200);
  assert.deepEqual(await news(), [{ change: 'reserved' }, { change: 'sold' }]);
});

test('a favourite that is hidden is gone, and is told when it is shown again, with its new price', async () => {
  const { change, news } = await favored();
  await change({ status: 'hidden' });
  assert.deepEqual(await news(), [{ change: 'gone' }]);
  await change({ price: 8000 });
  assert.deepEqual(await news(), []);
  await change({ status: 'selling' });
  assert.deepEqual(await news(), [{ change: 'selling' }]);
  await change({ status: 'hidden', price: 7000 });
  assert.deepEqual(await news(), [{ change: 'gone' }]);
  await change({ status: 'selling', price: 6000 });
  assert.deepEqual(await news(), [{ change: 'selling', price: 6000, was: 7000 }]);
});

test('a favourite that is deleted is gone, and who no longer favours it is told nothing', async () => {
  const { seller, post, news } = await favored();
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  assert.deepEqual(await news(), [{ change: 'gone' }]);
  const calm = await favored();
  (await calm.fan.client.delete(`/posts/${calm.post.id}/favorite`)).expect(200);
  await calm.change({ price: 1000 });
  assert.deepEqual(await calm.news(), []);
});

test('a favourite that is hidden by now can be dropped, and is none when it is shown again', async () => {
  const { fan, other, post, change, news } = await favored();
  await change({ status: 'hidden' });
  await news();
  (await other.client.delete(`/posts/${post.id}/favorite`)).expect(404);
  const dropped = (await fan.client.delete(`/posts/${post.id}/favorite`)).expect(200).body;
  assert.deepEqual(dropped, { favorited: false, favorite_count: 0 });
  (await fan.client.delete(`/posts/${post.id}/favorite`)).expect(404);
  await change({ status: 'selling' });
  assert.deepEqual(await news(), []);
  assert.equal((await fan.client.get(`/posts/${post.id}`)).expect(200).body.favorited, false);
});
