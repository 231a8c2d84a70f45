// What students are told of while they look at something else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, useBrowser } from '../support/browser.mjs';
import { buy, people, say, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

/** Two people, and a window in which the first looks at the market and is told of what happens. */
async function watching(t) {
  const [watcher, other] = await people(server, 2, { transport: 'cookie' });
  const window = await visitor(t, { screen: PHONE });
  await window.signInAs(watcher);
  const listening = window.page.waitForRequest((request) => request.url().includes('/chat/events?after='));
  await window.goto('#/posts');
  await listening;
  return { watcher, other, window, page: window.page };
}

test('a seller who looks elsewhere is told of a first request, and one press leads to it', async (t) => {
  const { watcher, other, window, page } = await watching(t);
  const post = await writePost(watcher, { price: 15000 });
  const deal = await buy(other, post, { offer: 12000 });
  const told = page.getByRole('link', { name: `${other.username}: 12,000원으로 네고 가능할까요?` });
  await told.waitFor();
  await window.inspect('market-request');
  assert.match(await page.title(), /^\(1\) 판매글 목록/);
  await told.click();
  await page.locator('.system-line').getByText('12,000원으로 네고 가능할까요?').waitFor();
  assert.equal(await page.evaluate(() => location.hash), `#/chat/${deal.room_id}`);
  assert.equal(await page.locator('.toast').count(), 0);
});

test('nobody is told of what they did themselves, in this window or on another device', async (t) => {
  const { watcher, other, page } = await watching(t);
  const deal = await buy(watcher, await writePost(other));
  await say(watcher, `/chat/rooms/${deal.room_id}`, '제가 쓴 말');
  await say(other, `/chat/rooms/${deal.room_id}`, '상대가 쓴 말');
  await page.getByRole('link', { name: `${other.username}: 상대가 쓴 말` }).waitFor();
  assert.equal(await page.locator('.toast').count(), 1);
});

test('what leads to a room is gone once one has come there another way', async (t) => {
  const { watcher, other, page } = await watching(t);
  const rooms = [];
  for (const title of ['가까운 책', '먼 책']) {
    const deal = await buy(other, await writePost(watcher, { title }));
    rooms.push(deal.room_id);
    await page.locator(`.toast a[href="#/chat/${deal.room_id}"]`).waitFor();
  }
  await page.evaluate((room) => {
    location.hash = `#/chat/${room}`;
  }, rooms[0]);
  await page.getByRole('heading', { name: other.username }).waitFor();
  assert.deepEqual(
    await page.locator('.toast a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    [`#/chat/${rooms[1]}`],
  );
});
