// More clients than there is room for, and clients that take their time: everybody else is served as ever.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '../support/client.mjs';
import { assertWhole, long } from '../support/faults.mjs';
import { until } from '../support/patience.mjs';
import { person, postBody, writePost } from '../support/people.mjs';
import { jpeg, uploadPhoto } from '../support/pictures.mjs';
import { RawConnection } from '../support/raw.mjs';
import { startServer } from '../support/server.mjs';

async function market(t, settings = {}) {
  const server = await startServer({ argon2_mib: 1, argon2_passes: 1, ...settings });
  t.after(async () => {
    await server.kill({ meant: true }); // after a test that has failed
    await server.removeData();
  });
  return server;
}

/** Leaves the running server without a single file descriptor more than it has; a function that ends that. */
async function withoutDescriptors({ pid }) {
  const used = new Set((await readdir(`/proc/${pid}/fd`)).map(Number));
  let lowest = 0;
  while (used.has(lowest)) lowest += 1;
  const limit = (soft) => execFileSync('prlimit', ['--pid', String(pid), `--nofile=${soft}:`]);
  const before = execFileSync('prlimit', [
    '--pid',
    String(pid),
    '--nofile',
    '--raw',
    '--noheadings',
    '--output=SOFT',
  ]);
  limit(lowest);
  return () => limit(Number(before));
}

test('without a file descriptor left, whoever is connected is served, others are not, and then all is well', async (t) => {
  const server = await market(t);
  const seller = await person(server);
  const photo = await uploadPhoto(seller);
  const kept = [(await writePost(seller)).id];
  const give = await withoutDescriptors(server);

  (await seller.client.get('/posts?limit=5&sort=price_asc')).expect(200);
  kept.push((await seller.client.post('/posts', postBody())).expect(201).body.id);
  (await seller.client.get(photo.urls.card)).expect(503, 'busy');
  (await seller.client.request('POST', '/photos', { body: jpeg(), type: 'image/jpeg' })).expect(503, 'busy');
  const others = await Promise.allSettled(Array.from({ length: 20 }, () => new Client(server).get('/posts')));
  for (const { status } of others) assert.equal(status, 'rejected');
  (await seller.client.get('/users/me')).expect(200);

  give();
  (await new Client(server).get('/posts')).expect(200);
  (await seller.client.get(photo.urls.card)).expect(200);
  await uploadPhoto(seller);
  await assertWhole(server, async () => {
    for (const id of kept) (await seller.client.get(`/posts/${id}`)).expect(200);
  });
});

const memory = async ({ pid }) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
};

const CROWD = long ? 18_000 : 4_000;
const BYTES_EACH = 20_000; // of memory

test(`${CROWD} connections that wait for nothing cost little, and the market goes on beside them`, async (t) => {
  const server = await market(t, { idle_ms: 600_000 });
  const seller = await person(server);
  await writePost(seller);
  for (let i = 0; i < 100; i += 1) (await seller.client.get('/posts')).expect(200);
  const before = await memory(server);
  const file = fileURLToPath(new URL('../support/crowd.mjs', import.meta.url));
  const crowd = spawn(process.execPath, [file, String(server.port), String(CROWD)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => crowd.kill());
  let said = '';
  crowd.stdout.on('data', (text) => {
    said += text;
  });
  await until(
    async () => {
      (await seller.client.get('/posts')).expect(200);
      assert.deepEqual([crowd.exitCode, crowd.signalCode], [null, null], 'the crowd has gone');
      return said;
    },
    (text) => text.endsWith('\n'),
  );
  assert.equal(Number(said), CROWD);
  (await new Client(server).get('/posts')).expect(200);
  await writePost(seller);
  const each = ((await memory(server)) - before) / CROWD;
  t.diagnostic(`${Math.round(each)} bytes a connection`);
  assert.ok(each < BYTES_EACH, `${Math.round(each)} bytes a connection`);
  const gone = once(crowd, 'exit');
  crowd.stdin.end();
  await gone;
  (await new Client(server).get('/posts')).expect(200);
  await server.stop();
});

test('who reads byte by byte, and who writes byte by byte, is cut off in time and slows nobody', async (t) => {
  const server = await market(t, { head_ms: 400, body_ms: 400, write_ms: 400 });
  const seller = await person(server);
  const slow = Array.from({ length: 100 }, (_, i) => {
    const connection = new RawConnection(server);
    const { socket } = connection;
    const closed = new Promise((done) => {
      socket.once('close', done);
    });
    socket.on('error', () => {});
    let timer;
    if (i % 2) {
      // More than both sides' buffers hold, of which one byte after another is taken.
      socket.pause();
      connection.write('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: market\r\n\r\n'.repeat(20));
      // That it is cut off shows when something more is written.
      timer = setInterval(() => {
        socket.read(1);
        socket.write('G');
      }, 20);
    } else {
      const request = [...'POST /posts HTTP/1.1\r\nHost: market\r\nX-Slow: '];
      timer = setInterval(() => socket.writable && socket.write(request.shift() ?? 'a'), 20);
    }
    return closed.finally(() => clearInterval(timer));
  });
  const gone = Promise.all(slow).then(() => true);
  let over = false;
  gone.then(() => {
    over = true;
  });
  let served = 0;
  await until(
    async () => {
      (await new Client(server).get('/posts')).expect(200);
      await writePost(seller);
      served += 1;
      return over;
    },
    (ended) => ended,
  );
  t.diagnostic(`${served} lists and posts meanwhile`);
  await server.stop();
});
