// How the market does, on the pages of those who run it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, useBrowser } from '../support/browser.mjs';
import { monitorDocument, troubledDocument } from '../support/machine.mjs';
import { problem, SCREENS, useOperators } from '../support/operator.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ monitor_ms: 100 });
const { visitor } = useBrowser(server);
const { staff, operator } = useOperators(server, visitor);

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
    await page.locator('.ready', { hasText: window.t('monitor.state-good') }).waitFor();
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
    await page.locator('.ready', { hasText: window.t('monitor.state-bad') }).waitFor();
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
    await page.locator('.ready', { hasText: window.t('monitor.state-warn') }).waitFor();
    await window.goto('#/admin');
    await page.getByRole('link', { name: window.t('admin.glance-warn') }).waitFor();
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

test('a real market tells of itself', async (t) => {
  const window = await visitor(t);
  await window.signInAs(staff.admin);
  const { page } = window;
  await window.goto('#/admin/monitor');
  await page.locator('live-chart canvas').last().waitFor();
  // Of each group something is known: what is asked of the market, of its lanes, of its files, of the machine.
  for (const name of [
    'requests_per_second',
    'connections',
    'lane-db',
    'database_bytes',
    'memory_bytes',
    'open_files',
  ]) {
    const label = page.getByText(window.t(`chart.${name}`), { exact: true });
    const figure = page.locator('live-chart dl > div').filter({ has: label }).first();
    await figure.locator('dd', { hasText: /\d/ }).waitFor();
  }
  for (const lane of ['db', 'write', 'hash', 'image']) {
    await page.getByRole('rowheader', { name: window.t(`chart.lane-${lane}`) }).waitFor();
  }
  for (const check of ['database', 'disk', 'queue', 'photos', 'raid']) {
    await page
      .locator('.chip', { hasText: window.t(`check.${check}`) })
      .first()
      .waitFor();
  }
  await window.inspect('monitor-real');
});

test('what is shown is said to be old when nothing newer comes', async (t) => {
  const { window, page, machine } = await operator(t);
  window.allow(/^503 GET \/admin\/monitor$/);
  machine.monitor = { ...monitorDocument(), interval_ms: 1000 };
  await window.goto('#/admin/monitor');
  await page.locator('.ready', { hasText: window.t('monitor.state-good') }).waitFor();
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
  await page.locator('.ready', { hasText: window.t('monitor.state-good') }).waitFor();
  const answered = page.waitForResponse('**/admin/monitor');
  await page.clock.fastForward(6000);
  await answered;
  await turn(page, 'hidden');
  const { asked } = machine;
  await page.clock.fastForward(20_000);
  assert.equal(machine.asked, asked);
  machine.monitor = troubledDocument();
  await turn(page, 'visible');
  await page.locator('.ready', { hasText: window.t('monitor.state-bad') }).waitFor();
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

test('moderators see neither the machine nor the snapshots', async (t) => {
  const { window, page } = await operator(t, {}, staff.moderator);
  await window.goto('#/admin');
  await page.getByText(window.t('admin.open_reports')).first().waitFor();
  assert.equal(await page.getByText(window.t('admin.glance-snapshot')).count(), 0);
  for (const part of ['monitor', 'snapshots']) {
    await window.goto(`#/admin/${part}`);
    await page.getByText(window.t('admin.admins-only')).waitFor();
  }
});
