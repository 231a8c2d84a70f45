// Acts are taken back in the log, and every post is found, in both languages, on a phone and with the keyboard.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { people, person, promote, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ reporter_age_ms: 0, sweep_ms: 50 });
const { visitor } = useBrowser(server);

let admin;
let made;
beforeEach(() => {
  made ??= person(server, { transport: 'cookie' }).then((who) => {
    admin = who;
    return promote(server, [[who, 'admin']]);
  });
  return made;
});

const post = async (path, body) => (await admin.client.post(`/admin/${path}`, body)).expect(200).body;

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`an act is taken back, and that too (${screen.width}px)`, async (t) => {
    const [user] = await people(server, 1);
    const book = await writePost(user, { title: '해석개론 팝니다' });
    await post(`posts/${book.id}/hide`, { reason: '광고' });
    const staff = await visitor(t, { screen, language });
    await staff.signInAs(admin);
    const { page } = staff;
    await staff.goto(`#/admin/audit?about=${user.username}`);
    const row = (action) => page.locator('.paged > li', { hasText: staff.t(`audit.${action}`) });
    await row('post.hide').waitFor();
    await staff.inspect('audit');

    // With the keyboard alone; it is said first what will happen, and a reason is asked for.
    const button = row('post.hide').getByRole('button', { name: staff.t('admin.undo') });
    assert.match(await button.getAttribute('aria-label'), new RegExp(`@${user.username}$`));
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: staff.t('admin.undo') });
    await dialog.getByText(staff.t('undo.post.hide')).waitFor();
    await dialog.getByRole('button', { name: staff.t('admin.undo') }).click();
    await dialog.getByText(staff.t('rule.admin-reason')).waitFor();
    await dialog.locator('textarea').fill('교재가 맞습니다');
    await staff.inspect('audit-undo');
    await dialog.getByRole('button', { name: staff.t('admin.undo') }).focus();
    await page.keyboard.press('Enter');
    await staff.toast(staff.t('admin.done'));
    await row('audit.undo').waitFor();
    await page.getByText(staff.t('admin.undone'), { exact: true }).waitFor();
    await staff.inspect('audit-undone');
    assert.equal((await user.client.get(`/posts/${book.id}`)).expect(200).body.status, 'selling');

    // From what was taken back to the entry that did it.
    const { items } = (await admin.client.get('/admin/audit', { query: { about: user.username } })).body;
    const [undone] = items;
    await page.getByRole('link', { name: staff.t('admin.undone-by', { id: undone.id }) }).click();
    await page.locator(`[data-entry="${undone.id}"]:focus`).waitFor();

    await row('audit.undo')
      .getByRole('button', { name: staff.t('admin.undo') })
      .click();
    await dialog.getByText(staff.t('undo.audit.undo')).waitFor();
    await dialog.locator('textarea').fill('역시 광고입니다');
    await dialog.getByRole('button', { name: staff.t('admin.undo') }).click();
    await staff.toast(staff.t('admin.done'));
    await page.locator('.paged .chip.warn').nth(1).waitFor();
    assert.equal((await user.client.get(`/posts/${book.id}`)).expect(200).body.status, 'hidden');
  });

  test(`why an act can not be taken back is said, also when it changes meanwhile (${screen.width}px)`, async (t) => {
    const [user] = await people(server, 1);
    await post(`users/${user.username}/suspend`, { days: 3, reason: '사기' });
    const staff = await visitor(t, { screen, language });
    await staff.signInAs(admin);
    const { page } = staff;
    await staff.goto(`#/admin/audit?about=${user.username}`);
    await page.getByRole('button', { name: staff.t('admin.undo') }).click();
    await post(`users/${user.username}/restore`, { reason: '아님' });
    staff.allow(/^409 POST \/admin\/audit\/\d+\/undo$/);
    const dialog = page.getByRole('dialog');
    await dialog.getByText(staff.t('undo.user.suspend')).waitFor();
    await dialog.locator('textarea').fill('실수');
    await dialog.getByRole('button', { name: staff.t('admin.undo') }).click();
    await dialog.getByText(staff.t('error.changed-since')).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText(staff.t('undo.not-changed-since')).waitFor();
    assert.equal(await page.getByRole('button', { name: staff.t('admin.undo') }).count(), 1);
  });

  test(`every post is found, and hidden and shown in place (${screen.width}px)`, async (t) => {
    const [user] = await people(server, 1);
    const title = `위상수학 ${user.username}`;
    await writePost(user, { title });
    const gone = await writePost(user, { title: `대수학 ${user.username}` });
    (await user.client.delete(`/posts/${gone.id}`)).expect(204);
    const staff = await visitor(t, { screen, language });
    await staff.signInAs(admin);
    const { page } = staff;
    await staff.goto('#/admin');
    const nav = page.getByRole('navigation', { name: staff.t('admin.nav') });
    await nav.getByRole('link', { name: staff.t('admin.posts'), exact: true }).click();
    const search = page.getByRole('search');
    await search.getByLabel(staff.t('admin.posts-seller')).fill(user.username);
    await page.keyboard.press('Enter');
    // Of all posts, which were shown before, those two stay.
    await page.waitForFunction(() => document.querySelectorAll('.admin-post').length === 2);
    await page.getByText(title).waitFor();
    await staff.inspect('admin-posts');

    await search.getByLabel(staff.t('admin.posts-search')).fill('위상');
    await page.keyboard.press('Enter');
    await page.getByText(gone.title).waitFor({ state: 'detached' });
    const row = page.locator('.admin-post', { hasText: title });
    await row.getByRole('button', { name: staff.t('admin.hide') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').fill('광고');
    await dialog.getByRole('button', { name: staff.t('admin.hide') }).click();
    await row.getByText(staff.t('hold.moderator')).waitFor();
    await row.getByText('광고', { exact: true }).waitFor();
    await staff.inspect('admin-posts-hidden');
    await row.getByRole('button', { name: staff.t('admin.restore-post') }).click();
    await dialog.locator('textarea').fill('아님');
    await dialog.getByRole('button', { name: staff.t('admin.restore-post') }).click();
    await row.getByRole('button', { name: staff.t('admin.hide') }).waitFor();

    await search.getByLabel(staff.t('admin.posts-search')).fill('');
    await search.getByLabel(staff.t('admin.posts-status')).selectOption('deleted');
    await page.getByText(gone.title).waitFor();
    assert.equal(await page.locator('.admin-post').count(), 1);
    assert.equal(await page.locator('.admin-post button').count(), 0);
  });
}

test('a list that is narrowed further stays as narrow as it was, and a choice applies at once', async (t) => {
  const [user] = await people(server, 1);
  const staff = await visitor(t, { screen: PHONE });
  await staff.signInAs(admin);
  const { page } = staff;
  const choose = (label, value) => page.getByRole('search').getByLabel(staff.t(label)).selectOption(value);
  const comesTo = (hash) => page.waitForFunction((to) => location.hash === to, hash);
  await staff.goto(`#/admin/reports?owner=${user.username}`);
  await choose('admin.kind', 'post');
  await comesTo(`#/admin/reports?state=open&kind=post&sort=oldest&owner=${user.username}`);
  await page.getByText(staff.t('admin.reports-empty')).waitFor();
  await staff.goto(`#/admin/audit?about=${user.username}`);
  await choose('admin.audit-action', 'user.ban');
  await comesTo(`#/admin/audit?about=${user.username}&action=user.ban`);
  await page.getByText(staff.t('admin.audit-empty')).waitFor();
});
