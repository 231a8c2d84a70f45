// The main job, end to end: two students in two windows, from signing up to the review. One of them uses the market in
// Korean on a phone, the other in English on a desktop.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { readMeeting } from '../support/ics.mjs';
import { freshName, people, writePost as putUp } from '../support/people.mjs';
import { jpeg } from '../support/pictures.mjs';
import { root, useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);
const nobody = new Client(server);

const KOREAN_PHONE = { screen: PHONE, language: 'ko' };
const ENGLISH_DESKTOP = { screen: DESKTOP, language: 'en' };

for (const [name, sellerWindow, buyerWindow] of [
  ['the seller in Korean on a phone, the buyer in English on a desktop', KOREAN_PHONE, ENGLISH_DESKTOP],
  ['the seller in English on a desktop, the buyer in Korean on a phone', ENGLISH_DESKTOP, KOREAN_PHONE],
]) {
  test(`a book is put up, found, haggled over, handed over and reviewed: ${name}`, async (t) => {
    const seller = await visitor(t, sellerWindow);
    const buyer = await visitor(t, buyerWindow);

    await seller.signUp({ username: freshName('seller'), displayName: '김기린' });
    const title = `일반물리학 2판 ${freshName()}`;
    await writePost(seller, title, 15000);
    await seller.goto('#/posts');

    await buyer.signUp({ username: freshName('buyer'), displayName: 'Giraffe Lee' });
    await find(buyer, title);
    await ask(buyer, 12000);
    await hears(buyer, buyer.t('chat.system-deal_opened-haggled', { price: buyer.won(12000) }));
    await buyer.inspect('room-asked');

    // The seller, who looks at the market, is told at once.
    await seller.page
      .getByRole('link', { name: new RegExp(seller.t('nav.chat')) })
      .getByText(/^\d+$/)
      .waitFor();
    await seller.page.getByRole('link', { name: new RegExp(seller.t('nav.chat')) }).click();
    await seller.page.locator('room-list').getByText('Giraffe Lee').first().waitFor();
    await seller.inspect('chat');
    await seller.page
      .locator('room-list')
      .getByRole('link', { name: /Giraffe Lee/ })
      .click();
    await hears(seller, seller.t('chat.system-deal_opened-haggled', { price: seller.won(12000) }));
    await hears(seller, 'Tomorrow at the library?');
    await seller.inspect('room-my-turn');

    await says(seller, '안녕하세요! 조금만 더 주실 수 있나요? 🦒');
    await hears(buyer, '안녕하세요! 조금만 더 주실 수 있나요? 🦒');
    await offers(seller, 14000);
    await hears(buyer, buyer.t('chat.system-offer-seller', { price: buyer.won(14000) }));
    await offers(buyer, 13000);
    await hears(seller, seller.t('chat.system-offer-buyer', { price: seller.won(13000) }));

    // A reload in the middle loses nothing, and a second tab is kept in step.
    await buyer.page.reload();
    await hears(buyer, '안녕하세요! 조금만 더 주실 수 있나요? 🦒');
    const second = await buyer.newTab();
    await second.goto(buyer.page.url());
    await hears(buyer, buyer.t('chat.system-offer-buyer', { price: buyer.won(13000) }), second);

    await does(seller, 'accept');
    const agreed = (who) => who.t('chat.system-accepted', { price: who.won(13000) });
    await hears(buyer, agreed(buyer));
    await hears(buyer, agreed(buyer), second);
    await buyer.button('deal.confirm', second).waitFor();
    await seller.inspect('room-reserved');
    await says(buyer, 'Great, thank you!', second);
    await hears(buyer, 'Great, thank you!');
    await hears(seller, 'Great, thank you!');
    await second.close();

    await buyer.page.locator('chat-composer input[type="file"]').setInputFiles({
      name: 'spot.jpg',
      mimeType: 'image/jpeg',
      buffer: jpeg(),
    });
    await seller.page
      .getByRole('button', { name: seller.t('chat.photo-of', { name: 'Giraffe Lee' }) })
      .waitFor();

    await meets(seller, '중앙도서관 정문');
    await buyer.page.locator('.deal-meeting').getByText('중앙도서관 정문').waitFor();
    await buyer.inspect('room-meeting');
    const downloading = buyer.page.waitForEvent('download');
    await buyer.page.getByRole('link', { name: buyer.t('deal.calendar') }).click();
    const download = await downloading;
    assert.match(download.suggestedFilename(), /^meeting-\d+\.ics$/);
    assert.equal(readMeeting(readFileSync(await download.path())).place, '중앙도서관 정문');
    await cancelsMeeting(buyer);
    await hears(seller, seller.t('chat.system-meeting_cancelled', { who: seller.t('chat.side-buyer') }));
    await seller.page.locator('.deal-meeting').waitFor({ state: 'detached' });

    await does(buyer, 'confirm');
    await hears(seller, seller.t('chat.system-confirmed', { who: seller.t('chat.side-buyer') }));
    // From now on time completes the deal, it does not end it.
    for (const who of [seller, buyer])
      await who.page
        .locator('.deal-standing')
        .getByText(who.say(/자동으로 거래 확정$/, /^Completes by itself/))
        .waitFor();
    await does(seller, 'confirm');
    for (const who of [seller, buyer]) await hears(who, who.t('chat.system-completed'));
    await buyer.inspect('room-completed');

    // Neither sees what the other has written before they have written themselves.
    await reviews(buyer, 5, 'Quick and kind.');
    await hears(seller, seller.t('chat.system-reviewed-hidden', { who: seller.t('chat.side-buyer') }));
    await buyer.page.locator('.deal-review').getByText(buyer.t('deal.my-review')).waitFor();
    await buyer.inspect('room-review-hidden');
    await seller.goto(`#/users/${seller.username}`);
    await seller.settled();
    assert.equal(await seller.page.getByText('Quick and kind.').count(), 0);
    await seller.goto('#/chat');
    await seller.page
      .locator('room-list')
      .getByRole('link', { name: /Giraffe Lee/ })
      .click();
    await reviews(seller, 4, '시간을 잘 지켜요.');
    await hears(buyer, buyer.t('chat.system-reviewed-published', { who: buyer.t('chat.side-seller') }));
    await buyer.page.locator('.deal-bar .deal-post').click();
    await buyer.page.getByText(buyer.t('post.sold-note')).waitFor();
    await seller.goto('#/me/sold');
    await seller.page.getByRole('link', { name: title }).waitFor();
    await seller.goto(`#/users/${seller.username}`);
    await seller.page.getByText('Quick and kind.').waitFor();
    await seller.inspect('profile-with-review');

    const [sold] = (await nobody.get(`/posts?seller=${seller.username}&status=sold`)).expect(200).body.items;
    assert.deepEqual([sold.title, sold.status], [title, 'sold']);
  });
}

/** Opens a post that others have put up, and 구매하기 there. */
async function asking(t, options, price) {
  const [seller, buyer] = await people(server, 2, { transport: 'cookie' });
  const post = await putUp(seller, { price });
  const window = await visitor(t, options);
  await window.signInAs(buyer);
  await window.goto(`#/posts/${post.id}`);
  await window.settled();
  await window.button('post.buy').click();
  await window.button('buy.submit').waitFor();
  const changes = async (changed) => {
    const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
    (await seller.client.patch(`/posts/${post.id}`, { version, price: changed })).expect(200);
  };
  return { seller, buyer, window, page: window.page, dialog: window.page.getByRole('dialog'), changes };
}

const dealsOf = async (buyer) => (await buyer.client.get('/deals?role=buyer')).expect(200).body.items;

for (const [from, to] of [
  [15_000, 12_000],
  [15_000, 90_000],
  [15_000, 0],
  [0, 15_000],
]) {
  test(`whoever is about to buy for ${from} hears first that it is ${to} now`, async (t) => {
    const options = to === 12_000 ? KOREAN_PHONE : ENGLISH_DESKTOP;
    const { buyer, window, page, dialog, changes } = await asking(t, options, from);
    await dialog.locator('textarea').fill('내일 도서관에서요');
    await changes(to);
    await window.button('buy.submit').click();
    const shown = to === 0 ? window.t('post.free') : window.won(to);
    await dialog
      .getByRole('alert')
      .filter({ hasText: window.t('buy.price-changed', { price: shown }) })
      .waitFor();
    assert.match(await dialog.locator('.buy-what').textContent(), new RegExp(shown));
    assert.equal((await dialog.locator('[name="way"]').count()) > 0, to > 0);
    assert.deepEqual(await dealsOf(buyer), []);
    await window.inspect(`price-changed-${to}`);
    await window.button('buy.submit').click();
    await window.toast(window.t('buy.sent'));
    await page.locator('.messages').getByText('내일 도서관에서요').waitFor();
    const [deal] = await dealsOf(buyer);
    assert.deepEqual([deal.price, deal.list_price], [to, to]);
  });
}

test('who closes 구매하기 at another price sees it on the post', async (t) => {
  const { window, page, dialog, changes } = await asking(t, KOREAN_PHONE, 15_000);
  await changes(12_000);
  await window.button('buy.submit').click();
  await dialog.getByRole('alert').getByText(window.won(12_000)).waitFor();
  await dialog.locator('[data-close]').click();
  await page.locator('main').getByText(window.won(12_000)).first().waitFor();
});

test('who haggles goes on to when the price has changed', async (t) => {
  const { buyer, window, dialog, changes } = await asking(t, KOREAN_PHONE, 15_000);
  await dialog.getByRole('radio', { name: window.t('buy.haggle') }).check();
  await dialog.locator('input[name="offer"]').fill('8000');
  await changes(12_000);
  await window.button('buy.submit').click();
  await dialog.getByRole('alert').getByText(window.won(12_000)).waitFor();
  assert.equal(await dialog.locator('input[name="offer"]').inputValue(), '8000');
  await window.button('buy.submit').click();
  await window.toast(window.t('buy.sent'));
  assert.equal((await dealsOf(buyer))[0].price, 8_000);
});

test('who closes 구매하기 before anything was sent sends nothing', async (t) => {
  const { buyer, window, page, dialog } = await asking(t, KOREAN_PHONE, 15_000);
  let answer;
  await page.route(/\/posts\/\d+$/, async (route) => {
    await new Promise((done) => {
      answer = done;
    });
    await route.continue().catch(() => {}); // given up by the page meanwhile
  });
  const asked = page.waitForRequest(/\/posts\/\d+$/);
  await window.button('buy.submit').click();
  await asked;
  await dialog.locator('[data-close]').click();
  await dialog.waitFor({ state: 'detached' });
  answer();
  await page.unroute(/\/posts\/\d+$/);
  await page.reload();
  await window.button('post.buy').waitFor();
  assert.deepEqual(await dealsOf(buyer), []);
});

test('a price that is raised at the very moment is not paid', async (t) => {
  const { seller, buyer, window, page, changes } = await asking(t, KOREAN_PHONE, 15_000);
  await page.route('**/buy', async (route) => {
    await changes(20_000);
    await route.continue();
  });
  await window.button('buy.submit').click();
  await window.toast(window.t('buy.sent'));
  const [deal] = await dealsOf(buyer);
  assert.deepEqual([deal.price, deal.list_price], [15_000, 20_000]);
  assert.equal(deal.seller.username, seller.username);
});

test('a book that is given away is asked for and given away, with no word of a price', async (t) => {
  const { seller, window: buyer, page, dialog } = await asking(t, KOREAN_PHONE, 0);
  assert.equal(await dialog.locator('[data-says]').textContent(), buyer.t('buy.say-free'));
  await buyer.button('buy.submit').click();
  await hears(buyer, buyer.t('chat.system-deal_opened-free'));
  const giver = await visitor(t, ENGLISH_DESKTOP);
  await giver.signInAs(seller);
  await giver.goto(new URL(page.url()).hash);
  await giver.button('deal.decline').waitFor();
  assert.equal(await giver.button('deal.offer').count(), 0);
  await giver.button('deal.accept').click();
  await giver.page
    .getByRole('dialog', { name: giver.t('deal.accept-title-free') })
    .getByRole('button', { name: giver.t('deal.accept'), exact: true })
    .click();
  await hears(buyer, buyer.t('chat.system-accepted-free'));
});

/** Fills the form of a new post, with two photos, and saves it. */
async function writePost(seller, title, price) {
  const { page } = seller;
  await seller.goto('#/posts/new');
  await page.locator('input[type="file"]').setInputFiles([
    { name: 'cover.jpg', mimeType: 'image/jpeg', buffer: readFileSync(`${root}api/demo/covers/03.jpg`) },
    { name: 'back.jpg', mimeType: 'image/jpeg', buffer: jpeg() },
  ]);
  await page.locator('input[name="title"]').fill(title);
  await page.locator('input[name="book_title"]').fill('일반물리학');
  await page.getByRole('radio', { name: seller.t('condition.good'), exact: true }).check();
  await page.locator('input[name="price"]').fill(String(price));
  await page.locator('input[name="place"]').fill('중앙도서관');
  await page.locator('.photo-item progress').first().waitFor({ state: 'detached' });
  await seller.button('write.submit').click();
  await page.getByRole('heading', { name: title }).waitFor();
}

/** Searches the market and opens the post. */
async function find(buyer, title) {
  await buyer.goto('#/posts');
  const box = buyer.page.getByRole('combobox', { name: buyer.t('market.search') });
  await box.fill(title);
  await box.press('Enter');
  await buyer.page.getByRole('link', { name: title }).click();
}

/** Presses 구매하기, with an offer and a word. */
async function ask(buyer, price) {
  await buyer.button('post.buy').click();
  await buyer.page.getByRole('radio', { name: buyer.t('buy.haggle') }).check();
  await buyer.page.locator('dialog input[name="offer"]').fill(String(price));
  await buyer.page.locator('dialog textarea').fill('Tomorrow at the library?');
  await buyer.button('buy.submit').click();
}

async function says(who, text, page = who.page) {
  await page.getByRole('textbox', { name: who.t('chat.message') }).fill(text);
  await page.keyboard.press('Enter');
}

/** Waits until that stands in the conversation, once. */
async function hears(who, text, page = who.page) {
  const line = page.locator('.messages > li').filter({ hasText: text });
  await line.first().waitFor();
  assert.equal(await line.count(), 1, `once: ${text}`);
}

/** An action of the deal bar that asks only whether one is sure. */
async function does(who, action) {
  await who.button(`deal.${action}`).click();
  await who.page
    .getByRole('dialog')
    .getByRole('button', { name: who.t(`deal.${action}`), exact: true })
    .click();
  await who.page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function offers(who, price) {
  await who.button('deal.offer').click();
  await who.page.locator('dialog input[name="price"]').fill(String(price));
  await who.inspect('dialog-offer');
  await who.button('deal.offer-submit').click();
}

/** Arranges to meet at one of the suggested places. */
async function meets(who, place) {
  await who.button('deal.meet').click();
  const spot = who.page.getByRole('dialog').getByRole('button', { name: place });
  await spot.click();
  assert.equal(await spot.getAttribute('aria-pressed'), 'true');
  assert.equal(await who.page.locator('dialog input[name="place"]').inputValue(), place);
  await who.inspect('dialog-meet');
  await who.button('deal.meet-submit').click();
}

async function cancelsMeeting(who) {
  await who.button('deal.cancel_meeting').click();
  await who.page
    .getByRole('dialog')
    .getByRole('button', { name: who.t('deal.cancel_meeting'), exact: true })
    .click();
}

async function reviews(who, stars, text) {
  await who.button('deal.review').click();
  await who.page.getByRole('radio', { name: who.t('deal.star', { count: stars }) }).check();
  await who.page.locator('dialog textarea').fill(text);
  await who.inspect('dialog-review');
  await who.button('deal.review-submit').click();
}
