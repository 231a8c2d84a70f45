// Polls that wait, by parked.cpp, and the servers they wait at.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Program, root, startGiraffe } from './processes.mjs';

const PATIENCE_MS = 30_000;

/** A server of the market that knows how many polls wait. */
export async function startMarket(data, { settings = {}, port } = {}) {
  const giraffe = await startGiraffe(data, settings, port);
  const metrics = async () => (await fetch(`http://127.0.0.1:${giraffe.port}/metrics`)).text();
  return {
    ...giraffe,
    kind: 'giraffe',
    waiting: async () => Number(/^giraffe_polls_parked (\d+)/m.exec(await metrics())[1]),
  };
}

/** Until that many polls wait at the server. */
export async function allWait(server, count) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const waiting = await server.waiting();
    if (waiting === count) return;
    if (performance.now() > end) throw new Error(`${server.kind}: ${waiting} of ${count} polls wait`);
    await setTimeout(10);
  }
}

/** That many polls, of a market's users 1 to `users`, waiting. */
export async function startPolls(server, count, users, kind = server.kind) {
  const program = new Program(join(root, 'build/release/tests/load_parked'), [
    kind,
    server.port,
    count,
    users,
  ]);
  const ask = async (command) => JSON.parse(await program.ask(command));
  await program.line();
  await allWait(server, count);
  return {
    send: ({ rate, seconds, cuts = 0, thrown = 0, resent = 0 }) =>
      ask(`send ${rate} ${seconds} ${cuts} ${thrown} ${resent}`),
    tell: (post, times) => ask(`tell ${post} ${times}`),
    hold: () => ask('hold'),
    back: () => ask('back'),
    stop: () => program.end(),
  };
}
