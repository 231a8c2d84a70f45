import assert from 'node:assert/strict';
import test from 'node:test';
import { EventStream } from '../../frontend/lib/event-stream.js';
import { ApiError, backoff, NetworkError } from '../../frontend/lib/problem.js';

const event = (seq) => ({ seq, type: 'message', at: '2026-03-03T01:00:00.000Z' });

/** Runs a stream against these answers (thrown when they are errors) and tells what happened; ends after the last. */
async function follow(answers, { seconds = 25, lost } = {}) {
  const end = new AbortController();
  const story = { polls: [], heard: [], lost: [], connected: [], rests: [] };
  let time = 0;
  const stream = new EventStream({
    poll: (cursor, hurry) => {
      story.polls.push(hurry ? `${cursor}!` : cursor);
      const answer = answers.shift();
      if (answers.length === 0 && answer === undefined) {
        end.abort();
        return Promise.reject(new DOMException('aborted', 'AbortError'));
      }
      time += seconds * 1000;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    deliver: (news) => {
      story.heard.push(...news.map((one) => one.seq ?? one.type));
      story.lost.push(...news.filter(({ type }) => type === 'reset').map(({ lost }) => lost));
    },
    report: (alive) => story.connected.push(alive),
    rest: (ms) => {
      story.rests.push(ms);
      return Promise.resolve();
    },
    now: () => time,
  });
  await stream.run(end.signal, lost);
  return story;
}

test('a stream begins with a reset, and then brings every event once and in order', async () => {
  const story = await follow([
    { events: [], cursor: 'a.5' },
    { events: [event(6), event(7)], cursor: 'a.7' },
    { events: [], cursor: 'a.7' },
    { events: [event(8)], cursor: 'a.8' },
  ]);
  assert.deepEqual(story.heard, ['reset', 6, 7, 8]);
  assert.deepEqual(story.polls, ['null!', 'a.5', 'a.7', 'a.7', 'a.8']);
  assert.deepEqual(story.rests, []);
});

test('after a lost connection it goes on where it was, and misses nothing', async () => {
  const story = await follow([
    { events: [], cursor: 'a.5' },
    new NetworkError(),
    new ApiError(503, {}, 7),
    { events: [event(6)], cursor: 'a.6' },
  ]);
  assert.deepEqual(story.heard, ['reset', 6]);
  // Once it failed, whether the server is back is asked without waiting for news.
  assert.deepEqual(story.polls, ['null!', 'a.5', 'a.5!', 'a.5!', 'a.6']);
  assert.deepEqual(story.connected, [true, false, false, true]);
  assert.equal(story.rests.length, 2);
  assert.ok(story.rests[1] >= 7000, 'as long as the server asks for');
});

for (const code of ['cursor-expired', 'cursor-foreign']) {
  test(`${code}: everything is loaded again, from the cursor that was given`, async () => {
    const story = await follow([
      { events: [], cursor: 'a.5' },
      new ApiError(410, { code, cursor: 'b.2' }),
      { events: [event(3)], cursor: 'b.3' },
    ]);
    assert.deepEqual(story.heard, ['reset', 'reset', 3]);
    assert.deepEqual(story.lost, [false, true]);
    assert.deepEqual(story.polls, ['null!', 'a.5', 'b.2!', 'b.3']);
  });
}

test('that something was lost is told as well when no cursor was given', async () => {
  const story = await follow([
    { events: [], cursor: 'a.5' },
    new ApiError(410, { code: 'cursor-foreign' }),
    { events: [], cursor: 'b.2' },
    { events: [event(3)], cursor: 'b.3' },
  ]);
  assert.deepEqual(story.heard, ['reset', 'reset', 3]);
  assert.deepEqual(story.lost, [false, true]);
});

test('it ends when nobody is signed in', async () => {
  const story = await follow([{ events: [], cursor: 'a.5' }, new ApiError(401, { code: 'not-signed-in' })]);
  assert.deepEqual(story.polls, ['null!', 'a.5']);
});

test('a server that answers early with nothing is not asked in a tight loop', async () => {
  const story = await follow(
    [
      { events: [], cursor: 'a.5' },
      { events: [], cursor: 'a.5' },
      { events: [event(6)], cursor: 'a.6' },
    ],
    { seconds: 0.01 },
  );
  assert.equal(story.rests.length, 1);
});

test('waking asks anew at once, from the same cursor', async () => {
  const end = new AbortController();
  const asked = [];
  const stream = new EventStream({
    poll: (cursor, _hurry, signal) => {
      asked.push(cursor);
      if (asked.length === 1) return Promise.resolve({ events: [], cursor: 'a.5' });
      if (asked.length === 3) end.abort();
      return new Promise((_, reject) => {
        const give = () => reject(new DOMException('aborted', 'AbortError'));
        if (signal.aborted) give();
        signal.addEventListener('abort', give);
        queueMicrotask(() => stream.wake());
      });
    },
    deliver: () => {},
    report: () => {},
  });
  await stream.run(end.signal);
  assert.deepEqual(asked, [null, 'a.5', 'a.5']);
});

test('each wait is about twice as long as the one before, up to half a minute, and never the same for all', () => {
  const longest = [1, 2, 3, 4, 5, 6, 20].map((failures) => backoff(failures, () => 1));
  assert.deepEqual(longest, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assert.equal(
    backoff(3, () => 0),
    2000,
  );
});

test('who takes over from another tab may have missed something', async () => {
  const answers = () => [
    { events: [], cursor: 'a.5' },
    { events: [event(6)], cursor: 'a.6' },
  ];
  assert.deepEqual((await follow(answers())).lost, [false]);
  assert.deepEqual((await follow(answers(), { lost: true })).lost, [true]);
});
