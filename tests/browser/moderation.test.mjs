// Reports from where things are seen, and the moderators' pages on which they are decided.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { people, person, promote, say, talking, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ reporter_age_ms: 0, sweep_ms: 50 });
const { visitor } = useBrowser(server);
const cookie = () => person(server, { transport: 'cookie' });

let admin;
let made;
beforeEach(() => {
  made ??= cookie().then((who) => {
    admin = who;
    return promote(server, [[who, 'admin']]);
  });
  return made;
});

/** A window of that person. */
async function window(t, who, options) {
  const one = await visitor(t, options);
  await one.signInAs(who);
  return one;
}
const report = (who, kind, id) =>
  who.client.post('/reports', { kind, id, reason: 'fraud', note: '가짜 사진' });

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`a post, a user and a message are reported from where they are seen (${screen.width}px)`, async (t) => {
    const { seller, buyer, deal, room } = await talking(server);
    await say(seller, room, '계좌로 먼저 보내 주세요');
    const who = await person(server, { transport: 'cookie' });
    const reader = await window(t, who, { screen, language });
    const { page } = reader;
    const send = async (kind) => {
      const dialog = page.getByRole('dialog', { name: reader.t(`report.title-${kind}`) });
      await dialog.waitFor();
      await dialog.getByRole('button', { name: reader.t('report.submit') }).click();
      await dialog.getByText(reader.t('rule.report-reason')).waitFor();
      if (kind === 'post') await reader.inspect('report-dialog');
      await dialog.getByRole('radio', { name: reader.t('reason.fraud') }).check();
      await dialog.locator('textarea').fill('이상해요');
      await dialog.getByRole('button', { name: reader.t('report.submit') }).click();
      await reader.toast(reader.t('report.done'));
    };
    await reader.goto(`#/posts/${deal.post.id}`);
    await reader.settled();
    await reader.button('report.action').click();
    await send('post');
    await reader.goto(`#/users/${seller.username}`);
    await reader.settled();
    await page.locator('more-menu summary').click();
    await reader.button('report.action').click();
    await send('user');

    const inRoom = await person(server, { transport: 'cookie' });
    const other = await window(t, inRoom, { screen, language });
    const mine = await writePost(inRoom);
    const { body } = await buyer.client.post(`/posts/${mine.id}/buy`, { message: '외부 링크로 오세요' });
    await other.goto(`#/chat/${body.room_id}`);
    await other.settled();
    const flag = other.page.getByRole('button', { name: other.t('report.message-label') });
    await flag.focus();
    await other.page.keyboard.press('Enter');
    const dialog = other.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: other.t('reason.spam') }).check();
    await dialog.getByRole('button', { name: other.t('report.submit') }).click();
    await other.toast(other.t('report.done'));
    await other.inspect('room-with-flag');
  });

  test(`a moderator works through the queue (${screen.width}px)`, async (t) => {
    const { seller, buyer, room } = await talking(server);
    const message = await say(seller, room, '계좌로 먼저 보내 주세요');
    await say(buyer, room, '네?');
    await report(buyer, 'message', message.id);
    const post = await writePost(seller, { title: '모든 과목 요약본 팔아요' });
    for (const one of await people(server, 3)) await report(one, 'post', post.id);

    const staff = await window(t, admin, { screen, language });
    const { page } = staff;
    await staff.goto('#/me/profile');
    await page.getByRole('link', { name: staff.t('admin.title'), exact: true }).click();
    await page.getByText(staff.t('admin.open_reports')).first().waitFor();
    await staff.inspect('admin-overview');
    const nav = page.getByRole('navigation', { name: staff.t('admin.nav') });
    await nav.getByRole('link', { name: staff.t('admin.reports') }).click();
    await page.getByText('모든 과목 요약본 팔아요').last().waitFor();
    await staff.inspect('admin-reports');
    await page
      .getByRole('link', { name: /모든 과목 요약본/ })
      .last()
      .click();
    await page.getByText('가짜 사진').first().waitFor();
    await staff.inspect('admin-report-post');
    await staff.button('admin.restore-post').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: staff.t('admin.restore-post') }).click();
    await dialog.getByText(staff.t('rule.admin-reason')).waitFor();
    await dialog.locator('textarea').fill('교재가 맞습니다');
    await staff.inspect('admin-act');
    await dialog.getByRole('button', { name: staff.t('admin.restore-post') }).click();
    await staff.toast(staff.t('admin.done'));
    await page.getByText(staff.t('admin.state-dismissed')).first().waitFor();

    await staff.goto(`#/admin/reports?kind=message&owner=${seller.username}`);
    await page.locator('.case').last().click();
    await page.locator('.talk .reported', { hasText: '계좌로 먼저' }).waitFor();
    await staff.inspect('admin-report-message');
    await staff.button('admin.suspend').click();
    await dialog.getByRole('radio', { name: staff.t('admin.days-3') }).check();
    await dialog.locator('textarea').fill('선입금을 요구했습니다');
    await dialog.getByRole('button', { name: staff.t('admin.suspend') }).click();
    await staff.toast(staff.t('admin.done'));
    await page
      .locator('.chip.bad', { hasText: /2\d\d\d|까지|until/ })
      .first()
      .waitFor();
    await staff.button('admin.actioned').click();
    await dialog.getByRole('button', { name: staff.t('admin.actioned') }).click();
    await page.getByText(staff.t('admin.state-actioned')).first().waitFor();

    await staff.goto('#/admin/users?suspended=true');
    await page.getByText(`@${seller.username}`).first().waitFor();
    await staff.inspect('admin-users');
    await page
      .getByRole('link', { name: new RegExp(seller.username) })
      .first()
      .click();
    await page.getByText(staff.t('admin.history')).waitFor();
    await staff.inspect('admin-person');
    await staff.goto('#/admin/audit');
    await page
      .locator('li', { hasText: staff.t('audit.user.suspend') })
      .first()
      .waitFor();
    await staff.inspect('admin-audit');
  });

  test(`the suspended see why, and their appeal is answered (${screen.width}px)`, async (t) => {
    const who = await cookie();
    const one = await window(t, who, { screen, language });
    const { page } = one;
    await one.goto('#/posts');
    await one.settled();
    const act = (path, body) => admin.client.post(path, body).then((answer) => answer.expect(200).body);
    await act(`/admin/users/${who.username}/suspend`, { days: 3, reason: '선입금을 요구했습니다' });
    const dialog = page.getByRole('dialog', { name: one.t('notices.title') });
    await dialog.getByText('선입금을 요구했습니다').waitFor();
    await one.inspect('notice-dialog');
    await dialog.getByRole('button', { name: one.t('notices.read') }).click();
    await page.getByRole('heading', { name: one.t('suspended.title') }).waitFor();
    await one.inspect('suspended');
    await one.goto('#/notices');
    await page.getByText(one.t('appeal.none')).waitFor();
    await one.settled();
    const [lead, first] = await page
      .locator('notices-page .card')
      .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect()));
    assert.ok(first.top - lead.bottom >= 8, 'the cards stand apart');
    await one.button('appeal.action').click();
    const form = page.getByRole('dialog', { name: one.t('appeal.title') });
    await form.locator('textarea').fill('오해입니다. 다시 봐 주세요.');
    await form.getByRole('button', { name: one.t('appeal.submit') }).click();
    await one.toast(one.t('appeal.done'));
    // What the page shows follows at once, and nobody is asked to do again what they have done.
    await page.locator('[data-appeals]').getByText('오해입니다').waitFor();
    const waits = page.locator('suspended-banner').getByRole('link', { name: one.t('appeal.waits') });
    await waits.waitFor();
    assert.ok(await waits.evaluate((link) => link === document.activeElement), 'the focus is not lost');
    assert.equal(await one.button('appeal.action').count(), 0);
    await one.inspect('appealed');

    const staff = await window(t, admin, { screen, language });
    await staff.goto('#/admin/appeals');
    await staff.page.getByText('오해입니다').first().waitFor();
    await staff.inspect('admin-appeals');
    const mine = staff.page.locator('paged-list li', { hasText: '오해입니다' });
    await mine.getByRole('button', { name: staff.t('admin.grant'), exact: true }).click();
    await staff.page.getByRole('dialog').locator('textarea').fill('확인했습니다');
    await staff.page
      .getByRole('dialog')
      .getByRole('button', { name: staff.t('admin.grant') })
      .click();
    await staff.toast(staff.t('admin.done'));
    await one.toast(one.t('notice.appeal_granted'));
    await page.waitForFunction(() => !document.querySelector('.suspended-banner'));
    await one.goto('#/notices');
    await page.getByText('오해입니다').waitFor();
    await one.inspect('notices');
  });

  test(`a seller sees why a post is hidden, and can't show it but appeal (${screen.width}px)`, async (t) => {
    const who = await cookie();
    const post = await writePost(who);
    (await admin.client.post(`/admin/posts/${post.id}/hide`, { reason: '교재가 아닙니다' })).expect(200);
    const one = await window(t, who, { screen, language });
    await one.goto(`#/posts/${post.id}`);
    await one.page
      .getByRole('dialog')
      .getByRole('button', { name: one.t('notices.read') })
      .click();
    await one.page.getByText(one.t('hold.moderator')).waitFor();
    await one.page.getByText('교재가 아닙니다').first().waitFor();
    assert.equal(await one.button('post.show').count(), 0);
    await one.inspect('hidden-post');
    await one.button('appeal.action').click();
    await one.page.getByRole('dialog').locator('textarea').fill('교재입니다');
    await one.button('appeal.submit').click();
    await one.toast(one.t('appeal.done'));
  });
}

test('people and posts stand in line with what is above them, and a cover is a square', async (t) => {
  const seller = await person(server);
  const title = '아주 긴 제목의 책이라서 휴대전화에서는 여러 줄이 되는 판매글';
  await writePost(seller, { title });
  for (const screen of [PHONE, DESKTOP]) {
    const staff = await window(t, admin, { screen });
    const box = (selector) => staff.page.locator(selector).first().boundingBox();
    await staff.goto(`#/admin/users?q=${seller.username}`);
    await staff.page.locator('.person').waitFor();
    await staff.picture('people in line');
    const [filter, row] = [await box('.filter-bar'), await box('.person')];
    assert.deepEqual([row.x, row.width], [filter.x, filter.width]);
    await staff.goto(`#/admin/posts?seller=${seller.username}`);
    await staff.page.locator('.admin-post').waitFor();
    await staff.picture('posts in line');
    const cover = await box('.admin-post .cover');
    assert.deepEqual([cover.width, cover.height], [72, 72]);
    await staff.leave();
  }
});

test('the moderators’ pages are closed to everybody else', async (t) => {
  const who = await cookie();
  const one = await window(t, who);
  await one.goto('#/admin/reports');
  await one.page.getByText(one.t('admin.not-permitted')).waitFor();
  await one.goto('#/me/profile');
  assert.equal(await one.page.getByRole('link', { name: one.t('admin.title'), exact: true }).count(), 0);
});

test('who works through a long list goes on where they were', async (t) => {
  const seller = await person(server);
  for (let i = 1; i <= 45; i += 1) await writePost(seller, { title: `차례로 보는 책 ${i}` });
  const staff = await window(t, admin, { screen: PHONE });
  const { page } = staff;
  await staff.goto(`#/admin/posts?seller=${seller.username}`);
  const rows = page.locator('.paged > li');
  for (const count of [40, 45]) {
    await staff.button('action.more').click();
    await page.waitForFunction((wanted) => document.querySelectorAll('.paged > li').length === wanted, count);
  }
  const row = rows.filter({ hasText: '차례로 보는 책 10' });
  await row.getByRole('button', { name: new RegExp(staff.t('admin.hide')) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('textarea').fill('교재가 아닙니다');
  await dialog.getByRole('button', { name: staff.t('admin.hide') }).click();
  await row.getByRole('button', { name: new RegExp(staff.t('admin.restore-post')) }).waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('.paged > li'));
  assert.equal(await rows.count(), 45);
  assert.ok(await row.evaluate((one) => one === document.activeElement));
  const { top, bottom } = await row.evaluate((one) => one.getBoundingClientRect());
  assert.ok(bottom > 0 && top < PHONE.height, `it is at ${top}`);
});
