// What `GET /admin/monitor` and `GET /admin/snapshots` answer in states that a test cannot bring a real machine into: a
// disk that has left the RAID, a snapshot that is damaged, a rollback that is under way.

const iso = (ms) => new Date(ms).toISOString();

/** A wave around `middle`, the same at each run. */
const wave = (middle, i, width = 0.4) => middle * (1 + width * Math.sin(i / 9) * Math.cos(i / 31));

/** As a healthy market of an hour's age would answer. @param {{now?: number, samples?: number}} [options] */
export function monitorDocument({ now = Date.now(), samples = 720 } = {}) {
  const each = (make) => Array.from({ length: samples }, (_, i) => make(i));
  const whole = (middle) => each((i) => Math.round(wave(middle, i)));
  return {
    started_at: iso(now - 3 * 86_400_000 - 4 * 3_600_000),
    version: '0.1.0',
    interval_ms: 5000,
    times: each((i) => iso(now - (samples - 1 - i) * 5000)),
    series: {
      requests_per_second: each((i) => wave(340, i)),
      errors_per_second: each((i) => (i % 240 === 100 ? 1.4 : 0)),
      latency_p50_ms: each((i) => wave(1.8, i)),
      latency_p99_ms: each((i) => wave(24, i, 0.7)),
      parked_polls: whole(412),
      wake_p50_ms: each((i) => wave(3.1, i)),
      wake_p99_ms: each((i) => (i < 60 ? null : wave(18, i))),
      commits_per_second: each((i) => wave(12, i)),
      writes_per_second: each((i) => wave(51, i)),
      queued: { db: whole(3), write: whole(6), hash: whole(1), image: whole(2) },
      refused_per_second: each(() => 0),
      connections: whole(530),
      memory_bytes: each((i) => 310_000_000 + i * 20_000),
      open_files: whole(580),
      disk_free_bytes: each((i) => 412_000_000_000 - i * 1_000_000),
      database_bytes: each((i) => 1_240_000_000 + i * 4096),
      wal_bytes: whole(3_400_000),
      cache_hit_ratio: each((i) => Math.min(1, wave(0.93, i, 0.05))),
    },
    now: {
      lanes: [
        { name: 'db', queued: 3, running: 2, threads: 4, refused: 0 },
        { name: 'write', queued: 6, running: 1, threads: 1, refused: 0 },
        { name: 'hash', queued: 0, running: 0, threads: 2, refused: 17 },
        { name: 'image', queued: 1, running: 2, threads: 2, refused: 0 },
      ],
      disks: [
        { name: 'data', free_bytes: 412_000_000_000, total_bytes: 960_000_000_000 },
        { name: 'copy', free_bytes: 55_000_000_000, total_bytes: 2_000_000_000_000 },
      ],
      raid: [{ device: 'md0', level: 'raid1', state: 'healthy', devices: 2, active: 2, progress: null }],
      counts: {
        users: 4120,
        posts: 18_400,
        photos: 52_310,
        messages: 1_204_331,
        mails_waiting: 2,
        reports_open: 3,
        deals: {
          negotiating: 84,
          reserved: 31,
          completed: 9120,
          declined: 402,
          cancelled: 611,
          expired: 233,
          closed: 1420,
        },
      },
      ready: true,
      checks: ['database', 'disk', 'queue', 'integrity', 'photos', 'raid', 'snapshots'].map((name) => ({
        name,
        ok: true,
        reason: null,
      })),
    },
    errors: [
      {
        at: iso(now - 130_000),
        level: 'error',
        message: 'a request failed',
        request_id: '01JE3Q8ZK4W9V6T2',
        route: 'POST /photos',
        detail: 'no space left on device',
      },
      {
        at: iso(now - 2_600_000),
        level: 'warning',
        message: 'a mail was not delivered',
        request_id: null,
        route: null,
        detail: 'connection refused',
      },
      {
        at: iso(now - 7_200_000),
        level: 'error',
        message: 'a request failed',
        request_id: '01JE3NXB7Q2M5R8A',
        route: 'GET /posts',
        detail: null,
      },
    ],
  };
}

/** The same when a disk has left the RAID and the market's own is full. */
export function troubledDocument(options) {
  const document = monitorDocument(options);
  const failing = { disk: 'almost-full', raid: 'degraded', integrity: 'damaged' };
  document.now.ready = false;
  document.now.checks = document.now.checks.map(({ name }) => ({
    name,
    ok: !(name in failing),
    reason: failing[name] ?? null,
  }));
  document.now.disks[0].free_bytes = 21_000_000_000;
  document.now.raid = [
    { device: 'md0', level: 'raid1', state: 'degraded', devices: 2, active: 1, progress: null },
    { device: 'md1', level: 'raid1', state: 'recovering', devices: 2, active: 1, progress: 0.376 },
  ];
  return document;
}

const day = 86_400_000;
let serial = 0;

/** One of that age. */
export function snapshotOf(at, more = {}) {
  const id = `${iso(at).replace(/[-:]|\.\d+Z$/g, '')}-${(serial++).toString(36).padStart(6, 'a')}`;
  return {
    id,
    at: iso(at),
    cause: 'scheduled',
    note: '',
    state: 'complete',
    fault: null,
    verified_at: iso(at + 4000),
    schema_version: 15,
    program_version: '0.1.0',
    epoch: '3f9c',
    counts: { users: 4120, posts: 18_400, messages: 1_204_331, deals: 11_901, photos: 52_310 },
    database_bytes: 1_240_000_000,
    photo_bytes: 14_300_000_000,
    new_photo_bytes: 42_000_000,
    kept_as: ['hourly'],
    copies: [{ target: 'copy', ok: true }],
    ...more,
  };
}

/** A list as an hourly schedule leaves it, one of it damaged. */
export function snapshotsDocument({ now = Date.now() } = {}) {
  const hour = 3_600_000;
  return {
    items: [
      snapshotOf(now - 0.4 * hour, { kept_as: ['latest', 'hourly'] }),
      snapshotOf(now - 1.1 * hour, {
        cause: 'manual',
        note: '기말고사 전 가격 규칙을 바꾸기 전에',
        kept_as: ['manual'],
        copies: [{ target: 'copy', ok: false }],
      }),
      snapshotOf(now - 1.4 * hour, { verified_at: null }),
      snapshotOf(now - 1.3 * day, {
        kept_as: ['daily'],
        state: 'damaged',
        fault: 'database-changed',
      }),
      snapshotOf(now - 8 * day, { kept_as: ['daily', 'weekly'], cause: 'before-migration' }),
    ],
    running: null,
    last_rollback: null,
    last_failure: null,
    next_at: iso(now + 0.6 * hour),
    targets: [
      { name: 'main', free_bytes: 412_000_000_000, ok: true },
      { name: 'copy', free_bytes: 55_000_000_000, ok: true },
    ],
  };
}

/** What a rollback to `to` has left, from what was the present then. */
export const rollbackOf = (from, to, more = {}) => ({
  at: iso(Date.now()),
  by: 'giraffe.admin',
  reason: '잘못 돌린 가격 스크립트',
  from_snapshot_id: from.id,
  to_snapshot_id: to.id,
  undone: { users: 3, posts: 41, messages: 1204, deals: 7, reviews: 0, photos: 63 },
  kept: {
    sessions: 210,
    audit_entries: 18,
    passwords: 1,
    emails: 0,
    roles: 1,
    left: 0,
    suspensions: 0,
    holds: 2,
    reports: 0,
    blocks: 0,
  },
  present_damaged: false,
  writers_paused_ms: 412,
  state: 'done',
  fault: null,
  ...more,
});

/** A task of that name, so far. */
export const runningOf = (task, step, done, total, snapshot_id = '20260302T093000-k3f9ax') => ({
  task,
  snapshot_id,
  step,
  done,
  total,
  started_at: iso(Date.now() - 8000),
});
