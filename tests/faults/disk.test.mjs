// What is on the disk is missing, or there is no room on it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { person, postBody, writePost } from '../support/people.mjs';
import { jpeg, png, uploadPhoto } from '../support/pictures.mjs';
import { binary, root, Server, startServer } from '../support/server.mjs';

test('when the photos are gone the market goes on, new ones are taken, and `giraffe check` tells', async (t) => {
  const server = await startServer();
  t.after(() => server.kill({ meant: true }));
  const seller = await person(server);
  const lost = await uploadPhoto(seller);
  const post = await writePost(seller, { photo_ids: [lost.id] });
  await rm(join(server.dataDir, 'photos'), { recursive: true });

  (await seller.client.get(lost.urls.card)).expect(404, 'not-found');
  assert.equal((await seller.client.get(`/posts/${post.id}`)).expect(200).body.photos[0].id, lost.id);
  const fresh = await uploadPhoto(seller);
  (await seller.client.get(fresh.urls.card)).expect(200);
  await rm(join(server.dataDir, 'photos'), { recursive: true });
  await server.kill({ meant: true });
  assert.match(await server.faults(), /directory of the photos is missing/);
  await server.start();
  (await seller.client.get('/posts')).expect(200);
  await uploadPhoto(seller);
  await server.kill({ meant: true });
  assert.match(await server.faults(), new RegExp(`^photos without their files: .*${lost.id}`));
  await server.removeData();
});

// A file system of a few MB that belongs to the server alone, as any user may make one.
const isolated = ['--map-root-user', '--mount'];
const canMount =
  spawnSync('unshare', [...isolated, 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', '/mnt']).status === 0;
const skip = canMount ? false : 'a file system can not be mounted here';

/** A program that serves from a file system of that many MB, half of them taken by the file `ballast`. */
async function smallDisk(folder, megabytes) {
  const path = join(folder, 'giraffe-on-small-disk');
  const script = `#!/bin/sh
[ "$1" = serve ] || exit 0 # the data are looked at while the file system is there
exec unshare ${isolated.join(' ')} sh -c '
  mount -t tmpfs -o size=${megabytes}m none "$5"
  head -c ${megabytes / 2}m /dev/zero > "$5/ballast"
  exec ${binary} "$@"' sh "$@"
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

test('on a full disk reading goes on and writing is refused with 507; when there is room again, all is well', {
  skip,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-disk-'));
  t.after(() => rm(folder, { recursive: true }));
  const server = await new Server({
    binary: await smallDisk(folder, 12),
    settings: { sweep_ms: 3_600_000 }, // nothing is written but by this test
  }).start();
  t.after(() => server.kill({ meant: true }));
  const disk = `/proc/${server.pid}/root${server.dataDir}`;
  const seller = await person(server);
  const kept = [];
  const write = (description) => seller.client.post('/posts', postBody({ description }));
  let answer = await write('가'.repeat(2000));
  for (; answer.status === 201; answer = await write('가'.repeat(2000))) kept.push(answer.body.id);

  answer.expect(507, 'disk-full');
  const noise = png(900, 900, (x, y) => [(x * y) % 251, (x * 7 + y * 13) % 253, (x ^ y) % 255]);
  (await seller.client.request('POST', '/photos', { body: noise, type: 'image/png' })).expect(
    507,
    'disk-full',
  );
  (await seller.client.get('/posts?limit=100')).expect(200);
  (await seller.client.get(`/posts/${kept.at(-1)}`)).expect(200);
  (await new Client(server).get('/health/ready')).expect(503, 'not-ready');

  await rm(join(disk, 'ballast'));
  (await write('다시')).expect(201);
  (await seller.client.request('POST', '/photos', { body: jpeg(), type: 'image/jpeg' })).expect(201);
  for (const id of kept) (await seller.client.get(`/posts/${id}`)).expect(200);
  const copy = join(folder, 'copy'); // SQLite would follow /proc/…/root out of the server's world
  await cp(disk, copy, { recursive: true });
  const check = spawnSync(binary, ['check', '--data', copy], { encoding: 'utf8' });
  assert.equal(check.status, 0, check.stdout + check.stderr);
  await server.stop();
});

test('a data directory that can only be read is named', { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-disk-'));
  t.after(() => rm(folder, { recursive: true }));
  const script = 'mount -t tmpfs -o ro none "$1"; exec "$2" serve --data "$1" --port 0';
  const ended = spawnSync('unshare', [...isolated, 'sh', '-c', script, 'sh', folder, binary], {
    encoding: 'utf8',
    cwd: root,
  });
  assert.equal(ended.status, 1);
  assert.equal(
    ended.stderr,
    `giraffe: the data directory ${folder} can't be written to: Read-only file system\n`,
  );
});
