import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError, NetworkError, newKey, OnceOnly } from '../../frontend/lib/problem.js';
import { createStore } from '../../frontend/lib/store.js';

/** Sends `body` through `once` and tells which key it went with; `outcome` is thrown when given. */
async function send(once, body, outcome) {
  let used = '';
  const work = once.run(body, (key) => {
    used = key;
    return outcome ? Promise.reject(outcome) : Promise.resolve('done');
  });
  if (outcome) await assert.rejects(work, outcome);
  else assert.equal(await work, 'done');
  return used;
}

test('a lost answer is asked for again with the same key', async () => {
  const once = new OnceOnly();
  const first = await send(once, { title: 'a' }, new NetworkError());
  assert.equal(await send(once, { title: 'a' }, new ApiError(503, {})), first);
  assert.equal(await send(once, { title: 'a' }), first);
});

test('another body, or the same again after an answer, is another request', async () => {
  const once = new OnceOnly();
  const first = await send(once, { title: 'a' }, new NetworkError());
  const second = await send(once, { title: 'b' });
  const third = await send(once, { title: 'b' });
  assert.equal(new Set([first, second, third]).size, 3);
});

test('a refused request may be tried again as a new one', async () => {
  const once = new OnceOnly();
  const first = await send(once, { title: 'a' }, new ApiError(409, {}));
  assert.notEqual(await send(once, { title: 'a' }), first);
});

test('another one goes on from what was sent, whose answer nobody has seen', async () => {
  const once = new OnceOnly();
  const first = await send(once, { title: 'a' }, new NetworkError());
  const kept = JSON.parse(JSON.stringify(once.sent));
  assert.equal(await send(new OnceOnly(kept), { title: 'a' }), first);
  assert.notEqual(await send(new OnceOnly(kept), { title: 'b' }), first);
});

test('keys are 128 random bits', () => {
  assert.match(newKey(), /^[0-9a-f]{32}$/);
  assert.notEqual(newKey(), newKey());
});

test('a store tells its listeners of changes until they leave', () => {
  const store = createStore(0);
  const heard = [];
  const controller = new AbortController();
  store.subscribe((value) => heard.push(value), controller.signal);
  store.set(1);
  store.set(1);
  controller.abort();
  store.set(2);
  assert.deepEqual(heard, [1]);
});
