// Deals that meet each other: several buyers of one post, several tabs of one seller, and the clock.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const server = useServer();
const impatient = useServer({ negotiating_ms: 1, sweep_ms: 20 });
const forgetful = useServer({ reserved_ms: 1, sweep_ms: 20 });
const trusting = useServer({ one_sided_confirm_ms: 1, sweep_ms: 20 });

const read = async (who, deal) => (await who.client.get(`/deals/${deal.id}`)).expect(200).body;
const readPost = async (who, post) => (await who.client.get(`/posts/${post.id}`)).expect(200).body;
const send = (client, deal, body) =>
  client.post(`/deals/${deal.id}/actions`, { version: deal.version, ...body });
const isDeal =
  (state) =>
  ({ type, deal }) =>
    type === 'deal' && deal.state === state;

/** The same person on another device. */
async function anotherTab(who) {
  const client = new Client(server);
  const { username, password } = who;
  client.token = (await client.post('/sessions', { username, password })).expect(201).body.token;
  return client;
}

/** Accepts whatever may be accepted until the post is reserved; answers how often that worked. */
async function acceptAll(client, post) {
  let won = 0;
  while ((await client.get(`/posts/${post.id}`)).expect(200).body.status === 'selling') {
    const query = { role: 'seller', state: 'negotiating', limit: 100 };
    const { items } = (await client.get('/deals', { query })).expect(200).body;
    const answers = await Promise.all(items.map((deal) => send(client, deal, { action: 'accept' })));
    for (const answer of answers) {
      if (answer.status === 200) won += 1;
      else assert.ok(['post-reserved', 'deal-changed'].includes(answer.expect(409).body.code));
    }
  }
  return won;
}

test('fifty buyers race for one post while the seller accepts from two tabs: exactly one is reserved', async () => {
  const seller = await person(server);
  const tabs = [seller.client, await anotherTab(seller)];
  const buyers = await people(server, 50);
  const post = await writePost(seller);
  const press = (some) => Promise.all(some.map(({ client }) => client.post(`/posts/${post.id}/buy`, {})));
  const early = await press(buyers.slice(0, 25));
  const [late, ...won] = await Promise.all([
    press(buyers.slice(25)),
    ...tabs.map((client) => acceptAll(client, post)),
  ]);
  const bought = [...early, ...late];
  assert.equal(won[0] + won[1], 1, 'one accept of one tab');
  const opened = bought.filter(({ status }) => status === 201).length;
  assert.ok(opened >= 25);
  for (const answer of bought.filter(({ status }) => status !== 201)) answer.expect(409, 'post-reserved');

  const listed = async (state) =>
    (await seller.client.get('/deals', { query: { state, limit: 100 } })).expect(200).body.items;
  const [reserved, ...others] = await listed('reserved');
  assert.deepEqual(others, []);
  const waiting = await listed('negotiating');
  assert.equal(waiting.length, opened - 1);
  for (const deal of waiting) {
    assert.deepEqual([deal.actions, deal.expires_at], [['offer', 'decline'], null]);
    (await send(seller.client, deal, { action: 'accept' })).expect(409, 'post-reserved');
  }
  assert.equal((await readPost(seller, post)).deal_count, opened);

  const winner = buyers.find(({ username }) => username === reserved.buyer.username);
  for (const who of [seller, winner]) (await act(who, reserved, 'confirm')).expect(200);
  assert.equal((await listed('closed')).length, opened - 1);
  assert.equal((await listed('completed')).length, 1);
});

test('of two tabs that answer one deal, one with yes and one with no, one is told that it changed', async () => {
  const [seller, buyer] = await people(server, 2);
  const tab = await anotherTab(seller);
  for (let round = 0; round < 10; round += 1) {
    const deal = await buy(buyer, await writePost(seller));
    const answers = await Promise.all([
      send(seller.client, deal, { action: 'accept' }),
      send(tab, deal, { action: 'decline' }),
      send(buyer.client, deal, { action: 'withdraw' }),
    ]);
    const [first, ...second] = answers.toSorted((a, b) => a.status - b.status);
    const { state } = first.expect(200).body;
    for (const late of second) assert.equal(late.expect(409, 'deal-changed').body.deal.state, state);
    const sequence = { reserved: 'accepted', declined: 'declined', cancelled: 'withdrawn' };
    assert.deepEqual(await told(seller, deal), ['deal_opened', sequence[state]]);
  }
});

test('both sides confirm at once, and the deal is completed once', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const { version } = (await act(seller, deal, 'accept')).expect(200).body;
  const confirm = ({ client }) => send(client, { ...deal, version }, { action: 'confirm' });
  const late = (await Promise.all([seller, buyer].map(confirm))).find(({ status }) => status !== 200);
  late.expect(409, 'deal-changed'); // it was read before the other's word: read it again
  const again = late.body.deal.confirmed.buyer ? seller : buyer;
  assert.equal((await act(again, deal, 'confirm')).expect(200).body.state, 'completed');
  assert.deepEqual(await told(buyer, deal), ['deal_opened', 'accepted', 'confirmed', 'completed']);
});

test('a buyer who presses twenty times has one deal', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller);
  const press = () => buyer.client.post(`/posts/${post.id}/buy`, { message: '사고 싶어요' });
  const answers = await Promise.all(Array.from({ length: 20 }, press));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.equal(answers.filter(({ status }) => status === 200).length, 19);
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  const { room_id: room } = answers[0].body;
  const { items } = (await seller.client.get(`/chat/rooms/${room}/messages`)).expect(200).body;
  assert.equal(items.length, 2, 'one system message and one of the buyer');
});

test('a purchase and an action with their keys happen once', async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller);
  const keyed = { headers: { 'idempotency-key': 'press-1' } };
  const press = () => buyer.client.post(`/posts/${post.id}/buy`, { offer: 8000 }, keyed);
  const [first, ...rest] = (await Promise.all([press(), press(), press()])).toSorted(
    (a, b) =>
      (a.headers['idempotent-replayed'] ?? '').length - (b.headers['idempotent-replayed'] ?? '').length,
  );
  for (const again of rest) {
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.deepEqual(again.expect(201).body, first.expect(201).body);
    assert.equal(again.headers.location, first.headers.location);
  }
  (await buyer.client.post(`/posts/${post.id}/buy`, { offer: 9000 }, keyed)).expect(
    422,
    'idempotency-key-reused',
  );
  const accept = () =>
    seller.client.post(`/deals/${first.body.id}/actions`, { action: 'accept', version: 1 }, keyed);
  assert.deepEqual((await accept()).expect(200).body, (await accept()).expect(200).body);
  assert.deepEqual(await told(buyer, first.body), ['deal_opened', 'accepted']);
});

test('others wait while one is reserved, and go on when it is cancelled', async () => {
  const [seller, first, second] = await people(server, 3);
  const post = await writePost(seller);
  const agreed = await buy(first, post);
  const waiting = await buy(second, post);
  const stream = await streamOf(second);
  (await act(seller, agreed, 'accept')).expect(200);
  assert.deepEqual((await stream.poll()).filter(({ type }) => type === 'deal').length, 1);
  assert.deepEqual(await told(second, waiting), ['deal_opened', 'reserved_elsewhere']);
  assert.deepEqual((await read(second, waiting)).actions, ['withdraw']);
  assert.deepEqual((await read(seller, waiting)).actions, ['offer', 'decline']);
  assert.equal((await act(seller, waiting, 'accept')).expect(409, 'post-reserved').body.deal, undefined);

  (await act(first, agreed, 'cancel', { reason: '못 가요' })).expect(200);
  const again = await read(seller, waiting);
  assert.deepEqual(again.actions, ['accept', 'offer', 'decline']);
  assert.ok(again.expires_at);
  assert.deepEqual(await told(second, waiting), ['deal_opened', 'reserved_elsewhere', 'free_again']);
  assert.equal((await act(seller, waiting, 'accept')).expect(200).body.state, 'reserved');
});

test('a waiting buyer may leave, and the others are closed when the book is sold', async () => {
  const [seller, first, second, third] = await people(server, 4);
  const post = await writePost(seller);
  const agreed = await buy(first, post);
  const [leaving, waiting] = [await buy(second, post), await buy(third, post)];
  (await act(seller, agreed, 'accept')).expect(200);
  assert.equal((await act(second, leaving, 'withdraw')).expect(200).body.state, 'cancelled');
  assert.deepEqual((await read(second, leaving)).actions, [], 'the post is not to be had now');
  for (const who of [seller, first]) (await act(who, agreed, 'confirm')).expect(200);
  const closed = await read(third, waiting);
  assert.deepEqual([closed.state, closed.actions, closed.expires_at], ['closed', [], null]);
  assert.deepEqual(await told(third, waiting), ['deal_opened', 'reserved_elsewhere', 'closed']);
  assert.deepEqual(await told(second, leaving), ['deal_opened', 'reserved_elsewhere', 'withdrawn']);
  assert.equal((await readPost(seller, post)).deal_count, 0);
});

test('who favours a post is told when it is reserved, free again, cheaper and sold', async () => {
  const [seller, buyer, fan] = await people(server, 3);
  const post = await writePost(seller);
  (await fan.client.put(`/posts/${post.id}/favorite`)).expect(200);
  const stream = await streamOf(fan);
  const heard = async () => (await stream.poll()).map((event) => [event.type, event.post_id]);
  const once = [['post', post.id]];
  const first = await buy(buyer, post);
  assert.deepEqual(await heard(), [], 'a mere offer is none of their business');
  (await act(seller, first, 'accept')).expect(200);
  assert.deepEqual(await heard(), once);
  (await act(buyer, first, 'cancel', { reason: '못 가요' })).expect(200);
  assert.deepEqual(await heard(), once);
  const { version } = await readPost(seller, post);
  (await seller.client.patch(`/posts/${post.id}`, { version, price: 100 })).expect(200);
  assert.deepEqual(await heard(), once);
  (await seller.client.patch(`/posts/${post.id}`, { version: version + 1, place: '후문' })).expect(200);
  assert.deepEqual(await heard(), [], 'neither price nor status');
  const second = await buy(buyer, post);
  (await act(seller, second, 'accept')).expect(200);
  for (const who of [seller, buyer]) (await act(who, second, 'confirm')).expect(200);
  assert.deepEqual(await heard(), [...once, ...once]);
});

test('a negotiation that nobody answers expires, and both sides are told', async () => {
  const [seller, buyer] = await people(impatient, 2);
  const post = await writePost(seller);
  const streams = [await streamOf(seller), await streamOf(buyer)];
  const deal = (await buyer.client.post(`/posts/${post.id}/buy`, {})).expect(201).body;
  for (const stream of streams) await stream.until(isDeal('expired'));
  const over = await read(buyer, deal);
  assert.deepEqual([over.state, over.turn, over.actions, over.expires_at], ['expired', null, ['buy'], null]);
  assert.deepEqual(await told(seller, deal), ['deal_opened', 'expired']);
  assert.equal((await readPost(seller, post)).deal_count, 0);
  assert.notEqual((await buy(buyer, post)).id, deal.id);
});

test('an agreement that nobody carries out expires, and the post is free again', async () => {
  const [seller, buyer, other] = await people(forgetful, 3);
  const post = await writePost(seller);
  const waiting = await buy(other, post);
  const deal = await buy(buyer, post);
  const stream = await streamOf(buyer);
  (await act(seller, deal, 'accept')).expect(200);
  await stream.until(isDeal('expired'));
  assert.equal((await readPost(seller, post)).status, 'selling');
  assert.deepEqual(await told(buyer, deal), ['deal_opened', 'accepted', 'expired']);
  assert.deepEqual(await told(other, waiting), ['deal_opened', 'reserved_elsewhere', 'free_again']);
});

test("one side's word alone completes the deal in the end", async () => {
  const [seller, buyer] = await people(trusting, 2);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  (await act(seller, deal, 'accept')).expect(200);
  const stream = await streamOf(seller);
  (await act(seller, deal, 'confirm')).expect(200);
  await stream.until(isDeal('completed'));
  const done = await read(buyer, deal);
  assert.deepEqual([done.confirmed, done.actions], [{ buyer: false, seller: true }, ['review']]);
  assert.equal((await readPost(seller, post)).status, 'sold');
});
