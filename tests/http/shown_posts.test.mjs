// What a buyer is shown of a post that is no longer shown to them: what they knew, and nothing that is written into it since.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, buy, people, useStaff, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, exports_per_hour: 0 });
const team = useStaff(server);

const read = async (who, path) => (await who.client.get(path)).expect(200).body;
const change = async (seller, post, more) => {
  const { version } = await read(seller, `/posts/${post.id}`);
  return (await seller.client.patch(`/posts/${post.id}`, { version, ...more })).expect(200).body;
};

/** Everything in which that party finds the post of a deal, as [title, price, photo's id]; an export has titles alone. */
async function cards(who, deal) {
  const card = ({ post: { title, price, photo } }) => [title, price, photo?.id ?? null];
  const ofDeal = ({ id }) => id === deal.id;
  const ofRoom = ({ id }) => id === deal.room_id;
  const room = await read(who, `/chat/rooms/${deal.room_id}`);
  const mine = await read(who, '/users/me/export');
  return {
    cards: [
      card(room),
      card(room.deal),
      card((await read(who, '/chat/rooms')).items.find(ofRoom)),
      card(await read(who, `/deals/${deal.id}`)),
      card((await read(who, '/deals')).items.find(ofDeal)),
    ],
    exported: [mine.rooms.find(ofRoom).post_title, mine.deals.find(ofDeal).post_title],
  };
}
const all = (title, price, photo) => ({
  cards: Array.from({ length: 5 }, () => [title, price, photo?.id ?? null]),
  exported: [title, title],
});

async function scene() {
  const [seller, buyer] = await people(server, 2);
  const [cover, later] = [await uploadPhoto(seller), await uploadPhoto(seller)];
  const post = await writePost(seller, { title: '선형대수학', price: 9000, photo_ids: [cover.id] });
  return { seller, buyer, cover, later, post, deal: await buy(buyer, post) };
}

test('what the seller changes while the post is on sale is shown to the buyer, and kept when it is hidden', async () => {
  const { seller, buyer, later, post, deal } = await scene();
  await change(seller, post, { title: '선형대수학 새 책', price: 8000, photo_ids: [later.id] });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학 새 책', 8000, later));
  await change(seller, post, { status: 'hidden' });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학 새 책', 9000, later));
});

test('a draft is its seller’s alone: the buyer is not shown what a hidden post becomes', async () => {
  const { seller, buyer, cover, later, post, deal } = await scene();
  await change(seller, post, { status: 'hidden', title: '초안 1', price: 1 });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000, cover));
  await change(seller, post, { title: '초안 2', photo_ids: [later.id] });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000));
  assert.deepEqual(await cards(seller, deal), all('초안 2', 1, later));
  await change(seller, post, { status: 'selling' });
  assert.deepEqual(await cards(buyer, deal), all('초안 2', 1, later));
  await change(seller, post, { status: 'hidden', title: '초안 3' });
  assert.deepEqual(await cards(buyer, deal), all('초안 2', 9000, later));
});

test('a seller whose post a moderator has hidden does not go on publishing in its title', async () => {
  const { moderator } = await team();
  const { seller, buyer, later, post, deal } = await scene();
  const moderate = async (what) =>
    (await moderator.client.post(`/admin/posts/${post.id}/${what}`, { reason: '광고' })).expect(200);
  await moderate('hide');
  await change(seller, post, { title: '광고', price: 1, photo_ids: [later.id] });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000));
  assert.deepEqual(await cards(seller, deal), all('광고', 1, later));
  await moderate('restore');
  assert.deepEqual(await cards(buyer, deal), all('광고', 1, later));
  await moderate('hide');
  await change(seller, post, { title: '또 광고' });
  const { cards: seen } = await cards(buyer, deal);
  assert.deepEqual([...new Set(seen.map(([title, price]) => `${title} ${price}`))], ['광고 9000']);
});

test('of a deleted post the buyer keeps what they knew', async () => {
  const { seller, buyer, cover, post, deal } = await scene();
  await change(seller, post, { status: 'hidden', title: '초안', price: 1 });
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000, cover));
});

test('what was renamed while it was hidden is not shown by having been sold and deleted since', async () => {
  const { moderator } = await team();
  const { seller, buyer, post, deal } = await scene();
  (await act(seller, deal, 'accept')).expect(200);
  (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '광고' })).expect(200);
  await change(seller, post, { title: '광고' });
  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  (await seller.client.delete(`/posts/${post.id}`)).expect(204);
  const { cards: seen, exported } = await cards(buyer, deal);
  assert.deepEqual(
    seen.map(([title, price]) => [title, price]),
    Array.from({ length: 5 }, () => ['선형대수학', 9000]),
  );
  assert.deepEqual(exported, ['선형대수학', '선형대수학']);
});

test('whoever was blocked does not reach the other by renaming the post', async () => {
  const { seller, buyer, cover, later, post, deal } = await scene();
  const [other] = await people(server, 1);
  const others = await buy(other, post);
  (await buyer.client.put(`/users/${seller.username}/block`)).expect(204);
  await change(seller, post, { title: '왜 차단했어요', price: 1 });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000, cover));
  await change(seller, post, { photo_ids: [later.id] });
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000));
  assert.deepEqual(await cards(other, others), all('왜 차단했어요', 1, later));
  assert.deepEqual(await cards(seller, deal), all('왜 차단했어요', 1, later));
  // Nor is it told when the block is over and the post is hidden.
  await change(seller, post, { status: 'hidden' });
  (await buyer.client.delete(`/users/${seller.username}/block`)).expect(204);
  assert.deepEqual(await cards(buyer, deal), all('선형대수학', 9000));
});

test('a buyer who asks again has what they are shown now', async () => {
  const { seller, buyer, post, deal } = await scene();
  (await buyer.client.put(`/users/${seller.username}/block`)).expect(204);
  await change(seller, post, { title: '선형대수학 2판' });
  (await buyer.client.delete(`/users/${seller.username}/block`)).expect(204);
  const again = await buy(buyer, post);
  await change(seller, post, { status: 'hidden', title: '초안' });
  for (const one of [deal, again]) assert.equal((await cards(buyer, one)).cards[0][0], '선형대수학 2판');
});
