// The commands of the program `giraffe` that an operator types.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, root } from '../support/server.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'giraffe-command-'));
});
after(() => rm(folder, { recursive: true }));

async function giraffe(args, env = {}) {
  const child = spawn(binary, args, { cwd: root, env: { ...process.env, ...env } });
  const out = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      out[name] += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...out };
}

/** Succeeds, and says that to standard output alone. */
async function says(args, pattern) {
  const { code, stdout, stderr } = await giraffe(args);
  assert.equal(stderr, '');
  assert.equal(code, 0);
  assert.match(stdout, pattern);
}

/** Fails with one sentence to standard error. */
async function refuses(args, pattern, env) {
  const { code, stdout, stderr } = await giraffe(args, env);
  assert.notEqual(code, 0);
  assert.equal(stdout, '');
  assert.match(stderr, pattern);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
}

test('the schema goes up, down to nothing and up again', async () => {
  const data = ['--data', join(folder, 'market')];
  await says(['migrate', ...data], /version [1-9]\d*$/m);
  await says(['migrate', ...data], /version [1-9]\d*$/m);
  await says(['migrate', '--to', '0', ...data], /version 0$/m);
  await says(['migrate', ...data], /version [1-9]\d*$/m);
  await refuses(['migrate', '--to', '9999', ...data], /there is no migration 9999/);
});

test('what is wrong with the settings is said in a sentence, and nothing is made', async () => {
  const data = ['--data', join(folder, 'none')];
  await refuses(['migrate', ...data, '--set', 'colour=green'], /there is no setting "colour"/);
  await refuses(['migrate', ...data, '--set', 'db_threads=many'], /db_threads has to be a whole number/);
  await refuses(['migrate', ...data, '--set', 'port'], /--set wants name=value/);
  await refuses(['migrate', ...data, '--config', join(folder, 'no.toml')], /no\.toml/);
  await refuses(['migrate', ...data], /there is no|has to be/, { GIRAFFE_PORT: 'http' });
  await refuses(['migrate', ...data, '--set', 'log_level=loud'], /log_level/);
  assert.ok(!existsSync(join(folder, 'none')));
  await refuses(['migrate', ...data, '--set', 'migrations_dir=nowhere'], /nowhere.*migrations_dir/);
  await refuses(['demo', ...data, '--set', 'demo_dir=nowhere'], /nowhere.*demo_dir/);
});

test('a data directory that can not be made is named', async () => {
  await refuses(['migrate', '--data', '/proc/market'], /\/proc\/market/);
});

test('the operator makes the first admin, and is told who has an account', async () => {
  const data = ['--data', join(folder, 'roles')];
  await refuses(['user', 'role', 'giraffe.admin', 'admin', ...data], /not-found: There is no such user/);
  await says(['demo', ...data], /giraffe\.admin {2}\S+$/m);
  await says(['user', 'role', 'Minji.Lee', 'moderator', ...data], /^minji\.lee has the role moderator$/m);
  await says(['user', 'list', ...data], /^giraffe\.admin {2}admin {2}\S+\n(.+\n)*minji\.lee {2}moderator/m);
  await refuses(['user', 'role', 'giraffe.admin', 'user', ...data], /last-admin/);
  const { code, stderr } = await giraffe(['user', 'role', 'minji.lee', 'king', ...data]);
  assert.notEqual(code, 0);
  assert.match(stderr, /king/);
});
