// The servers that the market is compared with, where they are not programs of this folder.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/ports.mjs';
import { ioThreads, Program, root } from '../processes.mjs';

async function answers(port) {
  const end = performance.now() + 10_000;
  for (;;) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((soon) => setTimeout(soon, 20));
    }
  }
}

/**
 * nginx sending files that lie in memory: /dev/shm, or what else the system caches, opened once. (`return 200` takes no
 * text as long as a list.)
 */
export async function startNginx() {
  const place = await mkdtemp('/dev/shm/giraffe-load-').catch(() => mkdtemp(join(tmpdir(), 'giraffe-load-')));
  const port = await freePort();
  await chmod(place, 0o755); // its workers are nobody where root starts it
  await mkdir(join(place, 'html'));
  await writeFile(join(place, 'html/index.html'), '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  await writeFile(
    join(place, 'nginx.conf'),
    `pid ${place}/pid;
worker_processes ${ioThreads};
error_log stderr;
daemon off;
events { worker_connections 4096; }
http {
  access_log off;
  default_type application/json;
  open_file_cache max=100;
  open_file_cache_valid 1h;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  ${temporary.map((name) => `${name}_temp_path ${place}/${name};`).join(' ')}
  server { listen 127.0.0.1:${port} backlog=4096; root ${place}/html; }
}
`,
  );
  const program = new Program(join(root, 'build/tools/usr/sbin/nginx'), [
    ...['-p', place, '-c', join(place, 'nginx.conf'), '-e', 'stderr'],
  ]);
  program.lastWord = 'SIGTERM'; // or its workers would outlive it
  await answers(port);
  let kept = 0;
  return {
    port,
    /** Makes it answer these bytes; the path. Always another one: it remembers how long a file was when it opened it. */
    keep: async (bytes) => {
      kept += 1;
      await writeFile(join(place, 'html', `${kept}`), bytes);
      return `/${kept}`;
    },
    stop: async () => {
      await program.end('SIGTERM');
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** Fastify with better-sqlite3 on a data folder of its own: as many processes as the market has I/O threads. */
export async function startFastify(data, processes = ioThreads) {
  const program = new Program(process.execPath, [
    join(root, 'tests/load/peers/fastify.mjs'),
    join(data, 'market.db'),
    processes,
  ]);
  return { port: Number(await program.line()), stop: () => program.end() };
}

/** Which SQLite is in better-sqlite3. */
export async function fastifyVersions() {
  const version = async (name) => {
    const file = join(root, 'tests/load/peers/node_modules', name, 'package.json');
    return JSON.parse(await readFile(file, 'utf8')).version;
  };
  const { default: Database } = await import('better-sqlite3');
  const [sqlite] = new Database(':memory:').prepare('SELECT sqlite_version()').raw().get();
  return `Fastify ${await version('fastify')}, better-sqlite3 ${await version('better-sqlite3')} (SQLite ${sqlite})`;
}
