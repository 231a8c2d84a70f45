import assert from 'node:assert/strict';
import test from 'node:test';
import {
  applyEvent,
  Conversation,
  isOutdated,
  sorted,
  withDeal,
} from '../../frontend/features/chat/conversation.js';

const AT = '2026-03-03T01:00:00.000Z';
const text = (seq, from = 'junho') => ({
  id: 100 + seq,
  seq,
  from,
  kind: 'text',
  body: `${seq}`,
  sent_at: AT,
});
const run = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => text(from + i));
const seqs = (conversation) => conversation.messages.map(({ seq }) => seq);

test('a message that comes twice is shown once', () => {
  const conversation = new Conversation();
  conversation.restart(run(1, 2));
  assert.equal(conversation.add(text(3)), 'added');
  assert.equal(conversation.add(text(3)), 'known');
  assert.deepEqual(seqs(conversation), [1, 2, 3]);
});

test('a gap is seen and not papered over', () => {
  const conversation = new Conversation();
  conversation.restart(run(1, 2));
  assert.equal(conversation.add(text(4)), 'gap');
  assert.deepEqual(seqs(conversation), [1, 2]);
});

test('older pages go before, without doubles', () => {
  const conversation = new Conversation();
  conversation.restart(run(5, 8));
  assert.ok(conversation.hasOlder);
  conversation.addOlder(run(1, 5));
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.ok(!conversation.hasOlder);
});

test('older messages that do not join the newest any more are left out', () => {
  const conversation = new Conversation();
  conversation.restart(run(41, 50));
  conversation.restart(run(90, 99)); // while the page before 41 was under way
  conversation.addOlder(run(31, 40));
  assert.deepEqual(seqs(conversation), [90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  conversation.addOlder(run(80, 89));
  assert.equal(conversation.firstSeq, 80);
});

test('after a short absence the newest page continues what is known', () => {
  const conversation = new Conversation();
  conversation.restart(run(1, 5));
  conversation.restart(run(4, 7));
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5, 6, 7]);
  conversation.restart(run(8, 9)); // touches, shares nothing
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('after a long absence the newest page is all there is, and the older ones can be fetched', () => {
  const conversation = new Conversation();
  conversation.restart(run(1, 5));
  conversation.restart(run(90, 99));
  assert.deepEqual(seqs(conversation), [90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  assert.ok(conversation.hasOlder);
});

test('when the market went back to an earlier state, what is no longer so is forgotten', () => {
  const conversation = new Conversation();
  conversation.restart(run(1, 6));
  conversation.restart([...run(1, 2), { ...text(3), id: 999 }]);
  assert.deepEqual(
    conversation.messages.map(({ id }) => id),
    [101, 102, 999],
  );
});

test('what was said while the newest page was under way is not taken back by it', () => {
  const conversation = new Conversation();
  conversation.restart(run(1, 3));
  const asked = conversation.lastSeq;
  conversation.add(text(4));
  conversation.add(text(5));
  conversation.restart(run(1, 4), asked); // read before the fifth was said
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5]);
  conversation.restart(run(1, 3), asked); // asked for first, answered last
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5]);
});

const ROOM = {
  id: 3,
  post: { id: 12, title: '선형대수학', status: 'selling', price: 15000, photo: null },
  deal: { id: 5, version: 2, post: { id: 12, status: 'selling' } },
  with: { username: 'junho', display_name: '박준호' },
  last_message: text(2),
  unread: 1,
  muted: false,
  last_read_seq: 1,
  their_read_seq: 2,
};
const said = (message) => ({ type: 'message', at: AT, room_id: 3, message });

test('a message from the other side is the last one and counts as unread', () => {
  const { room, stale } = applyEvent(ROOM, said(text(3)), 'minji');
  assert.equal(room.last_message.seq, 3);
  assert.equal(room.unread, 2);
  assert.equal(stale, false);
});

test("one's own message, from here or another device, is not unread", () => {
  assert.equal(applyEvent(ROOM, said(text(3, 'minji')), 'minji').room.unread, 1);
});

test('an event that the room was loaded with changes nothing', () => {
  assert.equal(applyEvent(ROOM, said(text(2)), 'minji').room, ROOM);
});

test('what an event does not tell is asked of the server', () => {
  const system = { ...text(3, null), kind: 'system' };
  assert.equal(applyEvent(ROOM, said(system), 'minji').stale, true);
  assert.equal(applyEvent(ROOM, said(text(5)), 'minji').stale, true, 'a gap');
});

test('read marks of both sides only move on', () => {
  const read = (by, seq) => ({ type: 'read', at: AT, room_id: 3, read: { by, seq } });
  assert.equal(applyEvent(ROOM, read('junho', 1), 'minji').room.their_read_seq, 2);
  const mine = applyEvent(ROOM, read('minji', 2), 'minji');
  assert.deepEqual([mine.room.last_read_seq, mine.room.unread, mine.stale], [2, 0, false]);
  assert.equal(applyEvent(mine.room, read('minji', 1), 'minji').room.last_read_seq, 2);
});

test('an older state of the deal never replaces a newer one', () => {
  const deal = (id, version) => ({ id, version, post: { id: 12, status: 'reserved' } });
  assert.equal(withDeal(ROOM, deal(5, 1)), ROOM);
  assert.equal(withDeal(ROOM, deal(4, 9)), ROOM);
  assert.equal(withDeal(ROOM, deal(5, 3)).deal.version, 3);
  assert.equal(withDeal(ROOM, deal(5, 3)).post.status, 'reserved');
  assert.equal(withDeal(ROOM, deal(6, 1)).deal.id, 6);
});

test('rooms are listed by their newest message', () => {
  const at = (id, sent_at) => ({ id, last_message: { sent_at } });
  const list = [at(1, '2026-03-01'), at(2, '2026-03-03'), at(3, '2026-03-02'), at(4, '2026-03-03')];
  assert.deepEqual(
    sorted(list).map(({ id }) => id),
    [4, 2, 3, 1],
  );
});

test('an answer is out of date once more was said, or was read by either side', () => {
  const known = { last_message: text(8), last_read_seq: 7, their_read_seq: 6 };
  assert.ok(!isOutdated(known, known));
  assert.ok(!isOutdated({ last_message: text(9), last_read_seq: 9, their_read_seq: 9 }, known));
  assert.ok(isOutdated({ ...known, last_message: text(7) }, known));
  assert.ok(isOutdated({ ...known, last_message: null }, known));
  assert.ok(isOutdated({ ...known, last_message: text(9), last_read_seq: 6 }, known));
  assert.ok(isOutdated({ ...known, their_read_seq: 5 }, known));
});
