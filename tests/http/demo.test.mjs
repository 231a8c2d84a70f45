// `giraffe demo` on an empty market, looked at through the API as its three people see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { giraffe, useDemoServer } from '../support/demo.mjs';

const { server, accounts } = useDemoServer();
const guest = new Client(server);

async function signIn({ username, password }) {
  const client = new Client(server);
  client.token = (await client.post('/sessions', { username, password })).expect(201).body.token;
  return client;
}

async function allOf(client, path, limit = 50) {
  const items = [];
  let cursor = '';
  do {
    const page = (await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`)).expect(
      200,
    ).body;
    items.push(...page.items);
    cursor = page.next_cursor && `&cursor=${page.next_cursor}`;
  } while (cursor);
  return items;
}

const inOrder = (times) => times.every((time, k) => k === 0 || times[k - 1] <= time);

test('there are 60 posts, newest first, each with a cover that is there', async () => {
  const posts = await allOf(guest, '/posts?status=selling,reserved,sold');
  assert.equal(posts.length, 60);
  assert.ok(inOrder(posts.map((post) => post.created_at).reverse()));
  assert.ok(
    posts.every((post) => post.created_at === post.bumped_at && Date.parse(post.created_at) < Date.now()),
  );
  const shown = await Promise.all(posts.map((post) => guest.get(post.photo.urls.thumb)));
  for (const photo of shown) photo.expect(200);
});

test('everybody whose password was printed can sign in, and buys, sells and favours', async () => {
  assert.equal(accounts.length, 3);
  for (const account of accounts) {
    const client = await signIn(account);
    const me = (await client.get('/users/me')).expect(200).body;
    assert.equal(me.username, account.username);
    assert.ok(me.bio.length > 0 && me.counts.selling > 0 && me.counts.sold + me.counts.bought > 0);
    assert.ok(me.rating.count > 0);
    assert.ok((await allOf(client, '/posts?favorited=true')).length > 5);
  }
});

test('every deal agrees with its post, its room and its time', async () => {
  const states = new Map();
  for (const account of accounts) {
    const client = await signIn(account);
    for (const deal of await allOf(client, '/deals')) {
      states.set(deal.id, deal.state);
      const post = (await client.get(`/posts/${deal.post.id}`)).expect(200).body;
      const status = { completed: 'sold', reserved: 'reserved' }[deal.state] ?? 'selling';
      assert.equal(post.status, status);
      assert.ok(post.created_at < deal.created_at && deal.created_at <= deal.updated_at);
      if (status === 'sold') assert.ok(deal.created_at < post.sold_at && post.sold_at <= deal.updated_at);
      else assert.equal(post.sold_at, null);
      if (deal.expires_at) assert.ok(Date.parse(deal.expires_at) > Date.now());
      if (deal.state === 'reserved') assert.ok(Date.parse(deal.meeting.at) > Date.now());

      const messages = await allOf(client, `/chat/rooms/${deal.room_id}/messages`, 100);
      assert.deepEqual(
        messages.map((message) => message.seq),
        messages.map((_, k) => k + 1),
      );
      assert.ok(inOrder([deal.created_at, ...messages.map((message) => message.sent_at)]));
    }
  }
  const count = (state) => [...states.values()].filter((other) => other === state).length;
  assert.deepEqual(
    [states.size, count('completed'), count('reserved'), count('negotiating'), count('declined')],
    [18, 11, 4, 2, 1],
  );
});

test('there are books whose price can be compared', async () => {
  const { items } = (await guest.get('/books?q=미적분학')).expect(200).body;
  const [{ on_sale, lowest_price, sold }] = items;
  assert.deepEqual([on_sale, lowest_price], [2, 16500]);
  assert.deepEqual([sold.count, sold.median, sold.quartiles], [3, 14000, [13500, 14500]]);
});

test('what was said in the last hour is unread, and the event stream has no gap', async () => {
  let unread = 0;
  for (const account of accounts) {
    const client = await signIn(account);
    for (const room of await allOf(client, '/chat/rooms')) {
      unread += room.unread;
      if (room.unread > 0) assert.ok(Date.now() - Date.parse(room.last_message.sent_at) < 3_600_000);
    }
    const { events } = (await client.get('/chat/events?after=begin&wait=0')).expect(200).body;
    assert.ok(events.length > 0);
    assert.deepEqual(
      events.map((event) => event.seq),
      events.map((_, k) => events[0].seq + k),
    );
    assert.ok(inOrder(events.map((event) => event.at)));
  }
  assert.equal(unread, 2);
});

test('nothing is wrong with the data, and a second time changes none of it', async () => {
  const before = (await guest.get('/posts?limit=100')).expect(200).body;
  await server.stop({ keepData: true }); // one process at a time works in a data directory
  assert.match(await giraffe('demo', server.dataDir), /has accounts already: the demo added nothing/);
  assert.match(await giraffe('check', server.dataDir), /^Nothing is wrong/);
  await server.start();
  assert.deepEqual((await guest.get('/posts?limit=100')).expect(200).body, before);
});
