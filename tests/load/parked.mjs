// Polls that wait: what each costs, how soon a message wakes it, whether any message is lost, doubled or reordered
// whatever happens to connections and servers, and how all of them come back at once. Beside nchan (nchan.mjs), both
// driven by parked.cpp.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { allWait, startMarket, startPolls } from './crowd.mjs';
import { startNchan } from './nchan.mjs';
import { filledMarket, latencies, requestsPerSecond, result } from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';

/** Of a market with that many posts, as fill.cpp makes them. */
const usersOf = (posts) => 2 * Math.min(Math.max(Math.floor(posts / 2), 1), 5000);

/** What must never be, of the market; the answers that it may give. */
function requireExact(counts) {
  for (const fault of ['unanswered', 'lost', 'doubled', 'reordered', 'misled']) {
    if (counts[fault] !== 0) throw new Error(`${fault}: ${counts[fault]} of ${counts.sent} messages`);
  }
  const odd = Object.keys(counts).filter((name) => /^answered_(?!200|201|503)/.test(name));
  if (odd.length > 0) throw new Error(`polls or messages were ${odd.join(', ')}`);
}

const memberOf = (rounds, member) => rounds.map((pair) => pair.map((one) => one[member]));

/** Memory of a poll and how soon a message wakes one, by how many wait; and the list beside them. */
export async function parked(size, folder) {
  const alone = join(folder, 'alone.db');
  await cp(join(await filledMarket(folder, size.parkedPosts), 'market.db'), alone);
  for (const count of size.parked) {
    const servers = [
      await startMarket(await filledMarket(folder, size.parkedPosts)),
      await startNchan(folder),
    ];
    const crowds = [];
    const bytes = [];
    for (const server of servers) {
      if (server.kind === 'giraffe') await fetch(`http://127.0.0.1:${server.port}/posts`);
      const before = await server.memory();
      crowds.push(await startPolls(server, count, usersOf(size.parkedPosts)));
      bytes.push(((await server.memory()) - before) / count / 1024);
    }
    reportRatio('parked', {
      what: `memory of one poll, of ${count} ÷ nchan's`,
      unit: 'KB',
      rounds: [bytes],
    });
    report('parked', `memory of one poll, of ${count}`, [bytes[0]], 'KB', { most: 6 });

    const main = count === size.polls;
    const traffic = { rate: size.messageRate, seconds: size.messageSeconds };
    const [ours, others] = crowds.map((crowd) => () => crowd.send(traffic));
    const bare = () => result('bare_sqlite', alone, 'messages', 1, traffic.seconds, traffic.rate);
    const rounds = await interleaved(main ? size.rounds : Math.min(3, size.rounds), ours, others, bare);
    const what = `with ${count} parked, from a message to the other's poll, ${size.messageRate} a second`;
    for (const percentile of ['p50', 'p99', 'p999']) {
      reportRatio('parked', {
        what: `${what}, ${percentile} ÷ nchan's`,
        goal: main ? { most: 2 } : undefined,
        unit: 'ms',
        rounds: memberOf(rounds, `wake_${percentile}_ms`),
      });
    }
    for (const [until, member] of [
      ['until the sender is answered, as it is on disk', 'answer'],
      ["from there to the other's poll", 'after'],
    ]) {
      for (const percentile of ['p50', 'p99']) {
        const times = rounds.map(([own]) => own[`${member}_${percentile}_ms`]);
        report('parked', `with ${count} parked, ${until}, ${percentile}`, times, 'ms');
      }
    }
    for (const percentile of ['p50', 'p99']) {
      const times = rounds.map(([, , disk]) => disk[`disk_${percentile}_ms`]);
      report('parked', `sqlite3 alone, a message until it is on disk, ${percentile}`, times, 'ms');
    }
    requireExact(rounds.at(-1)[0]);
    if (main) await listBeside(servers[0], size, folder);
    for (const crowd of crowds) await crowd.stop();
    for (const server of servers) await server.stop();
  }
}

async function listBeside(waiting, size, folder) {
  const quiet = await startMarket(await filledMarket(folder, size.parkedPosts));
  const measure = (server) => () => requestsPerSecond(server.port, '/posts', size);
  reportRatio('parked', {
    what: `GET /posts with ${size.polls} polls parked ÷ with none`,
    goal: { least: 0.8 },
    unit: 'requests/s',
    rounds: await interleaved(size.rounds, measure(waiting), measure(quiet)),
  });
  await quiet.stop();
}

/** Messages while connections are cut, answers lost, messages sent again, and the server killed. */
export async function losses(size, folder) {
  const data = await filledMarket(folder, size.parkedPosts);
  const traffic = { rate: size.messageRate, seconds: size.messageSeconds, cuts: size.cuts, thrown: 0.05 };
  const tell = (what, counts) => {
    const troubles = ['sent', 'cut', 'thrown', 'resent', 'lost_connections'].map(
      (name) => `${counts[name]} ${name.replace('_', ' ')}`,
    );
    for (const fault of ['lost', 'doubled', 'reordered'])
      report('losses', `${what}, ${fault} (${troubles.join(', ')})`, [counts[fault]], 'messages');
  };
  let giraffe = await startMarket(data);
  const crowd = await startPolls(giraffe, size.churned, usersOf(size.parkedPosts));
  const cut = await crowd.send({ ...traffic, resent: 0.1 });
  requireExact(cut);
  tell('connections cut', cut);

  const sending = crowd.send({ ...traffic, resent: 0.1 });
  await setTimeout((traffic.seconds * 1000) / 2);
  await giraffe.program.end('SIGKILL');
  giraffe = await startMarket(data, { port: giraffe.port });
  const killed = await sending;
  requireExact(killed);
  if (killed.lost_connections < size.churned / 2) throw new Error('the server was not killed meanwhile');
  tell('and kill -9 in the middle', killed);
  await crowd.stop();
  await giraffe.stop();

  const nchan = await startNchan(folder);
  const others = await startPolls(nchan, size.churned, usersOf(size.parkedPosts));
  tell("nchan's, connections cut", await others.send({ ...traffic, resent: 0.1 }));
  await others.stop();
  await nchan.stop();
}

/** All polls come back at once to a server that has just started again. */
export async function storm(size, folder) {
  const data = await filledMarket(folder, size.parkedPosts);
  const start = { giraffe: (port) => startMarket(data, { port }), nchan: (port) => startNchan(folder, port) };
  const servers = { giraffe: await start.giraffe(), nchan: await start.nchan() };
  const crowds = {};
  for (const kind of Object.keys(servers)) {
    crowds[kind] = await startPolls(servers[kind], size.polls, usersOf(size.parkedPosts));
  }
  const comeBack = async (kind) => {
    await crowds[kind].hold();
    await servers[kind].program.end('SIGTERM');
    servers[kind] = await start[kind](servers[kind].port);
    const began = performance.now();
    await crowds[kind].back();
    await allWait(servers[kind], size.polls);
    return performance.now() - began;
  };
  reportRatio('storm', {
    what: `until ${size.polls} polls wait again after a restart ÷ nchan's`,
    unit: 'ms',
    rounds: await interleaved(
      Math.min(3, size.rounds),
      () => comeBack('giraffe'),
      () => comeBack('nchan'),
    ),
  });

  // Who looks at the list meanwhile.
  const times = [];
  const list = () => latencies(servers.giraffe.port, '/posts', { seconds: size.seconds });
  const rounds = [];
  for (let round = 0; round < Math.min(3, size.rounds); ++round) {
    await crowds.giraffe.hold();
    await servers.giraffe.program.end('SIGTERM');
    servers.giraffe = await start.giraffe(servers.giraffe.port);
    const began = performance.now();
    const looking = list();
    await crowds.giraffe.back();
    await allWait(servers.giraffe, size.polls);
    times.push(performance.now() - began);
    const [during, after] = [await looking, await list()];
    rounds.push([during.p99_ms, after.p99_ms]);
  }
  report('storm', 'the same beside GET /posts by 64', times, 'ms');
  reportRatio('storm', { what: 'p99 of GET /posts meanwhile ÷ afterwards', unit: 'ms', rounds });
  const counts = await crowds.giraffe.send({ rate: size.messageRate, seconds: 1 });
  requireExact(counts);
  report('storm', 'answered 503', [counts.answered_503 ?? 0], 'polls');
  for (const crowd of Object.values(crowds)) await crowd.stop();
  for (const server of Object.values(servers)) await server.stop();
}

/** A change of a post, told to all who have it among their favourites. */
export async function fanout(size, folder) {
  const giraffe = await startMarket(await filledMarket(folder, size.parkedPosts));
  const nchan = await startNchan(folder);
  // Of the last pair's seller, who is not among those told; and the number before would be one that is sold.
  const post = usersOf(size.parkedPosts) / 2 - 1;
  for (let user = 1; user <= size.told; ++user) {
    const answer = await fetch(`http://127.0.0.1:${giraffe.port}/posts/${post}/favorite`, {
      method: 'PUT',
      headers: { authorization: `Bearer load-${user}` },
    });
    if (!answer.ok) throw new Error(`a favourite was answered ${answer.status}: ${await answer.text()}`);
  }
  const crowds = [
    await startPolls(giraffe, size.told, usersOf(size.parkedPosts)),
    await startPolls(nchan, size.told, usersOf(size.parkedPosts), 'nchan-shared'),
  ];
  const [ours, others] = crowds.map((crowd) => () => crowd.tell(post, size.tellings));
  const rounds = await interleaved(size.rounds, ours, others);
  for (const [who, member] of [
    ['each of them', 'told_p50_ms'],
    ['99 of 100', 'told_p99_ms'],
    ['the last one', 'last_p50_ms'],
  ]) {
    reportRatio('fanout', {
      what: `a post's new price told to its ${size.told} admirers, until ${who} knows ÷ nchan, one channel`,
      unit: 'ms',
      rounds: memberOf(rounds, member),
    });
  }
  for (const crowd of crowds) await crowd.stop();
  await giraffe.stop();
  await nchan.stop();
}
