// The pages of those who run the market: how it does, and the snapshots it can go back to. The states that a test cannot
// bring a machine into are answered by the test in the server's place; everything else is the real market.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import {
  monitorDocument,
  rollbackOf,
  runningOf,
  snapshotsDocument,
  troubledDocument,
} from '../support/machine.mjs';
import { contract } from '../support/openapi.mjs';
import { person, promote, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);
const SCREENS = [
  [PHONE, 'ko', false],
  [DESKTOP, 'en', true],
];

let admin;
let moderator;
let made;
beforeEach(() => {
  made ??= Promise.all([1, 2].map(() => person(server, { transport: 'cookie' }))).then(async (both) => {
    [admin, moderator] = both;
    await promote(server, [
      [admin, 'admin'],
      [moderator, 'moderator'],
    ]);
    // What is told once of the new role is not in the way of every test.
    for (const { client } of both) {
      const [newest] = (await client.get('/users/me/notices')).expect(200).body.items;
      (await client.put('/users/me/notices/seen', { up_to: newest.id })).expect(204);
    }
  });
  return made;
});

/** That person's window, and the machine as the test wants it: what `machine` has is what the two APIs answer. */
async function operator(t, options = {}, who = admin) {
  const window = await visitor(t, options);
  await window.signInAs(who);
  const { page } = window;
  const machine = { monitor: monitorDocument(), snapshots: snapshotsDocument(), posted: [], asked: 0 };
  // What stands in for the server's answer is such as the server may give.
  const answer = (route, value, schema) => {
    if (typeof value === 'function') return value(route);
    assert.deepEqual(contract().errors(['components', 'schemas', schema], value), []);
    return route.fulfill({ json: value });
  };
  await page.route('**/admin/monitor', (route) => {
    machine.asked += 1;
    return answer(route, machine.monitor, 'Monitor');
  });
  await page.route(/\/admin\/snapshots(\/.*)?$/, (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (request.method() === 'GET' && path === '/admin/snapshots')
      return answer(route, machine.snapshots, 'Snapshots');
    if (request.method() === 'GET') return answer(route, machine.detail, 'SnapshotDetail');
    machine.posted.push([request.method(), path, request.postDataJSON()]);
    return machine.act(route, path);
  });
  return { window, page, machine };
}

const problem = (route, status, code, headers = {}) =>
  route.fulfill({
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      type: `/problems/${code}`,
      title: code,
      status,
      detail: code,
      code,
      request_id: 'x',
    }),
  });

/** As if the tab were hidden, or seen again. */
const turn = (page, state) =>
  page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { value: to, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

for (const [screen, language, dark] of SCREENS) {
  test(`how the market does is on one page, and one keyboard is enough for it (${screen.width}px)`, async (t) => {
    const { window, page, machine } = await operator(t, { screen, language, dark });
    await window.goto('#/admin');
    const nav = page.getByRole('navigation', { name: window.t('admin.nav') });
    await nav.getByRole('link', { name: window.t('admin.monitor') }).press('Enter');
    await page.locator('live-chart canvas').last().waitFor();
    await page.getByText(window.t('monitor.state-good')).waitFor();
    await window.inspect('monitor');

    // The newest value is the one in big.
    const requests = page.locator('live-chart').first();
    const newest = machine.monitor.series.requests_per_second.at(-1);
    await requests.locator('dd', { hasText: String(Math.round(newest)) }).waitFor();

    // The crosshair, by keys alone.
    const slider = page.getByRole('slider', {
      name: window.t('monitor.chart-label', { title: window.t('chart.latency') }),
    });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    const at = async () => [
      await slider.getAttribute('aria-valuenow'),
      await slider.getAttribute('aria-valuetext'),
    ];
    const count = machine.monitor.times.length;
    assert.equal((await at())[0], String(count - 2));
    assert.match((await at())[1], /^\d\d:\d\d:\d\d · .*\(p50\) [\d.,]+ms · .*\(p99\) [\d.,]+ms$/);
    assert.equal(
      await page.locator('live-chart').nth(2).locator('.chart-read').textContent(),
      (await at())[1],
    );
    await page.keyboard.press('PageDown');
    assert.equal((await at())[0], String(count - 14));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    assert.equal((await at())[0], '0');
    await page.keyboard.press('End');
    assert.equal((await at())[0], String(count - 1));

    // The other window, with the arrow keys of a radio group.
    await page.getByRole('radio', { name: window.t('monitor.hour') }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.querySelector('.chart-plot').ariaValueMax === '120');

    // The same as a table.
    const table = page.getByRole('button', {
      name: window.t('monitor.table-of', { title: window.t('chart.wake') }),
    });
    await table.press('Enter');
    const region = page.getByRole('region', {
      name: window.t('monitor.table-of', { title: window.t('chart.wake') }),
    });
    assert.ok((await region.getByRole('row').count()) > 50);
    await region.focus();
    await window.inspect('monitor-table');

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { request_id: id } = machine.monitor.errors[0];
    await page.getByRole('button', { name: window.t('monitor.copy', { id }) }).press('Enter');
    await window.toast(window.t('monitor.copied'));
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
  });

  test(`what is wrong with the machine is said in words (${screen.width}px)`, async (t) => {
    const { window, page, machine } = await operator(t, { screen, language, dark });
    machine.monitor = troubledDocument();
    machine.monitor.errors = [];
    await window.goto('#/admin/monitor');
    await page.getByText(window.t('monitor.state-bad')).waitFor();
    for (const reason of ['almost-full', 'degraded', 'damaged']) {
      await page.locator('.chip.bad', { hasText: window.t(`check.reason-${reason}`) }).waitFor();
    }
    await page.getByText(window.t('raid.degraded'), { exact: true }).waitFor();
    await page.getByText(window.t('monitor.raid-recovered', { ratio: '37.6%' })).waitFor();
    await page.getByText(window.t('monitor.no-errors')).waitFor();
    await window.inspect('monitor-trouble');
    await window.goto('#/admin');
    await page.getByRole('link', { name: window.t('admin.glance-bad') }).waitFor();
    // It serves all the same: what is wrong can wait, but is not hidden.
    machine.monitor.now.ready = true;
    await window.goto('#/admin/monitor');
    await page.getByText(window.t('monitor.state-warn')).waitFor();
    await window.goto('#/admin');
    await page.getByRole('link', { name: window.t('admin.glance-warn') }).waitFor();
  });

  test(`a snapshot is taken, checked and deleted (${screen.width}px)`, async (t) => {
    const { window, page, machine } = await operator(t, { screen, language, dark });
    window.allow(/^409 POST \/admin\/snapshots$/);
    await window.goto('#/admin/snapshots');
    await page.locator('.snapshot').last().waitFor();
    await window.inspect('snapshots');

    // Somebody else was quicker.
    machine.act = (route) => problem(route, 409, 'snapshot-running');
    await window.button('snapshots.take').press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(window.t('admin.note')).fill('방학 전');
    await window.inspect('snapshot-dialog');
    await page.keyboard.press('Enter');
    await dialog
      .getByRole('alert')
      .filter({ hasText: window.t('error.snapshot-running') })
      .waitFor();

    const before = machine.snapshots;
    const running = runningOf('snapshot', 'photos', 200, 800);
    machine.snapshots = { ...before, running };
    machine.act = (route) => route.fulfill({ status: 202, json: { id: 'x', running } });
    await page.keyboard.press('Enter');
    await page.getByText('25%').waitFor();
    assert.deepEqual(machine.posted.at(-1), ['POST', '/admin/snapshots', { note: '방학 전' }]);
    await window.inspect('snapshots-running');
    await window.button('snapshots.take').click({ force: true });
    await window.toast(window.t('error.snapshot-running'));

    const [newest] = snapshotsDocument().items;
    machine.snapshots = { ...before, items: [newest, ...before.items] };
    await window.toast(window.t('snapshots.snapshot-done'));
    assert.equal(await page.locator('.snapshot').count(), before.items.length + 1);

    // Ended before anybody looked again, and found damaged.
    const checked = page.locator('.snapshot').first();
    await checked.locator('summary').press('Enter');
    const found = { ...newest, state: 'damaged', fault: 'missing-photo' };
    machine.act = (route) => {
      machine.snapshots = { ...before, items: [found, ...before.items] };
      return route.fulfill({
        status: 202,
        json: { running: runningOf('verify', 'checking', 0, 0, newest.id) },
      });
    };
    await checked.getByRole('button', { name: window.t('snapshots.do-verify'), exact: true }).press('Enter');
    await window.toast(window.t('snapshots.found-damaged'));
    await checked.getByText(window.t('snapshots.fault-missing-photo')).waitFor();
    assert.equal(await checked.getByText(window.t('snapshots.do-rollback')).count(), 0);

    machine.act = (route) => {
      machine.snapshots = before;
      return route.fulfill({ status: 204 });
    };
    await checked.getByRole('button', { name: window.t('snapshots.do-delete'), exact: true }).press('Enter');
    await dialog.getByRole('button', { name: window.t('snapshots.do-delete'), exact: true }).press('Enter');
    await window.toast(window.t('snapshots.deleted'));
    assert.deepEqual(machine.posted.at(-1).slice(0, 2), ['DELETE', `/admin/snapshots/${newest.id}`]);
    await page.waitForFunction(
      (many) => document.querySelectorAll('.snapshot').length === many,
      before.items.length,
    );
  });

  test(`the market goes back to a snapshot, and from there to where it was (${screen.width}px)`, async (t) => {
    const { window, page, machine } = await operator(t, { screen, language, dark });
    window.tolerate(/ERR_FAILED GET \/admin\/snapshots$/, /^503 GET \/admin\/snapshots$/);
    const before = machine.snapshots;
    const [present, target, , damaged] = before.items;
    await window.goto('#/admin/snapshots');
    const row = (id) => page.locator('.snapshot', { has: page.locator(`details[data-id="${id}"]`) });
    await row(damaged.id).getByText(window.t('snapshots.fault-database-changed')).waitFor();
    await row(damaged.id).locator('summary').press('Enter');
    assert.equal(await row(damaged.id).getByText(window.t('snapshots.do-rollback')).count(), 0);

    // What it undoes is said before anything is asked.
    machine.detail = {
      ...target,
      undoes: { users: 3, posts: 41, messages: 1204, deals: 7, reviews: 0, photos: 63 },
    };
    await row(target.id).locator('summary').press('Enter');
    await row(target.id)
      .getByRole('button', { name: window.t('snapshots.do-rollback') })
      .press('Enter');
    const dialog = page.getByRole('dialog', { name: window.t('snapshots.rollback-title') });
    await dialog.getByText(window.t('snapshots.undoes')).waitFor();
    assert.deepEqual(await dialog.locator('.tally dd').allTextContents(), ['3', '41', '1,204', '7', '63']);
    const submit = dialog.getByRole('button', { name: window.t('snapshots.rollback-submit') });
    await submit.press('Enter');
    await dialog.getByText(window.t('rule.admin-reason')).waitFor();
    const word = window.t('snapshots.confirm-word');
    await dialog.getByText(window.t('snapshots.confirm-wrong', { word })).waitFor();
    await window.inspect('rollback-dialog');
    await dialog.getByLabel(window.t('admin.reason')).fill('잘못 돌린 가격 스크립트');
    await dialog.getByLabel(window.t('snapshots.confirm', { word })).fill('yes');
    await submit.press('Enter');
    await dialog.getByText(window.t('snapshots.confirm-wrong', { word })).waitFor();
    assert.deepEqual(machine.posted, []);

    const running = runningOf('rollback', 'switching', 0, 0, target.id);
    machine.act = (route) => {
      machine.snapshots = { ...before, running };
      return route.fulfill({ status: 202, json: { running } });
    };
    await dialog.getByLabel(window.t('snapshots.confirm', { word })).fill(` ${word.toUpperCase()} `);
    await page.keyboard.press('Enter');
    await page.getByText(window.t('snapshots.running-rollback')).waitFor();
    assert.deepEqual(machine.posted.at(-1), [
      'POST',
      `/admin/snapshots/${target.id}/rollback`,
      { reason: '잘못 돌린 가격 스크립트' },
    ]);

    // While the databases are switched there may be no answer, or none that helps.
    machine.snapshots = (route) => route.abort();
    await page.getByText(window.t('snapshots.switching')).waitFor();
    machine.snapshots = (route) => problem(route, 503, 'maintenance', { 'retry-after': '1' });
    await page.waitForResponse((response) => response.status() === 503);
    await page.getByText(window.t('snapshots.switching')).waitFor();
    await window.inspect('rollback-switching');
    const rollback = rollbackOf(present, target);
    machine.snapshots = { ...before, last_rollback: rollback };
    await window.toast(window.t('snapshots.rollback-told'));
    const result = page.getByRole('region', { name: window.t('snapshots.last-rollback') });
    assert.deepEqual(await result.locator('.tally').first().locator('dd').allTextContents(), [
      '3',
      '41',
      '1,204',
      '7',
      '63',
    ]);
    await result.getByText(window.t('snapshots.paused', { time: '412ms' })).waitFor();
    assert.equal(await page.getByText(window.t('snapshots.switching')).count(), 0);
    await window.inspect('rollback-done');

    // The way back is a rollback to what was the present.
    machine.detail = {
      ...present,
      undoes: { users: 0, posts: 0, messages: 0, deals: 0, reviews: 0, photos: 0 },
    };
    await result.getByRole('button', { name: window.t('snapshots.undo-rollback') }).press('Enter');
    await dialog.getByText(window.t('snapshots.undoes-nothing')).waitFor();
    await dialog.getByLabel(window.t('admin.reason')).fill('다시 원래대로');
    await dialog.getByLabel(window.t('snapshots.confirm', { word })).fill(word);
    await page.keyboard.press('Enter');
    await page.getByText(window.t('snapshots.running-rollback')).waitFor();
    assert.equal(machine.posted.at(-1)[1], `/admin/snapshots/${present.id}/rollback`);

    const fault = {
      ...rollbackOf(target, present),
      state: 'failed',
      fault: 'disk-full',
      at: new Date(0).toISOString(),
    };
    machine.snapshots = { ...before, last_rollback: fault };
    await window.toast(window.t('snapshots.rollback-failed-told'));
    await result.getByText(window.t('snapshots.fault-disk-full')).waitFor();
    assert.equal(await result.getByRole('button').count(), 0);
  });

  test(`the overview tells at a glance how things stand (${screen.width}px)`, async (t) => {
    const { window, page } = await operator(t, { screen, language, dark });
    await window.goto('#/admin');
    const glance = page.getByRole('region', { name: window.t('admin.glance') });
    await glance.getByRole('link', { name: window.t('admin.glance-good') }).waitFor();
    for (const phrase of ['open_reports', 'glance-errors', 'glance-snapshot']) {
      await glance.getByRole('link', { name: window.t(`admin.${phrase}`) }).waitFor();
    }
    await window.inspect('overview-admin');
    const shortcuts = page.getByRole('navigation', { name: window.t('admin.shortcuts') });
    for (const part of ['reports', 'appeals', 'users', 'posts', 'monitor', 'snapshots', 'audit']) {
      await shortcuts.locator(`a[href="#/admin/${part}"]`).waitFor();
    }
  });
}

test('a market goes back by this page to a snapshot of it, and from there to where it was', async (t) => {
  const window = await visitor(t);
  window.tolerate(/^410 GET \/chat\/events$/, /^503 /, /^404 GET \/posts\//);
  await window.signInAs(admin);
  const { page } = window;
  await window.goto('#/admin/snapshots');
  await page.getByText(window.t('snapshots.none')).waitFor();
  await window.button('snapshots.take').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(window.t('admin.note')).fill('사라질 글이 오르기 전');
  await page.keyboard.press('Enter');
  await window.toast(window.t('snapshots.snapshot-done'));
  const row = page.locator('.snapshot', { hasText: '사라질 글이 오르기 전' });
  await row.getByText(window.t('snapshots.cause-manual')).waitFor();

  const seller = await person(server);
  const post = await writePost(seller);
  const confirm = async (reason) => {
    await dialog.getByLabel(window.t('admin.reason')).fill(reason);
    const word = window.t('snapshots.confirm-word');
    await dialog.getByLabel(window.t('snapshots.confirm', { word })).fill(word);
    await page.keyboard.press('Enter');
    await window.toast(window.t('snapshots.rollback-told'));
  };
  const result = page.getByRole('region', { name: window.t('snapshots.last-rollback') });
  const undone = () => result.locator('.tally').first();
  await row.locator('summary').click();
  await row.getByRole('button', { name: window.t('snapshots.do-rollback') }).click();
  await dialog.locator('.tally', { hasText: window.t('count.posts') }).waitFor();
  await confirm('시험 삼아');
  await undone()
    .filter({ hasText: window.t('count.posts') })
    .waitFor();
  await window.picture('rollback-real');
  (await admin.client.get(`/posts/${post.id}`)).expect(404);
  (await seller.client.get('/users/me')).expect(401);

  await page.locator('.toast').first().waitFor({ state: 'detached' });
  await result.getByRole('button', { name: window.t('snapshots.undo-rollback') }).click();
  await confirm('다시 원래대로');
  assert.equal((await admin.client.get(`/posts/${post.id}`)).expect(200).body.id, post.id);
});

test('what is shown is said to be old when nothing newer comes', async (t) => {
  const { window, page, machine } = await operator(t);
  window.allow(/^503 GET \/admin\/monitor$/);
  machine.monitor = { ...monitorDocument(), interval_ms: 1000 };
  await window.goto('#/admin/monitor');
  await page.getByText(window.t('monitor.state-good')).waitFor();
  const trouble = page.locator('[data-trouble]');
  // Answers come, but with no newer sample.
  const stale = () => trouble.filter({ hasText: /값이 오지 않았습니다/ });
  await stale().waitFor();
  machine.monitor = (route) => problem(route, 503, 'overloaded');
  await trouble.filter({ hasText: window.t('error.busy') }).waitFor();
  await page.locator('live-chart dd').first().waitFor();
  machine.monitor = { ...monitorDocument(), interval_ms: 1000 };
  await page.waitForFunction(() => document.querySelector('[data-trouble]').textContent === '');
});

test('nothing is asked while the page is hidden, and at once when it is seen again', async (t) => {
  const { window, page, machine } = await operator(t);
  await page.clock.install();
  await window.goto('#/admin/monitor');
  await page.getByText(window.t('monitor.state-good')).waitFor();
  await page.clock.fastForward(6000);
  await page.waitForResponse('**/admin/monitor');
  await turn(page, 'hidden');
  const { asked } = machine;
  await page.clock.fastForward(20_000);
  assert.equal(machine.asked, asked);
  machine.monitor = troubledDocument();
  await turn(page, 'visible');
  await page.getByText(window.t('monitor.state-bad')).waitFor();
  assert.equal(machine.asked, asked + 1);
});

test('without the library the figures are there as tables', async (t) => {
  const { window, page } = await operator(t, { screen: PHONE });
  window.allow(/^404 GET \/vendor\/uplot\.js$/);
  await page.route('**/vendor/uplot.js', (route) => route.fulfill({ status: 404 }));
  await window.goto('#/admin/monitor');
  await page.getByText(window.t('monitor.no-charts')).waitFor();
  await page
    .getByRole('region', { name: window.t('monitor.table-of', { title: window.t('chart.latency') }) })
    .waitFor();
  assert.equal(await page.getByRole('slider').count(), 0);
  await window.inspect('monitor-tables');
});

test('the charts keep their colours apart where the system chooses them', async (t) => {
  const { window, page } = await operator(t);
  await page.emulateMedia({ forcedColors: 'active' });
  await window.goto('#/admin/monitor');
  await page.locator('live-chart canvas').last().waitFor();
  const keys = page.locator('live-chart').nth(2).locator('.chart-key');
  assert.deepEqual(
    await keys.evaluateAll((all) => all.map((key) => getComputedStyle(key).borderBlockEndStyle)),
    ['solid', 'dashed'],
  );
  await window.picture('monitor-forced-colors');
});

test('who is signed out during a rollback signs in again and is where they were', async (t) => {
  const who = await person(server, { transport: 'cookie' });
  await promote(server, [[who, 'admin']]);
  const { window, page, machine } = await operator(t, {}, who);
  window.tolerate(/^401 GET /);
  machine.snapshots.running = runningOf('rollback', 'switching', 0, 0);
  await window.goto('#/admin/snapshots');
  await page.getByText(window.t('snapshots.running-rollback')).waitFor();
  machine.snapshots = (route) => problem(route, 401, 'not-signed-in');
  await window.button('sign-in.submit').waitFor();
  assert.equal(new URL(page.url()).hash, '#/welcome?next=%23%2Fadmin%2Fsnapshots');
});

test('moderators see neither the machine nor the snapshots', async (t) => {
  const { window, page } = await operator(t, {}, moderator);
  await window.goto('#/admin');
  await page.getByText(window.t('admin.open_reports')).first().waitFor();
  assert.equal(await page.getByText(window.t('admin.glance-snapshot')).count(), 0);
  for (const part of ['monitor', 'snapshots']) {
    await window.goto(`#/admin/${part}`);
    await page.getByText(window.t('admin.admins-only')).waitFor();
  }
});
