// The original's own list of expected problems, all four of which came true there. Each is tried here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, buy, people, postBody, textMessage, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const server = useServer();

test("expected problem: the buyer isn't identified", async () => {
  const [seller, buyer, intruder] = await people(server, 3);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  assert.equal(deal.buyer.username, buyer.username, 'who presses 구매하기 is the buyer');
  assert.equal(deal.seller.username, seller.username, "the post's owner is its seller");

  // Nobody takes a side by saying so, and nobody evicts the one who has it.
  (await intruder.client.post(`/posts/${post.id}/buy`, { buyer: buyer.username })).expectFields({
    '/buyer': 'unknown-field',
  });
  (await intruder.client.post('/posts', postBody({ seller: seller.username }))).expectFields({
    '/seller': 'unknown-field',
  });
  (await seller.client.post(`/posts/${post.id}/buy`, {})).expect(409, 'own-post');
  (await intruder.client.post(`/deals/${deal.id}/actions`, { action: 'accept', version: 1 })).expect(404);
  (await buyer.client.post(`/deals/${deal.id}/actions`, { action: 'accept', version: 1 })).expect(
    409,
    'action-not-allowed',
  );
  (await intruder.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage())).expect(404);

  const sent = (await buyer.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage())).expect(
    201,
  ).body;
  assert.equal(sent.from, buyer.username, 'a message is from the one who is signed in');
});

test('expected problem: updateButton() fails', async () => {
  // The original drew its buttons from what each page believed. Here the server says what may be done now, the same
  // to every tab, and whatever it says works.
  const [seller, buyer] = await people(server, 2);
  const deal = await buy(buyer, await writePost(seller), { offer: 9000 });
  const buttons = async (who) =>
    (await who.client.get(`/deals/${deal.id}`)).expect(200).body.actions.toSorted();
  const rooms = async (who) =>
    (await who.client.get('/chat/rooms')).expect(200).body.items[0].deal.actions.toSorted();
  const streams = new Map([
    [seller, await streamOf(seller)],
    [buyer, await streamOf(buyer)],
  ]);
  const steps = [
    [seller, 'offer', { price: 11000 }],
    [buyer, 'offer', { price: 10000 }],
    [seller, 'accept', {}],
    [buyer, 'meet', { place: '정문 앞', at: new Date(Date.now() + 3_600_000).toISOString() }],
    [seller, 'confirm', {}],
    [buyer, 'confirm', {}],
    [seller, 'review', { stars: 5 }],
    [buyer, 'review', { stars: 5 }],
  ];
  for (const [who, action, more] of steps) {
    assert.ok((await buttons(who)).includes(action), `${action} is offered`);
    (await act(who, deal, action, more)).expect(200);
    for (const side of [seller, buyer]) {
      const events = await streams.get(side).until(({ type }) => type === 'deal');
      const pushed = events.findLast(({ type }) => type === 'deal').deal.actions.toSorted();
      assert.deepEqual(pushed, await buttons(side), 'the event brings the buttons');
      assert.deepEqual(await rooms(side), pushed, 'and so does the list of rooms after a reload');
    }
  }
  assert.deepEqual([await buttons(seller), await buttons(buyer)], [[], []]);
});

test("expected problem: client data doesn't reach the server", async () => {
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller, { price: 15000 });
  const stream = await streamOf(seller);
  const deal = await buy(buyer, post, { offer: 12345, message: '네고 부탁드려요' });
  const said = (
    await buyer.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage('오늘 되나요?'))
  ).expect(201).body;

  // It is there for the other side, at once and after a kill -9.
  const arrives = (events) => {
    const messages = events.filter(({ type }) => type === 'message').map(({ message }) => message);
    assert.equal(messages[0].data.price, 12345, 'the offered amount');
    assert.deepEqual(
      messages.slice(1).map(({ from, body }) => [from, body]),
      [
        [buyer.username, '네고 부탁드려요'],
        [buyer.username, '오늘 되나요?'],
      ],
    );
  };
  const { cursor } = stream;
  arrives(await stream.until(({ message }) => message?.id === said.id));
  await server.kill();
  await server.start();
  arrives(await (await streamOf(seller, cursor)).poll());
  assert.equal((await seller.client.get(`/deals/${deal.id}`)).expect(200).body.price, 12345);
  const { items } = (await seller.client.get(`/chat/rooms/${deal.room_id}/messages`)).expect(200).body;
  assert.deepEqual(
    items.map(({ seq }) => seq),
    [1, 2, 3],
  );
});

test("expected problem: the socket's functions fail once connected", async () => {
  // There is no socket that everything hangs on: what happens while nobody is connected is there afterwards, and
  // connecting again, from several devices, neither loses nor repeats anything.
  const [seller, buyer] = await people(server, 2);
  const deal = await buy(buyer, await writePost(seller));
  const say = async (who, body) =>
    (await who.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage(body))).expect(201);
  const bodies = (events) =>
    events.filter(({ message }) => message?.kind === 'text').map(({ message }) => message.body);

  const phone = await streamOf(seller);
  const laptop = await streamOf(seller);
  const heard = phone.until(({ message }) => message?.body === '하나'); // waits in a poll
  await say(buyer, '하나');
  assert.deepEqual(bodies(await heard), ['하나']);

  await say(buyer, '둘'); // nobody waits
  const gone = new AbortController();
  const cut = laptop.poll({ wait: 20, signal: gone.signal }).catch(() => []);
  gone.abort(); // the connection breaks
  await cut;
  await say(seller, '셋');
  await say(buyer, '넷');
  assert.deepEqual(bodies(await phone.poll()), ['둘', '셋', '넷']);
  assert.deepEqual(bodies(await laptop.poll()), ['하나', '둘', '셋', '넷']);
  assert.deepEqual([await phone.poll(), await laptop.poll()], [[], []]);
});
