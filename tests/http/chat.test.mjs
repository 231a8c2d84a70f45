// Rooms and messages over HTTP.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { act, buy, people, person, say, talking, textMessage, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const server = useServer();

const send = (who, room, message) => who.client.post(`${room}/messages`, message);
const history = async (who, room, query) =>
  (await who.client.get(`${room}/messages`, { query })).expect(200).body;
const seqs = ({ items }) => items.map(({ seq }) => seq);
const markRead = (who, room, seq) => who.client.put(`${room}/read`, { seq });
const readRoom = async (who, room) => (await who.client.get(room)).expect(200).body;

test('a message comes to both sides as it was written', async () => {
  const { seller, buyer, room } = await talking(server);
  const sent = (await send(buyer, room, { client_id: 'a1', body: '  안녕하세요!\n반가워요 ' })).expect(
    201,
  ).body;
  assert.deepEqual(
    [sent.seq, sent.from, sent.kind, sent.body, sent.client_id],
    [2, buyer.username, 'text', '안녕하세요!\n반가워요', 'a1'],
  );
  assert.deepEqual((await history(buyer, room)).items[1], sent);
  assert.deepEqual((await history(seller, room)).items[1], { ...sent, client_id: null });
  assert.deepEqual((await readRoom(seller, room)).last_message, { ...sent, client_id: null });
});

test('what looks like HTML, SQL or a template is text', async () => {
  const { seller, buyer, room } = await talking(server);
  for (const body of [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE messages; --",
    '&lt;b&gt; %00 \\u0000 {{7*7}} %{7*7}',
    '👩‍👩‍👧‍👦 e\u0301 ﷺ',
  ]) {
    const sent = await say(buyer, room, body);
    const [last] = (await history(seller, room, { limit: 1 })).items;
    assert.equal(last.body, body.normalize('NFC'));
    assert.equal(sent.body, last.body);
  }
});

test('a message sent again is the first one, also when it is sent twenty times at once', async () => {
  const { seller, buyer, room } = await talking(server);
  const message = textMessage('한 번만');
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(buyer, room, message)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const { status, body } of answers) {
    assert.ok(status === 200 || status === 201);
    assert.deepEqual(body, answers[0].body);
  }
  assert.deepEqual(seqs(await history(seller, room)), [1, 2]);
  (await send(buyer, room, { ...message, body: '다른 말' })).expect(409, 'client-id-reused');
  // The name is the sender's own, in that room.
  (await send(seller, room, { ...message, body: '다른 말' })).expect(201);
  const other = await talking(server);
  (await send(other.buyer, other.room, message)).expect(201);
});

test('messages of both sides at once are numbered without doubles and gaps', async () => {
  const { seller, buyer, room } = await talking(server);
  const sent = await Promise.all(
    Array.from({ length: 60 }, (_, i) => say(i % 2 ? seller : buyer, room, `${i}`)),
  );
  const { items } = await history(buyer, room, { limit: 100 });
  assert.deepEqual(
    items.map(({ seq }) => seq),
    Array.from({ length: 61 }, (_, i) => i + 1),
  );
  for (const message of sent) assert.equal(items[message.seq - 1].body, message.body);
});

test('history is read forwards and backwards, page by page', async () => {
  const { seller, buyer, room } = await talking(server);
  for (let i = 2; i <= 12; i += 1) await say(buyer, room, `${i}`);
  assert.deepEqual(seqs(await history(seller, room, { limit: 5 })), [8, 9, 10, 11, 12]);
  assert.deepEqual(seqs(await history(seller, room, { before: 8, limit: 5 })), [3, 4, 5, 6, 7]);
  assert.deepEqual(seqs(await history(seller, room, { after: 3, limit: 5 })), [4, 5, 6, 7, 8]);
  assert.deepEqual(await history(seller, room, { after: 12 }), { items: [], next_cursor: null });
  assert.deepEqual(await history(seller, room, { before: 1 }), { items: [], next_cursor: null });
  assert.deepEqual(seqs(await history(seller, room, { after: 99 })), []);

  for (const [query, direction, expected] of [
    [{ limit: 5 }, 'before', [8, 9, 10, 11, 12, 3, 4, 5, 6, 7, 1, 2]],
    [{ limit: 4, after: 0 }, 'after', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [{ limit: 12, after: 0 }, 'after', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ]) {
    const seen = [];
    let answer = (await seller.client.get(`${room}/messages`, { query })).expect(200);
    seen.push(...seqs(answer.body));
    while (answer.body.next_cursor) {
      const linked = /^<([^>]+)>/.exec(answer.headers.link)[1];
      answer = (
        await seller.client.get(`${room}/messages`, {
          query: { limit: query.limit, [direction]: answer.body.next_cursor },
        })
      ).expect(200);
      assert.deepEqual((await seller.client.get(linked)).expect(200).body, answer.body);
      seen.push(...seqs(answer.body));
    }
    assert.equal(answer.headers.link, undefined);
    assert.deepEqual(seen, expected);
  }
  for (const wrong of [
    'before=1&after=1',
    'before=0',
    'after=-1',
    'after=x',
    'limit=0',
    'limit=101',
    'cursor=1',
  ])
    (await seller.client.get(`${room}/messages?${wrong}`)).expect(400, 'invalid-query');
});

test('a photo of mine that nothing uses can be sent, once', async () => {
  const { seller, buyer, room } = await talking(server);
  const photo = await uploadPhoto(buyer);
  const message = { client_id: 'p1', photo_id: photo.id };
  const sent = (await send(buyer, room, message)).expect(201).body;
  assert.deepEqual([sent.kind, sent.body, sent.photo], ['photo', '', photo]);
  assert.deepEqual((await send(buyer, room, message)).expect(200).body, sent);
  assert.deepEqual((await readRoom(seller, room)).last_message.photo, photo);

  const [theirs, inPost] = [await uploadPhoto(seller), await uploadPhoto(buyer)];
  await writePost(buyer, { photo_ids: [inPost.id] });
  for (const id of [photo.id, theirs.id, inPost.id, '0'.repeat(26), "'"])
    (await send(buyer, room, { client_id: `p-${id}`, photo_id: id })).expectFields({
      '/photo_id': 'not-found',
    });
  assert.deepEqual(seqs(await history(seller, room)), [1, 2], 'nothing was written');
  (await send(seller, room, { client_id: 'theirs', photo_id: theirs.id })).expect(201);
});

test('a message has a text of up to 2,000 characters or a photo, not both', async () => {
  const { buyer, room } = await talking(server);
  assert.equal((await say(buyer, room, '📚'.repeat(2000))).seq, 2);
  (await send(buyer, room, textMessage('x'.repeat(2001)))).expectFields({ '/body': 'too-long' });
  // 2,000 characters in NFC, which is how they are counted; a schema can't say that.
  const decomposed = textMessage('가'.normalize('NFD').repeat(2000));
  (await buyer.client.post(`${room}/messages`, decomposed, { check: false })).expect(201);
  const photo = await uploadPhoto(buyer);
  (await send(buyer, room, { ...textMessage('둘 다'), photo_id: photo.id })).expectFields({
    '/photo_id': 'not-allowed',
  });
  (await send(buyer, room, {})).expectFields({ '/client_id': 'required', '/body': 'required' });
  for (const body of ['', ' \n\t ', '\u200b', '\u3164 \u3164', null])
    (await send(buyer, room, { client_id: 'b', body })).expectFields({ '/body': 'required' });
  (await send(buyer, room, { client_id: '', body: 1, kind: 'system' })).expectFields({
    '/client_id': 'required',
    '/body': 'wrong-type',
    '/kind': 'unknown-field',
  });
  (await send(buyer, room, { client_id: 'x'.repeat(65), body: 'a\u0000b' })).expectFields({
    '/client_id': 'too-long',
    '/body': 'control-character',
  });
});

test('read marks move forward only, and the other side sees them', async () => {
  const { seller, buyer, room } = await talking(server);
  for (const body of ['둘', '셋', '넷']) await say(buyer, room, body);
  const stream = await streamOf(buyer);
  assert.equal((await readRoom(seller, room)).unread, 4);
  assert.deepEqual((await markRead(seller, room, 3)).expect(200).body, { last_read_seq: 3, unread: 1 });
  assert.deepEqual((await markRead(seller, room, 2)).expect(200).body, { last_read_seq: 3, unread: 1 });
  assert.deepEqual((await markRead(seller, room, 3)).expect(200).body, { last_read_seq: 3, unread: 1 });
  (await markRead(seller, room, 5)).expectFields({ '/seq': 'too-large' });
  (await markRead(seller, room, -1)).expectFields({ '/seq': 'too-small' });
  (await markRead(seller, room, '3')).expectFields({ '/seq': 'wrong-type' });
  assert.deepEqual(
    (await stream.poll()).map(({ type, read }) => [type, read]),
    [['read', { by: seller.username, seq: 3 }]],
    'once, since nothing else moved it',
  );
  const [mine, theirs] = [await readRoom(seller, room), await readRoom(buyer, room)];
  assert.deepEqual([mine.last_read_seq, mine.unread], [3, 1]);
  assert.deepEqual([theirs.their_read_seq, theirs.unread], [3, 0]);

  const last = await say(seller, room, '다섯');
  assert.equal((await readRoom(buyer, room)).unread, 1);
  assert.equal((await readRoom(seller, room)).unread, 1, 'my own words are not unread');
  const marks = await Promise.all([5, 2, 4, 3, 1].map((seq) => markRead(buyer, room, seq)));
  for (const mark of marks) mark.expect(200);
  assert.deepEqual((await markRead(buyer, room, last.seq)).body, { last_read_seq: 5, unread: 0 });
});

test('system messages count as unread for those who did not cause them', async () => {
  const { seller, buyer, deal, room } = await talking(server);
  const unread = async () => [(await readRoom(seller, room)).unread, (await readRoom(buyer, room)).unread];
  assert.deepEqual(await unread(), [1, 0]);
  (await act(seller, deal, 'accept')).expect(200);
  assert.deepEqual(await unread(), [1, 1]);
});

test('rooms are listed by their newest message, with where the event stream stands', async () => {
  const [seller, buyer] = await people(server, 2);
  const deals = [];
  for (let i = 0; i < 3; i += 1) deals.push(await buy(buyer, await writePost(seller, { title: `책 ${i}` })));
  const [r0, r1, r2] = deals.map(({ room_id: id }) => id);
  const list = async (who, query) => (await who.client.get('/chat/rooms', { query })).expect(200);
  const ids = ({ body }) => body.items.map(({ id }) => id);
  assert.deepEqual(ids(await list(seller)), [r2, r1, r0]);
  await say(buyer, `/chat/rooms/${r0}`, '안녕하세요');
  const answer = await list(seller);
  assert.deepEqual(ids(answer), [r0, r2, r1]);
  const [first] = answer.body.items;
  assert.deepEqual([first.with.username, first.post.title, first.unread], [buyer.username, '책 0', 2]);
  assert.equal(first.last_message.body, '안녕하세요');
  assert.deepEqual(first.deal, (await seller.client.get(`/deals/${deals[0].id}`)).expect(200).body);
  assert.deepEqual(first, await readRoom(seller, `/chat/rooms/${r0}`));
  assert.equal((await list(buyer)).body.items[0].with.username, seller.username);

  const stream = await streamOf(seller, answer.body.cursor);
  assert.deepEqual(await stream.poll(), [], 'everything before is in the list');
  const page = await list(seller, { limit: 2 });
  const next = await seller.client.get(/^<([^>]+)>/.exec(page.headers.link)[1]);
  assert.deepEqual([...ids(page), ...ids(next.expect(200))], [r0, r2, r1]);
  assert.equal(next.body.next_cursor, null);
});

test('a list of rooms and a history are answered 304 until somebody says something', async () => {
  const { seller, buyer, room } = await talking(server);
  for (const path of ['/chat/rooms', room, `${room}/messages`]) {
    const tag = { headers: { 'if-none-match': (await seller.client.get(path)).expect(200).headers.etag } };
    (await seller.client.get(path, tag)).expect(304);
    await say(buyer, room, path);
    (await seller.client.get(path, tag)).expect(200);
  }
});

test('a room is muted by each side for itself', async () => {
  const { seller, buyer, room } = await talking(server);
  assert.deepEqual((await seller.client.put(`${room}/mute`, { muted: true })).expect(200).body, {
    muted: true,
  });
  assert.deepEqual(
    [(await readRoom(seller, room)).muted, (await readRoom(buyer, room)).muted],
    [true, false],
  );
  (await seller.client.put(`${room}/mute`, { muted: false })).expect(200);
  assert.equal((await readRoom(seller, room)).muted, false);
  (await seller.client.put(`${room}/mute`, { muted: 'yes' })).expectFields({ '/muted': 'wrong-type' });
});

test('a stranger and one who is signed out find no room', async () => {
  const { buyer, room } = await talking(server);
  const stranger = await person(server);
  const before = await history(buyer, room);
  const requests = (client, address) => [
    client.get(address),
    client.get(`${address}/messages`),
    client.post(`${address}/messages`, textMessage()),
    client.put(`${address}/read`, { seq: 1 }),
    client.put(`${address}/mute`, { muted: true }),
    client.post(`${address}/typing`),
  ];
  for (const answer of await Promise.all(requests(stranger.client, room))) answer.expect(404, 'not-found');
  for (const answer of await Promise.all(requests(stranger.client, '/chat/rooms/999999')))
    answer.expect(404, 'not-found');
  for (const answer of await Promise.all(requests(new Client(server), room)))
    answer.expect(401, 'not-signed-in');
  assert.deepEqual(await history(buyer, room), before);
});

test('a room goes on after its deal and its post are over', async () => {
  const { seller, buyer, deal, room } = await talking(server);
  (await seller.client.delete(`/posts/${deal.post.id}`)).expect(204);
  await say(buyer, room, '아쉽네요');
  const { post, deal: closed } = await readRoom(seller, room);
  assert.deepEqual([post.title, closed.state], [deal.post.title, 'closed']);
  // What was deleted is not for sale, however one comes to it.
  const seen = (await buyer.client.get(`/deals/${deal.id}`)).expect(200).body;
  assert.deepEqual([post.status, seen.post.status], ['hidden', 'hidden']);
});

test('a message with its idempotency key is sent once', async () => {
  const { seller, buyer, room } = await talking(server);
  const options = { headers: { 'idempotency-key': 'k1' } };
  const message = textMessage('열쇠');
  const first = (await buyer.client.post(`${room}/messages`, message, options)).expect(201);
  const again = (await buyer.client.post(`${room}/messages`, message, options)).expect(201);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual(again.body, first.body);
  assert.deepEqual(seqs(await history(seller, room)), [1, 2]);
});
