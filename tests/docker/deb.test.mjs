// The Debian package, made and installed, upgraded, removed and purged in a scratch root.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from '../support/client.mjs';
import { person } from '../support/people.mjs';
import { noScratchRoot, ScratchRoot } from '../support/scratch_root.mjs';
import { binary, root } from '../support/server.mjs';

const build = dirname(binary);
const VERSIONS = ['0.1.0', '0.1.1'];
const ADDRESS = /^Giraffe A\+ Book Market: (http:\S+)$/m;

let folder;
let packages;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'giraffe-deb-'));
  packages = await Promise.all(
    VERSIONS.map(async (version) => {
      const out = join(folder, version);
      const define = [
        '-D',
        `CPACK_PACKAGE_VERSION=${version}`,
        '-D',
        `CPACK_DEBIAN_PACKAGE_VERSION=${version}`,
      ];
      const options = ['-G', 'DEB', '-B', out, ...define, '--config', join(build, 'CPackConfig.cmake')];
      await promisify(execFile)('cpack', options, { cwd: build });
      const name = execFileSync('sh', ['-c', `ls ${out}/*.deb`], { encoding: 'utf8' }).trim();
      assert.match(name, new RegExp(`/giraffe_${version}_\\w+\\.deb$`));
      return name;
    }),
  );
});
after(() => rmSync(folder, { recursive: true }));

const dpkg = (...options) => execFileSync('dpkg-deb', options, { encoding: 'utf8' });
const contents = () =>
  dpkg('--contents', packages[0])
    .trim()
    .split('\n')
    .map((line) => {
      const [mode, owner, , , , path] = line.split(/\s+/);
      return { mode, owner, path: path.slice(1) };
    });

test('it names what it needs, and its settings are the operator’s to keep', () => {
  const depends = dpkg('--field', packages[0], 'Depends').trim().split(', ');
  for (const needed of ['libsqlite3-0 (>= 3.40)', 'adduser', 'libpistache0', 'libsodium23', 'libcurl4']) {
    assert.ok(
      depends.some((each) => each.startsWith(needed)),
      `${needed} is not in ${depends}`,
    );
  }
  assert.equal(
    execFileSync('sh', ['-c', `dpkg-deb --ctrl-tarfile ${packages[0]} | tar -xO ./conffiles`], {
      encoding: 'utf8',
    }),
    '/etc/giraffe/market.toml\n',
  );
});

test('it puts files where they belong, root’s, and for nobody else to write', () => {
  for (const { mode, owner, path } of contents()) {
    assert.equal(owner, 'root/root', path);
    assert.match(
      mode,
      mode.startsWith('d') || path === '/usr/bin/giraffe' ? /^.rwxr-xr-x$/ : /^-rw-r--r--$/,
      path,
    );
    assert.match(path, /^\/((etc|lib|usr)\/$|etc\/giraffe\/|lib\/systemd\/|usr\/(bin|share)\/)/);
  }
});

test('its settings name a file of the package for whatever is found in the working directory otherwise', () => {
  const settings = readFileSync(join(root, 'docker/debian/market.toml'), 'utf8');
  const defaults = readFileSync(join(root, 'api/app/config.h'), 'utf8');
  const relative = [...defaults.matchAll(/std::string (\w+_(?:dir|file)) = "([^"/][^"]*)"/g)];
  assert.ok(relative.length >= 7);
  const paths = contents().map(({ path }) => path);
  for (const [, name] of relative) {
    const value = new RegExp(`^${name} = "(/[^"]+)"$`, 'm').exec(settings)?.[1];
    assert.ok(value, `${name} is not set`);
    if (name !== 'data_dir')
      assert.ok(
        paths.some((path) => path === value || path === `${value}/`),
        value,
      );
  }
});

test('lintian finds nothing', {
  skip: spawnSync('lintian', ['--version']).error && 'there is no lintian',
}, () => {
  execFileSync('lintian', ['--fail-on', 'error,warning', packages[0]], { stdio: 'inherit' });
});

test('install, serve, upgrade, remove, purge', { skip: noScratchRoot(), timeout: 300_000 }, async (t) => {
  const scratch = await new ScratchRoot().start();
  t.after(() => scratch.stop());
  const install = async (deb) => {
    await scratch.run('mkdir', '-p', '/tmp/deb');
    const [program, ...args] = scratch.words(
      'sh',
      '-c',
      'cat > /tmp/deb/it.deb && dpkg --install /tmp/deb/it.deb',
    );
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    child.stdin.end(readFileSync(deb));
    const [code] = await once(child, 'close');
    assert.equal(code, 0, said);
  };
  const unit = (name) => scratch.sh(`sed -n 's/^${name}=//p' /lib/systemd/system/giraffe.service`);
  /** As the unit starts it, but for a port that is free. */
  const serve = async () => {
    const [user, group, command] = [await unit('User'), await unit('Group'), await unit('ExecStart')];
    const as = ['setpriv', `--reuid=${user}`, `--regid=${group}`, '--clear-groups', '--no-new-privs'];
    const [program, ...args] = scratch.words(...as, ...command.split(' '), '--port', '0');
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (said += text));
    const closed = once(child, 'close');
    while (!ADDRESS.test(said)) {
      await Promise.race([once(child.stdout, 'data'), closed]);
      assert.deepEqual([child.exitCode, child.signalCode], [null, null], said);
    }
    return {
      address: ADDRESS.exec(said)[1],
      stop: async () => {
        child.kill('SIGTERM');
        assert.deepEqual(await closed, [0, null], said);
      },
    };
  };
  const status = () =>
    scratch.sh("dpkg --status giraffe 2>/dev/null | sed -n 's/^Status: //p; s/^Version: //p' | paste -sd' '");
  const modes = (...paths) => scratch.sh(`stat --format='%U:%G %a' ${paths.join(' ')}`);

  await install(packages[0]);
  assert.equal(await status(), `install ok installed ${VERSIONS[0]}`);
  assert.equal(
    await modes('/var/lib/giraffe', '/etc/giraffe/market.toml'),
    'giraffe:giraffe 750\nroot:giraffe 640',
  );
  assert.match(await scratch.sh('getent passwd giraffe'), /:\/var\/lib\/giraffe:\/usr\/sbin\/nologin$/);
  assert.match(await scratch.sh('giraffe --version'), /^giraffe \d/);
  if (existsSync('/usr/bin/systemd-analyze')) {
    await scratch.run('systemd-analyze', 'verify', '--man=no', '/lib/systemd/system/giraffe.service');
  }

  let market = await serve();
  const server = {
    get address() {
      return market.address;
    },
  };
  const guest = new Client(server);
  const files = [
    '/',
    '/docs',
    '/docs/swagger-ui-bundle.js',
    '/docs/swagger-ui.css',
    '/vendor/zxing.js',
    '/openapi.yaml',
  ];
  for (const path of files) (await guest.get(path, { check: false })).expect(200);
  const kim = await person(server);
  const admin = `runuser -u giraffe -- giraffe user role ${kim.username} admin`;
  await assert.rejects(scratch.sh(admin), /is in use by another giraffe/);
  // Root's snapshot would be one that the service can neither read nor go on from.
  await assert.rejects(scratch.sh('giraffe snapshot take'), /belongs to giraffe, .* sudo -u giraffe giraffe/);
  assert.match(await scratch.sh('runuser -u giraffe -- giraffe snapshot take'), / manual .* complete/);
  await market.stop();
  await assert.rejects(scratch.sh('giraffe user list'), /belongs to giraffe, .* sudo -u giraffe giraffe/);
  assert.equal(await scratch.sh(admin), `${kim.username} has the role admin`);
  assert.match(await scratch.sh('runuser -u giraffe -- giraffe check'), /^Nothing is wrong/);

  // What the operator has written, and everybody's data, outlive an upgrade.
  await scratch.sh(
    'sed -i \'s/^#operator_name = .*/operator_name = "기린 총학생회"/\' /etc/giraffe/market.toml; chmod 600 /etc/giraffe/market.toml; chown giraffe /etc/giraffe/market.toml',
  );
  await install(packages[1]);
  assert.equal(await status(), `install ok installed ${VERSIONS[1]}`);
  assert.equal(await modes('/etc/giraffe/market.toml'), 'giraffe:giraffe 600');
  market = await serve();
  assert.equal((await guest.get('/market')).expect(200).body.operator.name, '기린 총학생회');
  assert.equal((await kim.client.get('/users/me')).expect(200).body.role, 'admin');
  await market.stop();
  guest.close();
  kim.client.close();

  await scratch.run('dpkg', '--remove', 'giraffe');
  const there = (path) => scratch.sh(`if [ -e ${path} ]; then echo there; fi`);
  for (const path of ['/etc/giraffe/market.toml', '/var/lib/giraffe/market.db'])
    assert.equal(await there(path), 'there');
  for (const path of ['/usr/bin/giraffe', '/usr/share/giraffe', '/lib/systemd/system/giraffe.service'])
    assert.equal(await there(path), '', path);
  const { stdout } = await scratch.run('dpkg', '--purge', 'giraffe');
  assert.match(stdout, /data are still in \/var\/lib\/giraffe/);
  assert.equal(await status(), '');
  assert.equal(await there('/etc/giraffe'), '');
  assert.equal(await modes('/var/lib/giraffe/market.db'), 'giraffe:giraffe 600');
});
