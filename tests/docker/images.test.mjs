// The image and the compose file, as far as they can be judged without an engine.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { Nginx, unpacked } from '../support/nginx.mjs';
import { binary, root } from '../support/server.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const dockerfile = read('docker/Dockerfile').replaceAll(/\\\n\s*/g, '');
const instructions = dockerfile
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(' ')[0], rest: line.slice(line.indexOf(' ') + 1) }));
const compose = parse(read('docker/compose.yaml'));
const { api, web } = compose.services;

/** The instructions of the stage of that name. */
function stage(name) {
  const begin = instructions.findIndex(
    ({ name: what, rest }) => what === 'FROM' && rest.endsWith(` AS ${name}`),
  );
  assert.ok(begin >= 0, `there is no stage ${name}`);
  const length = instructions.slice(begin + 1).findIndex(({ name: what }) => what === 'FROM');
  return instructions.slice(begin, length < 0 ? undefined : begin + 1 + length);
}
const of = (name, what) => stage(name).filter((instruction) => instruction.name === what);

test('dockerfilelint finds nothing', () => {
  execFileSync(join(root, 'node_modules/.bin/dockerfilelint'), [join(root, 'docker/Dockerfile')]);
});

test('what is copied exists, and .dockerignore lets it through', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const copied = instructions
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
  assert.ok(copied.length > 8);
  for (const path of copied) {
    assert.ok(existsSync(join(root, path)), `${path} does not exist`);
    assert.ok(
      allowed.some((entry) => path === entry || path.startsWith(`${entry}/`)),
      `${path} is kept away by .dockerignore`,
    );
  }
});

test('the image has the library of each name that the server is linked with, and no compiler', () => {
  const dynamic = execFileSync('readelf', ['--dynamic', binary], { encoding: 'utf8' });
  const needed = [...dynamic.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, library]) => library);
  const paths = execFileSync('ldd', [binary], { encoding: 'utf8' });
  const installed = of('api', 'RUN')[0].rest;
  const always = ['libc6', 'libstdc++6', 'libgcc-s1']; // of every Debian
  for (const library of needed) {
    // Without its first folder: packages have /lib and /usr/lib, which are one.
    const path = paths
      .split('\n')
      .find((line) => line.includes(library))
      .match(/\/[^/ ]*\/\S+/)[0];
    const pattern = `*/${path.split('/').slice(-2).join('/')}`;
    const owner = execFileSync('dpkg', ['--search', pattern], { encoding: 'utf8' }).split(':')[0];
    assert.ok(
      always.includes(owner) || installed.includes(` ${owner}`),
      `${owner} with ${library} is not installed`,
    );
  }
  assert.doesNotMatch(installed, /g\+\+|cmake|-dev\b/);
});

test('what the server takes from node_modules is there without the tools of the tests', () => {
  const { dependencies } = JSON.parse(read('package.json'));
  const taken = [...read('api/app/config.h').matchAll(/"node_modules\/((?:@[^/"]+\/)?[^/"]+)/g)];
  assert.equal(taken.length, 3);
  for (const [, name] of taken) assert.ok(name in dependencies, name);
});

test('both images run as nobody in particular and tell how they are', () => {
  for (const name of ['api', 'web']) {
    assert.doesNotMatch(of(name, 'USER')[0].rest, /root|^0/);
    assert.match(of(name, 'HEALTHCHECK')[0].rest, /healthcheck/);
    assert.match(of(name, 'FROM')[0].rest, /^debian:12-slim /);
  }
});

test('compose restarts both, gives them read-only roots and no capability they can do without', () => {
  for (const service of [api, web]) {
    assert.equal(service.restart, 'unless-stopped');
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ['ALL']);
    assert.ok(service.ulimits.nofile >= 65536);
  }
  assert.equal(api.ports, undefined, 'only nginx is reached from outside');
  assert.deepEqual(web.ports, ['80:80', '443:443']);
});

test('the data outlive the container, in the folder that the server is told', () => {
  const command = JSON.parse(of('api', 'CMD')[0].rest);
  const data = command[command.indexOf('--data') + 1];
  assert.deepEqual(api.volumes, [`market:${data}`]);
  assert.ok('market' in compose.volumes);
  assert.equal(of('api', 'VOLUME')[0].rest, data);
});

test('nginx finds the API by its name and port, and is the one it believes', () => {
  const command = JSON.parse(of('api', 'CMD')[0].rest);
  const port = command[command.indexOf('--port') + 1];
  assert.ok(read('docker/nginx.conf').includes(`server api:${port};`));
  assert.equal(api.environment.GIRAFFE_TRUSTED_PROXIES, web.networks.inside.ipv4_address);
  assert.equal(web.depends_on.api.condition, 'service_healthy');
  const [certificates] = web.volumes;
  assert.match(certificates, /:\/etc\/giraffe\/tls:ro$/);
});

test('nginx starts with its file, by the words of the image and by those of Debian’s service', async () => {
  const [image, ...words] = JSON.parse(of('web', 'CMD')[0].rest);
  assert.equal(image, 'nginx');
  const unit = readFileSync(join(unpacked, 'lib/systemd/system/nginx.service'), 'utf8');
  const service = /^ExecStart=\/usr\/sbin\/nginx -g '(.*)'$/m.exec(unit)[1];
  const nginx = new Nginx();
  await nginx.prepare(9);
  try {
    nginx.check(...words);
    nginx.check('-g', service);
    assert.throws(() => nginx.check('-g', 'pid /run/other.pid;'), /"pid" directive is duplicate/);
  } finally {
    await rm(nginx.dir, { recursive: true });
  }
});

test('what nginx writes where it may not run as root: its number and its log', () => {
  const file = read('docker/nginx.conf');
  const edit = /sed --in-place '([^']*)'/.exec(of('web', 'RUN')[1].rest)[1];
  const edited = execFileSync('sed', [edit], { input: file, encoding: 'utf8' });
  const folder = /^pid (.*)\/nginx\.pid;$/m.exec(edited)[1];
  assert.ok(web.tmpfs.some((mounted) => mounted === `${folder}:uid=33`));
  assert.match(of('web', 'RUN')[1].rest, new RegExp(`--owner=www-data .*${folder}$`));
  // A service of systemd has no /dev/stdout that could be opened, a container has.
  const log = /^ {2}access_log (\S+) market;$/m.exec(file)[1];
  assert.ok(!log.startsWith('/dev/'));
  assert.match(of('web', 'RUN')[0].rest, new RegExp(`ln --symbolic --force /dev/stdout ${log}$`));
});

test('README names every package of nginx that the image has', () => {
  const packages = of('web', 'RUN')[0].rest.match(/\b(lib)?nginx[\w-]*(?= )/g);
  assert.ok(packages.includes('libnginx-mod-http-brotli-filter'));
  const installed = /sudo apt install ((?:lib)?nginx[^`]*)`/.exec(read('README.md'))[1].split(/\s+/);
  assert.deepEqual(
    installed.filter((name) => !packages.includes(name)),
    [],
  );
  assert.ok(installed.includes('libnginx-mod-http-brotli-filter'));
});

test('what an operator sets on a machine can be set for the container', () => {
  const machine = [...read('docker/debian/market.toml').matchAll(/^#?(\w+) = /gm)].map(([, name]) => name);
  // Given by the image, by compose, or a matter of folders.
  const own = ['address', 'port', 'trusted_proxies'];
  const wanted = machine.filter((name) => !own.includes(name) && !/_(dir|file)$/.test(name));
  assert.ok(wanted.length >= 11);
  for (const name of wanted) {
    const variable = `GIRAFFE_${name.toUpperCase()}`;
    assert.equal(api.environment[variable], null, `${variable} is not taken from docker/.env`);
  }
  assert.match(web.volumes[0], /^\$\{GIRAFFE_TLS:\?/);
});

test('parked polls are answered before the container is ended', () => {
  const defaults = read('api/app/config.h');
  const shutdown = Number(/shutdown_ms = ([\d']+);/.exec(defaults)[1].replaceAll("'", ''));
  assert.ok(Number.parseInt(api.stop_grace_period, 10) * 1000 > 2 * shutdown);
});
