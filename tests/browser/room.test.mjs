// The finer points of a room: a long history, several tabs, Korean keyboards, and a deal that changes under one's hands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, useBrowser } from '../support/browser.mjs';
import { until } from '../support/patience.mjs';
import { act, buy, people, textMessage, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

/** A room of two, and its seller in front of it. */
async function room(t, { messages = 0, screen } = {}) {
  const [seller, buyer] = await people(server, 2, { transport: 'cookie' });
  const deal = await buy(buyer, await writePost(seller, { price: 15000 }), { offer: 12000 });
  for (let i = 1; i <= messages; i += 1) await say(buyer, deal, `메시지 ${i}번`);
  const window = await visitor(t, { screen });
  await window.signInAs(seller);
  const read = window.page.waitForResponse((answer) => answer.url().endsWith('/read'));
  await window.goto(`#/chat/${deal.room_id}`);
  const log = window.page.getByRole('log', { name: '대화 내용' });
  await log.getByRole('listitem').last().waitFor();
  await read;
  return { seller, buyer, deal, window, page: window.page, log };
}

const say = async (who, deal, text) =>
  (await who.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage(text))).expect(201).body;

const isAtEnd = (log) =>
  until(
    () => log.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight),
    (distance) => distance < 2,
  );

test('older messages come when one scrolls up, and what is read stays in its place', async (t) => {
  const { buyer, deal, page, log } = await room(t, { messages: 60, screen: PHONE });
  await log.getByText('메시지 60번').waitFor();
  await isAtEnd(log); // a room opens at its newest message

  // Scrolled and measured in one go, before the older ones can arrive.
  const before = await log.evaluate((it) => {
    it.scrollTop = 150;
    const [, , row] = it.querySelectorAll('.message');
    row.id = 'seen';
    return row.getBoundingClientRect().top;
  });
  await log.getByText('12,000원으로 네고 가능할까요?').waitFor({ state: 'attached' });
  await log.getByText('대화의 시작입니다.').waitFor({ state: 'attached' });
  const after = await page.locator('#seen').evaluate((row) => row.getBoundingClientRect().top);
  assert.ok(Math.abs(after - before) < 2, `${before} became ${after}`);

  await say(buyer, deal, '새 소식입니다');
  const news = page.getByRole('button', { name: '새 메시지 1개' });
  await news.waitFor();
  await news.click();
  await log.getByText('새 소식입니다').waitFor();
  await isAtEnd(log);
  await news.waitFor({ state: 'hidden' });
});

test('what is out of sight is not read, what is in sight is', async (t) => {
  const { seller, buyer, deal, page, log } = await room(t, { messages: 30, screen: PHONE });
  await log.evaluate((it) => {
    it.scrollTop = 0;
  });
  await page.getByRole('button', { name: '최근 메시지로' }).waitFor();
  const { seq } = await say(buyer, deal, '읽었나요?');
  await page.getByRole('button', { name: '새 메시지 1개' }).waitFor();
  const mine = async () => (await seller.client.get(`/chat/rooms/${deal.room_id}`)).expect(200).body;
  assert.equal((await mine()).last_read_seq, seq - 1);
  const marked = page.waitForResponse((answer) => answer.url().endsWith('/read'));
  await page.getByRole('button', { name: '새 메시지 1개' }).click();
  await marked;
  assert.equal((await mine()).last_read_seq, seq);
});

test('of several tabs one asks the server and tells the others; when it is closed another takes over', async (t) => {
  const { buyer, deal, window, page, log } = await room(t);
  const asking = new Set();
  window.context.on('request', (request) => {
    // A tab that has just come asks where the events stand; only one waits for them.
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/chat/events' && searchParams.has('after')) asking.add(request.frame().page());
  });
  const second = await window.newTab();
  await second.goto(`/#/chat/${deal.room_id}`);
  const secondLog = second.getByRole('log');
  await secondLog.getByText('12,000원으로 네고 가능할까요?').waitFor();
  await say(buyer, deal, '두 탭에');
  for (const one of [log, secondLog]) await one.getByText('두 탭에').waitFor();
  assert.deepEqual([...asking], [page]);

  await page.close();
  await say(buyer, deal, '남은 탭에');
  await secondLog.getByText('남은 탭에').waitFor();
  assert.ok(asking.has(second));
});

test('Enter sends, but not the Enter that ends a syllable; Shift+Enter begins a new line', async (t) => {
  const { window, page, log } = await room(t);
  const box = page.getByRole('textbox', { name: '메시지' });
  await box.focus();
  const keyboard = await window.context.newCDPSession(page);
  await keyboard.send('Input.imeSetComposition', { text: '책', selectionStart: 1, selectionEnd: 1 });
  await page.keyboard.press('Enter');
  await keyboard.send('Input.insertText', { text: '책' });
  assert.match(await box.inputValue(), /책/);
  await box.fill('첫 줄');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('둘째 줄');
  await page.keyboard.press('Enter');
  await log.getByText('첫 줄\n둘째 줄').waitFor();
  assert.equal(await log.locator('.mine').count(), 1);
  assert.equal(await box.inputValue(), '');
  assert.ok(await box.evaluate((it) => it === document.activeElement));
});

test('a message that is too long is kept and said to be so', async (t) => {
  const { page, log } = await room(t);
  const box = page.getByRole('textbox', { name: '메시지' });
  await box.fill('가'.repeat(2001));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('2,001자').waitFor();
  assert.equal((await box.inputValue()).length, 2001);
  await box.fill('가'.repeat(2000));
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await log.getByText('가'.repeat(2000)).waitFor();
});

test('a deal that changes while one answers is shown as it is now', async (t) => {
  const { buyer, deal, window, page } = await room(t);
  window.allow(/^409 POST \/deals\/\d+\/actions$/);
  await page.getByRole('button', { name: '네고 제안' }).click();
  await page.getByLabel('제안할 가격').fill('14,000');
  (await act(buyer, deal, 'withdraw')).expect(200);
  await page.getByRole('button', { name: '제안 보내기' }).click();
  await window.toast('그 사이 거래가 바뀌었습니다. 지금 상태를 확인해 주세요.');
  const bar = page.getByRole('region', { name: '거래' });
  await bar.getByText('취소됨').waitFor();
  assert.equal(await bar.getByRole('button').count(), 0);
});

test('what is being written stays while one looks elsewhere', async (t) => {
  const { page, log } = await room(t);
  await page.getByRole('textbox', { name: '메시지' }).fill('쓰다 만');
  await page.getByRole('link', { name: '마켓' }).first().click();
  await page.goBack();
  await log.getByText('12,000원으로 네고 가능할까요?').waitFor();
  assert.equal(await page.getByRole('textbox', { name: '메시지' }).inputValue(), '쓰다 만');
});

test('what was read stays read when an older answer comes after it', async (t) => {
  const { buyer, deal, window, page, log } = await room(t);
  await window.listening();
  await window.settled();
  const path = `**/chat/rooms/${deal.room_id}`;
  // The room is asked for because the deal has changed; its answer is overtaken by what the reading of that makes of it.
  let answered;
  const answer = new Promise((resolve) => {
    answered = resolve;
  });
  const marked = page.waitForResponse((response) => response.url().endsWith('/read'));
  await page.route(
    path,
    async (route) => {
      const response = await route.fetch();
      answered();
      await marked;
      await page.locator('room-list .room:not(.unread)').waitFor();
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.route(`${path}/read`, (route) => answer.then(() => route.continue()));
  const late = page.waitForResponse((response) => response.url().endsWith(`/chat/rooms/${deal.room_id}`));
  (await act(buyer, deal, 'withdraw')).expect(200);
  await (await late).finished();
  await log.getByText(window.t('chat.system-withdrawn', { who: window.t('chat.side-buyer') })).waitFor();
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  assert.equal(await page.locator('room-list .unread, [data-tab="chat"] .badge').count(), 0);
});
