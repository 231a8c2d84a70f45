// script/server up to the point where it would build: what it refuses must be said at once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../script/server', import.meta.url));

const run = (...args) => runIn(script, args, process.env);

async function runIn(path, args, env) {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

test('a port in use is named, and who holds it is left alone', async () => {
  const other = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    const { port } = other.address();
    const { code, stderr } = await run('--port', String(port));
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`port ${port} is in use`));
    assert.ok(other.listening);
  } finally {
    other.close();
  }
});

test('what is no port is refused', async () => {
  for (const port of ['70000', '-1', 'http', '']) {
    for (const words of [['--port', port], [`--port=${port}`]]) {
      const { code, stderr } = await run(...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(stderr, /is no port/);
    }
  }
});

test('an option without its value is refused', async () => {
  assert.equal((await run('--data')).code, 2);
});

/** The script in a tree where nothing is built: what it would start says how it was called. */
async function calls(t, args, env = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-server-'));
  t.after(() => rm(folder, { recursive: true }));
  const programs = {
    'script/setup': '',
    'bin/cmake': '',
    'build/release/giraffe': 'echo "$*"',
    'build/release/build.ninja': '',
  };
  for (const [path, text] of Object.entries(programs)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, path), 0o755);
  }
  await cp(script, join(folder, 'script/server'));
  const PATH = `${join(folder, 'bin')}:${process.env.PATH}`;
  const { code, stdout, stderr } = await runIn(join(folder, 'script/server'), args, {
    ...process.env,
    ...env,
    PATH,
  });
  assert.deepEqual([code, stderr], [0, '']);
  return stdout.trim().split('\n');
}

test('what is set in a file, in the environment or by --set is not set otherwise by the script', async (t) => {
  assert.deepEqual(await calls(t, ['--config', 'market.toml']), ['serve --config market.toml']);
  assert.deepEqual(await calls(t, ['--set', 'port=0'], { GIRAFFE_DATA_DIR: '/srv/market' }), [
    'serve --set port=0',
  ]);
  assert.deepEqual(await calls(t, ['--port=0', '--data', 'other place']), [
    'serve --data other place --port=0',
  ]);
});

test('the demo is made in the market that is served', async (t) => {
  const settings = ['--config=market.toml', '--set', 'demo_dir=demo'];
  assert.deepEqual(await calls(t, ['--demo', ...settings, '--address', '::1', '--port', '0']), [
    'demo --config=market.toml --set demo_dir=demo',
    'serve --config=market.toml --set demo_dir=demo --address ::1 --port 0',
  ]);
});
