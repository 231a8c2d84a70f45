// Photos of cameras: how many are taken in a second, what the server needs for them, and what the list notices.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  filledMarket,
  latencies,
  peakMemory,
  processorTime,
  result,
  runTool,
  startGiraffe,
} from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';
import { Site } from './site.mjs';

const MIB = 1024 * 1024;
const PER_USER = 40; // of the 50 that may be unused

/** Photos of 12 megapixels, made for the run: the files. */
export function cameraPhotos(folder, count) {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const file = join(folder, `photo-${i}.jpg`);
      await runTool('bare_photos', 'make', file, i + 1);
      return file;
    }),
  );
}

/** People of a filled market who upload, each the next one as soon as they are answered. */
export class Uploaders {
  #site;
  #photos;
  #sent = 0;

  static async create(port, files) {
    const uploaders = new Uploaders();
    uploaders.#site = new Site(port);
    uploaders.#photos = await Promise.all(files.map((file) => readFile(file)));
    return uploaders;
  }

  #upload() {
    const body = this.#photos[this.#sent % this.#photos.length];
    const user = 1 + Math.floor(this.#sent++ / PER_USER);
    return this.#site.get('POST', '/photos', { user, body, type: 'image/jpeg' });
  }

  /** `count` at once until `over()`; photos a second, those that were then under way among them. */
  async run(count, over) {
    const began = performance.now();
    const first = this.#sent;
    const one = async () => {
      do await this.#upload();
      while (!over());
    };
    await Promise.all(Array.from({ length: count }, one));
    return (this.#sent - first) / ((performance.now() - began) / 1000);
  }

  get sent() {
    return this.#sent;
  }

  runFor(count, seconds) {
    const end = performance.now() + seconds * 1000;
    return this.run(count, () => performance.now() >= end);
  }

  end() {
    this.#site.end();
  }
}

/** Photos a second beside the libraries alone, and the most memory that the server had meanwhile. */
async function throughput(giraffe, uploaders, file, size, threads) {
  for (const count of size.uploaders) {
    const peaks = [];
    const costs = [];
    const parts = [];
    const rounds = await interleaved(
      size.photoRounds,
      async () => {
        const peak = await peakMemory(giraffe.program);
        const before = { time: await processorTime(giraffe.program), sent: uploaders.sent };
        const rate = await uploaders.runFor(count, size.photoSeconds);
        const used = (await processorTime(giraffe.program)) - before.time;
        costs.push(used / 1000 / (uploaders.sent - before.sent));
        peaks.push((await peak()) / MIB);
        return rate;
      },
      async () => {
        const bare = await result('bare_photos', file, size.photoSeconds, threads);
        parts.push(bare);
        return bare.per_second;
      },
    );
    const who = `${count} uploading, ${threads} decoding at once`;
    reportRatio('photos', {
      what: `12 megapixels, ${who} ÷ libturbojpeg and libwebp alone`,
      goal: { least: 0.8 },
      unit: 'photos/s',
      rounds,
    });
    reportRatio('photos', {
      what: `${who}: of a processor for each ÷ alone`,
      goal: { most: 1.25 },
      unit: 'ms',
      rounds: costs.map((cost, i) => [cost, parts[i].processor_ms]).slice(-size.photoRounds),
    });
    report('photos', `${who}, the server's most memory`, peaks.slice(-size.photoRounds), 'MiB');
    if (count !== size.uploaders[0]) continue;
    const each = (part) => parts.slice(-size.photoRounds).map((bare) => bare[`${part}_ms`]);
    for (const part of ['decode', 'resize', 'encode'])
      report('photos', `alone, to ${part}`, each(part), 'ms');
  }
}

export async function photos(size, folder) {
  const files = await cameraPhotos(folder, 3);
  const giraffe = await startGiraffe(await filledMarket(folder, size.fewPosts));
  const uploaders = await Uploaders.create(giraffe.port, files);
  await throughput(giraffe, uploaders, files[0], size, 1);

  const meanwhile = [];
  const list = () => latencies(giraffe.port, '/posts', size);
  const rounds = await interleaved(
    size.rounds,
    async () => {
      let over = false;
      const uploading = uploaders.run(4, () => over);
      const reached = await list();
      over = true;
      meanwhile.push(await uploading);
      return reached;
    },
    list,
  );
  const of = (key) => rounds.map((pair) => pair.map((one) => one[key]));
  const what = 'beside 4 uploading ÷ alone: GET /posts, signed out';
  reportRatio('photos', { what, unit: 'requests/s', rounds: of('per_second') });
  reportRatio('photos', { what: `${what}, p99`, unit: 'ms', rounds: of('p99_ms'), goal: { most: 2 } });
  report('photos', 'meanwhile taken', meanwhile.slice(-size.rounds), 'photos/s');
  uploaders.end();
  await giraffe.stop();

  const threads = availableParallelism();
  if (threads === 1) return;
  const many = await startGiraffe(await filledMarket(folder, size.fewPosts), { image_threads: threads });
  const crowd = await Uploaders.create(many.port, files);
  await throughput(many, crowd, files[0], { ...size, uploaders: size.uploaders.slice(-1) }, threads);
  crowd.end();
  await many.stop();
}
