import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError, NetworkError } from '../../frontend/lib/problem.js';
import { Repeater } from '../../frontend/lib/repeater.js';

/** Runs a repeater over these answers (delays, or errors that are thrown) and tells what happened. */
async function run(answers, more = {}) {
  const end = new AbortController();
  const story = { asked: 0, rests: [], failed: [] };
  const repeater = new Repeater({
    work: () => {
      story.asked += 1;
      const answer = answers.shift();
      if (answers.length === 0) end.abort();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    failed: (error) => story.failed.push(error.status ?? 0),
    seen: () => Promise.resolve(),
    rest: (ms) => {
      story.rests.push(ms);
      more.resting?.(repeater);
      return Promise.resolve();
    },
    ...more.outside,
  });
  await repeater.run(end.signal);
  return story;
}

test('it is done again after as long as it says itself', async () => {
  const story = await run([1000, 30_000, 1000, 0]);
  assert.equal(story.asked, 4);
  assert.deepEqual(story.rests, [1000, 30_000, 1000]);
});

test('what fails is tried later and later, and no sooner than the server asks for', async () => {
  const story = await run([
    new NetworkError(),
    new NetworkError(),
    new ApiError(503, { code: 'maintenance' }, 9),
    5000,
    new NetworkError(),
    0,
  ]);
  const [first, second, third, after, again] = story.rests;
  assert.ok(first >= 500 && first <= 1000, String(first));
  assert.ok(second >= 1000 && second <= 2000, String(second));
  assert.equal(third, 9000);
  assert.equal(after, 5000);
  assert.ok(again >= 500 && again <= 1000, 'success starts the count anew');
  assert.deepEqual(story.failed, [0, 0, 503, 0]);
});

test('it ends when nobody is signed in', async () => {
  const story = await run([1000, new ApiError(401, { code: 'not-signed-in' }), 1000]);
  assert.equal(story.asked, 2);
  assert.deepEqual(story.failed, []);
});

test('a mistake of the page’s own is not hidden', async () => {
  const told = [];
  const mine = new TypeError('mine');
  await assert.rejects(run([mine, 0], { outside: { failed: (error) => told.push(error) } }), mine);
  assert.deepEqual(told, [mine]);
});

test('nothing is asked while nobody looks', async () => {
  const looks = [];
  let looked = () => {};
  const running = run([1000, 0], {
    outside: {
      seen: () =>
        new Promise((resolve) => {
          looks.push(resolve);
          looked();
        }),
    },
  });
  const next = () =>
    new Promise((resolve) => {
      looked = resolve;
    });
  const second = next();
  looks[0]();
  await second;
  assert.equal(looks.length, 2);
  looks[1]();
  const story = await running;
  assert.equal(story.asked, 2);
});

test('waking during the work lets it end and skips the pause', async () => {
  const end = new AbortController();
  let asked = 0;
  const rests = [];
  const repeater = new Repeater({
    work: () => {
      asked += 1;
      if (asked === 1) repeater.wake();
      if (asked === 3) end.abort();
      return Promise.resolve(1000);
    },
    failed: () => {},
    seen: () => Promise.resolve(),
    rest: (ms) => Promise.resolve(rests.push(ms)),
  });
  await repeater.run(end.signal);
  assert.equal(asked, 3);
  assert.deepEqual(rests, [1000]);
});
