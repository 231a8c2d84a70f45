// Blocking somebody, on their page and in the chat, and what both see of it; and the hints under messages to be wary of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, people, say, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

/** Two with a room, each in a window of their own in front of it. */
async function room(t, options) {
  const [seller, buyer] = await people(server, 2, { transport: 'cookie' });
  const post = await writePost(seller, { title: '미적분학 팝니다' });
  const deal = await buy(buyer, post);
  const windows = [];
  for (const who of [seller, buyer]) {
    const window = await visitor(t, options);
    await window.signInAs(who);
    await window.goto(`#/chat/${deal.room_id}`);
    await window.page.getByRole('log').getByRole('listitem').last().waitFor();
    await window.listening();
    windows.push(window);
  }
  const [sellers, buyers] = windows;
  return { seller, buyer, post, deal, sellers, buyers, path: `/chat/rooms/${deal.room_id}` };
}

/** Opens the menu with the three dots and presses what is in it. */
async function choose(window, name, item) {
  await window.page.getByLabel(window.t('more.user', { name })).click();
  await window.button(item).first().click();
}

for (const options of [{ screen: PHONE }, { screen: DESKTOP, language: 'en' }]) {
  const where = `${options.screen.width}px, ${options.language ?? 'ko'}`;

  test(`whoever is blocked in a room is no longer written to, and both see the room closed (${where})`, async (t) => {
    const { seller, buyer, deal, sellers, buyers } = await room(t, options);
    const { page } = sellers;
    await page.getByLabel(sellers.t('more.user', { name: buyer.username })).click();
    await sellers.inspect('room-menu');
    await page.keyboard.press('Escape');
    await sellers.button('block.do').waitFor({ state: 'hidden' });

    await choose(sellers, buyer.username, 'block.do');
    const dialog = page.getByRole('dialog', { name: sellers.t('block.title', { name: buyer.username }) });
    await dialog.waitFor();
    await sellers.inspect('block-dialog');
    await dialog.getByRole('button', { name: sellers.t('block.do') }).click();
    await sellers.toast(sellers.t('block.done', { name: buyer.username }));
    await page.getByText(sellers.t('block.closed-by-me')).waitFor();
    assert.equal(await page.getByRole('textbox').count(), 0);
    const ended = sellers.t('chat.system-closed-unavailable');
    await page.getByRole('log').getByText(ended).waitFor();
    await sellers.inspect('room-blocked');

    // The other hears of the deal alone, and finds the room closed.
    await buyers.page.getByRole('log').getByText(ended).waitFor();
    await buyers.page.getByText(buyers.t('block.closed'), { exact: true }).waitFor();
    assert.equal(await buyers.page.getByRole('textbox').count(), 0);
    assert.equal(await buyers.button('block.undo').count(), 0);
    await buyers.inspect('room-closed');
    buyers.allow(/^404 GET \/posts\/\d+$/);
    await buyers.goto(`#/posts/${deal.post.id}`);
    await buyers.page.getByRole('heading', { name: buyers.t('post.missing') }).waitFor();

    await sellers.button('block.undo').last().click();
    await sellers.toast(sellers.t('block.undone', { name: buyer.username }));
    await page.getByRole('textbox', { name: sellers.t('chat.message') }).waitFor();
    assert.equal(await page.getByText(sellers.t('block.closed-by-me')).isVisible(), false);
    assert.equal((await seller.client.get('/users/me/blocks')).body.items.length, 0);
  });

  test(`somebody is blocked on their page, stands in the list of those, and is let go from it (${where})`, async (t) => {
    const [me, them] = await people(server, 2, { transport: 'cookie' });
    await writePost(them, { title: '해석학 팝니다' });
    const window = await visitor(t, options);
    const { page } = window;
    await window.signInAs(me);
    await window.goto(`#/users/${them.username}`);
    await page.getByRole('link', { name: '해석학 팝니다' }).first().waitFor();
    await choose(window, them.username, 'block.do');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: window.t('block.do') })
      .click();
    await page.getByText(window.t('block.profile')).waitFor();
    await page.getByText(window.t('public.no-posts')).waitFor();
    await window.inspect('blocked-user');

    await window.goto('#/me/profile');
    await page.getByRole('link', { name: window.t('blocks.title') }).click();
    const undo = page.getByRole('button', { name: window.t('blocks.undo-label', { name: them.username }) });
    await undo.waitFor();
    await window.inspect('blocks');
    await undo.click();
    await page.getByText(window.t('blocks.none')).waitFor();
    await window.inspect('no-blocks');
    await page.goBack();
    await window.goto(`#/users/${them.username}`);
    await page.getByRole('link', { name: '해석학 팝니다' }).first().waitFor();
  });

  test(`a message to be wary of has a hint under it for its receiver, who can have enough of them (${where})`, async (t) => {
    const { seller, sellers, buyers, path } = await room(t, options);
    await say(seller, path, '선입금 부탁드려요. 010-9876-5432');
    const hint = buyers.page.getByRole('note');
    await hint.getByText(buyers.t('notice.prepayment')).waitFor();
    assert.ok((await hint.textContent()).includes(buyers.t('notice.phone')));
    assert.equal(
      await hint.getByRole('link', { name: buyers.t('notice.more') }).getAttribute('href'),
      '#/safety',
    );
    await buyers.inspect('room-hint');
    await sellers.page.getByRole('log').getByText('선입금 부탁드려요').waitFor();
    assert.equal(await sellers.page.getByRole('note').count(), 0);

    await say(seller, path, 'https://evil.example/pay');
    await hint.getByText(buyers.t('notice.link')).waitFor();
    await buyers.button('notice.dismiss').first().click();
    await buyers.toast(buyers.t('notice.dismissed'));
    assert.equal(await hint.count(), 0);
    await buyers.page.reload();
    await buyers.page.getByRole('log').getByText('선입금 부탁드려요').waitFor();
    assert.equal(await hint.count(), 0);
  });
}

test('who was blocked while writing keeps the words, and is told that they do not arrive', async (t) => {
  const { seller, buyer, buyers } = await room(t, { screen: PHONE });
  // Without an open deal nothing is told; the next message finds out.
  (await seller.client.put(`/users/${buyer.username}/block`)).expect(204);
  (await seller.client.delete(`/users/${buyer.username}/block`)).expect(204);
  await buyers.page.getByRole('log').getByText(buyers.t('chat.system-closed-unavailable')).waitFor();
  await buyers.page.reload();
  const box = buyers.page.getByRole('textbox', { name: buyers.t('chat.message') });
  await box.waitFor();
  await buyers.listening();
  (await seller.client.put(`/users/${buyer.username}/block`)).expect(204);
  buyers.allow(/^403 POST \/chat\/rooms\/\d+\/messages$/);
  buyers.tolerate(/^403 POST \/chat\/rooms\/\d+\/typing$/);
  await box.fill('아직 있나요?');
  await box.press('Enter');
  await buyers.page.getByText(buyers.t('error.blocked')).waitFor();
  await buyers.page.getByText(buyers.t('block.closed'), { exact: true }).waitFor();
  await buyers.page.getByRole('log').getByText('아직 있나요?').waitFor();
});

test('who writes to somebody who has left is told so, and finds the room closed', async (t) => {
  const { seller, buyer, sellers, buyers, deal } = await room(t, { screen: PHONE });
  // Without an open deal nothing is told of it.
  (await act(buyer, deal, 'withdraw')).expect(200);
  await sellers.leave();
  const { password } = seller;
  (await seller.client.request('DELETE', '/users/me', { json: { password } })).expect(204);
  const box = buyers.page.getByRole('textbox', { name: buyers.t('chat.message') });
  buyers.allow(/^403 POST \/chat\/rooms\/\d+\/messages$/);
  buyers.tolerate(/^403 POST \/chat\/rooms\/\d+\/typing$/);
  await box.fill('계세요?');
  await box.press('Enter');
  await buyers.page.getByText(buyers.t('error.user-left')).waitFor();
  await buyers.page.getByText(buyers.t('block.closed'), { exact: true }).waitFor();
  await buyers.inspect('room-of-one-who-left');
});
