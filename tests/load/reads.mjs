// The reads of a market, of each size: beside Fastify on the same rows, beside what sends the same bytes and does
// nothing else, and beside the smallest market.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fastifyVersions, startFastify, startNginx } from './peers/start.mjs';
import { filledMarket, requestsPerSecond, result, startBarePistache, startGiraffe } from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';

const READER = 1;
// fill.cpp: has blocked somebody, of whom nothing is shown here; and has so many favourites that nothing lies ready.
const BLOCKER = 3;
const COLLECTOR = 5;
const USER = '/users/student2';
const filter = new URLSearchParams({ major: '수학과', status: 'selling', sort: 'price_asc' });

async function get(server, path, user) {
  const headers = user ? { authorization: `Bearer load-${user}` } : {};
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`GET ${path} was answered ${answer.status}: ${text}`);
  return text;
}

async function tenthPage(server) {
  let path = '/posts';
  for (let page = 1; page < 10; ++page) {
    const { next_cursor: cursor } = JSON.parse(await get(server, path));
    path = `/posts?cursor=${cursor}`;
  }
  return path;
}

// `hot`: what many ask for at once, and so is compared with sending bytes. `select`: its rows, read by sqlite3 alone, are
// what reading it anew is compared with. `search`: the peer has none.
const asked = [
  { name: 'first page', path: '/posts', hot: true, select: 'list' },
  { name: 'tenth page', path: tenthPage },
  { name: 'filtered', path: `/posts?${filter}` },
  { name: 'one word', path: `/posts?q=${encodeURIComponent('미적분')}`, search: true },
  { name: 'two words', path: `/posts?q=${encodeURIComponent('선형 출판사')}`, search: true },
  { name: 'a post', path: '/posts/7', hot: true, select: 'post' },
  { name: 'a user', path: USER, hot: true },
];
const variants = asked.flatMap((read) => [
  { ...read, name: `${read.name}, signed out` },
  { ...read, name: `${read.name}, signed in`, user: READER },
  ...(read.path === USER || read.search
    ? []
    : [{ ...read, name: `${read.name}, with a block`, user: BLOCKER, hot: false }]),
  ...(read.path === USER ? [] : [{ ...read, name: `${read.name}, read anew`, user: COLLECTOR, hot: false }]),
]);

/** A market of that many posts with the two servers on it, each on a copy. */
async function market(folder, posts) {
  const giraffe = await startGiraffe(await filledMarket(folder, posts));
  const data = await filledMarket(folder, posts);
  const fastify = await startFastify(data);
  return { posts, giraffe, fastify, database: join(data, 'market.db') };
}

/** What an answer says, but for the looks at a post, which the market counts. */
const shown = (answer) => answer.replace(/"view_count":\d+/, '');

/** The path of a variant in each market; both servers must answer the same bytes. */
async function pathsOf(variant, markets) {
  const paths = [];
  for (const { giraffe, fastify } of markets) {
    const path = typeof variant.path === 'string' ? variant.path : await variant.path(giraffe);
    paths.push(path);
    if (variant.search) continue;
    const [own, other] = await Promise.all([
      get(giraffe, path, variant.user),
      get(fastify, path, variant.user),
    ]);
    assert.equal(shown(other), shown(own), `GET ${path} is not the same in Fastify`);
  }
  return paths;
}

async function measure(variant, paths, markets, size, folder, nginx) {
  const { user } = variant;
  const ask = (server, path) => () =>
    requestsPerSecond(server.port, path, { seconds: size.readSeconds, user });
  const measures = new Map();
  for (const [i, { posts, giraffe, fastify }] of markets.entries()) {
    measures.set(`${posts}`, ask(giraffe, paths[i]));
    if (!variant.search) measures.set(`${posts} Fastify`, ask(fastify, paths[i]));
  }
  let bare;
  if (variant.hot) {
    const bytes = await get(markets.at(-1).giraffe, paths.at(-1), user);
    bare = await startBarePistache(folder, bytes);
    measures.set('bare Pistache', ask(bare, '/'));
    measures.set('nginx', ask(nginx, await nginx.keep(bytes)));
  }
  const select = user === COLLECTOR && variant.select;
  if (select) {
    const { database } = markets.at(-1);
    measures.set(
      'sqlite3 alone',
      async () => (await result('bare_selects', database, select, size.readSeconds)).per_second,
    );
  }
  const names = [...measures.keys()];
  const rounds = await interleaved(size.readRounds, ...measures.values());
  await bare?.stop();
  const beside = (one, other, goal) =>
    reportRatio('reads', {
      what: `${variant.name}: ${one} ÷ ${other}`,
      goal,
      unit: 'requests/s',
      rounds: rounds.map((round) => [round[names.indexOf(one)], round[names.indexOf(other)]]),
    });
  const [least, most] = [`${markets[0].posts}`, `${markets.at(-1).posts}`];
  for (const { posts } of markets) {
    if (!variant.search) beside(`${posts}`, `${posts} Fastify`, { least: 3 });
  }
  if (variant.hot) {
    beside(most, 'bare Pistache', { least: 0.85 });
    beside(most, 'nginx');
  }
  if (select) beside(most, 'sqlite3 alone');
  if (markets.length > 1) beside(most, least, { least: 1 / 1.2 });
  else if (variant.search) report('reads', variant.name, rounds.flat(), 'requests/s');
}

export async function reads(size, folder) {
  console.log(`reads  beside ${await fastifyVersions()}`);
  const nginx = await startNginx();
  const markets = [];
  for (const posts of size.readPosts) markets.push(await market(folder, posts));
  for (const variant of variants) {
    const paths = await pathsOf(variant, markets);
    const wanted = size.only.length === 0 || size.only.some((name) => variant.name.includes(name));
    if (wanted) await measure(variant, paths, markets, size, folder, nginx);
  }
  for (const { giraffe, fastify } of markets) {
    await giraffe.stop();
    await fastify.stop();
  }
  await nginx.stop();
}
