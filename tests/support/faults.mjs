// What tests of faults have in common.
import assert from 'node:assert/strict';
import { Client } from './client.mjs';
import { until } from './patience.mjs';

/** By hand, `GIRAFFE_FAULTS=long`, everything takes its time; otherwise all of it together a few minutes. */
export const long = process.env.GIRAFFE_FAULTS === 'long';

/** What chance decides, it decides the same way again with `GIRAFFE_SEED`. */
export const seed = Number(process.env.GIRAFFE_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 up to 1 (mulberry32). */
export function randomOf(state) {
  let a = state;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let b = Math.imul(a ^ (a >>> 15), 1 | a);
    b = (b + Math.imul(b ^ (b >>> 7), 61 | b)) ^ b;
    return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a server that says it can't serve gives as reasons; {} when it can. */
export async function unready(server) {
  const client = new Client(server);
  const answer = await client.get('/health/ready');
  client.close();
  if (answer.status === 200) return {};
  const checks = Object.entries(answer.expect(503, 'not-ready').body.checks);
  return Object.fromEntries(checks.filter(([, word]) => word !== 'ok'));
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
