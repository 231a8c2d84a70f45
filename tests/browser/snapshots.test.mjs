// The snapshots of the market, and going back to one, on the page of those who run it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from '../support/browser.mjs';
import { rollbackOf, runningOf, snapshotsDocument } from '../support/machine.mjs';
import { problem, SCREENS, useOperators } from '../support/operator.mjs';
import { person, promote, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);
const { staff, operator } = useOperators(server, visitor);

for (const [screen, language, dark] of SCREENS) {
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
}

test('a market goes back by this page to a snapshot of it, and from there to where it was', async (t) => {
  const window = await visitor(t);
  window.tolerate(/^410 GET \/chat\/events$/, /^503 /, /^404 GET \/posts\//);
  await window.signInAs(staff.admin);
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
  (await staff.admin.client.get(`/posts/${post.id}`)).expect(404);
  (await seller.client.get('/users/me')).expect(401);

  await page.locator('.toast').first().waitFor({ state: 'detached' });
  await result.getByRole('button', { name: window.t('snapshots.undo-rollback') }).click();
  await confirm('다시 원래대로');
  assert.equal((await staff.admin.client.get(`/posts/${post.id}`)).expect(200).body.id, post.id);
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
