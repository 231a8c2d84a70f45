// How evenly long pages scroll: the times between their frames while the browser's own gesture moves them, and while
// something happens in them.
import { filledMarket, startGiraffe } from '../processes.mjs';
import { openBrowser } from './browser.mjs';

const FRAME_MS = 1000 / 60;
const SENDERS = 32;

/** @typedef {{dropped: number, longest: number}} Smoothness frames that were due and not drawn, in percent; the longest, in ms */

/** Runs in the page. */
function startFrames() {
  const times = [];
  let going = true;
  const tick = (now) => {
    times.push(now);
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  globalThis.stopFrames = () => {
    going = false;
    return times;
  };
}

/** @returns {Promise<Smoothness>} of the frames while `work` is done */
async function framesDuring(page, work) {
  await page.evaluate(startFrames);
  await work();
  const times = await page.evaluate(() => globalThis.stopFrames());
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  const missed = gaps.map((gap) => Math.max(0, Math.round(gap / FRAME_MS) - 1)).reduce((a, b) => a + b, 0);
  return { dropped: (100 * missed) / (gaps.length + missed), longest: Math.max(...gaps) };
}

/** Moves the middle of the screen by so many pixels: upwards if positive, as a finger does. */
const swipe = (page, devtools, distance, speed = 3000) =>
  framesDuring(page, () =>
    devtools.send('Input.synthesizeScrollGesture', {
      x: 200,
      y: 400,
      yDistance: distance,
      speed,
      gestureSourceType: 'touch',
      preventFling: true,
    }),
  );

/** @returns {Promise<[string, Smoothness][]>} what was measured, in words */
export async function smoothnessOf(size, folder) {
  const giraffe = await startGiraffe(await filledMarket(folder, size.listedPosts, 0, 0));
  const origin = `http://127.0.0.1:${giraffe.port}`;
  const { context, page } = await openBrowser(folder, origin, 'load-1');
  try {
    const devtools = await context.newCDPSession(page);
    return [...(await ofList(page, devtools, origin)), ...(await ofRoom(page, devtools, origin, size))];
  } finally {
    await context.close();
    await giraffe.stop();
  }
}

async function ofList(page, devtools, origin) {
  await page.goto(`${origin}/#/posts`);
  await page.locator('.post-card a').first().waitFor();
  const listed = await page.evaluate(async () => {
    while (document.querySelector('.list-end button')) {
      scrollTo({ top: document.body.scrollHeight, behavior: 'instant' });
      await new Promise((done) => setTimeout(done, 20));
    }
    scrollTo({ top: 0, behavior: 'instant' });
    return document.querySelectorAll('.post-card').length;
  });
  const what = `the list of ${listed} posts`;
  return [
    [`${what}, down`, await swipe(page, devtools, -15_000)],
    [`${what}, up`, await swipe(page, devtools, 15_000)],
    [
      `${what}, typing in the search`,
      await framesDuring(page, async () => {
        await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
        await page.locator('#market-q').click();
        await page.keyboard.type('linear algebra', { delay: 60 });
      }),
    ],
  ];
}

async function ofRoom(page, devtools, origin, { roomMessages }) {
  let sent = 0;
  const say = async (user) => {
    const number = sent++;
    const answer = await fetch(`${origin}/chat/rooms/1/messages`, {
      method: 'POST',
      headers: { Authorization: `Bearer load-${user}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: `page-${number}`,
        body: `${number} ${'책 아직 있나요? '.repeat(1 + (number % 5))}`,
      }),
    });
    if (answer.status !== 201) throw new Error(`a message was answered ${answer.status}`);
  };
  const sender = async () => {
    while (sent < roomMessages) await say(1 + (Math.floor(sent / 3) % 2));
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));

  await page.goto(`${origin}/#/chat/1`);
  await page.locator('.message').first().waitFor();
  // All the way back, as far as there is anything.
  await page.evaluate(async () => {
    const log = document.querySelector('.log-scroll');
    while (document.querySelector('.log-top button')) {
      log.scrollTop = log.scrollTop < 100 ? 100 : 0;
      await new Promise((done) => setTimeout(done, 10));
    }
    log.scrollTop = log.scrollHeight / 2;
  });
  const what = `the room of ${roomMessages} messages`;
  const arrive = () =>
    framesDuring(page, async () => {
      for (let i = 0; i < 10; ++i) {
        await say(2);
        await page.waitForTimeout(150);
      }
    });
  const measured = [
    [`${what}, down`, await swipe(page, devtools, -15_000)],
    [`${what}, up`, await swipe(page, devtools, 15_000)],
    [`${what}, 10 messages arrive out of sight`, await arrive()],
  ];
  await page.locator('.to-newest').click();
  measured.push([`${what}, 10 messages arrive at its end`, await arrive()]);
  return measured;
}
