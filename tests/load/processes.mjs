// What the benchmarks start: markets of a given size, the server on them, and the programs it is compared with.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const build = join(root, 'build/release');
const run = promisify(execFile);

export const binary = join(build, 'giraffe');

export const ioThreads = 2;

const filesOfIndex = ['book_key', 'post_search', 'post_tokens', 'post_words'].map(
  (name) => `api/posts/${name}.cpp`,
);

const running = new Set();
process.on('exit', () => {
  for (const program of running) program.child.kill(program.lastWord);
});

/** @param {'fill'|'bare_pistache'|'bare_sqlite'|'bare_photos'|'bare_argon2'|'writers'|'parked'|'searches'|'search_peers'} name */
const tool = (name) => join(build, 'tests', `load_${name}`);

/** Runs a tool to its end; what it printed. */
export async function runTool(name, ...args) {
  return (await run(tool(name), args.map(String))).stdout;
}

/** Runs a tool to its end; what it printed as JSON. */
export async function result(name, ...args) {
  return JSON.parse(await runTool(name, ...args));
}

/** A program that answers in lines and runs until its standard input or the benchmark ends. */
export class Program {
  /** What it is sent when the benchmark ends before it. */
  lastWord = 'SIGKILL';

  constructor(command, args, stderr = 'inherit') {
    this.child = spawn(command, args.map(String), { cwd: root, stdio: ['pipe', 'pipe', stderr] });
    running.add(this);
    this.child.once('exit', () => running.delete(this));
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line it prints. */
  async line() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.child.spawnfile} ended early`);
    return value;
  }

  /** Sends a line; the line that answers it. */
  ask(line) {
    this.child.stdin.write(`${line}\n`);
    return this.line();
  }

  async end(signal) {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    if (signal) this.child.kill(signal);
    await ended;
  }

  /**
   * What it and its children have in memory of their own or share, in bytes, once that has stopped growing. Without the
   * pages of files, which are the kernel's to keep or to drop: of the database many or few are mapped.
   */
  async memory() {
    const { pid } = this.child;
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
    const now = async () => {
      let sum = 0;
      for (const one of [pid, ...children]) {
        const status = await readFile(`/proc/${one}/status`, 'utf8');
        for (const [, kilobytes] of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB/gm))
          sum += kilobytes * 1024;
      }
      return sum;
    };
    for (let before = await now(); ; ) {
      await setTimeout(250);
      const later = await now();
      if (later <= before) return later;
      before = later;
    }
  }
}

/** From now on the most a program has in memory, in bytes: asked for by calling what this answers. */
export async function peakMemory({ child }) {
  await writeFile(`/proc/${child.pid}/clear_refs`, '5'); // proc(5): the peak begins anew
  return async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)[1]) * 1024;
  };
}

/** Microseconds of all processors that a program has used. */
export async function processorTime({ child }) {
  const tasks = `/proc/${child.pid}/task`;
  let nanoseconds = 0;
  for (const task of await readdir(tasks)) {
    nanoseconds += Number((await readFile(join(tasks, task, 'schedstat'), 'utf8')).split(' ')[0]);
  }
  return nanoseconds / 1000;
}

/** A folder for one run, removed at its end. */
export async function workFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-load-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Of what decides what is filled: the tool itself has much in it that does not, and a large market takes long. */
async function fillHash() {
  const hash = createHash('sha256');
  for (const path of ['tests/load/fill.cpp', 'migrations', 'api/search', ...filesOfIndex]) {
    const names = path.includes('.') ? [''] : (await readdir(join(root, path))).sort();
    for (const name of names) hash.update(await readFile(join(root, path, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * A data folder with a market of that many posts, saved searches, and photos of the posts, whose files are nowhere; of
 * pairs of users and messages, if it is said. Filling a large one takes a while, so it is made once and kept.
 */
export async function filledMarket(folder, posts, alerts = 0, covers = posts, ...pairsAndMessages) {
  const numbers = [posts, alerts, covers, ...pairsAndMessages].map(String);
  const kept = join(root, 'build/load', `${numbers.join('-')}-${await fillHash()}.db`);
  await mkdir(join(root, 'build/load'), { recursive: true });
  try {
    await (await open(kept)).close();
  } catch {
    await rm(`${kept}.new`, { force: true });
    await runTool('fill', join(root, 'migrations'), `${kept}.new`, ...numbers);
    await rename(`${kept}.new`, kept);
  }
  const data = await mkdtemp(join(folder, `market-${posts}-`));
  await cp(kept, join(data, 'market.db'));
  return data;
}

/**
 * What `giraffe check` finds wrong, a sentence each. The filled market itself keeps not all rules: it has counts without
 * rows, sold posts without deals, and no files of its photos.
 */
async function faultsOf(data) {
  const checking = run(join(build, 'giraffe'), ['check', '--data', data], { cwd: root });
  const { stdout, stderr } = await checking.then(
    () => ({ stdout: '', stderr: '' }),
    (error) => error,
  );
  if (stderr) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter((line) => line && !/photos without their files|directory of the photos/.test(line));
}

const faultsAtFirst = new Map(); // by data folder

/**
 * The server, with its log in a file as a service manager would keep it; and how long it took to print its address.
 * After a restart it has to have the `port` that its clients know.
 */
export async function startGiraffe(data, settings = {}, port = 0) {
  if (!faultsAtFirst.has(data)) faultsAtFirst.set(data, await faultsOf(data));
  const before = faultsAtFirst.get(data);
  const log = await open(join(data, 'log'), 'a');
  const began = performance.now();
  const set = Object.entries({ io_threads: ioThreads, ...settings }).flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ]);
  const args = ['serve', '--port', port, '--data', data, ...set];
  const program = new Program(binary, args, log.fd);
  const line = await program.line();
  const startMs = performance.now() - began;
  await log.close();
  return {
    program,
    startMs,
    port: Number(/:(\d+)$/.exec(line)[1]),
    memory: () => program.memory(),
    // A server that breaks the data has been measured at something else than its work.
    stop: async () => {
      await program.end('SIGTERM');
      const fresh = (await faultsOf(data)).filter((fault) => !before.includes(fault));
      if (fresh.length > 0) throw new Error(`the load has left something wrong:\n${fresh.join('\n')}`);
    },
  };
}

/** Pistache alone, answering with these bytes. */
export async function startBarePistache(folder, bytes) {
  const file = await open(join(folder, 'answer'), 'w');
  await file.writeFile(bytes);
  await file.close();
  const program = new Program(tool('bare_pistache'), [join(folder, 'answer'), ioThreads]);
  return { port: Number(await program.line()), stop: () => program.end() };
}

const milliseconds = { us: 0.001, ms: 1, s: 1000 };

/** GET `path` with 64 connections, each asking again as soon as it is answered: {per_second, p99_ms}. */
export async function latencies(port, path, { seconds, user } = {}) {
  const threads = Math.min(2, availableParallelism());
  // Pistache by itself keeps a connection only when it is asked to, as HTTP/1.0 had it.
  const headers = [
    '-H',
    'Connection: keep-alive',
    ...(user ? ['-H', `Authorization: Bearer load-${user}`] : []),
  ];
  const url = `http://127.0.0.1:${port}${path}`;
  const { stdout } = await run('wrk', [
    '--latency',
    `-t${threads}`,
    '-c64',
    `-d${seconds}s`,
    ...headers,
    url,
  ]);
  const [, p99, unit] = /^ +99% +([\d.]+)(us|ms|s) *$/m.exec(stdout) ?? [];
  if (/Non-2xx|Socket errors/.test(stdout) || !unit) throw new Error(`wrk ${url}:\n${stdout}`);
  return {
    per_second: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    p99_ms: Number(p99) * milliseconds[unit],
  };
}

/** Requests a second of GET `path`, with 64 connections. */
export async function requestsPerSecond(port, path, options) {
  return (await latencies(port, path, options)).per_second;
}
