import assert from 'node:assert/strict';
import test from 'node:test';
import { Departures } from '../../frontend/features/chat/conversation.js';

const item = (client_id) => ({ client_id, room_id: 1, body: client_id, at: '', state: 'waiting' });
const [a, b] = [item('a'), item('b')];

test('what another tab has sent stands until the message is in the room', () => {
  const departures = new Departures();
  assert.deepEqual(departures.update([a, b], []), [a, b]);
  assert.deepEqual(departures.update([b], []), [a, b]);
  assert.deepEqual(departures.left, [a]);
  assert.deepEqual(departures.update([b], [{ client_id: null }, { client_id: 'a' }]), [b]);
  assert.deepEqual(departures.left, []);
});

test('what is sent here goes over into its message without a word', () => {
  const departures = new Departures();
  departures.update([a], []);
  assert.deepEqual(departures.update([], [{ client_id: 'a' }]), []);
  assert.deepEqual(departures.left, []);
});

test('what was given up does not stay', () => {
  const departures = new Departures();
  departures.update([a, b], []);
  departures.forget([a]); // here
  assert.deepEqual(departures.update([b], []), [b]);
  assert.deepEqual(departures.update([], []), [b]); // in another tab
  departures.forget(departures.left);
  assert.deepEqual(departures.update([], []), []);
});

test('what comes back to the outbox is not there twice', () => {
  const departures = new Departures();
  departures.update([a], []);
  departures.update([], []);
  assert.deepEqual(departures.update([a], []), [a]);
});
