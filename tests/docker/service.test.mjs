// The market as a service: what it tells its manager, and what its unit lets it do.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.mjs';
import { root, Server } from '../support/server.mjs';
import { lockForWriting, ServiceManager } from '../support/service_manager.mjs';

const unit = join(root, 'docker/systemd/giraffe.service');
const PATIENCE_MS = 4000;

const manager = new ServiceManager();
const server = new Server();
before(async () => {
  await manager.start();
  const told = { NOTIFY_SOCKET: manager.socket, WATCHDOG_USEC: String(PATIENCE_MS * 1000) };
  server.options = { env: told };
  await server.start();
});
after(async () => {
  await server.stop();
  manager.stop();
});

test('it is ready when it listens, and says what it does', async () => {
  const { at, lines } = await manager.hears(/^READY=1$/);
  assert.match(lines[1], new RegExp(`^STATUS=Port ${server.port}: \\d+ connections, \\d+ waiting polls`));
  assert.ok(
    manager.heard.slice(0, at).every(([line]) => line.startsWith('STATUS=')),
    'nothing but words before',
  );
  const guest = new Client(server);
  (await guest.get('/health/live')).expect(200);
  guest.close();
});

test('a reload begins and ends', async () => {
  const from = manager.heard.length;
  process.kill(server.pid, 'SIGHUP');
  const begun = await manager.hears(/^RELOADING=1$/, from);
  assert.match(begun.lines[1], /^MONOTONIC_USEC=\d{6,}$/);
  await manager.hears(/^READY=1$/, begun.at + 1);
});

test('it gives signs of life, none while its writer is stuck, and again when that is over', async (t) => {
  await manager.hears(/^WATCHDOG=1$/, manager.heard.length);
  const release = await lockForWriting(t, join(server.dataDir, 'market.db'));
  const silent = await manager.hears(/^STATUS=No sign of life from: writer$/);
  await pause(1.5 * PATIENCE_MS); // in which a manager would have ended it
  const said = manager.heard.slice(silent.at).flat();
  assert.ok(!said.includes('WATCHDOG=1'), said.join('\n'));
  await server.logged(({ message, parts }) => message === 'no sign of life' && parts === 'writer');
  await release();
  await manager.hears(/^WATCHDOG=1$/, silent.at);
});

test('it says that it ends', async () => {
  await server.stop({ keepData: true });
  const { lines } = await manager.hears(/^STOPPING=1$/);
  assert.equal(lines[1], 'STATUS=Answering what is under way');
  await server.start();
});

const analyze = spawnSync('systemd-analyze', ['--version']).error === undefined;
const needed = { skip: !analyze && 'there is no systemd-analyze' };

test('the unit exposes little of the machine', needed, () => {
  // Fails when the exposure is above 2.0 of 10.
  execFileSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', unit]);
});

test('the unit waits for a stop as long as that may take, and for signs of life as often as they come', () => {
  const text = readFileSync(unit, 'utf8');
  const seconds = (name) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(text)[1]);
  const defaults = readFileSync(join(root, 'api/app/config.h'), 'utf8');
  const shutdown = Number(/shutdown_ms = ([\d']+);/.exec(defaults)[1].replaceAll("'", ''));
  assert.ok(seconds('TimeoutStopSec') * 1000 > 2 * shutdown);
  // A write may wait 5 seconds for a lock; a part may be silent for half the time.
  assert.ok(seconds('WatchdogSec') / 2 > 2 * 5);
  assert.match(text, /^Type=notify$/m);
});
