// Deals over HTTP, from 구매하기 to 거래 확정: what each side may do at each step, and what it leads to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const server = useServer();

const soon = () => new Date(Date.now() + 86_400_000).toISOString();
const more = {
  offer: { price: 9000 },
  cancel: { reason: '시간이 맞지 않아요.' },
  meet: { place: '정문 앞', at: soon() },
  review: { stars: 5 },
};
const ACTIONS = [
  'accept',
  'decline',
  'offer',
  'withdraw',
  'confirm',
  'cancel',
  'meet',
  'cancel_meeting',
  'review',
];

const read = async (who, deal) => (await who.client.get(`/deals/${deal.id}`)).expect(200).body;
const status = async (who, post) => (await who.client.get(`/posts/${post.id}`)).expect(200).body.status;

/** A post and a deal on it, with both sides. */
async function dealing(body = {}, post = {}) {
  const [seller, buyer] = await people(server, 2);
  const written = await writePost(seller, post);
  return { seller, buyer, post: written, deal: await buy(buyer, written, body) };
}

async function agreed() {
  const all = await dealing();
  (await act(all.seller, all.deal, 'accept')).expect(200);
  return all;
}

/** Each side is shown exactly these actions; every other one is refused with them and changes nothing. */
async function offers({ seller, buyer, deal }, expected) {
  for (const [who, actions] of [
    [seller, expected.seller],
    [buyer, expected.buyer],
  ]) {
    const before = await read(who, deal);
    assert.deepEqual([...before.actions].sort(), [...actions].sort());
    for (const action of ACTIONS.filter((name) => !actions.includes(name))) {
      const body = { action, version: before.version, ...more[action] };
      const refused = await who.client.post(`/deals/${deal.id}/actions`, body);
      assert.deepEqual(refused.expect(409, 'action-not-allowed').body.actions, before.actions, action);
    }
    assert.deepEqual(await read(who, deal), before);
  }
}

test('구매하기 opens a deal at the asking price, a room, and it is the turn of the seller', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller, { price: 15000 });
  const answer = await buyer.client.post(`/posts/${post.id}/buy`); // no body at all
  const deal = answer.expect(201).body;
  assert.equal(answer.headers.location, `/deals/${deal.id}`);
  assert.deepEqual(
    [deal.state, deal.turn, deal.price, deal.list_price, deal.version],
    ['negotiating', 'seller', 15000, 15000, 1],
  );
  assert.deepEqual([deal.buyer.username, deal.seller.username], [buyer.username, seller.username]);
  assert.deepEqual([deal.last_offer.by, deal.confirmed], ['buyer', { buyer: false, seller: false }]);
  assert.deepEqual(deal.post, {
    id: post.id,
    title: post.title,
    status: 'selling',
    price: 15000,
    photo: null,
  });
  assert.deepEqual(await told(seller, deal), ['deal_opened']);
  const seen = (await buyer.client.get(`/posts/${post.id}`)).expect(200).body;
  assert.deepEqual([seen.my_deal, seen.deal_count], [deal, 1]);
  assert.equal((await seller.client.get(`/posts/${post.id}`)).expect(200).body.my_deal, null);
});

test('every step of a deal offers each side what the table says and refuses the rest', async () => {
  const all = await dealing({ offer: 8000, message: '조금만 깎아 주세요.' });
  const { seller, buyer, post, deal } = all;
  const choices = ['accept', 'decline', 'offer'];
  await offers(all, { seller: choices, buyer: ['withdraw'] });

  const counter = (await act(seller, deal, 'offer', { price: 12000 })).expect(200).body;
  assert.deepEqual([counter.turn, counter.price, counter.last_offer.by], ['buyer', 12000, 'seller']);
  await offers(all, { seller: ['withdraw'], buyer: choices });

  const again = (await act(buyer, deal, 'offer', { price: 10000 })).expect(200).body;
  assert.deepEqual([again.turn, again.price, again.state], ['seller', 10000, 'negotiating']);

  const accepted = (await act(seller, deal, 'accept')).expect(200).body;
  assert.deepEqual([accepted.state, accepted.turn, accepted.price], ['reserved', null, 10000]);
  assert.equal(await status(buyer, post), 'reserved');
  const either = ['confirm', 'cancel', 'meet'];
  await offers(all, { seller: either, buyer: either });

  const met = (await act(buyer, deal, 'meet', more.meet)).expect(200).body;
  assert.deepEqual(met.meeting, more.meet);
  const meeting = [...either, 'cancel_meeting'];
  await offers(all, { seller: meeting, buyer: meeting });

  const half = (await act(buyer, deal, 'confirm')).expect(200).body;
  assert.deepEqual([half.state, half.confirmed], ['reserved', { buyer: true, seller: false }]);
  await offers(all, { seller: meeting, buyer: ['cancel', 'meet', 'cancel_meeting'] });

  const done = (await act(seller, deal, 'confirm')).expect(200).body;
  assert.deepEqual(
    [done.state, done.confirmed, done.expires_at],
    ['completed', { buyer: true, seller: true }, null],
  );
  assert.equal(await status(buyer, post), 'sold');
  await offers(all, { seller: ['review'], buyer: ['review'] });

  (await act(buyer, deal, 'review', { stars: 5, text: '책 상태가 좋아요.' })).expect(200);
  await offers(all, { seller: ['review'], buyer: [] });
  (await act(seller, deal, 'review', { stars: 4 })).expect(200);
  await offers(all, { seller: [], buyer: [] });

  const expected = ['deal_opened', 'offer', 'offer', 'accepted', 'meeting', 'confirmed', 'completed'];
  assert.deepEqual(await told(buyer, deal), [...expected, 'reviewed', 'reviewed']);
  assert.deepEqual(await told(seller, deal), await told(buyer, deal));
});

for (const [how, side, action, state] of [
  ['declined', 'seller', 'decline', 'declined'],
  ['withdrawn', 'buyer', 'withdraw', 'cancelled'],
  ['cancelled', 'seller', 'cancel', 'cancelled'],
  ['cancelled', 'buyer', 'cancel', 'cancelled'],
]) {
  test(`a deal ${how} by the ${side} is over, the post is free and the buyer may begin again`, async () => {
    const all = action === 'cancel' ? await agreed() : await dealing();
    const { buyer, seller, post, deal } = all;
    const over = (await act(all[side], deal, action, more[action])).expect(200).body;
    assert.deepEqual([over.state, over.turn, over.expires_at], [state, null, null]);
    await offers(all, { seller: [], buyer: ['buy'] });
    assert.equal((await told(seller, deal)).at(-1), how);
    const free = (await buyer.client.get(`/posts/${post.id}`)).expect(200).body;
    assert.deepEqual([free.status, free.deal_count, free.my_deal.id], ['selling', 0, deal.id]);

    const anew = await buy(buyer, post);
    assert.notEqual(anew.id, deal.id);
    assert.equal(anew.room_id, deal.room_id, 'the same room goes on');
    await offers(all, { seller: [], buyer: [] }); // the newer deal has taken its place
  });
}

test('the reason of a cancelled deal is told in the room', async () => {
  const { seller, buyer, deal } = await agreed();
  (await act(buyer, deal, 'cancel', { reason: '다른 책을 샀어요 <b>죄송</b>' })).expect(200);
  const room = (await seller.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body;
  assert.deepEqual(room.last_message.data, {
    event: 'cancelled',
    deal_id: deal.id,
    by: 'buyer',
    reason: '다른 책을 샀어요 <b>죄송</b>',
  });
  assert.equal(room.deal.state, 'cancelled');
});

test('a second purchase answers with the open deal and does nothing', async () => {
  const { buyer, seller, post, deal } = await dealing();
  const again = await buyer.client.post(`/posts/${post.id}/buy`, { offer: 1, message: '저기요' });
  assert.deepEqual(again.expect(200).body, deal);
  assert.deepEqual(await told(buyer, deal), ['deal_opened']);
  (await act(seller, deal, 'accept')).expect(200);
  assert.equal((await buyer.client.post(`/posts/${post.id}/buy`, {})).expect(200).body.state, 'reserved');
});

test('nobody buys their own post, a reserved or a sold one', async () => {
  const { buyer, seller, post, deal } = await agreed();
  const other = await person(server);
  const press = (who) => who.client.post(`/posts/${post.id}/buy`, {});
  (await press(seller)).expect(409, 'own-post');
  (await press(other)).expect(409, 'post-reserved');
  (await other.client.put(`/posts/${post.id}/favorite`)).expect(200);
  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  for (const who of [other, buyer]) (await press(who)).expect(409, 'post-sold');
  (await press({ client: new Client(server) })).expect(401, 'not-signed-in');
  assert.deepEqual((await other.client.get('/deals')).expect(200).body.items, []);
  assert.deepEqual((await other.client.get('/chat/rooms')).expect(200).body.items, []);
});

test('an offer is from 1 won to twice the asking price, first and later', async () => {
  const { buyer, seller, post, deal } = await dealing({ offer: 20_000_000 }, { price: 10_000_000 });
  assert.equal(deal.price, 20_000_000);
  const version = deal.version;
  for (const [price, code] of [
    [0, 'too-small'],
    [-1, 'too-small'],
    [20_000_001, 'too-large'],
    ['9000', 'wrong-type'],
    [1.5, 'wrong-type'],
  ]) {
    const other = await seller.client.post(`/deals/${deal.id}/actions`, { action: 'offer', version, price });
    other.expectFields({ '/price': code });
    const stranger = await person(server);
    (await stranger.client.post(`/posts/${post.id}/buy`, { offer: price })).expectFields({ '/offer': code });
  }
  (await act(seller, deal, 'offer', { price: 1 })).expect(200);

  const cheap = await writePost(seller, { price: 500 });
  (await buyer.client.post(`/posts/${cheap.id}/buy`, { offer: 1001 })).expectFields({
    '/offer': 'too-large',
  });
  assert.equal((await buy(buyer, cheap, { offer: 1000 })).price, 1000);
});

test('a book that is given away costs nothing', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller, { price: 0 });
  (await buyer.client.post(`/posts/${post.id}/buy`, { offer: 1 })).expectFields({ '/offer': 'too-large' });
  const deal = await buy(buyer, post, { offer: 0 });
  assert.deepEqual([deal.price, deal.list_price], [0, 0]);
  const shown = (await seller.client.get(`/deals/${deal.id}`)).expect(200).body;
  assert.deepEqual(shown.actions, ['accept', 'decline'], 'there is no other price to offer');
  (await act(seller, deal, 'offer', { price: 1 })).expect(409, 'action-not-allowed');
  (await act(seller, deal, 'accept')).expect(200);
});

test('the offered price and the first words reach the seller', async () => {
  const { seller, buyer, deal } = await dealing({ offer: 13000, message: ' <b>13,000원</b>은\n어떠세요? ' });
  const { items } = (await seller.client.get(`/chat/rooms/${deal.room_id}/messages`)).expect(200).body;
  const [opened, words] = items;
  assert.deepEqual(opened.data, { event: 'deal_opened', deal_id: deal.id, by: 'buyer', price: 13000 });
  assert.match(opened.body, /13,000원/);
  assert.deepEqual([words.from, words.body], [buyer.username, '<b>13,000원</b>은\n어떠세요?']);
  assert.equal((await seller.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body.unread, 2);
  assert.equal((await buyer.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body.unread, 0);
});

test('an action is judged by its own members alone, all faults at once', async () => {
  const { seller, deal } = await dealing();
  const send = (body) => seller.client.post(`/deals/${deal.id}/actions`, body);
  (await send({})).expectFields({ '/action': 'required', '/version': 'required' });
  (await send({ action: 'steal', version: 0 })).expectFields({
    '/action': 'not-allowed',
    '/version': 'too-small',
  });
  (await send({ action: 'buy', version: 1 })).expectFields({ '/action': 'not-allowed' });
  (await send({ action: 'accept', version: 1, price: 5 })).expectFields({ '/price': 'unknown-field' });
  (await send({ action: 'offer', version: 1 })).expectFields({ '/price': 'required' });
  (await send({ action: 'cancel', version: 1, reason: ' ' })).expectFields({ '/reason': 'required' });
  (await send({ action: 'cancel', version: 1, reason: 'x'.repeat(201) })).expectFields({
    '/reason': 'too-long',
  });
  (await send({ action: 'meet', version: 1, at: 'tomorrow' })).expectFields({
    '/place': 'required',
    '/at': 'invalid-format',
  });
  (await send({ action: 'review', version: 1, stars: 6, text: 'x'.repeat(1001) })).expectFields({
    '/stars': 'too-large',
    '/text': 'too-long',
  });
});

test('a meeting is in the future and within 60 days', async () => {
  const { seller, deal } = await agreed();
  const meet = (at) => act(seller, deal, 'meet', { place: '정문 앞', at });
  const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  (await meet(inDays(-1))).expectFields({ '/at': 'too-small' });
  (await meet(inDays(61))).expectFields({ '/at': 'too-large' });
  const { body } = (await meet('2099-01-01T00:00:00Z')).expectFields({ '/at': 'too-large' });
  assert.equal(body.code, 'invalid-fields');
  const later = new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000);
  const inSeoul = new Date(later.getTime() + 9 * 3_600_000).toISOString().replace('.000Z', '+09:00');
  assert.equal((await meet(inSeoul)).expect(200).body.meeting.at, later.toISOString());
  assert.equal((await meet(inDays(20))).expect(200).body.meeting.place, '정문 앞', 'and may be moved');
});

test('a step with a version that is old is refused with the deal as it is now', async () => {
  const { seller, buyer, deal } = await dealing();
  const now = (await act(seller, deal, 'offer', { price: 9000 })).expect(200).body;
  for (const version of [1, 3]) {
    const late = await buyer.client.post(`/deals/${deal.id}/actions`, { action: 'withdraw', version });
    assert.deepEqual(late.expect(409, 'deal-changed').body.deal, await read(buyer, deal));
  }
  assert.equal(now.version, 2);
});

test('a stranger finds neither the deal nor its room', async () => {
  const { deal } = await dealing();
  const stranger = await person(server);
  (await stranger.client.get(`/deals/${deal.id}`)).expect(404, 'not-found');
  for (const action of ACTIONS) {
    const body = { action, version: 1, ...more[action] };
    (await stranger.client.post(`/deals/${deal.id}/actions`, body)).expect(404, 'not-found');
  }
  (await stranger.client.get(`/chat/rooms/${deal.room_id}`)).expect(404, 'not-found');
  const nobody = new Client(server);
  (await nobody.get(`/deals/${deal.id}`)).expect(401, 'not-signed-in');
  (await nobody.get('/deals')).expect(401, 'not-signed-in');
});

test('each side reviews the other once, and everybody may read it when both have', async () => {
  const { seller, buyer, deal } = await agreed();
  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  const stream = await streamOf(seller);
  (await act(buyer, deal, 'review', { stars: 4, text: ' 좋아요\n<i>!</i> ' })).expect(200);
  (await act(seller, deal, 'review', { stars: 2 })).expect(200);
  (await act(buyer, deal, 'review', { stars: 1 })).expect(409, 'action-not-allowed');

  const nobody = new Client(server);
  const about = async ({ username }) =>
    (await nobody.get(`/users/${username}/reviews`)).expect(200).body.items;
  const [review] = await about(seller);
  assert.deepEqual(
    [review.author.username, review.role, review.stars, review.text],
    [buyer.username, 'buyer', 4, '좋아요\n<i>!</i>'],
  );
  assert.deepEqual(
    (await about(buyer)).map(({ role, stars, text }) => [role, stars, text]),
    [['seller', 2, '']],
  );
  const { rating, counts } = (await nobody.get(`/users/${seller.username}`)).expect(200).body;
  assert.deepEqual([rating, counts.sold], [{ average: 4, count: 1 }, 1]);
  const events = await stream.poll();
  assert.deepEqual(
    events.filter(({ type }) => type === 'review').map((event) => [event.deal.id, event.review]),
    [
      [deal.id, 'hidden'],
      [deal.id, 'published'],
    ],
  );
});

test('deals are listed by role and state, the last changed first, page by page', async () => {
  const [seller, buyer] = await people(server, 2);
  const deals = [];
  for (let i = 0; i < 5; i += 1) deals.push(await buy(buyer, await writePost(seller)));
  const own = await buy(seller, await writePost(buyer));
  (await act(seller, deals[0], 'decline')).expect(200);
  (await act(seller, deals[2], 'accept')).expect(200);
  const ids = async (query, who = buyer) =>
    (await who.client.get('/deals', { query })).expect(200).body.items.map(({ id }) => id);
  const [d0, d1, d2, d3, d4] = deals.map(({ id }) => id);
  assert.deepEqual(await ids({}), [d2, d0, own.id, d4, d3, d1]);
  assert.deepEqual(await ids({}, seller), [d2, d0, own.id, d4, d3, d1]);
  assert.deepEqual(await ids({ role: 'buyer' }), [d2, d0, d4, d3, d1]);
  assert.deepEqual(await ids({ role: 'seller' }), [own.id]);
  assert.deepEqual(await ids({ state: 'declined' }), [d0]);
  assert.deepEqual(await ids({ state: 'reserved,declined', role: 'seller' }, seller), [d2, d0]);
  assert.deepEqual(await ids({ state: 'completed' }), []);

  const seen = [];
  let answer = (await buyer.client.get('/deals', { query: { limit: 2 } })).expect(200);
  seen.push(...answer.body.items);
  while (answer.headers.link) {
    answer = (await buyer.client.get(/^<([^>]+)>/.exec(answer.headers.link)[1])).expect(200);
    seen.push(...answer.body.items);
  }
  assert.deepEqual(
    seen.map(({ id }) => id),
    await ids({}),
  );
  (await buyer.client.get('/deals?role=owner&state=open')).expect(400, 'invalid-query');
});
