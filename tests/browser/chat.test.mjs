// The chat when things are not as they should be: no network, a lost answer, an ended session, hostile text; and without
// a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { buy, PASSWORD, person, writePost } from '../support/people.mjs';
import { jpeg } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

/** A seller and a buyer with an open deal, the buyer's window at their room. */
async function room(t, { sellerName, screen = DESKTOP } = {}) {
  const seller = await person(server, {
    transport: 'cookie',
    ...(sellerName && { display_name: sellerName }),
  });
  const buyer = await person(server, { transport: 'cookie' });
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const window = await visitor(t, { screen });
  await window.signInAs(buyer);
  await window.goto(`#/chat/${deal.room_id}`);
  await line(window, '구매 가능할까요?').waitFor();
  return {
    seller,
    buyer,
    post,
    deal,
    window,
    page: window.page,
    path: `/chat/rooms/${deal.room_id}/messages`,
  };
}

const line = (who, text, page = who.page) => page.locator('.messages > li').filter({ hasText: text });

async function say(window, text) {
  await window.page.getByRole('textbox', { name: '메시지' }).fill(text);
  await window.page.keyboard.press('Enter');
}

/** How often the server has that message. */
async function stored(who, path, text) {
  const { items } = (await who.client.get(path)).expect(200).body;
  return items.filter(({ body }) => body === text).length;
}

test('a message written offline waits, is kept, and is sent once when the network is back', async (t) => {
  const { seller, window, page, path } = await room(t, { screen: PHONE });
  window.allow(/^net::ERR_INTERNET_DISCONNECTED/);
  await window.context.setOffline(true);
  await say(window, '지하철이라 늦을 것 같아요');
  await line(window, window.t('chat.waiting-network')).waitFor();
  await window.inspect('room-offline');
  assert.equal(await stored(seller, path, '지하철이라 늦을 것 같아요'), 0);

  await window.context.setOffline(false);
  await line(window, window.t('chat.waiting-network')).waitFor({ state: 'detached' });
  await page.reload();
  await line(window, '지하철이라 늦을 것 같아요').waitFor();
  assert.equal(await line(window, '지하철이라 늦을 것 같아요').count(), 1);
  assert.equal(await stored(seller, path, '지하철이라 늦을 것 같아요'), 1);
});

test('what waits survives the tab: another one sends it', async (t) => {
  const { seller, window, page, path } = await room(t);
  window.allow(/^net::ERR_INTERNET_DISCONNECTED/);
  await window.context.setOffline(true);
  await say(window, '나중에 보낼게요');
  await line(window, window.t('chat.waiting-network')).waitFor();
  const address = page.url();
  await page.close();
  await window.context.setOffline(false);
  const next = await window.newTab();
  await next.goto(address);
  await line(window, '나중에 보낼게요', next).waitFor();
  await next.locator('.message.pending').waitFor({ state: 'detached' });
  assert.equal(await stored(seller, path, '나중에 보낼게요'), 1);
});

test('an answer that is lost makes no second message', async (t) => {
  const { seller, window, page, path } = await room(t);
  window.allow(/^net::ERR_CONNECTION_RESET POST/);
  let lost = 0;
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await say(window, '한 번만 보내 주세요');
  await line(window, '한 번만 보내 주세요').waitFor();
  await page.locator('.message.pending').waitFor({ state: 'detached' });
  await say(window, '다음 말');
  await line(window, '다음 말').waitFor();
  await page.locator('.message.pending').waitFor({ state: 'detached' });
  assert.equal(lost, 1);
  assert.equal(await line(window, '한 번만 보내 주세요').count(), 1);
  assert.equal(await stored(seller, path, '한 번만 보내 주세요'), 1);
});

test('one who reads the newest message sees the next one, a photo too', async (t) => {
  const { seller, window, page, path } = await room(t, { screen: PHONE });
  for (let number = 1; number <= 12; number += 1) {
    const body = `${number}번째 이야기`;
    (await seller.client.post(path, { client_id: `story-${number}`, body })).expect(201);
  }
  await line(window, '12번째 이야기').waitFor();
  await page.locator('chat-composer input[type="file"]').setInputFiles({
    name: 'spot.jpg',
    mimeType: 'image/jpeg',
    buffer: jpeg(),
  });
  await page.locator('.message:not(.pending) .photo-button img').waitFor();
  (await seller.client.post(path, { client_id: 'last', body: '사진 잘 봤어요' })).expect(201);
  const last = line(window, '사진 잘 봤어요');
  await last.waitFor();
  await page.waitForFunction(() => {
    const log = document.querySelector('.log-scroll');
    return log.scrollHeight - log.clientHeight - log.scrollTop < 2;
  });
  await page.getByRole('button', { name: /새 메시지/ }).waitFor({ state: 'hidden' });
});

test('a session that is ended elsewhere leads to signing in, and from there back into the room', async (t) => {
  const { buyer, window, page } = await room(t);
  window.allow(/^401 /);
  (await buyer.client.delete('/sessions/current')).expect(204);
  await page.getByText('로그인하면 보던 곳으로 돌아갑니다.').waitFor();
  await page.getByLabel('아이디').fill(buyer.username);
  await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await line(window, '구매 가능할까요?').waitFor();
});

test('names, titles and messages in the chat are text, never run', async (t) => {
  const nasty = '<img src=x onerror=alert(1)>';
  const { seller, window, page, path } = await room(t, { sellerName: nasty });
  (await seller.client.post(path, { client_id: 'nasty', body: `<script>alert(1)</script>${nasty}` })).expect(
    201,
  );
  await line(window, '<script>alert(1)</script>').waitFor();
  await page.getByRole('heading', { name: nasty }).waitFor();
  await window.goto('#/chat');
  await page.locator('room-list').getByText(nasty).first().waitFor();
  assert.equal(await page.locator('main script, main img[src="x"]').count(), 0);
});

test('rooms that are missing or somebody else’s are not found', async (t) => {
  const { deal } = await room(t);
  const stranger = await visitor(t);
  await stranger.signInAs(await person(server, { transport: 'cookie' }));
  stranger.allow(/^404 GET \/chat\/rooms\/\d+$/);
  await stranger.goto('#/chat');
  await stranger.page.getByText('아직 채팅이 없습니다.').waitFor();
  await stranger.inspect('chat-empty');
  for (const id of [deal.room_id, 999999]) {
    await stranger.goto(`#/chat/${id}`);
    await stranger.page.getByText('채팅방을 찾을 수 없습니다!').waitFor();
  }
  await stranger.inspect('room-missing');
});
