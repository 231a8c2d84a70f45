// A list is drawn a few posts at a time, and only what is near the screen stays in it: nobody should notice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, drawn, PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

const POSTS = 50;

/** Runs in the page: the places in the list of the cards that are seen, and where the first of them stands. */
function seen() {
  const cards = [...document.querySelectorAll('.post-card')].filter((card) => {
    const { top, bottom } = card.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return {
    places: cards.map((card) => Number(card.getAttribute('aria-posinset'))),
    top: cards[0]?.getBoundingClientRect().top,
  };
}

/** Runs in the page: adds up what moves by itself. */
function watchShifts() {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: 'layout-shift' });
}

let written = false;

/** The posts of both screens. */
async function fill() {
  if (written) return;
  written = true;
  const seller = await person(server);
  for (let i = 0; i < POSTS; ++i) await writePost(seller);
}

/** @returns {Promise<boolean>} whether it is on the screen */
async function isSeen(locator, screen) {
  return (await locator.isVisible()) && (await locator.boundingBox()).y < screen.height;
}

for (const screen of [PHONE, DESKTOP]) {
  test(`a long list has no gaps down to its end and back, and nothing moves by itself, ${screen.width} px`, async (t) => {
    await fill();
    const { page } = await visitor(t, { screen });
    await page.addInitScript(watchShifts);
    await page.goto('/#/posts?sort=newest');
    await page.locator('.post-card a').first().waitFor();

    const end = page.locator('.list-end p');
    let last = 0;
    for (let tries = 0; !(await isSeen(end, screen)); ++tries) {
      assert.ok(tries < 200, `the list stops after ${last}`);
      await page.mouse.wheel(0, 400);
      await page.evaluate(drawn);
      const { places } = await page.evaluate(seen);
      if (places.length === 0) continue;
      assert.deepEqual(
        places,
        places.map((_, i) => places[0] + i),
        'a gap in what is seen',
      );
      assert.ok(places[0] <= last + 1, `nothing between ${last} and ${places[0]}`);
      last = Math.max(last, places.at(-1));
    }
    assert.equal(last, POSTS);
    const below = await end.boundingBox();
    const card = await page.locator('.post-card').last().boundingBox();
    assert.ok(below.y >= card.y + card.height, 'the end stands among the posts');

    // A post from the middle, and back to the same place.
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight / 2, behavior: 'instant' }));
    await page.evaluate(drawn);
    const left = await page.evaluate(seen);
    // Not with the mouse, for which it would be scrolled to.
    await page.locator(`[aria-posinset="${left.places[1]}"] a`).evaluate((link) => link.click());
    await page.locator('.post-details').waitFor();
    await page.goBack();
    await page.locator('.post-card a').first().waitFor();
    await page.evaluate(drawn);
    const after = await page.evaluate(seen);
    assert.deepEqual(after.places, left.places);
    assert.ok(Math.abs(after.top - left.top) <= 1, `${left.top} was ${after.top} after coming back`);

    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await page.evaluate(drawn);
    assert.equal((await page.evaluate(seen)).places[0], 1);
    assert.equal(await page.evaluate(() => globalThis.shifted), 0);
  });
}
