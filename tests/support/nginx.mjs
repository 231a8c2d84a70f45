// A real nginx with docker/nginx.conf: only what belongs to the machine (ports, certificate, folders) is replaced.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate.mjs';
import { until } from './patience.mjs';
import { freePort } from './ports.mjs';
import { root } from './server.mjs';

export const unpacked = join(root, 'build/tools'); // by script/setup
const program = join(unpacked, 'usr/sbin/nginx');

export class Nginx {
  constructor() {
    this.errors = ''; // what it has complained of
  }

  get address() {
    return `https://localhost:${this.port}`;
  }

  /** @param {number} apiPort where the API listens, or will */
  async start(apiPort) {
    await this.prepare(apiPort);
    this.check();
    this.child = spawn(program, [...this.options, '-g', 'daemon off;'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    process.once('exit', () => this.child?.kill('SIGKILL'));
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.errors += text;
    });
    await this.answers();
  }

  /** Writes its files, for start() or check(). */
  async prepare(apiPort) {
    this.dir = await mkdtemp(join(tmpdir(), 'giraffe-nginx-'));
    await this.makeCertificate();
    [this.port, this.plainPort] = [await freePort(), await freePort()];
    const file = join(this.dir, 'nginx.conf');
    await writeFile(file, await this.configuration(apiPort));
    this.options = ['-p', this.dir, '-c', file, '-e', 'stderr'];
  }

  /** Throws when nginx would not start with its file and these words. */
  check(...words) {
    execFileSync(program, [...this.options, '-t', '-q', ...words], { stdio: 'pipe' });
  }

  /** The requests it has logged, one object each. */
  async log() {
    const text = await readFile(join(this.dir, 'access.log'), 'utf8');
    return text.split('\n').filter(Boolean).map(JSON.parse);
  }

  async stop() {
    const { child } = this;
    if (!child) return;
    this.child = undefined;
    const closed = child.exitCode ?? child.signalCode ?? once(child, 'close');
    child.kill('SIGTERM');
    await closed;
    await rm(this.dir, { recursive: true, force: true });
    assert.equal(child.signalCode ?? child.exitCode, 0, this.errors);
  }

  async makeCertificate() {
    const [key, certificate] = [join(this.dir, 'privkey.pem'), join(this.dir, 'fullchain.pem')];
    makeCertificate(key, certificate);
    this.certificate = await readFile(certificate, 'utf8');
  }

  async configuration(apiPort) {
    let text = await readFile(join(root, 'docker/nginx.conf'), 'utf8');
    const replace = (from, to) => {
      assert.ok(text.includes(from), `docker/nginx.conf has no "${from}"`);
      text = text.replaceAll(from, to);
    };
    replace('/usr/lib/nginx/modules/', `${unpacked}/usr/lib/nginx/modules/`);
    replace('/etc/nginx/mime.types', `${unpacked}/etc/nginx/mime.types`);
    replace('/etc/giraffe/tls/', `${this.dir}/`);
    replace('/srv/giraffe/frontend', join(root, 'frontend'));
    replace('/var/log/nginx/access.log', join(this.dir, 'access.log'));
    replace('pid /run/nginx.pid;', `pid ${this.dir}/pid;`);
    replace('server api:8080;', `server 127.0.0.1:${apiPort};`);
    replace('listen 80;', `listen 127.0.0.1:${this.plainPort};`);
    replace('listen 443 ssl http2;', `listen 127.0.0.1:${this.port} ssl http2;`);
    replace('    listen [::]:80;\n', '');
    replace('    listen [::]:443 ssl http2;\n', '');
    // More than the limit of this process is not ours to ask for.
    replace('worker_rlimit_nofile 65536;', '');
    replace('worker_connections 32768;', 'worker_connections 512;');
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    replace(
      'http {',
      `http {\n${kinds.map((kind) => `  ${kind}_temp_path ${this.dir}/${kind};`).join('\n')}`,
    );
    await Promise.all(kinds.map((kind) => mkdir(join(this.dir, kind))));
    // Else the workers become somebody who may not read this folder.
    return process.getuid() === 0 ? `user root root;\n${text}` : text;
  }

  async answers() {
    await until(async () => {
      assert.equal(this.child.exitCode, null, this.errors);
      const socket = net.connect(this.port, '127.0.0.1');
      const connected = await once(socket, 'connect').catch(() => undefined);
      socket.destroy();
      return connected;
    });
  }
}
