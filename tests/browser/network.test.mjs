// Without a network, and with it again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, useBrowser } from '../support/browser.mjs';
import { until } from '../support/patience.mjs';
import { buy, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

test('a page that could not be loaded says so, and comes by itself once the network is back', async (t) => {
  const post = await writePost(await person(server), { title: '지하에서 본 책' });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  window.allow(/INTERNET_DISCONNECTED GET \/posts$/, /INTERNET_DISCONNECTED GET \/posts\/\d+$/);
  await window.goto('#/welcome');
  // Behind the first page come the others.
  await page.waitForFunction(() =>
    ['market-page', 'post-page', 'room-page'].every((tag) => customElements.get(tag)),
  );
  for (const hash of ['#/posts', `#/posts/${post.id}`]) {
    await window.context.setOffline(true);
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.getByRole('alert').getByRole('button', { name: '다시 시도' }).waitFor();
    await window.inspect(`offline${hash}`);
    await window.context.setOffline(false);
    await page.getByText('지하에서 본 책').first().waitFor();
  }
});

test('a page whose modules are not there yet says so, and comes by itself once the network is back', async (t) => {
  await writePost(await person(server), { title: '터널에서 본 책' });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await page.route('**/market-page.js', (route) => route.abort('internetdisconnected'));
  window.allow(/DISCONNECTED GET .*market-page/, /DISCONNECTED|Failed to fetch dynamically/);
  await window.goto('#/safety');
  await page.evaluate(() => {
    location.hash = '#/posts';
  });
  await page.getByRole('alert').getByRole('button', { name: '다시 시도' }).waitFor();
  await window.inspect('offline module');
  await page.unroute('**/market-page.js');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('터널에서 본 책').first().waitFor();
});

test('a list in a page that could not be loaded can be asked for again, by hand or by the network', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await window.signInAs(await person(server, { transport: 'cookie' }));
  await page.route(/\/appeals\/mine/, (route) => route.abort('internetdisconnected'));
  window.allow(/DISCONNECTED GET \/appeals\/mine/);
  await window.goto('#/notices');
  const failed = page.getByRole('alert');
  const again = failed.getByRole('button', { name: window.t('action.retry') });
  await again.waitFor();
  // The rest of the page is there, with its heading.
  await page.getByText(window.t('notices.empty')).waitFor();
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  await window.inspect('offline list');
  await again.click();
  await page.locator('.skeleton').waitFor({ state: 'detached' });
  await again.waitFor();
  await page.unroute(/\/appeals\/mine/);
  await again.click();
  await page.getByText(window.t('appeal.none')).waitFor();
  assert.equal(await failed.count(), 0);

  await page.route(/\/appeals\/mine/, (route) => route.abort('internetdisconnected'));
  await page.reload();
  await again.waitFor();
  await page.unroute(/\/appeals\/mine/);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText(window.t('appeal.none')).waitFor();
});

test('who waits for a page sees at once which, and soon that it is coming', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  let come;
  const held = new Promise((done) => {
    come = done;
  });
  await page.route('**/welcome-page.js', (route) => held.then(() => route.continue()));
  await window.goto('#/safety');
  const tab = page.getByRole('link', { name: window.t('nav.sign-in') });
  /** What is seen of the bar, and when it begins to be. */
  const bar = () =>
    page.evaluate(() => {
      const main = document.querySelector('main');
      const { content, position, height, top } = getComputedStyle(main, '::before');
      const moves = document
        .getAnimations()
        .filter(({ effect }) => effect.target === main && effect.pseudoElement === '::before')
        .map(({ effect }) => effect.getComputedTiming());
      const heading = main.querySelector('h1').getBoundingClientRect().y;
      const delay = moves.map((one) => one.delay).find(Boolean);
      const forever = moves.some(({ iterations }) => iterations === Infinity);
      return { shown: content !== 'none', position, height, top, delay, forever, heading };
    });
  const before = await bar();
  assert.equal(before.shown, false);
  await tab.click();
  await page.locator('main[aria-busy]').waitFor();
  assert.equal(await tab.getAttribute('aria-current'), 'page');
  assert.deepEqual(await bar(), {
    shown: true,
    position: 'fixed',
    height: '3px',
    top: '0px',
    delay: 300,
    // This window wants less motion.
    forever: false,
    heading: before.heading,
  });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.equal((await bar()).forever, true);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForTimeout(400);
  await window.picture('page coming');
  come();
  await page.getByLabel('아이디').waitFor();
  assert.equal((await bar().catch(() => ({ shown: false }))).shown, false);
});

test('a part of a page that can not be had says so', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await page.route('**/filters.js', (route) => route.abort('internetdisconnected'));
  window.allow(/DISCONNECTED GET .*filters/, /DISCONNECTED|Failed to fetch dynamically/);
  await window.goto('#/posts');
  await page.getByRole('button', { name: window.t('market.filters') }).click();
  await window.toast(window.t('error.network'));
});

test('a message whose connection has died is said again, and what waits behind it', async (t) => {
  const seller = await person(server);
  const account = await person(server, { transport: 'cookie' });
  const post = await writePost(seller);
  const deal = await buy(account, post);
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await window.signInAs(account);
  // Twenty seconds are too long for a test.
  await window.context.addInitScript(() => {
    const wait = setTimeout;
    globalThis.setTimeout = (work, ms, ...more) => wait(work, ms === 20_000 ? 200 : ms, ...more);
  });
  let tries = 0;
  await page.route('**/messages', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    tries += 1;
    return tries > 1 && route.continue(); // the first is never answered
  });
  await window.goto(`#/chat/${deal.room_id}`);
  for (const text of ['첫째', '둘째']) {
    await page.locator('textarea').fill(text);
    await page.keyboard.press('Enter');
  }
  const said = async () =>
    (await seller.client.get(`/chat/rooms/${deal.room_id}/messages`))
      .expect(200)
      .body.items.map(({ body }) => body);
  const all = await until(said, (bodies) => bodies.includes('둘째'));
  assert.deepEqual(all.slice(-2), ['첫째', '둘째']);
});
