// 구해요: a search is saved, somebody offers the book, and whoever looked for it hears of it wherever they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

/** A window of somebody who is signed in. */
async function student(t, options) {
  const one = await visitor(t, options);
  const who = await person(server, { transport: 'cookie' });
  await one.signInAs(who);
  return Object.assign(one, { who });
}

const search = (q, more = {}) => `#/posts?${new URLSearchParams({ q, ...more })}`;
const offer = (seller, title, more) => writePost(seller, { title, book: { title }, ...more });
/** The number beside the tab that leads to one's own pages; null when there is none. */
const badge = async (page) => {
  const one = page.locator('[data-tab="me"] .badge [aria-hidden]');
  return (await one.count()) ? one.textContent() : null;
};
const badgeBecomes = (page, count) =>
  page.waitForFunction(
    (wanted) =>
      (document.querySelector('[data-tab="me"] .badge [aria-hidden]')?.textContent ?? null) === wanted,
    count,
  );

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`who saved a search hears of a new post at once (${screen.width}px)`, async (t) => {
    const book = `${language === 'ko' ? '위상수학' : '이산수학'}`;
    const buyer = await student(t, { screen, language });
    const seller = await student(t, { screen: DESKTOP });
    const { page } = buyer;
    const other = await buyer.newTab();

    await buyer.goto(search(book, { max_price: '20000', condition: 'good' }));
    await page.getByText(buyer.t('market.ask')).waitFor();
    await buyer.inspect('market-ask');
    await buyer.button('alerts.save').first().click();
    await buyer.toast(buyer.t('alerts.words-max-price', { price: buyer.won(20000) }));
    await page
      .getByRole('link', { name: buyer.t('alerts.is-saved') })
      .first()
      .waitFor();
    assert.equal(await badge(page), null);
    await other.goto('/#/posts');
    await buyer.settled(other);
    await buyer.listening();

    // In the form, as a seller does.
    await seller.goto('#/posts/new');
    const form = seller.page;
    await form.locator('input[name="title"]').fill(`${book} 팝니다`);
    await form.locator('input[name="book_title"]').fill(`${book} 3판`);
    await form.locator('input[name="price"]').fill('18000');
    await form.getByRole('radio', { name: seller.t('condition.good'), exact: true }).check();
    await form.locator('input[name="place"]').fill('중앙도서관 앞');
    await seller.button('write.submit').click();
    await seller.toast(seller.t('write.saved'));

    const found = buyer.t('alerts.found', { title: `${book} 팝니다`, price: buyer.won(18000) });
    await buyer.toast(found);
    await badgeBecomes(page, '1');
    await badgeBecomes(other, '1');
    assert.equal(await badge(form), null);
    await page.reload();
    await badgeBecomes(page, '1');

    await page.locator('[data-tab="me"]').click();
    await page.getByRole('link', { name: buyer.t('me.alerts') }).click();
    await page.getByRole('heading', { name: book }).waitFor();
    await page.getByText(buyer.t('alerts.new', { count: 1 }), { exact: true }).waitFor();
    await badgeBecomes(page, null);
    await badgeBecomes(other, null);
    await buyer.inspect('alerts');

    await page.getByRole('link', { name: buyer.t('alerts.matches') }).click();
    await page.getByRole('link', { name: `${book} 팝니다` }).waitFor();
    await buyer.inspect('alert-matches');
    await page.reload();
    await buyer.settled();
    assert.equal(await badge(page), null);
  });
}

test('a saved search is paused, goes on, is run and deleted, with the keyboard', async (t) => {
  const buyer = await student(t, { screen: PHONE });
  const { page } = buyer;
  await buyer.goto('#/alerts');
  await page.getByText(buyer.t('alerts.empty')).waitFor();
  await buyer.inspect('alerts-empty');
  for (const q of ['수리통계', '확률론'])
    (await buyer.who.client.post('/alerts', { q, major: '통계학과' })).expect(201);
  await page.reload();
  await page.getByRole('heading', { name: '확률론' }).waitFor();
  assert.deepEqual(await page.locator('.alert-words').allTextContents(), [
    '“확률론” · 전공 통계학과',
    '“수리통계” · 전공 통계학과',
  ]);

  const pause = page.getByRole('button', { name: `${buyer.t('alerts.pause')} “확률론”` });
  await pause.focus();
  await page.keyboard.press('Enter');
  const resume = page.getByRole('button', { name: `${buyer.t('alerts.resume')} “확률론”` });
  await resume.waitFor();
  assert.ok(await resume.evaluate((button) => button === document.activeElement), 'the keyboard stays there');
  await page.getByText(buyer.t('alerts.is-paused'), { exact: true }).waitFor();
  await buyer.inspect('alerts-paused');
  await page.keyboard.press('Enter');
  await pause.waitFor();

  await page
    .getByRole('button', { name: buyer.t('alerts.delete', { search: '“확률론” · 전공 통계학과' }) })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('.dialog-actions')
    .getByRole('button', { name: buyer.t('action.close') })
    .click();
  await page.getByRole('heading', { name: '확률론' }).waitFor();
  await page
    .getByRole('button', { name: buyer.t('alerts.delete', { search: '“확률론” · 전공 통계학과' }) })
    .click();
  await dialog.getByRole('button', { name: buyer.t('action.delete') }).click();
  await buyer.toast(buyer.t('alerts.deleted'));
  assert.equal(await page.locator('.alert-card').count(), 1);

  await page.getByRole('link', { name: `${buyer.t('alerts.run')} “수리통계”` }).click();
  await page.waitForURL(/major=/);
  await page
    .getByRole('link', { name: buyer.t('alerts.is-saved') })
    .first()
    .waitFor();
});

test('a find is shown at once on the page that is open, and in its list of finds', async (t) => {
  const buyer = await student(t);
  const seller = await person(server);
  const { page } = buyer;
  const alert = (await buyer.who.client.post('/alerts', { q: '복소해석' })).expect(201).body;
  await buyer.goto('#/alerts');
  await page.getByRole('heading', { name: '복소해석' }).waitFor();
  await buyer.listening();
  await offer(seller, '복소해석학 1');
  await page.getByText(buyer.t('alerts.new', { count: 1 }), { exact: true }).waitFor();
  await badgeBecomes(page, null);
  await buyer.goto(`#/alerts/${alert.id}`);
  await page.getByRole('link', { name: '복소해석학 1' }).waitFor();
  await offer(seller, '복소해석학 2');
  await page.getByRole('link', { name: '복소해석학 2' }).waitFor();
  assert.deepEqual(await page.locator('.post-title').allTextContents(), ['복소해석학 2', '복소해석학 1']);
  // Also when one has come back to it.
  await page.getByRole('link', { name: '복소해석학 1' }).click();
  await page.getByRole('heading', { name: '복소해석학 1' }).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: '복소해석학 2' }).waitFor();
  await offer(seller, '복소해석학 3');
  await page.getByRole('link', { name: '복소해석학 3' }).waitFor();
});

test('whoever is signed out signs in first and comes back to the search', async (t) => {
  const buyer = await visitor(t, { screen: PHONE });
  const who = await person(server);
  const { page } = buyer;
  await buyer.goto('#/posts?condition=good');
  await buyer.settled();
  assert.equal(await page.locator('save-search button').count(), 0, 'nothing that could be saved');
  await buyer.goto(search('수치해석'));
  await buyer.button('alerts.save').first().click();
  await page.locator('input[name="username"]').fill(who.username);
  await page.locator('input[name="password"]').fill(who.password);
  await page.getByRole('button', { name: buyer.t('sign-in.submit') }).click();
  await page.waitForURL((url) => decodeURIComponent(url.hash).includes('q=수치해석'));
  await buyer.button('alerts.save').first().click();
  await buyer.toast('“수치해석”');
});

test('the thirty-first search is refused in words', async (t) => {
  const buyer = await student(t);
  for (let i = 0; i < 30; i += 1) (await buyer.who.client.post('/alerts', { q: `책 ${i}` })).expect(201);
  buyer.allow(/^409 POST \/alerts$/);
  await buyer.goto(search('하나 더'));
  await buyer.button('alerts.save').first().click();
  await buyer.toast(buyer.t('error.too-many-alerts'));
});

for (const [screen, language] of [
  [PHONE, 'en'],
  [DESKTOP, 'ko'],
]) {
  test(`what happens to a favourite is told, and lists show it at once (${screen.width}px)`, async (t) => {
    const fan = await student(t, { screen, language });
    const seller = await person(server);
    const buyer = await person(server);
    const { page } = fan;
    const title = `찜한 책 ${language}`;
    const post = await offer(seller, title, { price: 12000 });
    const change = async (changes) => {
      const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
      (await seller.client.patch(`/posts/${post.id}`, { version, ...changes })).expect(200);
    };
    (await fan.who.client.put(`/posts/${post.id}/favorite`)).expect(200);
    await fan.goto('#/me/favorites');
    const card = page.locator('.post-card', { hasText: title });
    await card.waitFor();
    await fan.listening();

    await change({ price: 9000 });
    await fan.toast(fan.t('alerts.favorite-cheaper', { title, was: fan.won(12000), price: fan.won(9000) }));
    await card.getByText(fan.won(9000)).waitFor();
    await fan.inspect('favorite-cheaper');
    await change({ price: 11000 });
    await fan.toast(fan.t('alerts.favorite-dearer', { title, was: fan.won(9000), price: fan.won(11000) }));
    const first = await buy(buyer, post);
    (await act(seller, first, 'accept')).expect(200);
    await fan.toast(fan.t('alerts.favorite-reserved', { title }));
    await card.getByText(fan.t('status.reserved')).waitFor();
    (await act(buyer, first, 'cancel', { reason: '못 가게 됨' })).expect(200);
    await fan.toast(fan.t('alerts.favorite-selling', { title }));
    const second = await buy(buyer, post);
    (await act(seller, second, 'accept')).expect(200);
    for (const side of [seller, buyer]) (await act(side, second, 'confirm')).expect(200);
    await fan.toast(fan.t('alerts.favorite-sold', { title }));
    await card.getByText(fan.t('status.sold')).waitFor();

    const hidden = await offer(seller, `${title} 둘`);
    (await fan.who.client.put(`/posts/${hidden.id}/favorite`)).expect(200);
    await page.reload();
    await page.getByRole('link', { name: `${title} 둘` }).waitFor();
    await fan.listening();
    (await seller.client.delete(`/posts/${hidden.id}`)).expect(204);
    await fan.toast(fan.t('alerts.favorite-gone'));
    await page.getByRole('link', { name: `${title} 둘` }).waitFor({ state: 'detached' });
  });
}
