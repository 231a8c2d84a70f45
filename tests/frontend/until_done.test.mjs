import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError, NetworkError, untilDone } from '../../frontend/lib/problem.js';

/** Work that answers this, one after the other (thrown when they are errors), and how long it rested in between. */
function working(answers, resting = () => {}) {
  const story = { done: 0, rests: [] };
  const begin = untilDone(
    async () => {
      story.done += 1;
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      await answer;
    },
    async (ms, signal) => {
      story.rests.push(ms);
      await resting(signal);
    },
  );
  return { begin, story };
}

const alive = () => new AbortController().signal;

test('what fails is done again, later and later, until it succeeds', async () => {
  const busy = new ApiError(429, { code: 'too-many-requests' }, 7);
  const { begin, story } = working([
    new NetworkError(),
    new ApiError(503, {}, 9),
    busy,
    undefined,
    undefined,
  ]);
  await begin(alive());
  assert.equal(story.done, 4);
  const [first, ...asked] = story.rests;
  assert.ok(first >= 500 && first <= 1000, String(first));
  assert.deepEqual(asked, [9000, 7000], 'as long as the server asks for');
});

test('what trying again cannot mend is thrown', async () => {
  for (const final of [new ApiError(404, {}), new ApiError(401, {}), new TypeError('mine')]) {
    const { begin, story } = working([new NetworkError(), final, undefined]);
    await assert.rejects(begin(alive()), final);
    assert.equal(story.done, 2);
  }
});

test('nothing is done any more once it was aborted', async () => {
  const end = new AbortController();
  const { begin, story } = working([new NetworkError(), undefined], () => end.abort());
  await begin(end.signal);
  assert.equal(story.done, 1);
  await begin(end.signal);
  assert.equal(story.done, 1);
});

test('an abort during the work is no failure', async () => {
  const end = new AbortController();
  const { begin } = working([
    Promise.resolve().then(() => {
      end.abort();
      throw new DOMException('aborted', 'AbortError');
    }),
  ]);
  await begin(end.signal);
});

test('begun once more while it waits, only the newer goes on', async () => {
  const waits = [];
  const { begin, story } = working(
    [new NetworkError(), new NetworkError(), undefined, undefined],
    () => new Promise((resolve) => waits.push(resolve)),
  );
  const older = begin(alive());
  await new Promise((done) => setTimeout(done));
  const newer = begin(alive());
  await new Promise((done) => setTimeout(done));
  assert.equal(story.done, 2);
  for (const end of waits) end();
  await Promise.all([older, newer]);
  assert.equal(story.done, 3);
});
