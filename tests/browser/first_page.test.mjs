// The first page is shown before the words and styles of all others are there: it must look and read the same then as
// later, ask for everything once, and say what to do when something does not come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, drawn, PHONE, useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { useDemoServer } from '../support/demo.mjs';

const { server, accounts } = useDemoServer();
const browser = useBrowser(server);

/** What the browser asks for, and a way to hold back what is not for the first page. */
async function watched(page) {
  const asked = [];
  let release;
  const released = new Promise((done) => {
    release = done;
  });
  let first = true;
  await page.route(/\/(styles|i18n)\//, async (route) => {
    if (!first) await released;
    await route.continue().catch(() => {});
  });
  page.on('request', (request) => asked.push(new URL(request.url())));
  return {
    asked,
    hold: () => {
      first = false;
    },
    release,
  };
}

/** Where everything on the page is, its colour and its words. */
const looks = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      // What comes later is not there yet, and what was not there is not what moved.
      .filter(
        (element) =>
          !element.closest('suspended-banner, template, .toasts, svg, time, app-header, room-list'),
      )
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const { color, backgroundColor, font, visibility } = getComputedStyle(element);
        const words = element.childElementCount === 0 ? element.textContent : '';
        return [
          element.tagName,
          element.className,
          x,
          y,
          width,
          height,
          color,
          backgroundColor,
          font,
          visibility,
          words,
        ].join(' ');
      }),
  );

async function signedIn() {
  const client = new Client(server);
  const [{ username, password }] = accounts;
  const answer = await client.post('/sessions', { username, password, transport: 'cookie' });
  client.cookie = /session=([^;]+)/.exec(answer.expect(201).setCookie.join())[1];
  return { username, client };
}

const places = {
  list: { hash: () => '#/posts', shows: '.post-card a' },
  post: { hash: () => '#/posts/60', shows: '[data-copies] h2' },
  chat: {
    hash: async ({ client }) => `#/chat/${(await client.get('/chat/rooms')).expect(200).body.items[0].id}`,
    shows: '.message',
  },
  welcome: { hash: () => '#/welcome', shows: '.welcome-card', guest: true },
};

for (const [name, { hash, shows, guest }] of Object.entries(places)) {
  for (const screen of [PHONE, DESKTOP]) {
    test(`${name} looks at first as it does with everything there, ${screen.width} px`, async (t) => {
      const person = await signedIn();
      const visitor = await browser.visitor(t, { screen });
      if (!guest) await visitor.signInAs(person);
      const { page } = visitor;
      const { asked, hold, release } = await watched(page);
      await page.goto(`/${await hash(person)}`);
      await page.locator(shows).first().waitFor();
      hold();
      const early = asked.map(({ pathname }) => pathname);
      await page.waitForFunction(() =>
        [...document.images].every((image) => image.complete || image.loading === 'lazy'),
      );
      await page.evaluate(drawn);
      const atFirst = await looks(page);
      await visitor.picture(`first ${name} early`);
      release();
      await page.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length >= 22);
      await page.waitForLoadState('networkidle').catch(() => {});
      // As if some later page had needed them.
      await page.evaluate(() => {
        for (const link of document.querySelectorAll('link[rel="stylesheet"]')) link.media = 'all';
      });
      assert.deepEqual(await looks(page), atFirst);
      await visitor.picture(`first ${name} later`);
      assert.ok(!early.includes('/styles/operations.css'), 'the first page waited for what it does not need');
      const doubled = asked
        .map(({ pathname, search }) => pathname + search)
        .filter(
          (path, i, all) =>
            all.indexOf(path) !== i &&
            // The first news has a room's messages loaded once more: some may have been said before it was listened.
            !/^\/(chat\/events|favicon|users\/me\/notices|chat\/rooms(\?limit|\/\d+\/messages))/.test(path),
        );
      assert.deepEqual(doubled, [], 'asked for twice');
      // What main.js begins with is the very file that the page then shows.
      const photos = asked.flatMap(({ pathname }) => /^\/photos\/([^/]+)\//.exec(pathname)?.[1] ?? []);
      assert.equal(new Set(photos).size, photos.length, 'a photo was asked for in two sizes');
    });
  }
}

test('without JavaScript the page says that it needs it, and not that anything is coming', async (t) => {
  const visitor = await browser.visitor(t, { screen: PHONE, scripts: false });
  const { page } = visitor;
  // Which it was told of ahead, and does not take.
  visitor.tolerate(/^csp GET \/.*\.js$/);
  await page.goto('/#/posts');
  const main = page.getByRole('main');
  // Found by its element: Playwright reads no text in a <noscript>.
  await main.locator('noscript p').waitFor();
  assert.equal(await main.getByText('불러오는 중').isVisible(), false);
  assert.equal(await main.getAttribute('aria-busy'), null);
});
