// What tests of faults have in common.
import assert from 'node:assert/strict';
import { Client } from './client.mjs';

/** By hand, `GIRAFFE_FAULTS=long`, everything takes its time; otherwise all of it together a few minutes. */
export const long = process.env.GIRAFFE_FAULTS === 'long';

/** What a server that says it can't serve gives as reasons; {} when it can. */
export async function unready(server) {
  const client = new Client(server);
  const answer = await client.get('/health/ready');
  client.close();
  if (answer.status === 200) return {};
  const checks = Object.entries(answer.expect(503, 'not-ready').body.checks);
  return Object.fromEntries(checks.filter(([, word]) => word !== 'ok'));
}

/** Asks until the answer fits; the answer. */
export async function until(ask, fits) {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
  }
}

/** Waits until the server says that it can serve. */
export const ready = (server) =>
  until(
    () => unready(server),
    (reasons) => Object.keys(reasons).length === 0,
  );

/** Holds that nothing is wrong with the data of a server that was killed, and nothing of what was acknowledged is gone. */
export async function assertWhole(server, look) {
  await server.kill();
  assert.equal(await server.faults(), '');
  await server.start();
  await look();
  await server.stop();
}
