// What /metrics tells, to whom, and that nobody can make it grow.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { useMailServer } from '../support/mail.mjs';
import { scrape, scrapeUntil } from '../support/metrics.mjs';
import { templates } from '../support/operations.mjs';
import { accessToken, buy, people, person, promote, say, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { RawConnection } from '../support/raw.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, health_ms: 50, sign_in_burst: 0 });
const closed = useServer({ argon2_mib: 1, argon2_passes: 1, metrics_networks: '', sign_in_burst: 0 });
const guest = new Client(server);

const FAMILIES = {
  giraffe_requests_total: 'counter',
  giraffe_request_seconds: 'histogram',
  giraffe_connections: 'gauge',
  giraffe_connections_refused_total: 'counter',
  giraffe_malformed_requests_total: 'counter',
  giraffe_photo_uploads_total: 'counter',
  giraffe_lane_queued: 'gauge',
  giraffe_lane_queue_limit: 'gauge',
  giraffe_lane_running: 'gauge',
  giraffe_lane_threads: 'gauge',
  giraffe_lane_refused_total: 'counter',
  giraffe_polls_parked: 'gauge',
  giraffe_wake_seconds: 'histogram',
  giraffe_commit_seconds: 'histogram',
  giraffe_batch_writes: 'histogram',
  giraffe_commits_failed_total: 'counter',
  giraffe_writer_stalled_seconds: 'gauge',
  giraffe_database_bytes: 'gauge',
  giraffe_wal_bytes: 'gauge',
  giraffe_cache_hits_total: 'counter',
  giraffe_cache_misses_total: 'counter',
  giraffe_mails_total: 'counter',
  giraffe_mails_waiting: 'gauge',
  giraffe_mail_oldest_seconds: 'gauge',
  giraffe_users: 'gauge',
  giraffe_posts: 'gauge',
  giraffe_photos: 'gauge',
  giraffe_messages: 'gauge',
  giraffe_deals: 'gauge',
  giraffe_reports_open: 'gauge',
  giraffe_disk_free_bytes: 'gauge',
  giraffe_disk_total_bytes: 'gauge',
  giraffe_ready: 'gauge',
  giraffe_check_ok: 'gauge',
  giraffe_info: 'gauge',
  process_resident_memory_bytes: 'gauge',
  process_open_fds: 'gauge',
  process_max_fds: 'gauge',
  process_threads: 'gauge',
  process_cpu_seconds_total: 'counter',
  process_start_time_seconds: 'gauge',
};

test('every family is there, with its type, in the format that Prometheus reads', async () => {
  await guest.get('/posts');
  const { families, answer, value } = await scrapeUntil(guest, (seen) => seen.families.has('giraffe_users'));
  assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  assert.equal(answer.headers['cache-control'], 'no-store');
  for (const [name, type] of Object.entries(FAMILIES)) assert.equal(families.get(name)?.type, type, name);
  for (const lane of ['db', 'write', 'hash', 'image']) {
    assert.ok(value('giraffe_lane_threads', { lane }) >= 1);
    assert.ok(value('giraffe_lane_queue_limit', { lane }) >= 1);
  }
  assert.ok(value('process_resident_memory_bytes') > 1e6);
  assert.ok(value('process_open_fds') > 3 && value('process_open_fds') < value('process_max_fds'));
  assert.ok(Math.abs(value('process_start_time_seconds') - Date.now() / 1000) < 3600);
  assert.ok(value('giraffe_disk_free_bytes') <= value('giraffe_disk_total_bytes'));
  assert.ok(value('giraffe_database_bytes') > 0);
  assert.equal(value('giraffe_ready'), 1);
});

test('requests are counted by route, method and status, and timed', async () => {
  const before = await scrape(guest);
  const of = (seen, labels) => seen.value('giraffe_requests_total', labels);
  for (let i = 0; i < 3; ++i) (await guest.get(`/posts/${7_000_000 + i}`)).expect(404);
  (await guest.head('/posts')).expect(200);
  (await guest.get('/main.js', { check: false })).expect(200);
  const after = await scrape(guest);
  const more = (labels) => of(after, labels) - of(before, labels);
  assert.equal(more({ method: 'GET', route: '/posts/{id}', status: '404' }), 3);
  assert.equal(more({ method: 'GET', route: '/posts', status: '200' }), 1);
  assert.equal(more({ method: 'GET', route: 'file', status: '200' }), 1);
  assert.equal(more({ method: 'GET', route: '/metrics', status: '200' }), 1);
  const timed = { method: 'GET', route: '/posts/{id}' };
  assert.equal(
    after.value('giraffe_request_seconds_count', timed) -
      before.value('giraffe_request_seconds_count', timed),
    3,
  );
});

test('what happens in the market moves the counts', async () => {
  const before = await scrapeUntil(guest, (seen) => seen.families.has('giraffe_users'));
  const [seller, buyer] = await people(server, 2);
  await uploadPhoto(seller);
  (await seller.client.request('POST', '/photos', { body: 'no image', type: 'image/png' })).expect(415);
  const deal = await buy(buyer, await writePost(seller));
  const events = await streamOf(seller);
  const heard = events.until(({ message }) => message?.kind === 'text');
  await scrapeUntil(guest, ({ value }) => value('giraffe_polls_parked') >= 1);
  await say(buyer, `/chat/rooms/${deal.room_id}`, '안녕하세요');
  await heard;
  await guest.get('/posts?q=metrics');
  await guest.get('/posts?q=metrics');
  const counted = {
    giraffe_users: [{}, 2],
    giraffe_photos: [{}, 1],
    giraffe_posts: [{ status: 'selling' }, 1],
    giraffe_deals: [{ state: 'negotiating' }, 1],
    giraffe_photo_uploads_total: [{ outcome: 'taken' }, 1],
    giraffe_wake_seconds_count: [{}, 1],
    giraffe_cache_hits_total: [{ cache: 'posts' }, 1],
  };
  const after = await scrapeUntil(guest, (seen) =>
    Object.entries(counted).every(
      ([name, [labels, least]]) => seen.value(name, labels) - before.value(name, labels) >= least,
    ),
  );
  const more = (name, labels) => after.value(name, labels) - before.value(name, labels);
  assert.equal(more('giraffe_users'), 2);
  assert.equal(more('giraffe_photo_uploads_total', { outcome: 'refused' }), 1);
  assert.ok(more('giraffe_messages') >= 1);
  assert.ok(more('giraffe_commit_seconds_count') >= 5);
  assert.ok(more('giraffe_batch_writes_sum') >= more('giraffe_batch_writes_count'));
  assert.ok(more('giraffe_cache_misses_total', { cache: 'posts' }) >= 1);
});

test('a poll that waits is told as waiting', async () => {
  const { client } = await person(server);
  const { cursor } = (await client.get('/chat/events')).expect(200).body;
  const abort = new AbortController();
  const poll = client
    .get('/chat/events', { query: { after: cursor, wait: 60 }, signal: abort.signal })
    .catch(() => 'gone');
  await scrapeUntil(guest, ({ value }) => value('giraffe_polls_parked') >= 1);
  abort.abort();
  assert.equal(await poll, 'gone');
  await scrapeUntil(guest, ({ value }) => value('giraffe_polls_parked') === 0);
});

test('a thousand unknown paths, methods and hosts add no label', async () => {
  const labels = ({ families }) =>
    families.get('giraffe_requests_total').samples.map((sample) => JSON.stringify(sample.labels));
  const known = new Set([...templates, 'file', 'unknown']);
  const attacker = new Client(server);
  for (let round = 0; round < 20; ++round) {
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const path = `/${['x', 'posts', 'users', 'admin', 'chat/rooms'][i % 5]}/${Math.random()}/${'y'.repeat(i)}z${round}`;
        const method = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'][i % 7];
        return attacker.request(method, path, { check: false });
      }),
    );
  }
  const before = labels(await scrape(guest));
  for (const method of ['BREW', 'TRACE', 'x'.repeat(40), 'CONNECT']) {
    const raw = new RawConnection(server);
    raw.write(`${method} /nothing/${Math.random()} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await raw.answer();
    raw.close();
  }
  for (let i = 0; i < 50; ++i) await attacker.get(`/nothing/${i}/${Math.random()}`, { check: false });
  const after = await scrape(guest);
  assert.deepEqual(labels(after), before);
  assert.ok(after.value('giraffe_malformed_requests_total') >= 3);
  for (const { labels: one } of after.families.get('giraffe_requests_total').samples) {
    assert.ok(known.has(one.route), one.route);
    assert.match(one.method, /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/);
  }
  assert.ok(after.value('giraffe_requests_total', { route: 'unknown' }) >= 500);
  attacker.close();
});

test("outside of the networks that may, it is the admins' alone", async () => {
  const nobody = new Client(closed);
  (await nobody.get('/metrics')).expect(401, 'not-signed-in');
  const [user, moderator, admin] = await people(closed, 3);
  await promote(closed, [
    [moderator, 'moderator'],
    [admin, 'admin'],
  ]);
  for (const { client } of [user, moderator]) (await client.get('/metrics')).expect(403, 'not-permitted');
  (await admin.client.get('/metrics')).expect(200);
  const { client } = await accessToken(admin, ['read']);
  (await client.get('/metrics')).expect(403, 'insufficient-scope');
});

test('what a proxy passes on that nobody trusts is not taken for one of the networks', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    (await guest.get('/metrics', { headers: { [header]: '127.0.0.1' } })).expect(401, 'not-signed-in');
  }
});

test('it takes no parameters, and HEAD and OPTIONS as everything else does', async () => {
  (await guest.get('/metrics?name[]=up')).expect(400);
  const head = (await guest.head('/metrics')).expect(200);
  assert.equal(head.text.length, 0);
  (await guest.options('/metrics')).expect(204);
  (await guest.post('/metrics', {}, { check: false })).expect(405, 'method-not-allowed');
});

const raid = useServer({ health_ms: 50 });
test('RAID is told as the kernel tells it, and a degraded one is a warning', async () => {
  const file = join(raid.dataDir, 'mdstat');
  await raid.restart({ settings: { mdstat_file: file } });
  const client = new Client(raid);
  assert.equal((await scrape(client)).families.has('giraffe_raid_state'), false);
  await writeFile(file, 'md0 : active raid1 sdb1[1](F) sda1[0]\n      1048512 blocks super 1.2 [2/1] [U_]\n');
  const { value } = await scrapeUntil(client, ({ families }) => families.has('giraffe_raid_state'));
  assert.equal(value('giraffe_raid_state', { device: 'md0', state: 'degraded' }), 1);
  assert.equal(value('giraffe_raid_state', { device: 'md0', state: 'healthy' }), 0);
  assert.equal(value('giraffe_raid_devices'), 2);
  assert.equal(value('giraffe_raid_active'), 1);
  assert.equal(value('giraffe_check_ok', { check: 'raid' }), 0);
  assert.equal(value('giraffe_ready'), 1);
  const ready = (await client.get('/health/ready')).expect(200).body;
  assert.equal(ready.checks.raid, 'degraded');
});

const mailing = { argon2_mib: 1, argon2_passes: 1, health_ms: 50 };
const mail = useMailServer(mailing);
const posting = useServer(mailing);
test('mails are counted by what became of them', async () => {
  const client = new Client(posting);
  const { client: mine, user } = await person(posting);
  (await mine.post('/users/me/email-verification')).expect(202);
  await mail.next(user.email);
  await scrapeUntil(client, ({ value }) => value('giraffe_mails_total', { outcome: 'sent' }) >= 1);
});
