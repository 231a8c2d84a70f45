// Is it alive, can it serve, and why not: told also while something hangs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, health_ms: 20, stalled_ms: 200, sweep_ms: 50 });
const probe = new Client(server);

/** Asks until the answer has that status; answers its checks. */
async function untilReady(status) {
  for (;;) {
    const answer = await probe.get('/health/ready');
    if (answer.status === status) return answer.body.checks;
  }
}

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

/** Another program that keeps the database's writer out, until it is told to let go. */
async function holdTheDatabase() {
  const child = spawn('sqlite3', [join(server.dataDir, 'market.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write("BEGIN IMMEDIATE;\nSELECT 'held';\n");
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.end('ROLLBACK;\n');
    await once(child, 'close');
  };
}

test('a writer that commits nothing although something waits is told as stalled, at once and whoever hangs', async () => {
  const seller = await person(server);
  const release = await holdTheDatabase();
  const writes = Array.from({ length: 8 }, () => seller.client.put('/users/me/notices/seen', { up_to: 1 }));
  const checks = await untilReady(503);
  assert.equal(checks.queue, 'stalled');
  assert.equal(checks.database, 'ok'); // reading goes on
  (await probe.get('/posts')).expect(200);
  await release();
  for (const write of await Promise.all(writes)) assert.ok([204, 404, 503].includes(write.status));
  assert.equal((await untilReady(200)).queue, 'ok');
  await writePost(seller);
});
