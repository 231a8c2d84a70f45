// What the market's users see while it is looked after, and once it has gone back to what it was.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, person, say, useStaff, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { settled, takeSnapshot } from '../support/snapshots.mjs';

const server = useServer();
const staff = useStaff(server);
const { visitor } = useBrowser(server);

// The server stands still while somebody is given a role: before any window is open.
beforeEach(() => staff());

/** A seller and a buyer who look at the market in a browser, and their room. */
async function talking() {
  const [seller, buyer] = await Promise.all([1, 2].map(() => person(server, { transport: 'cookie' })));
  const deal = await buy(buyer, await writePost(seller));
  return { seller, buyer, deal, room: `/chat/rooms/${deal.room_id}`, hash: `#/chat/${deal.room_id}` };
}

/** The first `times` such requests meet a market whose database is being replaced. */
async function maintain(page, method, path, times = 1) {
  let left = times;
  await page.route(path, (route) => {
    if (route.request().method() !== method || left === 0) return route.fallback();
    left -= 1;
    return route.fulfill({
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
      body: JSON.stringify({
        title: 'Service Unavailable',
        status: 503,
        code: 'maintenance',
        detail: 'Later.',
      }),
    });
  });
}

async function goBack(admin, id) {
  await settled(admin);
  const path = `/admin/snapshots/${id}/rollback`;
  (await admin.client.post(path, { reason: '되돌려 봅니다' })).expect(202);
  const { last_rollback: last } = await settled(admin);
  assert.equal(last.state, 'done', last.fault);
}

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`what is written while the market is looked after stays, and is sent by itself (${screen.width}px)`, async (t) => {
    const { buyer, room, hash } = await talking();
    const window = await visitor(t, { screen, language });
    const { page } = window;
    await window.signInAs(buyer);
    await maintain(page, 'POST', '**/messages');
    window.allow(/^503 POST \/chat\/rooms\/\d+\/messages$/);
    await window.goto(hash);
    await window.settled();
    await page.locator('chat-composer textarea').fill('내일 오후에 괜찮으세요?');
    await page.keyboard.press('Enter');
    if (screen === PHONE) await page.locator('chat-composer [type="submit"]').click();
    await page.getByText(window.t('chat.waiting-network')).waitFor();
    await page.getByText(window.t('chat.waiting-network')).waitFor({ state: 'detached' });
    const { items } = (await buyer.client.get(`${room}/messages`)).expect(200).body;
    assert.equal(items.filter(({ body }) => body === '내일 오후에 괜찮으세요?').length, 1);
  });

  test(`a form says calmly that it must wait, and keeps what is in it (${screen.width}px)`, async (t) => {
    const seller = await person(server);
    const window = await visitor(t, { screen, language });
    const { page } = window;
    await window.signInAs(await person(server, { transport: 'cookie' }));
    await maintain(page, 'POST', '**/reports');
    window.allow(/^503 POST \/reports$/);
    await window.goto(`#/users/${seller.username}`);
    await window.settled();
    await page.locator('more-menu summary').click();
    await window.button('report.action').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: window.t('reason.fraud') }).check();
    await dialog.locator('textarea').fill('가짜 사진이에요');
    await dialog.getByRole('button', { name: window.t('report.submit') }).click();
    await dialog
      .getByRole('alert')
      .filter({ hasText: window.t('error.maintenance') })
      .waitFor();
    assert.equal(await dialog.locator('textarea').inputValue(), '가짜 사진이에요');
    await window.inspect('maintenance');
    await dialog.getByRole('button', { name: window.t('report.submit') }).click();
    await window.toast(window.t('report.done'));
  });
}

test('an open room, the list of rooms and an open post become what they were', async (t) => {
  const { admin } = await staff();
  const { buyer, seller, deal, room, hash } = await talking();
  const reader = await person(server, { transport: 'cookie' });
  await say(seller, room, '먼저 한 말');
  const { id } = await takeSnapshot(admin);
  (await act(seller, deal, 'accept')).expect(200);
  await say(seller, room, '나중에 한 말');
  const late = await writePost(seller, { title: '나중에 올린 책' });

  // What each loads anew does not come at first: the market may not be back as soon as its events are.
  const open = async (who, hash, ...loads) => {
    const window = await visitor(t);
    await window.signInAs(who);
    window.tolerate(/^410 GET \/chat\/events$/, /^404 GET /, /^503 /);
    await window.goto(hash);
    await window.settled();
    await window.listening();
    for (const path of loads) await maintain(window.page, 'GET', path);
    return window;
  };
  const inRoom = await open(buyer, hash, '**/messages?*', '**/chat/rooms?*');
  const reading = await open(reader, `#/posts/${late.id}`, `**/posts/${late.id}`);
  const list = await open(buyer, '#/chat', '**/chat/rooms?*');
  const deals = await open(buyer, '#/me/buying', '**/deals?*');
  await inRoom.page.locator('message-log .messages').getByText('나중에 한 말').waitFor();
  await list.page.locator('room-list').getByText('나중에 한 말').waitFor();
  await reading.page.getByText('나중에 올린 책').first().waitFor();
  await deals.page.locator('deal-list').getByText(deals.t('deal.state-reserved')).waitFor();

  await goBack(admin, id);
  await inRoom.page.locator('message-log .messages').getByText('나중에 한 말').waitFor({ state: 'detached' });
  await inRoom.page.locator('message-log .messages').getByText('먼저 한 말').waitFor();
  await list.page.locator('room-list').getByText('먼저 한 말').waitFor();
  await reading.page.getByText(reading.t('post.missing')).waitFor();
  await deals.page.locator('deal-list').getByText(deals.t('deal.state-negotiating')).waitFor();
  // And the room goes on from there.
  await say(seller, room, '되돌린 뒤에 한 말');
  await inRoom.page.locator('message-log .messages').getByText('되돌린 뒤에 한 말').waitFor();
});

test('who signed up since is signed out, and told so on the page for it', async (t) => {
  const { admin } = await staff();
  const { id } = await takeSnapshot(admin);
  const { buyer, hash } = await talking();
  const window = await visitor(t);
  await window.signInAs(buyer);
  window.tolerate(/^410 GET \/chat\/events$/, /^40[14] GET /, /^503 /);
  await window.goto(hash);
  await window.settled();
  await goBack(admin, id);
  // The buyer signed up after the snapshot, so that nobody of that name is left.
  await window.button('sign-in.submit').waitFor();
});

test('what is told while the market is looked after is heard once it is back', async (t) => {
  const { moderator } = await staff();
  const [seller, reader] = await Promise.all([1, 2].map(() => person(server, { transport: 'cookie' })));
  (await reader.client.post('/alerts', { q: '위상수학' })).expect(201);
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await window.signInAs(reader);
  await window.goto('#/safety');
  await window.listening();
  await maintain(page, 'GET', '**/alerts?*');
  await maintain(page, 'GET', '**/users/me/notices?*');
  await maintain(page, 'GET', '**/users/me', 2);
  await maintain(page, 'PUT', '**/users/me/notices/seen');
  window.allow(
    /^503 GET \/alerts$/,
    /^503 GET \/users\/me$/,
    /^503 GET \/users\/me\/notices$/,
    /^503 PUT \/users\/me\/notices\/seen$/,
  );
  await writePost(seller, { title: '위상수학' });
  await page.locator('[data-tab="me"] .badge').waitFor();
  const reason = '욕설은 안 됩니다.';
  (await moderator.client.post(`/admin/users/${reader.username}/suspend`, { reason, days: 7 })).expect(200);
  const dialog = page.getByRole('dialog');
  await dialog.getByText(reason).waitFor();
  const seen = page.waitForResponse((response) => response.url().endsWith('/notices/seen') && response.ok());
  await dialog.getByRole('button', { name: window.t('notices.read') }).click();
  await seen;
  assert.equal(await dialog.count(), 0, 'it was said twice');
  await page.locator('suspended-banner').getByText(reason).waitFor();
});
