// The benchmarks, by name. Each starts what it compares, measures one and the other by turns, so that whatever else
// the machine does falls on both, and reports ratios.
import { Offers } from './alerts.mjs';
import { growth } from './growth.mjs';
import { fanout, losses, parked, storm } from './parked.mjs';
import { photos } from './photos.mjs';
import { filledMarket, result, startGiraffe } from './processes.mjs';
import { reads } from './reads.mjs';
import { interleaved, report, reportRatio } from './report.mjs';
import { search } from './search.mjs';
import { enumeration, signins } from './signins.mjs';
import { snapshot } from './snapshot.mjs';
import { writes } from './writes.mjs';

async function page(port, path = '/posts') {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  if (answer.status !== 200) throw new Error(`GET ${path} was answered ${answer.status}`);
  return answer.text();
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
      result('writers', giraffe.port, 'messages', size.writers, size.seconds),
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
  reads,
  search,
  writes,
  parked,
  losses,
  storm,
  fanout,
  alerts,
  signins,
  enumeration,
  photos,
  growth,
  snapshot,
  // What steers a browser is needed for this one alone.
  page: async (...args) => (await import('./page.mjs')).page(...args),
  start,
};

export const sizes = {
  full: {
    posts: 100_000,
    readPosts: [1_000, 100_000, 1_000_000],
    readRounds: 5,
    readSeconds: 1,
    only: [], // of the reads; empty: all
    manyPosts: 1_000_000,
    fewPosts: 1_000,
    snapshotPosts: 300_000,
    searchedPosts: 10_000,
    searchRounds: 3,
    inserts: 3_200,
    writers: 32,
    parkedPosts: 10_000,
    parked: [1_000, 10_000, 18_000],
    messageWriters: [1, 8, 64, 512],
    postWriters: [1, 8, 64],
    polls: 10_000,
    messageRate: 1_000,
    messageSeconds: 4,
    churned: 2_000,
    cuts: 500,
    told: 1_000,
    tellings: 10,
    alerts: 100_000,
    watchers: 50,
    offerRate: 20,
    signIns: 200,
    guesses: 400,
    uploaders: [1, 4, 16],
    photoRounds: 4,
    photoSeconds: 3,
    growthPairs: 2_000,
    growthStudents: 500,
    growthThings: 1_000,
    growthMessages: 10_000,
    growthPhotos: 8,
    growthReads: 4_000,
    growthPolls: 4_000,
    growthFilled: 30_000,
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
    readPosts: [1_000, 2_000],
    readRounds: 1,
    readSeconds: 1,
    only: ['first page, signed out', 'a post, signed in'],
    manyPosts: 3_000,
    fewPosts: 1_000,
    snapshotPosts: 2_000,
    searchedPosts: 1_000,
    searchRounds: 1,
    inserts: 32,
    writers: 4,
    parkedPosts: 1_000,
    parked: [50],
    messageWriters: [1, 8],
    postWriters: [4],
    polls: 50,
    messageRate: 50,
    messageSeconds: 0.5,
    churned: 50,
    cuts: 50,
    told: 20,
    tellings: 3,
    alerts: 2_000,
    watchers: 5,
    offerRate: 5,
    signIns: 20,
    guesses: 10,
    uploaders: [4],
    photoRounds: 1,
    photoSeconds: 0,
    growthPairs: 100,
    growthStudents: 20,
    growthThings: 50,
    growthMessages: 200,
    growthPhotos: 2,
    growthReads: 100,
    growthPolls: 50,
    growthFilled: 1_000,
    lighthouseRounds: 0,
    listedPosts: 60,
    roomMessages: 100,
    warmUp: 1,
    rounds: 1,
    seconds: 1,
  },
};
