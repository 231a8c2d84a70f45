// The demo market as somebody sees it who has just run `script/server --demo`. It is also what README shows:
//   GIRAFFE_README_PICTURE=1 node --test tests/browser/demo.test.mjs    takes that picture anew
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { useDemoServer } from '../support/demo.mjs';
import { root } from '../support/server.mjs';

const { server, accounts } = useDemoServer();
const { visitor } = useBrowser(server);

/** Waits for the pictures on the screen; throws when one can't be shown. */
const shown = (page) =>
  page.evaluate(() =>
    Promise.all(
      [...document.querySelectorAll('main img')]
        .filter((image) => image.getBoundingClientRect().top < innerHeight)
        .map((image) => image.decode()),
    ),
  );

for (const screen of [DESKTOP, PHONE]) {
  test(`on ${screen.width} px a visitor finds a market full of books`, async (t) => {
    const guest = await visitor(t, { screen });
    const { page } = guest;
    await guest.goto('#/posts');
    await guest.settled();
    assert.match(await page.locator('.post-title').first().textContent(), /^미적분학 3판/);
    // Those within a screen and a half; there are more.
    assert.ok((await page.locator('.post-card').count()) >= 12);
    await shown(page);
    if (screen === DESKTOP && process.env.GIRAFFE_README_PICTURE) {
      await page.screenshot({ path: join(root, 'tests/browser/market.jpg'), quality: 80 });
    }
    await guest.picture('demo-market');
  });
}

test('each account comes to its own books by the password that was printed', async (t) => {
  for (const { username, password } of accounts) {
    const client = new Client(server);
    (await client.post('/sessions', { username, password, transport: 'cookie' })).expect(201);
    const person = await visitor(t, { screen: PHONE });
    await person.signInAs({ username, client });
    await person.goto('#/me');
    await person.settled();
    await person.page.getByText(`@${username}`).first().waitFor();
    await person.page.locator('.post-card').first().waitFor();
    await shown(person.page);
    await person.picture(`demo-${username}`);
    await person.goto('#/chat');
    await person.settled();
    assert.ok((await person.page.locator('main a[href^="#/chat/"]').count()) >= 5);
    await person.picture(`demo-${username}-chat`);
    await person.page.locator('main a[href^="#/chat/"]').nth(2).click();
    await person.settled();
    await person.page.locator('.system-line').first().waitFor();
    await person.picture(`demo-${username}-room`);
  }
});
