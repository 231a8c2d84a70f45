// What the benchmarks start: markets of a given size, the server on them, and the programs it is compared with.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
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

const running = new Set();
process.on('exit', () => {
  for (const program of running) program.child.kill(program.lastWord);
});

/** @param {'fill'|'bare_pistache'|'bare_sqlite'|'writers'|'polls'|'searches'|'search_peers'} name */
const tool = (name) => join(build, 'tests', `load_${name}`);

/** Runs a tool to its end; what it printed as JSON. */
export async function result(name, ...args) {
  const { stdout } = await run(tool(name), args.map(String));
  return JSON.parse(stdout);
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

  /** What it has in memory, in bytes, once that has stopped growing. */
  async memory() {
    const now = async () => {
      const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
    };
    for (let before = await now(); ; ) {
      await setTimeout(250);
      const later = await now();
      if (later <= before) return later;
      before = later;
    }
  }
}

/** A folder for one run, removed at its end. */
export async function workFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-load-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * A data folder with a market of that many posts, saved searches, and photos of the posts, whose files are nowhere. Filling a large one takes a while, so it is made
 * once and kept.
 */
export async function filledMarket(folder, posts, alerts = 0, covers = posts) {
  // Made anew when what makes it has changed.
  const hash = createHash('sha256').update(await readFile(tool('fill')));
  for (const name of (await readdir(join(root, 'migrations'))).sort()) {
    hash.update(await readFile(join(root, 'migrations', name)));
  }
  const kept = join(root, 'build/load', `${posts}-${alerts}-${covers}-${hash.digest('hex').slice(0, 12)}.db`);
  await mkdir(join(root, 'build/load'), { recursive: true });
  try {
    await (await open(kept)).close();
  } catch {
    await rm(`${kept}.new`, { force: true });
    await run(tool('fill'), [
      join(root, 'migrations'),
      `${kept}.new`,
      ...[posts, alerts, covers].map(String),
    ]);
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

/** The server, with its log in a file as a service manager would keep it; and how long it took to print its address. */
export async function startGiraffe(data, settings = {}) {
  if (!faultsAtFirst.has(data)) faultsAtFirst.set(data, await faultsOf(data));
  const before = faultsAtFirst.get(data);
  const log = await open(join(data, 'log'), 'a');
  const began = performance.now();
  const set = Object.entries({ io_threads: ioThreads, ...settings }).flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ]);
  const args = ['serve', '--port', 0, '--data', data, ...set];
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

/** That many polls, sent and waiting. */
export async function startPolls(port, count) {
  const program = new Program(tool('polls'), [port, count]);
  await program.line();
  return {
    wake: async (rate, seconds) => JSON.parse(await program.ask(`wake ${rate} ${seconds}`)),
    stop: () => program.end(),
  };
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
