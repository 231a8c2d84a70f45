// The page on a phone: what it costs on the wire, how soon it is there, what Lighthouse says, and how evenly it scrolls.
import { startDemo } from './page/market.mjs';
import { smoothnessOf } from './page/scrolling.mjs';
import { visits } from './page/wire.mjs';
import { report } from './report.mjs';

const SCORE = { least: 100 };

async function lighthouse() {
  try {
    return (await import('./page/lighthouse.mjs')).judge;
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return null;
  }
}

function tell(place, visit, how) {
  const { first, all } = visit;
  const say = (what, value, unit, goal) =>
    report('page', `${place.name}, ${how}, ${what}`, [value], unit, goal);
  say('until something is seen', first.requests, 'requests');
  say('until something is seen', first.bytes / 1024, 'KB');
  say('in all', all.requests, 'requests');
  say('in all', all.bytes / 1024, 'KB');
  say('first contentful paint', visit.fcp, 'ms');
  say('largest contentful paint', visit.lcp, 'ms');
  say('layout shift', visit.cls, '', { most: 0.01 });
  say('blocked', visit.tbt, 'ms');
}

/** List, post and chat of the demo market, slow 4G and a processor a quarter as fast; then what is long. */
export async function page(size, folder) {
  const market = await startDemo(folder);
  const judge = size.lighthouseRounds > 0 ? await lighthouse() : null;
  if (!judge)
    console.log(
      `page   without Lighthouse: ${size.lighthouseRounds > 0 ? 'script/setup bench installs it' : 'a short run'}`,
    );
  for (const place of market.places) {
    const { cold, warm } = await visits(folder, market, place);
    tell(place, cold, 'first visit');
    tell(place, warm, 'visited again');
    const rounds = [];
    for (let round = 0; judge && round < size.lighthouseRounds; ++round)
      rounds.push(await judge(folder, market, place));
    if (rounds.length === 0) continue;
    for (const name of Object.keys(rounds[0].scores))
      report(
        'page',
        `${place.name}, Lighthouse, ${name}`,
        rounds.map(({ scores }) => scores[name]),
        'of 100',
        SCORE,
      );
    for (const name of Object.keys(rounds[0].times))
      report(
        'page',
        `${place.name}, Lighthouse, ${name}`,
        rounds.map(({ times }) => times[name]),
        name === 'cls' ? '' : 'ms',
      );
  }
  await market.stop();
  for (const { what, value, unit, goal } of await smoothnessOf(size, folder))
    report('page', what, [value], unit, goal);
}
