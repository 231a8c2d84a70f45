// What comes late, twice, or after somebody has gone on: nothing is lost by it, and nobody is told of another's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, freshName, PASSWORD, people, person, say, writePost } from '../support/people.mjs';
import { jpeg } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

/** A window of somebody who is signed in. */
async function student(t, options = { screen: PHONE }) {
  const who = await person(server, { transport: 'cookie' });
  const window = await visitor(t, options);
  await window.signInAs(who);
  return { who, window, page: window.page };
}

/** Goes on in the same window, as a link leads: nothing is loaded anew. */
const go = (page, hash) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

/**
 * Holds back what the page asks for at such an address: `asked` once it does, and the server gets it with `release`.
 * @param {import('playwright-core').Page} page
 */
async function hold(page, pattern, method = 'GET') {
  let release;
  const free = new Promise((done) => {
    release = done;
  });
  let asked;
  const once = new Promise((done) => {
    asked = done;
  });
  await page.route(pattern, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    asked();
    await free;
    await route.continue().catch(() => {}); // given up by the page meanwhile
  });
  return { asked: once, release };
}

const BUSY = {
  status: 503,
  contentType: 'application/problem+json',
  body: '{"code": "busy", "status": 503}',
};

const dealsOf = async (who) => (await who.client.get('/deals?role=buyer')).expect(200).body.items;

/** 구매하기 in front of somebody. */
async function buying(t) {
  const { who, window, page } = await student(t);
  const post = await writePost(await person(server));
  await window.goto(`#/posts/${post.id}`);
  await window.settled();
  await window.button('post.buy').click();
  await window.button('buy.submit').waitFor();
  return { who, window, page, post, dialog: page.getByRole('dialog') };
}

test('구매하기 that was sent stays until it is known what became of it', async (t) => {
  const { who, window, page, dialog } = await buying(t);
  const { asked, release } = await hold(page, '**/buy', 'POST');
  await window.button('buy.submit').click();
  await asked;
  await dialog.locator('[data-close]').click();
  // A browser asks the page only the first time.
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Escape');
  assert.ok(await dialog.isVisible());
  release();
  await window.toast(window.t('buy.sent'));
  const [deal] = await dealsOf(who);
  await page.waitForURL(new RegExp(`#/chat/${deal.room_id}$`));
});

test('who leaves while 구매하기 is being sent is told elsewhere, with the way to the room', async (t) => {
  const { who, window, page } = await buying(t);
  const { asked, release } = await hold(page, '**/buy', 'POST');
  await window.button('buy.submit').click();
  await asked;
  await go(page, '#/safety');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  release();
  await page.getByRole('link', { name: window.t('buy.sent') }).click();
  const [deal] = await dealsOf(who);
  await page.waitForURL(new RegExp(`#/chat/${deal.room_id}$`));
});

test('what was refused is told although its page was left', async (t) => {
  const [seller, buyer] = await people(server, 2, { transport: 'cookie' });
  const deal = await buy(buyer, await writePost(seller, { price: 15000 }), { offer: 12000 });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  window.allow(/^409 POST \/deals\/\d+\/actions$/);
  await window.signInAs(seller);
  await window.goto(`#/chat/${deal.room_id}`);
  await window.button('deal.offer').click();
  await page.locator('dialog input[name="price"]').fill('14000');
  const { asked, release } = await hold(page, '**/actions', 'POST');
  await window.button('deal.offer-submit').click();
  await asked;
  await go(page, '#/safety');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  (await act(buyer, deal, 'withdraw')).expect(200);
  release();
  await window.toast(window.t('error.deal-changed'));
});

test('a sheet that comes late does not open over the page that was gone to', async (t) => {
  const { window, page } = await student(t);
  const post = await writePost(await person(server));
  await window.goto(`#/posts/${post.id}`);
  await window.settled();
  const { asked, release } = await hold(page, '**/deals?role=buyer*');
  await window.button('post.buy').click();
  await asked;
  await go(page, '#/safety');
  await page.getByRole('heading', { name: window.t('safety.title'), level: 1 }).waitFor();
  release();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  assert.equal(await page.getByRole('dialog').count(), 0);
});

/** The first such request is done by the server, but its answer never comes; a minute is too long for a test. */
async function loseAnswer({ context, page }, pattern, method) {
  await context.addInitScript(() => {
    const wait = setTimeout;
    globalThis.setTimeout = (work, ms, ...more) => wait(work, ms === 60_000 ? 300 : ms, ...more);
  });
  let lost = false;
  await page.route(pattern, async (route) => {
    if (lost || route.request().method() !== method) return route.fallback();
    lost = true;
    await route.fetch();
  });
}

test('a form whose connection has died is free again, and what is sent once more was done once', async (t) => {
  const { window, page } = await student(t);
  const post = await writePost(await person(server));
  await loseAnswer(window, '**/buy', 'POST');
  await window.goto(`#/posts/${post.id}`);
  await window.settled();
  await window.button('post.buy').click();
  await window.button('buy.submit').click();
  await page.getByText(window.t('error.network-submit')).waitFor();
  await window.button('buy.submit').click();
  await window.toast(window.t('buy.sent'));
});

test('a post is put on top with the same key until there is an answer', async (t) => {
  const { who, window, page } = await student(t);
  const post = await writePost(who);
  window.allow(/^409 POST \/posts\/\d+\/bump$/); // it has just been made
  const keys = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/bump')) keys.push(request.headers()['idempotency-key']);
  });
  await loseAnswer(window, '**/bump', 'POST');
  await window.goto(`#/posts/${post.id}`);
  await window.button('post.bump').click();
  await window.toast(window.t('error.network'));
  await window.button('post.bump').click();
  await window.toast(window.t('error.bump-too-soon'));
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
});

test('signing out without an answer can be tried again', async (t) => {
  const { window, page } = await student(t);
  await loseAnswer(window, '**/sessions/current', 'DELETE');
  window.tolerate(/^401 /); // the session has ended, and nobody here knows
  await window.goto('#/me/profile');
  await window.button('sign-out.action').click();
  await window.toast(window.t('error.network'));
  await window.button('sign-out.action').click();
  await page.waitForURL(/#\/welcome/);
});

/** What is typed and chosen in the sheet that is open. */
const inSheet = async (page) => [
  await page.locator('dialog textarea').inputValue(),
  await page.locator('dialog input:checked').evaluateAll((inputs) => inputs.map(({ value }) => value)),
];

/** Opens the sheet that reports what the other says in the room, and types a note there. */
async function beginReport(window, note) {
  const { page } = window;
  await page.getByRole('button', { name: window.t('report.message-label') }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: window.t('reason.spam') }).check();
  await sheet.locator('textarea').fill(note);
  return sheet;
}

async function signIn(window, { username }) {
  const { page } = window;
  await page.locator('input[name="username"]').fill(username);
  await page.locator('input[name="password"]').fill(PASSWORD);
  await window.button('sign-in.submit').click();
  await window.toast(username);
}

/** A room in which both have said something, and its seller in front of it. */
async function room(t) {
  const [seller, buyer] = await people(server, 2, { transport: 'cookie' });
  const deal = await buy(buyer, await writePost(seller, { price: 15000 }), { offer: 12000 });
  const address = `/chat/rooms/${deal.room_id}`;
  for (const who of [seller, buyer]) await say(who, address, `${who.username}의 말`);
  const window = await visitor(t, { screen: PHONE });
  await window.signInAs(seller);
  await window.goto(`#${address.replace('/rooms', '')}`);
  const { page } = window;
  await page.locator('.messages').getByText(`${buyer.username}의 말`).waitFor();
  await window.listening();
  return { seller, buyer, deal, address, window, page };
}

test('what was typed is there again for the same user when their session ends over it', async (t) => {
  const { seller, buyer, deal, window, page } = await room(t);
  window.tolerate(/^401 /);
  const note = '같은 말을 스무 번 했습니다.';
  await beginReport(window, note);
  (await seller.client.delete('/sessions/current')).expect(204);
  await page.waitForURL(/#\/welcome/);
  // Whoever comes next at this device finds nothing.
  await signIn(window, buyer);
  await page.getByRole('button', { name: window.t('report.message-label') }).click();
  assert.deepEqual(await inSheet(page), ['', []]);
  await page.locator('dialog [data-close]').click();
  await go(page, '#/me/profile');
  await window.signOut();
  await signIn(window, seller);
  await go(page, `#/chat/${deal.room_id}`);
  await page.getByRole('button', { name: window.t('report.message-label') }).click();
  assert.deepEqual(await inSheet(page), [note, ['spam']]);
  await page
    .locator('dialog')
    .getByRole('button', { name: window.t('report.submit') })
    .click();
  await window.toast(window.t('report.done'));
  await page.getByRole('button', { name: window.t('report.message-label') }).click();
  assert.deepEqual(await inSheet(page), ['', []], 'it was sent');
});

test('what was typed is gone when its sheet was closed by who typed it', async (t) => {
  const { window, page } = await room(t);
  const sheet = await beginReport(window, '쓰다 만 말');
  await sheet.locator('[data-close]').click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: window.t('report.message-label') }).click();
  assert.deepEqual(await inSheet(page), ['', []]);
});

const PHOTO = { name: 'page.jpg', mimeType: 'image/jpeg', buffer: jpeg() };
/** Half a minute is too long for a test. */
const hurry = (page) =>
  page.evaluate(() => {
    const wait = setTimeout;
    globalThis.setTimeout = (work, ms, ...more) => wait(work, ms === 30_000 ? 1000 : ms, ...more);
  });
const givenUp = (page) => page.waitForEvent('requestfailed', (request) => request.url().endsWith('/photos'));

test('a photo that hangs on its way into a room can be discarded, and is not sent then', async (t) => {
  const { window, page } = await room(t);
  const { asked, release } = await hold(page, '**/photos', 'POST');
  await page.locator('chat-composer input[type="file"]').setInputFiles(PHOTO);
  await asked;
  const ended = givenUp(page);
  await page
    .locator('.message.pending')
    .getByRole('button', { name: window.t('chat.discard') })
    .click();
  await ended;
  release();
  await page.locator('.message.pending').waitFor({ state: 'detached' });
  await page.unroute('**/photos');
  await page.locator('chat-composer input[type="file"]').setInputFiles(PHOTO);
  await page.locator('.message.mine:not(.pending) .photo-button').waitFor();
  assert.equal(await page.locator('.photo-button').count(), 1);
});

test('a photo that does not get on is said to have failed, and sent once more goes through', async (t) => {
  const { window, page } = await room(t);
  const { asked } = await hold(page, '**/photos', 'POST');
  await hurry(page);
  await page.locator('chat-composer input[type="file"]').setInputFiles(PHOTO);
  await asked;
  const row = page.locator('.message.pending');
  await row.getByText(window.t('error.network')).waitFor();
  await page.unroute('**/photos');
  await row.getByRole('button', { name: window.t('chat.retry') }).click();
  await page.locator('.message.mine:not(.pending) .photo-button').waitFor();
});

test('a photo of a post that hangs can be taken away, and does not keep the form for ever', async (t) => {
  const { window, page } = await student(t);
  await window.goto('#/posts/new');
  const { asked } = await hold(page, '**/photos', 'POST');
  await page.locator('photo-picker input[type="file"]').setInputFiles(PHOTO);
  await asked;
  const ended = givenUp(page);
  await page.getByRole('button', { name: window.t('photo.remove', { index: 1 }) }).click();
  await ended;
  await hurry(page);
  await page.locator('photo-picker input[type="file"]').setInputFiles(PHOTO);
  await page.locator('.photo-error').getByText(window.t('error.network')).waitFor();
  await page.unroute('**/photos');
  await page.getByRole('button', { name: window.t('photo.retry', { index: 1 }) }).click();
  await page.locator('.photo-item:not(.failed)').waitFor();
  await page.locator('.photo-item progress').waitFor({ state: 'detached' });
});

/** Signs out and somebody else in, in the same tab, and goes to that page. */
async function changePlaces(window, next, hash) {
  const { page } = window;
  await go(page, '#/me/profile');
  await window.signOut();
  await signIn(window, next);
  await go(page, hash);
}

test('what was being written in a room is not shown to the other who signs in at the same tab', async (t) => {
  const { seller, buyer, deal, window, page } = await room(t);
  const box = page.getByRole('textbox', { name: window.t('chat.message') });
  await box.fill('더 싸게 팔 수도 있는데');
  await changePlaces(window, buyer, `#/chat/${deal.room_id}`);
  await box.waitFor();
  assert.equal(await box.inputValue(), '');
  await changePlaces(window, seller, `#/chat/${deal.room_id}`);
  await box.waitFor();
  assert.equal(await box.inputValue(), '더 싸게 팔 수도 있는데');
});

test('a photo on its way is not sent by who signs in next', async (t) => {
  const { buyer, deal, window, page } = await room(t);
  const { asked, release } = await hold(page, '**/photos', 'POST');
  await page.locator('chat-composer input[type="file"]').setInputFiles(PHOTO);
  await asked;
  await changePlaces(window, buyer, `#/chat/${deal.room_id}`);
  release();
  await page.getByRole('textbox', { name: window.t('chat.message') }).fill('여기 사진은 없나요?');
  await page.keyboard.press('Enter');
  await page.locator('.message.mine:not(.pending)').getByText('여기 사진은 없나요?').waitFor();
  assert.equal(await page.locator('.bubble.photo').count(), 0);
});

test('who could not sign in after signing up may take another name and password', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  const names = [freshName(), freshName()];
  const fill = async (values) => {
    for (const [name, text] of Object.entries(values)) await page.locator(`input[name="${name}"]`).fill(text);
    await window.button('sign-up.submit').click();
  };
  window.allow(/^503 POST \/sessions$/);
  await page.route('**/sessions', (route) => route.fulfill(BUSY), { times: 1 });
  await window.goto('#/sign-up');
  await fill({
    username: names[0],
    password: PASSWORD,
    confirm_password: PASSWORD,
    major: '수학과',
    email: `${names[0]}@giraffe.example`,
  });
  await page.locator('[data-form-error]:not([hidden])').waitFor();
  const another = `${PASSWORD} 2`;
  await fill({
    username: names[1],
    password: another,
    confirm_password: another,
    email: `${names[1]}@giraffe.example`,
  });
  await window.toast(window.t('sign-up.done'));
});

/** Somebody who has asked for so many books, and their list of that; the market tells of two at a time. */
async function buyingMuch(t, count) {
  const { who, window, page } = await student(t);
  const seller = await person(server);
  const deals = [];
  for (let i = 1; i <= count; i += 1)
    deals.push(await buy(who, await writePost(seller, { title: `책 ${i}` })));
  await page.route('**/deals?role=buyer*', (route) =>
    route.continue({ url: `${route.request().url()}&limit=2` }),
  );
  return { seller, deals, window, page };
}

/** As the event stream does when something may have been missed. */
const resetNews = (page) =>
  page.evaluate(() => import('/lib/store.js').then(({ tell }) => tell([{ type: 'reset' }])));

test('older deals that come after the list has begun anew leave no hole in it', async (t) => {
  const { window, page } = await buyingMuch(t, 6);
  await window.goto('#/me/buying');
  const titles = page.locator('.deal-title');
  const more = window.button('action.more');
  await window.listening();
  await more.click();
  await titles.nth(3).waitFor();
  let release;
  const free = new Promise((done) => {
    release = done;
  });
  const asked = page.waitForRequest(/cursor=/);
  await page.route(
    /\/deals\?.*cursor=/,
    async (route) => {
      await free;
      await route.fallback();
    },
    { times: 1 },
  );
  await more.click();
  await asked;
  await resetNews(page);
  await titles.nth(2).waitFor({ state: 'detached' });
  const late = page.waitForResponse(/cursor=/);
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  assert.deepEqual(await titles.allTextContents(), ['책 6', '책 5']);
  await more.click();
  await titles.nth(3).waitFor();
  assert.deepEqual(await titles.allTextContents(), ['책 6', '책 5', '책 4', '책 3']);
});

test('deals that could not be loaded are not taken for the one that an event tells of', async (t) => {
  const { seller, deals, window, page } = await buyingMuch(t, 3);
  window.allow(/^503 GET \/deals$/);
  await page.route('**/deals?role=buyer*', (route) => route.fulfill(BUSY), { times: 1 });
  await window.goto('#/me/buying');
  const retry = window.button('action.retry');
  await retry.waitFor();
  await window.listening();
  (await act(seller, deals[0], 'offer', { price: 16_000 })).expect(200);
  await page.locator('[data-tab="chat"] .badge').waitFor();
  await retry.click();
  await page.locator('.deal-title').nth(1).waitFor();
  assert.ok(await window.button('action.more').isVisible());
});

test('the heart tells what was pressed, also of a post that has changed meanwhile', async (t) => {
  const { window, page } = await student(t);
  const seller = await person(server);
  const post = await writePost(seller);
  await window.goto(`#/posts/${post.id}`);
  await window.settled();
  await window.listening();
  const { asked, release } = await hold(page, '**/favorite', 'PUT');
  const heart = page.locator('[data-do="favorite"]');
  await heart.click();
  await asked;
  (await seller.client.patch(`/posts/${post.id}`, { price: 9000, version: post.version })).expect(200);
  await page.evaluate(() =>
    import('/lib/store.js').then(({ tell }) => tell([{ type: 'reset', lost: true }])),
  );
  await page.locator('post-page').getByText(window.won(9000)).first().waitFor();
  let again = 0;
  page.on('request', (request) => {
    again += Number(request.url().endsWith('/favorite'));
  });
  await heart.click();
  release();
  await page.locator('[data-do="favorite"][aria-pressed="true"]').waitFor();
  await page.locator('post-page').getByText(window.won(9000)).first().waitFor();
  assert.equal(again, 0, 'it was under way already');
});

test('who reads what a saved search found keeps their place, and is offered what is new', async (t) => {
  const { who, window, page } = await student(t);
  const seller = await person(server);
  const offer = (title) => writePost(seller, { title, book: { title } });
  const alert = (await who.client.post('/alerts', { q: '해석개론' })).expect(201).body;
  for (const letter of '가나다라마바사아자차카타') await offer(`해석개론 ${letter}`);
  await window.goto(`#/alerts/${alert.id}`);
  await window.settled();
  await window.listening();
  const first = page.getByRole('link', { name: '해석개론 나' });
  await first.focus();
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 0);
  await offer('해석개론 파');
  const fresh = page.getByRole('button', { name: window.t('alerts.new', { count: 1 }) });
  await fresh.waitFor();
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.ok(await first.evaluate((link) => link === document.activeElement));
  await window.inspect('alert-new');
  await fresh.click();
  await page.getByRole('link', { name: '해석개론 파' }).waitFor();
  await fresh.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
});

test('the focus stays in the bar when something else about the user has changed', async (t) => {
  const { window, page } = await student(t);
  await window.goto('#/posts');
  await window.settled();
  const tab = page.locator('[data-tab="chat"]');
  await tab.focus();
  await page.evaluate(() => import('/lib/me.js').then((me) => me.set({ ...me.get(), bio: '안녕하세요' })));
  assert.ok(await tab.evaluate((link) => link === document.activeElement));
});

test('photos that are on their way stay when the language changes', async (t) => {
  const { window, page } = await student(t);
  await window.goto('#/posts/new');
  const { asked, release } = await hold(page, '**/photos', 'POST');
  await page
    .locator('photo-picker input[type="file"]')
    .setInputFiles([PHOTO, { ...PHOTO, name: 'back.jpg' }]);
  await asked;
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await page.locator('html[lang="en"]').waitFor();
  await page.getByRole('button', { name: 'Remove photo 2' }).waitFor();
  release();
  await page.locator('.photo-item progress').first().waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelectorAll('.photo-item img').length === 2);
  assert.equal(await page.locator('.photo-item.failed').count(), 0);
});
