// script/server up to the point where it would build: what it refuses must be said at once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../script/server', import.meta.url));

async function run(...args) {
  const child = spawn(script, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
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
    const { code, stderr } = await run('--port', port);
    assert.equal(code, 2, `--port ${port}`);
    assert.match(stderr, /is no port/);
  }
});

test('an option without its value is refused', async () => {
  assert.equal((await run('--data')).code, 2);
});
