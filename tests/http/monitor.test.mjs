// GET /admin/monitor: the last hour, how it is now, and what went wrong lately.
import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until as untilFits } from '../support/patience.mjs';
import { person, useStaff } from '../support/people.mjs';
import { jpeg } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({
  argon2_mib: 1,
  argon2_passes: 1,
  monitor_ms: 20,
  health_ms: 20,
  sign_in_burst: 0,
});
const staff = useStaff(server);
const monitor = async () => (await (await staff()).admin.client.get('/admin/monitor')).expect(200).body;
const until = (condition) => untilFits(monitor, condition);
const allSeries = ({ queued, ...series }) => [...Object.values(series), ...Object.values(queued)];

test('every series has a value, or null, for each time', async () => {
  const seen = await until(({ times }) => times.length >= 5);
  assert.equal(seen.interval_ms, 20);
  assert.match(seen.version, /^\d+\.\d+\.\d+$/);
  assert.ok(Math.abs(Date.parse(seen.started_at) - Date.now()) < 600_000);
  for (const series of allSeries(seen.series)) assert.equal(series.length, seen.times.length);
  const times = seen.times.map((time) => Date.parse(time));
  assert.ok(times.every((time, k) => k === 0 || times[k - 1] <= time));
  assert.ok(Math.abs(times.at(-1) - Date.now()) < 60_000);
  assert.ok(seen.series.memory_bytes.at(-1) > 1e6);
  assert.ok(seen.series.open_files.at(-1) > 3);
  assert.ok(seen.series.connections.at(-1) >= 1);
});

test('what is asked for shows in the rates and the times', async () => {
  const guest = new Client(server);
  let over = false;
  const asking = (async () => {
    while (!over) (await guest.get('/posts')).expect(200);
  })();
  const seen = await until(
    ({ series }) => series.requests_per_second.at(-1) > 0 && series.cache_hit_ratio.at(-1) > 0,
  ).finally(() => {
    over = true;
  });
  await asking;
  const known = seen.series.latency_p99_ms.filter((value) => value !== null);
  assert.ok(known.length > 0 && known.every((value) => value > 0));
  assert.ok(
    seen.series.latency_p50_ms.every((value, k) => value === null || value <= seen.series.latency_p99_ms[k]),
  );
});

test('it tells how the lanes, the disk and the checks are now, and how much there is of everything', async () => {
  const { now } = await until((seen) => seen.now.counts.users !== null);
  assert.deepEqual(
    now.lanes.map(({ name }) => name),
    ['db', 'write', 'hash', 'image'],
  );
  assert.ok(now.lanes.every(({ threads }) => threads >= 1));
  assert.equal(now.disks[0].name, 'data');
  assert.ok(now.disks[0].free_bytes <= now.disks[0].total_bytes);
  assert.ok(now.counts.users >= 2);
  assert.deepEqual(Object.keys(now.counts.deals).sort(), [
    'cancelled',
    'closed',
    'completed',
    'declined',
    'expired',
    'negotiating',
    'reserved',
  ]);
  assert.equal(now.ready, true);
  assert.ok(now.checks.some(({ name, ok, reason }) => name === 'database' && ok && reason === null));
  await person(server);
  await until((seen) => seen.now.counts.users > now.counts.users);
});

test('what failed is among the newest errors, by its request id and route, without a word of what was sent', async () => {
  const { admin } = await staff();
  const photos = join(server.dataDir, 'photos');
  await rename(photos, `${photos}.away`);
  await writeFile(photos, 'in the way');
  const answer = await admin.client.request('POST', '/photos', { body: jpeg(), type: 'image/jpeg' });
  answer.expect(500, 'internal-error');
  const { errors, now } = await until(({ errors: kept }) =>
    kept.some(({ message }) => message === 'request failed'),
  );
  const [failed] = errors.filter(({ request_id }) => request_id === answer.headers['x-request-id']);
  assert.equal(failed.level, 'error');
  assert.equal(failed.route, '/photos');
  assert.ok(failed.detail.startsWith('error: '));
  assert.ok(now.checks.length >= 5);
  const log = await server.logged(
    ({ request_id, level }) => level === 'error' && request_id === failed.request_id,
  );
  assert.equal(log.route, '/photos');
  await rm(photos);
  await rename(`${photos}.away`, photos);
});

test('it is kept from growing: as many samples as there are places', async () => {
  const { times } = await until((seen) => seen.times.length === 720);
  const again = await until((seen) => seen.times.at(-1) !== times.at(-1));
  assert.equal(again.times.length, 720);
});
