// What Prometheus and Grafana are told of the market: the rules do what they say, and name only what there is.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { Client } from '../support/client.mjs';
import { scrapeUntil } from '../support/metrics.mjs';
import { buy, people, say, writePost } from '../support/people.mjs';
import { root, useServer } from '../support/server.mjs';
import { streamOf } from '../support/stream.mjs';

const folder = join(root, 'docker/monitoring');
const promtool = join(root, 'build/tools/usr/bin/promtool'); // unpacked by script/setup
const read = (name) => readFileSync(join(folder, name), 'utf8');
const rules = parse(read('alerts.yml')).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('dashboard.json'));
const compose = parse(readFileSync(join(root, 'docker/compose.yaml'), 'utf8'));

const mdstat = join(tmpdir(), `giraffe-mdstat-${process.pid}`);
const server = useServer({ argon2_mib: 1, argon2_passes: 1, health_ms: 50, mdstat_file: mdstat });

test('the configuration and the rules are what Prometheus reads', () => {
  execFileSync(promtool, ['check', 'config', join(folder, 'prometheus.yml')]);
  execFileSync(promtool, ['check', 'rules', join(folder, 'alerts.yml')]);
});

test('each alert comes when it should, and not before', () => {
  execFileSync(promtool, ['test', 'rules', join(folder, 'alerts_test.yml')]);
  const tests = parse(read('alerts_test.yml')).tests.flatMap((one) => one.alert_rule_test);
  for (const { alert } of rules) {
    const own = tests.filter(({ alertname }) => alertname === alert);
    assert.ok(
      own.some(({ exp_alerts }) => exp_alerts.length),
      `no test in which ${alert} comes`,
    );
    assert.ok(
      own.some(({ exp_alerts }) => !exp_alerts.length),
      `no test in which ${alert} does not`,
    );
  }
});

test('the tests of the alerts notice a rule that never fires', async (t) => {
  const copy = await mkdtemp(join(tmpdir(), 'giraffe-rules-'));
  t.after(() => rm(copy, { recursive: true }));
  await cp(folder, copy, { recursive: true });
  const text = await readFile(join(copy, 'alerts.yml'), 'utf8');
  for (const { alert, expr } of rules) {
    const first = expr.trim().split('\n')[0];
    await writeFile(join(copy, 'alerts.yml'), text.replace(first, `vector(0) > 1 and ${first}`));
    const { status } = spawnSync(promtool, ['test', 'rules', join(copy, 'alerts_test.yml')]);
    assert.notEqual(status, 0, alert);
  }
});

/** The names of metrics in an expression of PromQL: words that are neither called nor labels nor keywords. */
function metricsOf(expr) {
  const bare = expr
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/[a-zA-Z_:][a-zA-Z0-9_:]*(?!\s*\()\b/g)]
    .map(([name]) => name)
    .filter((name) => !/^(?:and|or|unless|bool|offset|by|up)$/.test(name))
    .filter((name) => !new RegExp(`\\b${name}\\s*\\(`).test(bare));
}

const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  dashboard.templating.list[0].query.query.replace(/label_values\((\w+), \w+\)/, '$1'),
];

test('rules and dashboard name only metrics that the server has', async () => {
  await writeFile(
    mdstat,
    'md0 : active raid1 sdb1[2] sda1[0]\n      100 blocks [2/1] [U_]\n      recovery = 5.0% (5/100)\n',
  );
  const client = new Client(server);
  const [seller, buyer] = await people(server, 2);
  const deal = await buy(buyer, await writePost(seller));
  const heard = (await streamOf(seller)).until(({ message }) => message?.kind === 'text');
  await scrapeUntil(client, ({ value }) => value('giraffe_polls_parked') >= 1);
  await say(buyer, `/chat/rooms/${deal.room_id}`, '안녕하세요');
  await heard;
  const { families } = await scrapeUntil(
    client,
    (seen) => seen.families.has('giraffe_users') && seen.families.has('giraffe_raid_progress_ratio'),
  );
  await rm(mdstat);
  const there = new Set([...families.values()].flatMap(({ samples }) => samples.map(({ name }) => name)));
  const named = new Set(expressions.flatMap(metricsOf));
  assert.ok(named.size > 30, `only ${named.size} names were found`);
  assert.deepEqual([...named].filter((name) => !there.has(name)).sort(), []);
});

test('the expressions of the dashboard are PromQL', async (t) => {
  const copy = await mkdtemp(join(tmpdir(), 'giraffe-panels-'));
  t.after(() => rm(copy, { recursive: true }));
  const records = expressions.map((expr, i) => ({
    record: `panel:number${i}`,
    expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', 'a'),
  }));
  const file = join(copy, 'panels.json');
  await writeFile(file, JSON.stringify({ groups: [{ name: 'panels', rules: records }] }));
  execFileSync(promtool, ['check', 'rules', file]);
});

test('panels have places of their own and the data source that is provided', () => {
  const source = parse(read('datasource.yml')).datasources[0];
  const ids = dashboard.panels.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { datasource, type, gridPos, title } of dashboard.panels) {
    assert.ok(gridPos.x + gridPos.w <= 24, title);
    if (type !== 'row') assert.equal(datasource.uid, source.uid, title);
  }
  const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  dashboard.panels.forEach((one, i) => {
    for (const other of dashboard.panels.slice(i + 1)) {
      assert.ok(!overlap(one.gridPos, other.gridPos), `${one.title} and ${other.title}`);
    }
  });
});

test('compose runs both only when they are asked for, for this machine alone, and the market lets Prometheus in', () => {
  const { api, prometheus, grafana } = compose.services;
  for (const service of [prometheus, grafana]) {
    assert.deepEqual(service.profiles, ['monitoring']);
    for (const port of service.ports) assert.match(port, /^127\.0\.0\.1:/);
    assert.match(service.image, /:v?\d+\.\d+\.\d+$/);
    for (const volume of service.volumes) {
      const [from] = volume.split(':');
      assert.ok(
        from.startsWith('./') ? existsSync(join(root, 'docker', from)) : from in compose.volumes,
        volume,
      );
    }
  }
  assert.ok(
    api.environment.GIRAFFE_METRICS_NETWORKS.includes(`${prometheus.networks.inside.ipv4_address}/32`),
  );
  assert.deepEqual(parse(read('prometheus.yml')).scrape_configs[0].static_configs[0].targets, ['api:8080']);
});
