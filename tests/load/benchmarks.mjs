// The benchmarks, by name. Each starts what it compares, measures one and the other by turns, so that whatever else
// the machine does falls on both, and reports ratios.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Offers } from './alerts.mjs';
import { page as pageSpeed } from './page.mjs';
import {
  filledMarket,
  requestsPerSecond,
  result,
  startBarePistache,
  startGiraffe,
  startPolls,
} from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';
import { search } from './search.mjs';
import { enumeration, signins } from './signins.mjs';
import { snapshot } from './snapshot.mjs';

async function page(port, path = '/posts') {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  if (answer.status !== 200) throw new Error(`GET ${path} was answered ${answer.status}`);
  return answer.text();
}

/** GET /posts beside Pistache alone sending the same bytes. */
async function list(size, folder) {
  const giraffe = await startGiraffe(await filledMarket(folder, size.posts));
  const bare = await startBarePistache(folder, await page(giraffe.port));
  const measure = (server) => () => requestsPerSecond(server.port, '/posts', size);
  reportRatio('list', {
    what: `GET /posts (20 of ${size.posts}, signed out) ÷ bare Pistache, the same bytes`,
    goal: { least: 0.5 },
    unit: 'requests/s',
    rounds: await interleaved(size.rounds, measure(giraffe), measure(bare)),
  });
  await giraffe.stop();
  await bare.stop();
}

/** The list in a large market and in a small one: from the cache, and read from the database. */
async function size(size, folder) {
  const large = await startGiraffe(await filledMarket(folder, size.manyPosts));
  const small = await startGiraffe(await filledMarket(folder, size.fewPosts));
  const variants = [
    { name: 'signed out (cached)', path: '/posts', goal: { least: 1 / 1.3 } },
    { name: 'signed in (read)', path: '/posts', user: 1, goal: { least: 1 / 1.3 } },
    { name: 'signed in, on sale, cheapest first', path: '/posts?status=selling&sort=price_asc', user: 1 },
    { name: 'signed in, two words searched', path: `/posts?q=${encodeURIComponent('선형 출판사')}`, user: 1 },
    { name: 'signed in, of a major', path: `/posts?major=${encodeURIComponent('수학과')}`, user: 1 },
  ];
  for (const { name, path, user, goal } of variants) {
    const measure = (server) => () => requestsPerSecond(server.port, path, { ...size, user });
    reportRatio('size', {
      what: `the list at ${size.manyPosts} posts ÷ at ${size.fewPosts}: ${name}`,
      goal,
      unit: 'requests/s',
      rounds: await interleaved(size.rounds, measure(large), measure(small)),
    });
  }
  await large.stop();
  await small.stop();
}

/** Durable messages by many writers beside sqlite3 alone writing the same rows. */
async function chat(size, folder) {
  const data = await filledMarket(folder, size.fewPosts);
  await cp(join(data, 'market.db'), join(folder, 'bare.db'));
  const giraffe = await startGiraffe(data);
  const answers = [];
  const rounds = await interleaved(
    size.rounds,
    async () => {
      const reached = await result('writers', giraffe.port, size.writers, size.seconds);
      answers.push(reached);
      return reached.per_second;
    },
    async () => (await result('bare_sqlite', join(folder, 'bare.db'), size.writers, size.seconds)).per_second,
  );
  reportRatio('chat', {
    what: `messages by ${size.writers} writers ÷ bare sqlite3, batches of 32`,
    goal: { least: 0.5 },
    unit: 'messages/s',
    rounds,
  });
  report(
    'chat',
    'a message on disk, p50',
    answers.map((a) => a.answer_p50_ms),
    'ms',
  );
  report(
    'chat',
    'a message on disk, p99',
    answers.map((a) => a.answer_p99_ms),
    'ms',
  );
  await giraffe.stop();
}

/** A server with many polls parked beside one with none. */
async function polls(size, folder) {
  const waiting = await startGiraffe(await filledMarket(folder, size.posts));
  const quiet = await startGiraffe(await filledMarket(folder, size.posts));
  for (const { port } of [waiting, quiet]) await page(port);
  const before = await waiting.memory();
  const parked = await startPolls(waiting.port, size.polls);
  const grown = (await waiting.memory()) - before;
  report('polls', `memory of one poll, of ${size.polls}`, [grown / size.polls / 1024], 'KB');

  const measure = (server) => () => requestsPerSecond(server.port, '/posts', size);
  reportRatio('polls', {
    what: `GET /posts with ${size.polls} polls parked ÷ with none`,
    goal: { least: 0.8 },
    unit: 'requests/s',
    rounds: await interleaved(size.rounds, measure(waiting), measure(quiet)),
  });
  const wakes = [];
  for (let round = 0; round < size.rounds; ++round)
    wakes.push(await parked.wake(size.wakeRate, size.seconds));
  report(
    'polls',
    `from a message to its poll's answer, ${size.wakeRate} a second, p50`,
    wakes.map((w) => w.wake_p50_ms),
    'ms',
  );
  report(
    'polls',
    `from a message to its poll's answer, ${size.wakeRate} a second, p99`,
    wakes.map((w) => w.wake_p99_ms),
    'ms',
  );
  await parked.stop();
  await waiting.stop();
  await quiet.stop();
}

/** From the start of the process to its address and to its first answer. */
async function start(size, folder) {
  const data = await filledMarket(folder, size.posts);
  const address = [];
  const answer = [];
  for (let round = 0; round < size.rounds; ++round) {
    const giraffe = await startGiraffe(data);
    const began = performance.now();
    await page(giraffe.port, '/health/ready');
    answer.push(giraffe.startMs + performance.now() - began);
    address.push(giraffe.startMs);
    await giraffe.stop();
  }
  report('start', `with ${size.posts} posts, to the address`, address, 'ms', { most: 1000 });
  report('start', `with ${size.posts} posts, to the first answer`, answer, 'ms', { most: 1000 });
}

/** Posts at a steady rate, held against many saved searches; and what else is written meanwhile. */
async function alerts(size, folder) {
  const many = await startGiraffe(await filledMarket(folder, size.posts, size.alerts));
  const none = await startGiraffe(await filledMarket(folder, size.posts));
  const heard = await Offers.start(many.port, size);
  const unheard = await Offers.start(none.port, { ...size, watchers: 0 });
  const times = [];
  const messages = (giraffe, offers) => async () => {
    const [reached, told] = await Promise.all([
      result('writers', giraffe.port, size.writers, size.seconds),
      offers.make(size.seconds),
    ]);
    if (giraffe === many) times.push(told);
    return reached.per_second;
  };
  const busy = await interleaved(size.rounds, messages(many, heard), messages(none, unheard));
  const quiet = [];
  for (let round = 0; round < size.rounds; ++round) quiet.push(await heard.make(size.seconds));
  const posts = `${size.offerRate} posts a second, ${size.alerts} saved searches`;
  for (const [what, told] of [
    ['', quiet],
    [`, beside ${size.writers} writers`, times],
  ]) {
    report(
      'alerts',
      `from a post's answer to its event${what}, p50 (${posts})`,
      told.map((one) => one.p50),
      'ms',
    );
    report(
      'alerts',
      `from a post's answer to its event${what}, p99`,
      told.map((one) => one.p99),
      'ms',
      { most: 1000 },
    );
  }
  reportRatio('alerts', {
    what: `messages by ${size.writers} writers beside ${posts} ÷ none saved`,
    unit: 'messages/s',
    rounds: busy,
  });
  await heard.stop();
  await unheard.stop();
  await many.stop();
  await none.stop();
}

export const benchmarks = {
  list,
  size,
  search,
  chat,
  polls,
  alerts,
  signins,
  enumeration,
  snapshot,
  page: pageSpeed,
  start,
};

export const sizes = {
  full: {
    posts: 100_000,
    manyPosts: 1_000_000,
    fewPosts: 1_000,
    snapshotPosts: 300_000,
    searchedPosts: 10_000,
    searchRounds: 3,
    inserts: 3_200,
    writers: 32,
    polls: 10_000,
    wakeRate: 200,
    alerts: 100_000,
    watchers: 50,
    offerRate: 20,
    signIns: 200,
    guesses: 400,
    lighthouseRounds: 3,
    listedPosts: 2_000,
    roomMessages: 20_000,
    warmUp: 20,
    rounds: 7,
    seconds: 2,
  },
  /** Shows that the suite works, not how fast anything is. */
  quick: {
    posts: 2_000,
    manyPosts: 3_000,
    fewPosts: 1_000,
    snapshotPosts: 2_000,
    searchedPosts: 1_000,
    searchRounds: 1,
    inserts: 32,
    writers: 4,
    polls: 50,
    wakeRate: 20,
    alerts: 2_000,
    watchers: 5,
    offerRate: 5,
    signIns: 20,
    guesses: 10,
    lighthouseRounds: 0,
    listedPosts: 60,
    roomMessages: 100,
    warmUp: 1,
    rounds: 1,
    seconds: 1,
  },
};
