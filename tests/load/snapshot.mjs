// A market beside its own snapshots: what those who read and write notice of one being taken.
import { execFile } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { binary, filledMarket, latencies, result, startGiraffe } from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';

/** What an admin asks of the snapshots. */
class Admin {
  constructor(port) {
    this.address = `http://127.0.0.1:${port}/admin/snapshots`;
  }

  async ask(method, path = '', body = undefined) {
    const headers = { authorization: 'Bearer load-1', 'content-type': 'application/json' };
    const answer = await fetch(this.address + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return text && JSON.parse(text);
  }

  /** Begins what that asks for, and waits for its end. */
  async task(path, body) {
    const began = performance.now();
    const { id } = await this.ask('POST', path, body);
    for (;;) {
      const all = await this.ask('GET');
      if (all.last_failure) throw new Error(all.last_failure.reason);
      if (!all.running) return { id, all, seconds: (performance.now() - began) / 1000 };
      await setTimeout(20);
    }
  }
}

/** Takes one snapshot after the other, each of which goes again, until it is ended. */
class Snapshots {
  #over = false;

  constructor(port) {
    this.admin = new Admin(port);
    this.seconds = [];
    this.taking = this.#keepOn();
  }

  async #keepOn() {
    while (!this.#over) {
      const { id, seconds } = await this.admin.task('', {});
      this.seconds.push(seconds);
      await this.admin.ask('DELETE', `/${id}`);
    }
  }

  async end() {
    this.#over = true;
    await this.taking;
  }
}

/** The files of a photo, as large as most are. */
async function cover(data, id) {
  const place = join(data, 'photos', id.slice(0, 2), id);
  await mkdir(place, { recursive: true });
  for (const [name, bytes] of Object.entries({ thumb: 10_000, card: 40_000, full: 120_000 }))
    await writeFile(join(place, `${name}.webp`), Buffer.alloc(bytes, id));
}

export async function snapshot(size, folder) {
  const covers = Math.min(size.snapshotPosts, 2000);
  const data = await filledMarket(folder, size.snapshotPosts, 0, covers);
  for (let i = 1; i <= covers; ++i) await cover(data, String(i).padStart(26, '0'));
  const { size: bytes } = await stat(join(data, 'market.db'));
  await promisify(execFile)(binary, ['user', 'role', 'student1', 'admin', '--data', data]);
  const giraffe = await startGiraffe(data, { snapshot_ms: 0 });
  const of = `${Math.round(bytes / 2 ** 20)} MB`;
  const taken = [];
  const beside = (measure) => async () => {
    const snapshots = new Snapshots(giraffe.port);
    const reached = await measure();
    await snapshots.end();
    taken.push(...snapshots.seconds);
    return reached;
  };
  const list = (user) => async () => (await latencies(giraffe.port, '/posts', { ...size, user })).p99_ms;
  const messages = async () =>
    (await result('writers', giraffe.port, 'messages', size.writers, size.seconds)).answer_p99_ms;
  for (const { name, measure } of [
    { name: 'GET /posts, signed out (cached)', measure: list() },
    { name: 'GET /posts, signed in (read)', measure: list(3) },
    { name: `a message of ${size.writers} writers on disk`, measure: messages },
  ]) {
    reportRatio('snapshot', {
      what: `${name}, p99, while ${of} are copied and checked ÷ without`,
      goal: { most: 2 },
      unit: 'ms',
      rounds: await interleaved(size.rounds, beside(measure), measure),
    });
  }
  report('snapshot', `one of ${of}, beside all that`, taken, 's');

  // Going back, with what the writers write meanwhile undone.
  const admin = new Admin(giraffe.port);
  const { id } = await admin.task('', {});
  await messages();
  const { all, seconds } = await admin.task(`/${id}/rollback`, { reason: 'measured' });
  const { state, fault, writers_paused_ms: paused } = all.last_rollback;
  if (state !== 'done') throw new Error(fault);
  report('snapshot', `going back in ${of}`, [seconds], 's');
  report('snapshot', 'of which nothing could be written for', [paused / 1000], 's');
  await giraffe.stop();
}
