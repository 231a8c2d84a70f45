// Is it alive, can it serve, and why not: told also while something hangs.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { hold } from '../support/sqlite.mjs';

const often = { argon2_mib: 1, argon2_passes: 1, health_ms: 20, sweep_ms: 50 };
const server = useServer(often);
const impatient = useServer({ ...often, stalled_ms: 500 });
const probe = new Client(server);

/** Asks until the answer has that status; answers its checks. */
const untilReady = async (status, of = probe) =>
  (
    await until(
      () => of.get('/health/ready'),
      (answer) => answer.status === status,
    )
  ).body.checks;

test('a market that does well is alive and ready, with each check ok', async () => {
  (await probe.get('/health/live')).expect(200);
  const { status, checks } = (await probe.get('/health/ready')).expect(200).body;
  assert.equal(status, 'ok');
  for (const name of ['database', 'disk', 'queue', 'photos']) assert.equal(checks[name], 'ok', name);
  // A probe looks at the status, and learns nothing of "as before".
  for (const path of ['/health/live', '/health/ready']) {
    const answer = (await probe.get(path, { headers: { 'if-none-match': '*' } })).expect(200);
    assert.equal(answer.headers['cache-control'], 'no-store');
  }
});

test('without the directory of the photos it is not ready, and says so', async () => {
  const photos = join(server.dataDir, 'photos');
  await rename(photos, `${photos}.away`);
  const checks = await untilReady(503);
  assert.equal(checks.photos, 'missing');
  assert.equal(checks.database, 'ok');
  (await probe.get('/health/live')).expect(200);
  await rename(`${photos}.away`, photos);
  assert.equal((await untilReady(200)).photos, 'ok');
});

test('a writer that commits nothing although something waits is told as stalled, at once and whoever hangs', async (t) => {
  const own = new Client(impatient);
  const seller = await person(impatient);
  const { release } = await hold(t, impatient.dataDir, 'BEGIN IMMEDIATE');
  const writes = Array.from({ length: 8 }, () => seller.client.put('/users/me/notices/seen', { up_to: 1 }));
  const checks = await untilReady(503, own);
  assert.equal(checks.queue, 'stalled');
  assert.equal(checks.database, 'ok'); // reading goes on
  (await own.get('/posts')).expect(200);
  await release();
  for (const write of await Promise.all(writes)) assert.ok([204, 404, 503].includes(write.status));
  assert.equal((await untilReady(200, own)).queue, 'ok');
  await writePost(seller);
});
