// Signing in: a storm of it beside the list, and whether its time tells who has an account.
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { filledMarket, latencies, result, startGiraffe } from './processes.mjs';
import { interleaved, median, report, reportRatio } from './report.mjs';
import { PASSWORD, Site } from './site.mjs';

// As the server has them unless it is told otherwise.
const ARGON2_MIB = 19;
const ARGON2_PASSES = 2;

/** People who sign in, each again as soon as they are answered; whoever is told to come later does. */
class Storm {
  #over = new AbortController();
  #times = [];
  #refused = 0;

  constructor(site, names) {
    setMaxListeners(0, this.#over.signal); // each who waits is one
    this.began = performance.now();
    this.people = names.map((username) => this.#keepOn(site, username));
  }

  async #keepOn(site, username) {
    while (!this.#over.signal.aborted) {
      const { status, headers, ms } = await site.post('/sessions', { username, password: PASSWORD });
      const retryAfter = Number(headers['retry-after']);
      if (status === 201) {
        this.#times.push(ms);
      } else if (retryAfter > 0) {
        this.#refused += 1;
        await setTimeout(retryAfter * 1000, undefined, { signal: this.#over.signal }).catch(() => {});
      } else {
        throw new Error(`POST /sessions was answered ${status}`);
      }
    }
  }

  /** What came of it: sign-ins a second, how long one took (ms, the median), and how often one was told to come later. */
  async end() {
    const seconds = (performance.now() - this.began) / 1000;
    const done = this.#times.length;
    this.#over.abort();
    await Promise.all(this.people);
    return { rate: done / seconds, ms: median(this.#times), refused: this.#refused };
  }
}

/** Sign-ins beside libsodium alone checking passwords on every processor. */
async function throughput(size, site, names) {
  const processors = availableParallelism();
  const rounds = await interleaved(
    size.rounds,
    async () => {
      const storm = new Storm(site, names);
      await setTimeout(size.seconds * 1000);
      return (await storm.end()).rate;
    },
    async () => (await result('bare_argon2', ARGON2_MIB, ARGON2_PASSES, processors, size.seconds)).per_second,
  );
  reportRatio('signins', {
    what: `by ${size.signIns} ÷ libsodium alone, ${ARGON2_MIB} MiB and ${ARGON2_PASSES} passes on ${processors} processors`,
    goal: { least: 0.8 },
    unit: 'sign-ins/s',
    rounds,
  });
}

/** The list during a storm of sign-ins, and without one; and how many are signed in when nothing else is done. */
export async function signins(size, folder) {
  const giraffe = await startGiraffe(await filledMarket(folder, size.fewPosts), {
    argon2_mib: ARGON2_MIB,
    argon2_passes: ARGON2_PASSES,
  });
  const site = new Site(giraffe.port);
  const names = await site.signUp(size.signIns);
  await throughput(size, site, names);
  for (const { name, user, goals } of [
    { name: 'signed out (cached)', goals: { rate: { least: 0.7 }, p99: { most: 3 } } },
    { name: 'signed in (read)', user: 1, goals: { rate: { least: 0.7 }, p99: { most: 3 } } },
  ]) {
    const storms = [];
    const list = () => latencies(giraffe.port, '/posts', { ...size, user });
    const rounds = await interleaved(
      size.rounds,
      async () => {
        const storm = new Storm(site, names);
        const reached = await list();
        storms.push(await storm.end());
        return reached;
      },
      list,
    );
    const what = `beside ${size.signIns} who sign in ÷ alone: GET /posts, ${name}`;
    const of = (key) => rounds.map((pair) => pair.map((one) => one[key]));
    reportRatio('signins', { what, unit: 'requests/s', rounds: of('per_second'), goal: goals.rate });
    reportRatio('signins', { what: `${what}, p99`, unit: 'ms', rounds: of('p99_ms'), goal: goals.p99 });
    const each = (key) => storms.slice(-size.rounds).map((storm) => storm[key]);
    report('signins', 'meanwhile signed in', each('rate'), 'a second');
    report('signins', 'a sign-in, p50', each('ms'), 'ms');
  }
  site.end();
  await giraffe.stop();
}

/** How likely two groups of times differ in their medians as much as these by chance alone. */
function byChance(ones, others, shuffles = 5000) {
  const difference = (all) => Math.abs(median(all.slice(0, ones.length)) - median(all.slice(ones.length)));
  const all = [...ones, ...others];
  const found = difference(all);
  let asMuch = 0;
  for (let round = 0; round < shuffles; ++round) {
    for (let i = all.length - 1; i > 0; --i) {
      const j = Math.floor(Math.random() * (i + 1));
      [all[i], all[j]] = [all[j], all[i]];
    }
    if (difference(all) >= found) asMuch += 1;
  }
  return (asMuch + 1) / (shuffles + 1);
}

/** Whether the time of an answer tells if there is such an account. */
export async function enumeration(size, folder) {
  // What is measured is what an answer costs; the limits come after it.
  const giraffe = await startGiraffe(await filledMarket(folder, size.fewPosts), {
    sign_in_burst: 0,
    mail_request_burst: 0,
  });
  const site = new Site(giraffe.port);
  const [known] = await site.signUp(1);
  const ways = {
    'a wrong password': (name) => site.post('/sessions', { username: name, password: 'not the one 1' }),
    'a forgotten one': (name) => site.post('/password-resets', { email: `${name}@giraffe.example` }),
  };
  for (const [what, send] of Object.entries(ways)) {
    const pairs = [];
    for (let i = -size.warmUp; i < size.guesses; ++i) {
      const names = [known, `ghost${i + size.warmUp}`];
      // Neither always comes first: what the first leaves behind would fall on the second.
      const turned = Math.random() < 0.5;
      const times = [];
      for (const name of turned ? names.reverse() : names) times.push((await send(name)).ms);
      if (i >= 0) pairs.push(turned ? times.reverse() : times);
    }
    reportRatio('enumeration', { what: `${what}, known ÷ unknown account`, unit: 'ms', rounds: pairs });
    const chance = byChance(
      pairs.map(([one]) => one),
      pairs.map(([, other]) => other),
    );
    report('enumeration', `${what}, so different by chance`, [chance], 'of 1', { least: 0.01 });
  }
  site.end();
  await giraffe.stop();
}
