// SIGTERM while everything is going on at once: what was acknowledged is there afterwards, every answer that began is
// whole, whoever could not be served is told, and the database is one file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '../support/client.mjs';
import { BadMailServer } from '../support/mail.mjs';
import { patiently, until } from '../support/patience.mjs';
import { people, postBody, signUpBody } from '../support/people.mjs';
import { png } from '../support/pictures.mjs';
import { RawConnection, takeAnswer } from '../support/raw.mjs';
import { serverFor } from '../support/server.mjs';
import { lockForWriting } from '../support/service_manager.mjs';
import { cursorNow } from '../support/stream.mjs';

// TimeoutStopSec of docker/systemd/giraffe.service: what takes longer is killed there.
const BOUND_MS = 15_000;
const POLLS = 150;
// As many idle connections as the machine lets one process have, up to ten thousand; both ends count.
const FILES = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || 100_000;
const IDLE = Math.min(10_000, FILES - 2_000);

const mails = new BadMailServer('DATA', 'hang');
before(() => mails.start());
after(() => mails.stop());

/** SIGTERM, and whatever else the impatient send; answers how long the server took. */
async function end(server, ...more) {
  const { child } = server;
  const exit = once(child, 'close');
  const start = Date.now();
  for (const signal of ['SIGTERM', ...more]) child.kill(signal);
  const [code, signal] = await patiently(exit, 'the end of the server');
  const took = Date.now() - start;
  assert.equal(signal ?? code, 0, server.tail());
  assert.ok(took < BOUND_MS, `${took} ms`);
  await server.stop({ keepData: true }); // has ended: what it leaves is judged
  return took;
}

function assertOneFile(server) {
  const log = join(server.dataDir, 'market.db-wal');
  assert.ok(!existsSync(log) || statSync(log).size === 0, 'something is left in the WAL');
}

/** All answers that a connection has got; whatever is left over is the beginning of one that is not whole. */
async function answers(connection) {
  assert.ok(await connection.closes(BOUND_MS), 'the connection was left open');
  const all = [];
  for (let taken; connection.received.length > 0; connection.received = taken.rest) {
    taken = takeAnswer(connection.received);
    assert.ok(taken, `half an answer: ${connection.received.subarray(0, 200)}`);
    all.push(taken.answer);
  }
  return all;
}

const request = (path, { token, method = 'GET', body, more = '' } = {}) =>
  `${method} ${path} HTTP/1.1\r\nHost: market\r\n${token ? `Authorization: Bearer ${token}\r\n` : ''}` +
  `${body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`}` +
  `${more}\r\n${body ?? ''}`;

test('everything at once, and the second signal of an impatient operator', {
  timeout: 120_000,
}, async (t) => {
  const server = await serverFor(t, {
    ...mails.settings,
    public_url: 'https://market.example',
    argon2_mib: 32,
    hash_threads: 1,
    write_queue: 64,
    sign_in_burst: 0,
    photos_unused_per_user: 1000,
  });
  // The last one only signs in: the oldest sessions of who has too many end.
  const everyone = await people(server, 21);
  const { username, password } = everyone.pop();
  const say = (text) => new RawConnection(server).write(text);

  // Idle: some have said nothing at all, the last one half a head.
  const { hostname, port } = new URL(server.address);
  const idle = [];
  while (idle.length < IDLE) {
    const some = Array.from({ length: 500 }, () => net.connect(Number(port), hostname));
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    for (const socket of some) socket.on('error', () => {}).resume();
    idle.push(...some);
  }
  idle.at(-1).write('GET /posts HTT');

  const cursors = await Promise.all(everyone.map(cursorNow));
  const polls = Array.from({ length: POLLS }, (_, i) => {
    const who = i % everyone.length;
    return say(request(`/chat/events?after=${cursors[who]}&wait=60`, everyone[who]));
  });

  // Two uploads that are half here: one goes on, the other's sender has fallen asleep.
  const photo = png(600, 400);
  const upload = `Content-Type: image/png\r\nContent-Length: ${photo.length}\r\n`;
  const half = () => {
    const connection = say(request('/photos', { ...everyone[0], method: 'POST', more: upload }));
    return connection.write(photo.subarray(0, photo.length / 2));
  };
  const [going, asleep] = [half(), half()];

  // Slow readers of a large answer: one reads on later, the other one never.
  const large = request('/docs/swagger-ui-bundle.js', { more: 'X-Repeat: yes\r\n' }).repeat(8);
  const [slow, never] = [say(large), say(large)];
  for (const connection of [slow, never]) connection.socket.pause();

  // A mail that hangs in the middle of SMTP.
  (await everyone[0].client.post('/users/me/email-verification')).expect(202);
  await mails.reached();

  // Writers, more than may wait, and more sign-ins than the lane does in seconds.
  const acknowledged = [];
  const refusals = [];
  let over = false;
  const tries = Array.from({ length: 120 }, async (_, i) => {
    const who = everyone[i % everyone.length];
    const client = new Client(server, { token: who.token });
    for (let n = 0; !over; n += 1) {
      const title = `책 ${i} ${n}`;
      const answer = await client.post('/posts', postBody({ title })).catch(() => undefined);
      if (!answer) break; // cut off, or nobody there any more: nobody knows
      if (answer.status === 201) acknowledged.push({ id: answer.body.id, title });
      else refusals.push(answer.expect(503).body.code);
    }
    client.close();
  });
  const signIns = Array.from({ length: 200 }, async () => {
    const client = new Client(server);
    const answer = await client.post('/sessions', { username, password }).catch(() => undefined);
    client.close();
    if (answer && answer.status !== 201) refusals.push(answer.expect(503).body.code);
    return answer?.status;
  });
  await until(() => acknowledged.length >= 200);

  const ended = end(server, 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTERM');
  // While it stops.
  going.write(photo.subarray(photo.length / 2));
  const parked = await Promise.all(polls.map(answers));
  slow.socket.resume();
  const took = await ended;
  over = true;
  await Promise.all(tries);
  const signedIn = await Promise.all(signIns);
  for (const socket of idle) socket.destroy();

  for (const all of parked) {
    assert.equal(all.length, 1);
    assert.equal(all[0].status, 200);
    assert.equal(all[0].headers.connection, 'close');
    assert.ok(cursors.includes(all[0].body.cursor));
  }
  const [done] = await answers(going);
  assert.equal(done.status, 201);
  acknowledged.push({ photo: done.body.id });
  const [refused] = await answers(asleep);
  assert.equal(refused.status, 503);
  assert.equal(refused.body.code, 'shutting-down');
  for (const { status } of await answers(slow)) assert.equal(status, 200);
  never.close();
  for (const code of refusals) assert.ok(['busy', 'shutting-down'].includes(code), code);
  assert.ok(signedIn.includes(201) && signedIn.length > signedIn.filter((status) => status === 201).length);

  assertOneFile(server);
  console.log(`# ${took} ms, ${acknowledged.length} acknowledged, ${refusals.length} told to come again`);
  await server.start();
  const guest = new Client(server);
  for (const { id, title, photo: kept } of acknowledged) {
    if (kept) (await guest.get(`/photos/${kept}/full`, { check: false })).expect(200);
    else assert.equal((await guest.get(`/posts/${id}`)).expect(200).body.title, title);
  }
  guest.close();
});

test('whoever comes while it stops is refused, by a problem or by the system', async (t) => {
  const server = await serverFor(t, { shutdown_ms: 4000 });
  const [{ token }] = await people(server, 1);
  // Something that keeps it busy: an upload whose rest does not come.
  const more = 'Content-Type: image/png\r\nContent-Length: 1000\r\n';
  const asleep = new RawConnection(server).write(request('/photos', { token, method: 'POST', more }));
  const kept = new RawConnection(server).write(request('/posts'));
  assert.equal((await kept.answer()).headers.connection, 'keep-alive');
  const ended = end(server);
  // Served at most until it stops, then told so until nobody hears it: never back.
  const told = [];
  await until(async () => {
    const late = new RawConnection(server).write(request('/posts'));
    const answer = await late.answer();
    late.close();
    if (!answer) return true;
    const word = answer.status === 200 ? 'served' : answer.body.code;
    if (word !== told.at(-1)) told.push(word);
    return false;
  });
  assert.match(told.join(' '), /^(served)? ?(shutting-down)?$/);
  // Who is here already is still served, once.
  kept.write(request('/posts'));
  const last = await kept.answer();
  assert.equal(last.status, 200);
  assert.equal(last.headers.connection, 'close');
  const [answer] = await answers(asleep);
  assert.equal(answer.body.code, 'shutting-down');
  await ended;
  assertOneFile(server);
});

test('without anything to wait for it does not wait', async (t) => {
  const server = await serverFor(t, { shutdown_ms: 10 * BOUND_MS });
  const [{ client }] = await people(server, 1);
  (await client.get('/posts')).expect(200); // and keeps its connection
  await end(server);
  assertOneFile(server);
  client.close();
});

test('what computes on for nobody is not waited for', async (t) => {
  // A password takes seconds, the first one at the start; the lane has room for two.
  const settings = { shutdown_ms: 200, argon2_mib: 64, argon2_passes: 60, hash_threads: 1, hash_queue: 1 };
  const server = await serverFor(t, settings);
  const signUp = () =>
    new RawConnection(server).write(
      request('/users', { method: 'POST', body: JSON.stringify(signUpBody()) }),
    );
  const [running, waiting] = [signUp(), signUp()];
  await until(async () => {
    const third = signUp();
    const answer = await Promise.race([third.answer(), running.answer(), waiting.answer()]);
    third.close();
    return answer?.body.code === 'busy';
  });
  await end(server);
  // Where the machine is quick, the first one may have been made.
  for (const [answer] of [await answers(running), await answers(waiting)])
    assert.ok(answer === undefined || [201, 503].includes(answer.status));
  assertOneFile(server);
});

test('a database that somebody else holds locked does not keep it from ending', async (t) => {
  const server = await serverFor(t, { shutdown_ms: 500 });
  const [{ token, client }] = await people(server, 1);
  const release = await lockForWriting(t, join(server.dataDir, 'market.db'));
  const body = JSON.stringify(postBody({ title: '잠긴 책' }));
  const writer = new RawConnection(server).write(request('/posts', { token, method: 'POST', body }));
  await end(server);
  const [answer] = await answers(writer);
  assert.ok(answer === undefined || answer.status === 503, 'nothing was promised');
  await release();
  await server.start();
  assert.deepEqual((await client.get('/posts')).expect(200).body.items, []);
  client.close();
});
