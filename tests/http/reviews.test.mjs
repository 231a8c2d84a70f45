// Reviews are double-blind: what each side may know of the other's, and when; and how soon a seller answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, say, sell, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const server = useServer();
const brief = useServer({ review_hidden_ms: 3000, sweep_ms: 50 });
const open = useServer({ review_hidden_ms: 0 });

const nobody = (of = server) => new Client(of);
const profile = async ({ username }, of) => (await nobody(of).get(`/users/${username}`)).expect(200).body;
const about = async ({ username }, of) =>
  (await nobody(of).get(`/users/${username}/reviews`)).expect(200).body.items;

/** A deal that was just completed, with both sides. */
async function completed(of = server) {
  const [seller, buyer] = await people(of, 2);
  const post = await writePost(seller);
  return { seller, buyer, post, deal: await sell(seller, buyer, post) };
}

test('what one side has written is seen by nobody else, wherever they look, until the other has written', async () => {
  const { seller, buyer, post, deal } = await completed();
  const [third] = await people(server, 1);
  const secret = '이 후기는 아직 비밀입니다';
  const before = (await seller.client.get(`/posts/${post.id}`)).expect(200).body.seller.rating;
  const mine = (await act(buyer, deal, 'review', { stars: 1, text: secret })).expect(200).body.my_review;
  assert.deepEqual([mine.stars, mine.text, mine.published], [1, secret, false]);
  const week = Date.parse(mine.publish_at) - Date.parse(mine.created_at);
  assert.ok(week > 6 * 86_400_000 && week <= 7 * 86_400_000);

  const rooms = `/chat/rooms/${deal.room_id}`;
  const places = [
    `/deals/${deal.id}`,
    '/deals',
    '/chat/rooms',
    rooms,
    `${rooms}/messages`,
    '/chat/events?after=begin&wait=0',
    '/users/me',
  ];
  const everybody = [
    `/users/${seller.username}`,
    `/users/${seller.username}/reviews`,
    `/users/${buyer.username}/reviews`,
    `/posts/${post.id}`,
    `/posts?seller=${seller.username}&status=sold`,
    '/feed.atom?status=sold',
    `/p/${post.id}`,
  ];
  const look = async (client, path) => (await client.get(path)).expect(200);
  for (const path of [...places, ...everybody])
    assert.ok(!(await look(seller.client, path)).text.includes(secret), path);
  for (const path of everybody) {
    for (const client of [nobody(), third.client])
      assert.ok(!(await look(client, path)).text.includes(secret), path);
  }
  const seen = (await seller.client.get(`/deals/${deal.id}`)).expect(200).body;
  assert.deepEqual([seen.my_review, seen.actions], [null, ['review']]);
  assert.deepEqual((await profile(seller)).rating, before);
  assert.deepEqual([seen.seller.rating, seen.buyer.rating], [before, { average: null, count: 0 }]);
  assert.deepEqual((await profile(seller)).stars, [0, 0, 0, 0, 0]);
  assert.deepEqual(await about(seller), []);
  assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.my_review.text, secret);
});

test('the other side hears that there is a review, and both are shown with the second', async () => {
  const { seller, buyer, deal } = await completed();
  const stream = await streamOf(seller);
  const own = await streamOf(buyer);
  (await act(buyer, deal, 'review', { stars: 4, text: '친절해요' })).expect(200);
  const events = await stream.until(({ type }) => type === 'review');
  const { review, deal: told_of } = events.find(({ type }) => type === 'review');
  assert.deepEqual([review, told_of.my_review], ['hidden', null]);
  const message = events.find((event) => event.message?.data.event === 'reviewed').message;
  assert.deepEqual(message.data, { event: 'reviewed', deal_id: deal.id, by: 'buyer', reason: 'hidden' });
  assert.match(message.body, /상대방도 후기를 쓰면/);
  assert.ok(!(await own.poll()).some(({ type }) => type === 'review'), 'its author has no news');

  const second = (await act(seller, deal, 'review', { stars: 5 })).expect(200).body;
  assert.equal(second.my_review.published, true);
  for (const one of [stream, own]) {
    const shown = (await one.until(({ type }) => type === 'review')).find(({ type }) => type === 'review');
    assert.equal(shown.review, 'published');
  }
  assert.deepEqual(
    (await about(seller)).map(({ role, stars, text }) => [role, stars, text]),
    [['buyer', 4, '친절해요']],
  );
  assert.deepEqual((await profile(seller)).stars, [0, 0, 0, 1, 0]);
  assert.deepEqual((await profile(seller)).rating, { average: 4, count: 1 });
  assert.deepEqual((await profile(buyer)).rating, { average: 5, count: 1 });
  assert.deepEqual((await told(buyer, deal)).slice(-2), ['reviewed', 'reviewed']);
  assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.my_review.published, true);
});

test('both sides writing at once are both shown, and each counts once', async () => {
  const deals = await Promise.all(Array.from({ length: 6 }, () => completed()));
  for (const { seller, buyer, deal } of deals) {
    const { version } = (await seller.client.get(`/deals/${deal.id}`)).expect(200).body;
    const body = { action: 'review', version, stars: 3 };
    const write = ({ client }) => client.post(`/deals/${deal.id}/actions`, body);
    const answers = await Promise.all([write(seller), write(buyer)]);
    const late = answers.findIndex(({ status }) => status !== 200);
    if (late >= 0) {
      answers[late].expect(409, 'deal-changed'); // the other's came first: with the deal as it is now it goes
      (await act(late === 0 ? seller : buyer, deal, 'review', { stars: 3 })).expect(200);
    }
    for (const who of [seller, buyer])
      assert.deepEqual((await profile(who)).rating, { average: 3, count: 1 });
  }
});

test('a review that nobody answers is shown by itself when the time has come', async () => {
  const { seller, buyer, deal } = await completed(brief);
  const stream = await streamOf(seller);
  (await act(buyer, deal, 'review', { stars: 2, text: '늦었어요' })).expect(200);
  await stream.until(({ type, review }) => type === 'review' && review === 'published');
  assert.deepEqual((await profile(seller, brief)).rating, { average: 2, count: 1 });
  assert.equal((await about(seller, brief))[0].text, '늦었어요');
  assert.deepEqual((await profile(buyer, brief)).rating, { average: null, count: 0 });
});

test('a review that is written after that time is shown at once, and the other side may still write', async () => {
  const { seller, buyer, deal } = await completed(open);
  const first = (await act(seller, deal, 'review', { stars: 5 })).expect(200).body;
  assert.equal(first.my_review.published, true);
  assert.equal((await about(buyer, open)).length, 1);
  const seen = (await buyer.client.get(`/deals/${deal.id}`)).expect(200).body;
  assert.deepEqual(seen.actions, ['review']);
  (await act(buyer, deal, 'review', { stars: 1 })).expect(200);
  assert.deepEqual((await profile(seller, open)).rating, { average: 1, count: 1 });
});

test('reviews are listed by when they were shown, the last first, page by page', async () => {
  const [seller, ...buyers] = await people(open, 4);
  for (const [i, buyer] of buyers.entries()) {
    const deal = await sell(seller, buyer, await writePost(seller));
    (await act(buyer, deal, 'review', { stars: i + 1, text: `후기 ${i}` })).expect(200);
  }
  const seen = [];
  let path = `/users/${seller.username}/reviews?limit=2`;
  while (path) {
    const answer = (await nobody(open).get(path)).expect(200);
    seen.push(...answer.body.items.map(({ text }) => text));
    path = /^<([^>]+)>/.exec(answer.headers.link ?? '')?.[1];
  }
  assert.deepEqual(seen, ['후기 2', '후기 1', '후기 0']);
  const { rating, stars } = await profile(seller, open);
  assert.deepEqual([rating, stars], [{ average: 2, count: 3 }, [1, 1, 1, 0, 0]]);
});

test('how soon a seller answers is told of who has been asked, from their first answers', async () => {
  const [seller, buyer, second] = await people(server, 3);
  assert.equal((await profile(seller)).reply_time, null);
  const asked = await buy(buyer, await writePost(seller));
  assert.equal((await profile(seller)).reply_time, null, 'an open request is no answer yet');
  await say(seller, `/chat/rooms/${asked.room_id}`, '네, 있어요');
  const { reply_time } = await profile(seller);
  assert.equal(reply_time.count, 1);
  assert.ok(reply_time.median_ms >= 0 && reply_time.median_ms < 60_000);
  const other = await buy(second, await writePost(seller));
  (await act(seller, other, 'decline')).expect(200);
  await say(seller, `/chat/rooms/${asked.room_id}`, '아직 기다려요');
  assert.equal((await profile(seller)).reply_time.count, 2);
  assert.equal((await profile(buyer)).reply_time, null);
});
