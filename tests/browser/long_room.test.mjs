// A room with a long history: only what is near the screen is in the document, and all of it is there when one looks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { until } from '../support/patience.mjs';
import { buy, people, textMessage, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

const MESSAGES = 600;
/** More rows than that are never drawn at once: those of the screen, and a screen and a half on both sides, in whole chunks. */
const MOST = 300;

for (const screen of [PHONE, DESKTOP]) {
  test(`600 messages are scrolled through up and down, and each stands in its place (${screen.width}px)`, async (t) => {
    const [seller, buyer] = await people(server, 2, { transport: 'cookie' });
    const deal = await buy(buyer, await writePost(seller, { price: 15000 }));
    for (let i = 1; i <= MESSAGES; i += 1)
      (await buyer.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage(`메시지 ${i}번`))).expect(
        201,
      );
    const window = await visitor(t, { screen });
    await window.signInAs(seller);
    await window.goto(`#/chat/${deal.room_id}`);
    const { page } = window;
    const log = page.getByRole('log');
    const said = (number) => log.getByText(new RegExp(`메시지 ${number}번$`));
    await said(MESSAGES).waitFor();

    const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    /** The numbers of those that are drawn, in their order, held against each other. */
    const drawn = async () => {
      const numbers = await log
        .locator('.message .bubble')
        .evaluateAll((rows) => rows.map((row) => Number(/메시지 (\d+)번/.exec(row.textContent)[1])));
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      );
      assert.equal(new Set(numbers).size, numbers.length);
      assert.ok(numbers.length <= MOST, `${numbers.length} rows are drawn`);
      return numbers;
    };
    /** The number of what stands in the middle of the log, and how far from the end of all that is. */
    const middle = () =>
      log.evaluate((it) => {
        const { top, height } = it.getBoundingClientRect();
        const row = [...it.querySelectorAll('.message')].find(
          (one) => one.getBoundingClientRect().bottom > top + height / 2,
        );
        return {
          number: Number(/메시지 (\d+)번/.exec(row?.textContent ?? '')?.[1]),
          below: it.scrollHeight - it.scrollTop,
        };
      });

    const places = new Map();
    const beginning = log.getByText('대화의 시작입니다.');
    for (const end = Date.now() + 60_000; !(await beginning.count()) && Date.now() < end; ) {
      await log.evaluate((it) => it.scrollBy(0, -200));
      await frame();
      const { number, below } = await middle();
      places.set(below, number);
      await drawn();
    }
    assert.equal(await beginning.count(), 1);
    assert.ok(places.size > 50);
    await log.evaluate((it) => it.scrollTo(0, 0));
    await said(1).waitFor();
    assert.ok(!(await drawn()).includes(MESSAGES), 'the newest one is taken out');

    // Back down, a screen at a time: each is where it was on the way up.
    let compared = 0;
    for (const [below, number] of [...places].filter((_, i) => i % 10 === 0)) {
      await log.evaluate((it, to) => it.scrollTo(0, it.scrollHeight - to), below);
      await said(number).waitFor();
      await until(middle, (now) => now.number === number);
      compared += 1;
    }
    assert.ok(compared > 5);

    // What comes meanwhile stands at the end, and one press leads there.
    await log.evaluate((it) => it.scrollTo(0, 0));
    await said(1).waitFor();
    (await buyer.client.post(`/chat/rooms/${deal.room_id}/messages`, textMessage('메시지 601번'))).expect(
      201,
    );
    await page.getByRole('button', { name: window.t('chat.new-messages', { count: 1 }) }).click();
    await said(601).waitFor();
    await until(
      () => log.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight),
      (distance) => distance < 2,
    );
    await drawn();
    await window.inspect('long-room');
  });
}
