// A blocked pair: what each of the two can still see and do, whichever of them blocked, and that nobody else notices.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import {
  act,
  buy,
  freshName,
  PASSWORD,
  people,
  say,
  sell,
  textMessage,
  writePost,
} from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const server = useServer({ public_url: 'https://market.example.ac.kr' });
const nobody = new Client(server);

const block = async (who, whom) => (await who.client.put(`/users/${whom.username}/block`)).expect(204);
const unblock = async (who, whom) => (await who.client.delete(`/users/${whom.username}/block`)).expect(204);
const read = async (who, path) => (await (who?.client ?? nobody).get(path)).expect(200).body;
const blocked = async (who) => (await read(who, '/users/me/blocks')).items.map(({ user }) => user.username);

/** Two who have put up a book each, of one edition and found by one word; one of them blocks the other. */
async function pair({ blocker }) {
  const [seller, buyer, other] = await people(server, 3);
  const word = freshName('book').replaceAll(/[^a-z0-9]/g, '');
  const book = { title: word, author: '김길동' };
  const course = { name: word };
  const post = await writePost(seller, { title: word, book, course, major: word, price: 5000 });
  const own = await writePost(buyer, { title: word, book, course, major: word, price: 6000 });
  const by = blocker === 'seller' ? [seller, buyer] : [buyer, seller];
  return { seller, buyer, other, word, post, own, by };
}

/** Every way to find a post: answers the ids that somebody is shown. */
const WAYS = {
  'a list by its word': ({ word }) => `/posts?q=${word}`,
  'the words typed in part': ({ word }) => `/posts?q=${word.slice(0, 6)}`,
  'a list of its course': ({ word }) => `/posts?course=${word}`,
  'a list of its major': ({ word }) => `/posts?major=${word}`,
  'a list by price, upwards': ({ word }) => `/posts?major=${word}&sort=price_asc`,
  'a list by price, downwards': ({ word }) => `/posts?major=${word}&sort=price_desc`,
  'a search by price': ({ word }) => `/posts?q=${word}&sort=price_asc`,
  'a search, the newest first': ({ word }) => `/posts?q=${word}&sort=newest`,
  'the newest of all': () => '/posts?limit=100',
  'a list of all states': () => '/posts?limit=100&status=selling,reserved,sold,hidden',
  'a list of one condition and price': () => '/posts?limit=100&condition=good&min_price=5000&max_price=6000',
  'its seller’s posts': ({ theirs }) => `/posts?seller=${theirs.seller.username}`,
  favourites: () => '/posts?favorited=true',
  'copies of the other’s book': ({ mine }) => `/posts/${mine.id}/copies`,
};

for (const blocker of ['seller', 'buyer']) {
  test(`when the ${blocker} has blocked, neither finds the other’s post in any way, and everybody else does`, async () => {
    const scene = await pair({ blocker });
    const { seller, buyer, other, word, post, own, by } = scene;
    const eyes = [
      { who: buyer, theirs: post, mine: own },
      { who: seller, theirs: own, mine: post },
    ];
    for (const { who, theirs } of eyes) (await who.client.put(`/posts/${theirs.id}/favorite`)).expect(200);
    const finds = async (who, way, more) =>
      (await read(who, way({ ...scene, ...more }))).items.map(({ id }) => id);
    for (const [name, way] of Object.entries(WAYS)) {
      for (const { who, ...more } of eyes)
        assert.ok((await finds(who, way, more)).includes(more.theirs.id), `before: ${name}`);
    }
    await block(...by);
    for (const [name, way] of Object.entries(WAYS)) {
      for (const { who, ...more } of eyes) {
        const found = await finds(who, way, more);
        assert.ok(!found.includes(more.theirs.id), name);
        if (name.startsWith('a ')) assert.ok(found.includes(more.mine.id), `one’s own: ${name}`);
      }
      for (const who of name === 'favourites' ? [] : [other, null])
        assert.ok((await finds(who, way, eyes[0])).includes(post.id), `others: ${name}`);
    }

    // The counts say what the lists show.
    for (const query of [`q=${word}`, `major=${word}`, `course=${word}`]) {
      for (const { who } of eyes) {
        const counts = await read(who, `/posts/facets?${query}`);
        assert.equal(counts.total.count, 1);
        assert.equal(counts.condition.values.find(({ value }) => value === 'good').count, 1);
      }
      for (const who of [other, null, other])
        assert.equal((await read(who, `/posts/facets?${query}`)).total.count, 2);
    }

    await unblock(...by);
    for (const { who, ...more } of eyes) {
      for (const [name, way] of Object.entries(WAYS))
        assert.ok((await finds(who, way, more)).includes(more.theirs.id), `after: ${name}`);
      assert.equal((await read(who, `/posts/facets?q=${word}`)).total.count, 2);
    }
  });

  test(`when the ${blocker} has blocked, the other’s post is not there for either, as if it had never been`, async () => {
    const { seller, buyer, other, post, own, by } = await pair({ blocker });
    await block(...by);
    for (const [who, theirs, mine] of [
      [buyer, post, own],
      [seller, own, post],
    ]) {
      const { client } = who;
      const never = (await client.get('/posts/999999')).expect(404, 'not-found').body;
      for (const send of [
        () => client.get(`/posts/${theirs.id}`),
        () => client.get(`/posts/${theirs.id}`, { headers: { 'if-none-match': '*' } }),
        () => client.get(`/posts/${theirs.id}/copies`),
        () => client.post(`/posts/${theirs.id}/buy`, {}),
        () => client.post(`/posts/${theirs.id}/buy`, { offer: 1000, message: '안녕하세요' }),
        () => client.put(`/posts/${theirs.id}/favorite`),
        () => client.delete(`/posts/${theirs.id}/favorite`),
        () => client.patch(`/posts/${theirs.id}`, { price: 1, version: theirs.version }),
        () => client.delete(`/posts/${theirs.id}`),
        () => client.post(`/posts/${theirs.id}/bump`),
      ]) {
        const { body } = (await send()).expect(404, 'not-found');
        assert.deepEqual({ ...body, request_id: '' }, { ...never, request_id: '' });
      }
      (await client.get(`/posts/${mine.id}`)).expect(200);
    }
    for (const who of [other, null]) assert.equal((await read(who, `/posts/${post.id}`)).id, post.id);
    const page = await nobody.get(`/p/${post.id}`, { check: false });
    assert.equal(page.status, 200);
  });

  test(`when the ${blocker} has blocked, their room stays to be read, and nothing is said or done in it any more`, async () => {
    const { seller, buyer, post, by } = await pair({ blocker });
    const deal = await buy(buyer, post);
    const room = `/chat/rooms/${deal.room_id}`;
    await say(seller, room, '안녕하세요');
    await block(...by);
    const problems = [];
    for (const who of [seller, buyer]) {
      const seen = await read(who, room);
      assert.equal(seen.can_write, false);
      assert.equal(seen.blocked, who === by[0]);
      assert.deepEqual(
        (await read(who, '/chat/rooms')).items.map(({ id, can_write }) => [id, can_write]),
        [[deal.room_id, false]],
      );
      assert.ok((await read(who, `${room}/messages`)).items.some(({ body }) => body === '안녕하세요'));
      const { version, actions } = await read(who, `/deals/${deal.id}`);
      assert.deepEqual(actions, []);
      const { client } = who;
      const photo = await uploadPhoto(who);
      for (const send of [
        () => client.post(`${room}/messages`, textMessage()),
        () => client.post(`${room}/messages`, { client_id: 'p', photo_id: photo.id }),
        () => client.post(`${room}/typing`),
      ]) {
        const { body } = (await send()).expect(403, 'blocked');
        problems.push({ ...body, request_id: '' });
      }
      for (const action of ['accept', 'decline', 'withdraw', 'confirm'])
        (await client.post(`/deals/${deal.id}/actions`, { action, version })).expect(403, 'blocked');
      for (const more of [
        { action: 'offer', price: 4000 },
        { action: 'cancel', reason: '그만' },
        { action: 'meet', place: '정문', at: new Date(Date.now() + 3_600_000).toISOString() },
      ])
        (await client.post(`/deals/${deal.id}/actions`, { version, ...more })).expect(403, 'blocked');
      (await client.put(`${room}/read`, { seq: 3 })).expect(200);
      (await client.put(`${room}/mute`, { muted: true })).expect(200);
    }
    for (const problem of problems) assert.deepEqual(problem, problems[0]); // neither learns from it who it was

    await unblock(...by);
    for (const who of [seller, buyer]) {
      assert.equal((await read(who, room)).can_write, true);
      await say(who, room, '다시');
    }
    assert.equal((await read(buyer, `/deals/${deal.id}`)).state, 'closed'); // nothing is revived
    await buy(buyer, post);
  });

  test(`when the ${blocker} blocks, what is open between the two ends in that moment, and others go on`, async () => {
    const { seller, buyer, other, post, own, by } = await pair({ blocker });
    const agreed = await buy(buyer, post);
    const waiting = await buy(other, post);
    (await act(seller, agreed, 'accept')).expect(200);
    const open = await buy(seller, own);
    const [first, second, third] = await Promise.all([streamOf(seller), streamOf(buyer), streamOf(other)]);
    await block(...by);

    for (const who of [seller, buyer]) {
      assert.equal((await read(who, `/deals/${agreed.id}`)).state, 'cancelled');
      assert.equal((await read(who, `/deals/${open.id}`)).state, 'closed');
    }
    const { status, deal_count } = await read(seller, `/posts/${post.id}`);
    assert.deepEqual({ status, deal_count }, { status: 'selling', deal_count: 1 });
    assert.deepEqual(await told(buyer, agreed), ['deal_opened', 'accepted', 'closed']);
    assert.deepEqual(await told(other, waiting), ['deal_opened', 'reserved_elsewhere', 'free_again']);
    for (const stream of [first, second]) {
      const events = await stream.poll();
      const ended = events.filter(({ message }) => message?.data?.event === 'closed');
      assert.deepEqual(
        ended.map(({ message: { data } }) => [data.by, data.reason]),
        [
          [null, 'unavailable'],
          [null, 'unavailable'],
        ],
      );
      assert.deepEqual(
        events
          .flatMap(({ deal }) => (deal ? [[deal.id, deal.state]] : []))
          .filter(([id]) => id !== waiting.id),
        [
          [agreed.id, 'cancelled'],
          [open.id, 'closed'],
        ],
      );
      // Not a word about a block in anything the two are told.
      assert.doesNotMatch(JSON.stringify(events), /block|차단/);
    }
    assert.ok((await third.poll()).some(({ message }) => message?.data?.event === 'free_again'));
    (await act(seller, waiting, 'accept')).expect(200);
  });

  test(`when the ${blocker} has blocked, a saved search tells neither of the other’s posts`, async () => {
    const { seller, buyer, other, word, by } = await pair({ blocker });
    const saved = [];
    for (const who of [buyer, seller, other]) {
      saved.push((await who.client.post('/alerts', { q: word })).expect(201).body);
    }
    const [theirs, mine, others] = await Promise.all([buyer, seller, other].map((who) => streamOf(who)));
    await block(...by);
    const one = await writePost(seller, { title: word });
    const two = await writePost(buyer, { title: word });
    const last = await writePost(other, { title: word });
    const isLast = ({ type, post_id }) => type === 'alert' && post_id === last.id;
    for (const stream of [theirs, mine]) {
      const found = (await stream.until(isLast)).filter(({ type }) => type === 'alert');
      assert.deepEqual(
        found.map(({ post_id }) => post_id),
        [last.id],
      );
    }
    await others.until(({ type, post_id }) => type === 'alert' && post_id === two.id);
    assert.deepEqual(
      (await read(other, `/alerts/${saved[2].id}/matches`)).items.map(({ id }) => id),
      [two.id, one.id],
    );
    assert.equal((await read(buyer, `/alerts/${saved[0].id}`)).new_matches, 1);
  });

  test(`when the ${blocker} has blocked, the other’s profile is a plain public page without posts`, async () => {
    const { seller, buyer, other, by } = await pair({ blocker });
    for (const who of [seller, buyer, other]) {
      const them = who === seller ? buyer : seller;
      assert.equal((await read(who, `/users/${them.username}`)).blocked, false);
    }
    await block(...by);
    const seen = await read(by[1], `/users/${by[0].username}`);
    assert.equal(seen.blocked, false, 'the blocked one is not told');
    assert.equal(seen.counts.selling, 0);
    const mine = await read(by[0], `/users/${by[1].username}`);
    assert.deepEqual([mine.blocked, mine.counts.selling], [true, 0]);
    for (const who of [other, null]) {
      const { counts, ...user } = await read(who, `/users/${seller.username}`);
      assert.equal(counts.selling, 1);
      assert.equal(user.blocked, who ? false : undefined);
    }
    (await by[1].client.get(`/users/${by[0].username}/reviews`)).expect(200);
    assert.deepEqual(await blocked(by[0]), [by[1].username]);
    assert.deepEqual(await blocked(by[1]), []);
  });
}

test('blocking is idempotent, takes a name in any case, and knows no one who is not there', async () => {
  const [one, other] = await people(server, 2);
  await block(one, other);
  (await one.client.put(`/users/${other.username.toUpperCase()}/block`)).expect(204);
  assert.deepEqual(await blocked(one), [other.username]);
  await unblock(one, other);
  await unblock(one, other);
  assert.deepEqual(await blocked(one), []);
  (await one.client.put(`/users/${one.username}/block`)).expect(409, 'own-account');
  (await one.client.delete(`/users/${one.username}/block`)).expect(204);
  for (const method of ['put', 'delete'])
    (await one.client[method](`/users/${freshName('gone')}/block`)).expect(404, 'not-found');
  (await nobody.put(`/users/${one.username}/block`)).expect(401, 'not-signed-in');
  (await nobody.get('/users/me/blocks')).expect(401, 'not-signed-in');
});

test('whom one has blocked comes in pages, the latest first', async () => {
  const [one] = await people(server, 1);
  const others = [];
  // One after another: of two who are blocked in one millisecond the later account is the later.
  while (others.length < 5) others.push(...(await people(server, 1)));
  for (const other of others) await block(one, other);
  const seen = [];
  let path = '/users/me/blocks?limit=2';
  while (path) {
    const answer = (await one.client.get(path)).expect(200);
    seen.push(...answer.body.items.map(({ user }) => user.username));
    path = answer.body.next_cursor && `/users/me/blocks?limit=2&cursor=${answer.body.next_cursor}`;
  }
  assert.deepEqual(seen, others.map(({ username }) => username).reverse());
});

test('when both have blocked, one unblocking changes nothing', async () => {
  const { seller, buyer, post } = await pair({ blocker: 'seller' });
  await block(seller, buyer);
  await block(buyer, seller);
  await unblock(seller, buyer);
  (await buyer.client.get(`/posts/${post.id}`)).expect(404);
  await unblock(buyer, seller);
  (await buyer.client.get(`/posts/${post.id}`)).expect(200);
});

test('who leaves the market is on nobody’s list any more', async () => {
  const [one, leaver, other] = await people(server, 3);
  await block(one, leaver);
  await block(leaver, other);
  (await leaver.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  assert.deepEqual(await blocked(one), []);
});

test('a block does not keep a review away', async () => {
  const [seller, buyer] = await people(server, 2);
  const deal = await sell(seller, buyer, await writePost(seller));
  await block(seller, buyer);
  const done = (await act(buyer, deal, 'review', { stars: 1, text: '책이 달랐어요' })).expect(200).body;
  assert.equal(done.state, 'completed');
});

test('a message whose answer was lost is answered again after a block, and never said twice', async () => {
  const { seller, buyer, post } = await pair({ blocker: 'seller' });
  const { room_id } = await buy(buyer, post);
  const message = textMessage();
  const said = (await buyer.client.post(`/chat/rooms/${room_id}/messages`, message)).expect(201).body;
  await block(seller, buyer);
  const again = (await buyer.client.post(`/chat/rooms/${room_id}/messages`, message)).expect(200).body;
  assert.equal(again.id, said.id);
});

test('whatever races a block, no open deal and no message is left behind it', async () => {
  const [seller, ...buyers] = await people(server, 9);
  const posts = await Promise.all(buyers.map(() => writePost(seller)));
  await Promise.all(
    buyers.map(async (buyer, i) => {
      const post = posts[i];
      const by = i % 2 === 0 ? [seller, buyer] : [buyer, seller];
      const answers = await Promise.all([
        buyer.client.post(`/posts/${post.id}/buy`, {}),
        buyer.client.post(`/posts/${posts[(i + 1) % posts.length].id}/buy`, {}),
        by[0].client.put(`/users/${by[1].username}/block`),
        buyer.client.post(`/posts/${posts[(i + 2) % posts.length].id}/buy`, { message: '안녕하세요' }),
      ]);
      answers[2].expect(204);
      for (const answer of [answers[0], answers[1], answers[3]])
        assert.ok([201, 404].includes(answer.status), `${answer.status}`);
      const { items } = await read(buyer, '/deals?limit=100');
      assert.deepEqual(
        items.filter(({ state }) => state === 'negotiating' || state === 'reserved'),
        [],
      );
      for (const { room_id } of items) {
        (await buyer.client.post(`/chat/rooms/${room_id}/messages`, textMessage())).expect(403, 'blocked');
      }
    }),
  );
  // And `giraffe check` holds what is left against the rules when this server stops.
});

test('the receiver of a message that cheats begin with is told what to be careful about, and its sender never', async () => {
  const [seller, buyer] = await people(server, 2);
  const deal = await buy(buyer, await writePost(seller), {
    message: '선입금 할게요 말고 010-9876-5432 로 주세요',
  });
  const room = `/chat/rooms/${deal.room_id}`;
  const stream = await streamOf(buyer, 'begin');
  const said = await say(seller, room, '선입금 부탁드려요. http://evil.example/pay 카톡 아이디 abc');
  assert.equal(said.notices, undefined);
  const expected = ['prepayment', 'link', 'contact'];
  const { message } = (await stream.until(({ message: m }) => m?.id === said.id)).find(
    ({ message: m }) => m?.id === said.id,
  );
  assert.deepEqual(message.notices, expected);
  assert.deepEqual((await read(buyer, room)).last_message.notices, expected);
  const seen = async (who) => (await read(who, `${room}/messages`)).items.map(({ notices }) => notices);
  assert.deepEqual(await seen(buyer), [undefined, undefined, expected]);
  assert.deepEqual(await seen(seller), [undefined, ['phone'], undefined]);

  await say(seller, room, 'https://market.example.ac.kr/p/12 이 책이요');
  assert.equal((await read(buyer, room)).last_message.notices, undefined);
  for (let i = 0; i < 3; i += 1) await say(seller, room, '네');
  await say(seller, room, '010-9876-5432');
  assert.equal((await read(buyer, room)).last_message.notices, undefined, 'later on, numbers are exchanged');
  await say(seller, room, '입금 먼저 해 주세요');
  assert.deepEqual((await read(buyer, room)).last_message.notices, ['prepayment']);
});
