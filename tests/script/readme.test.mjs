// What README tells people to type has to work, and what it points to has to be there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { person, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { binary, root, startServer } from '../support/server.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = (title) => readme.split(/^## /m).find((text) => text.startsWith(title));
const blocks = (text, language) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code);

async function run(command, args, input = '') {
  const child = spawn(command, args, { cwd: root, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

test('the walk through the API ends with a book that is sold', async () => {
  const server = await startServer();
  try {
    const walk = blocks(section('A walk through the API'), 'sh');
    assert.ok(walk.length >= 6);
    const script = ['set -euo pipefail', ...walk].join('\n');
    assert.match(script, /^market=http:\/\/localhost:8080$/m);
    const { code, stdout, stderr } = await run(
      'bash',
      [],
      script.replace('http://localhost:8080', server.address),
    );
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.match(stdout, /"type":"message","body":"내일 두 시, 도서관 앞에서 봬요"/);
    assert.match(stdout, /\nsold\n/);
    assert.match(stdout, /\n\{"title":"미적분학 팝니다","price":16500\}\n$/);

    const lee = new Client(server);
    lee.token = (await lee.post('/sessions', { username: 'lee.buys', password: 'leaves 4 lunch' })).expect(
      201,
    ).body.token;
    const deals = (await lee.get('/deals')).expect(200).body.items;
    assert.deepEqual(
      deals.map(({ state, price, list_price }) => ({ state, price, list_price })),
      [{ state: 'completed', price: 16500, list_price: 18000 }],
    );
    (await lee.get(deals[0].post.photo.urls.card)).expect(200);
  } finally {
    await server.stop();
  }
});

test('the settings in the example are settings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'giraffe-readme-'));
  try {
    const [settings] = blocks(section('Running it'), 'toml');
    const file = join(folder, 'market.toml');
    writeFileSync(file, settings);
    const migrate = ['migrate', '--config', file, '--data', join(folder, 'data')];
    assert.equal((await run(binary, migrate)).code, 0);
    writeFileSync(file, `${settings}\nno_such_setting = 1\n`);
    assert.match((await run(binary, migrate)).stderr, /there is no setting "no_such_setting"/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a snapshot is put in place by hand, with nothing of the broken database left', async () => {
  const server = await startServer();
  try {
    const seller = await person(server);
    const photo = await uploadPhoto(seller);
    const post = await writePost(seller, { photo_ids: [photo.id] });
    const [id] = (await server.command('snapshot', 'take')).stdout.split(' ');
    await writePost(seller, { title: '나중에 쓴 글' });
    await server.end('SIGKILL');
    assert.ok(existsSync(join(server.dataDir, 'market.db-wal')));
    await rm(join(server.dataDir, 'photos'), { recursive: true });
    const by_hand = blocks(section('Running it'), 'sh').find((block) => block.includes('mkdir broken'));
    const script = by_hand.replaceAll('/srv/market', server.dataDir).replaceAll(/\d{8}T\d{6}-\w{6}/g, id);
    assert.deepEqual(await run('bash', ['-euc', script]), { code: 0, stdout: '', stderr: '' });
    assert.ok(existsSync(join(server.dataDir, 'broken/market.db-wal')));
    await server.start();
    const { items } = (await new Client(server).get('/posts')).expect(200).body;
    assert.deepEqual(
      items.map((item) => item.id),
      [post.id],
    );
    (await new Client(server).get(photo.urls.full)).expect(200);
    assert.match((await server.command('snapshot', 'verify', id)).stdout, / is whole/);
  } finally {
    await server.stop();
  }
});

test('every file that is pointed to is there', () => {
  const paths = new Set([
    ...[...readme.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path]) => path),
    ...[...readme.matchAll(/(?:^|`)((?:api|docker|frontend|migrations|script|tests)\/[\w./-]*)/gm)].map(
      ([, path]) => path,
    ),
  ]);
  assert.ok(paths.size > 15);
  paths.delete('docker/.env'); // the operator writes it
  assert.deepEqual(
    [...paths].filter((path) => !existsSync(join(root, path))),
    [],
  );
});
