// Starts the real server on a free port with a data folder of its own, and stops it strictly: a server that does
// not end cleanly, or whose sanitizer had something to say, fails the test that used it.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PATIENCE_MS } from './patience.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const binary = resolve(root, process.env.GIRAFFE_BINARY ?? 'build/dev/giraffe');

const ADDRESS_LINE = /^Giraffe A\+ Book Market: (http:\/\/\S+:(\d+))$/;
const SANITIZER = /(Address|Leak|Thread|UndefinedBehavior|Memory)Sanitizer|runtime error:/;
// A sanitized build on a loaded machine.
const START_MS = PATIENCE_MS;
const STOP_MS = 60_000;

// Servers still running when the test process ends (a test that threw before its own clean-up): they must not
// outlive it.
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  // Nobody has looked at what they left.
  if (running.size > 0) process.exitCode ||= 1;
});

export class Server {
  /** @param {{port?: number, settings?: Record<string, string|number|boolean>, args?: string[], env?: Record<string, string>, binary?: string}} options */
  constructor(options = {}) {
    this.options = options;
    this.address = '';
    this.port = 0;
    this.dataDir = '';
    this.stderr = '';
    this.stdout = '';
    this.child = null;
  }

  get binary() {
    return this.options.binary ?? binary;
  }

  get pid() {
    return this.child?.pid;
  }

  /** The log so far, one object a line. A line that is no JSON comes as {unparsed}. */
  get log() {
    return this.stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        try {
          return JSON.parse(line);
        } catch {
          return { unparsed: line };
        }
      });
  }

  /**
   * The first line of the log, of those there are and those to come, that fits. The log comes through a pipe: what it tells
   * of an answer may come after that.
   */
  async logged(fits) {
    const late = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const line = this.log.find(fits);
      if (line) return line;
      await once(this.child.stderr, 'data', { signal: late }).catch((error) => {
        throw new Error(`The log tells nothing of ${fits}\n${this.tail()}`, { cause: error });
      });
    }
  }

  /** What the log tells of an answer that was given. */
  loggedOf({ headers }) {
    return this.logged(
      ({ message, request_id }) => message === 'request' && request_id === headers['x-request-id'],
    );
  }

  async start() {
    assert.equal(this.child, null, 'this server is running already');
    this.dataDir ||= await mkdtemp(join(tmpdir(), 'giraffe-test-'));
    const { settings = {}, args = [], env = {} } = this.options;
    const sets = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    this.stdout = '';
    this.stderr = '';
    const child = spawn(
      this.binary,
      ['serve', '--port', String(this.options.port ?? 0), '--data', this.dataDir, ...sets, ...args],
      {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      this.stdout += text;
    });

    await new Promise((done, fail) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail(new Error(`The server printed no address within ${START_MS} ms.\n${this.tail()}`));
      }, START_MS);
      child.once('error', (error) => {
        clearTimeout(timer);
        fail(new Error(`The server ${this.binary} cannot be started: ${error.message}`));
      });
      // Not 'exit': why it has ended may still be on its way.
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        fail(
          new Error(
            `The server ended (${signal ?? `exit code ${code}`}) before it printed its address.\n${this.tail()}`,
          ),
        );
      });
      child.stdout.on('data', () => {
        if (!this.stdout.includes('\n')) return;
        const match = ADDRESS_LINE.exec(this.stdout.split('\n')[0]);
        clearTimeout(timer);
        if (!match) return fail(new Error(`The first line is no address: ${this.stdout}`));
        this.address = match[1];
        this.port = Number(match[2]);
        done();
      });
    }).catch(async (error) => {
      this.child = null;
      await this.removeData();
      throw error;
    });
    return this;
  }

  /**
   * SIGTERM; the exit code must be 0, stdout one line, and stderr the JSON log and nothing else. Nothing may be wrong
   * with the data that it leaves. Removes them.
   */
  async stop({ keepData = false } = {}) {
    if (!this.child) return;
    const { code, signal } = await this.end('SIGTERM');
    const faults = await this.faults();
    if (!keepData) await this.removeData();
    assert.doesNotMatch(this.stderr, SANITIZER, 'a sanitizer reported');
    assert.equal(signal ?? code, 0, `the server did not end cleanly\n${this.tail()}`);
    assert.equal(
      this.stdout.trim().split('\n').length,
      1,
      `stdout holds more than the address line:\n${this.stdout}`,
    );
    const stray = this.log.filter((line) => 'unparsed' in line);
    assert.deepEqual(stray, [], 'stderr holds lines that are no JSON');
    assert.equal(faults, '', 'something is wrong with the data');
  }

  /** Runs another command of the program on this server's data. It fails while the server runs. */
  command(...words) {
    return promisify(execFile)(this.binary, [...words, '--data', this.dataDir], { cwd: root });
  }

  /** What `giraffe check` finds wrong with the data; '' when nothing is. */
  faults(dataDir = this.dataDir) {
    const checking = promisify(execFile)(this.binary, ['check', '--data', dataDir], { cwd: root });
    return checking.then(
      () => '',
      (error) => error.stdout + error.stderr,
    );
  }

  /** kill -9: what the power switch would do. The data stays, and nothing may be wrong with it, unless that is `meant`. */
  async kill({ meant = false } = {}) {
    if (!this.child) return;
    await this.end('SIGKILL');
    assert.doesNotMatch(this.stderr, SANITIZER, 'a sanitizer reported');
    if (!meant) assert.equal(await this.faults(), '', 'something is wrong with the data that kill -9 left');
  }

  /** Starts again on the same data, on another free port. Clients follow: they ask the server for its address. */
  async restart({ settings } = {}) {
    if (this.child) await this.stop({ keepData: true });
    if (settings) this.options = { ...this.options, settings: { ...this.options.settings, ...settings } };
    return this.start();
  }

  async end(signalName) {
    const child = this.child;
    this.child = null;
    if (child.exitCode !== null || child.signalCode !== null) {
      return { code: child.exitCode, signal: child.signalCode };
    }
    // 'close', not 'exit': a sanitizer writes its report while the process is ending.
    const closed = once(child, 'close');
    child.kill(signalName);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const [code, signal] = await closed;
    clearTimeout(timer);
    return { code, signal };
  }

  async removeData() {
    if (this.dataDir) await rm(this.dataDir, { recursive: true, force: true });
    this.dataDir = '';
  }

  tail() {
    return this.stderr.slice(-4000);
  }
}

/** @param {Record<string, string|number|boolean>} settings become `--set key=value` */
export function startServer(settings = {}, options = {}) {
  return new Server({ ...options, settings }).start();
}

/**
 * One for that test alone. What the test leaves running, because it has failed or needs it to its end, is stopped and judged
 * then: a server that went on would keep the file from ending.
 * @param {import('node:test').TestContext} t
 */
export function serverFor(t, settings = {}, options = {}) {
  const server = new Server({ ...options, settings });
  t.after(async () => {
    await server.stop();
    await server.removeData();
  });
  return server.start();
}

/** One server for all tests of a file: started before the first, stopped (and judged) after the last. */
export function useServer(settings = {}, options = {}) {
  const server = new Server({ ...options, settings });
  before(() => server.start());
  after(() => server.stop());
  return server;
}
