// How evenly long pages scroll: the times between their frames while the browser's own gesture moves them, and while
// something happens in them.
import { filledMarket, startGiraffe } from '../processes.mjs';
import { openBrowser } from './browser.mjs';
import { slowPictures } from './slow_pictures.mjs';

const FRAME_MS = 1000 / 60;
const SENDERS = 32;
/** How long each photo takes to come. */
const PICTURE_MS = 1500;
/** As long as nothing comes over the network, the page is done with what it loads ahead. */
const QUIET_MS = 1500;
const PATIENCE_MS = 20_000;
const NO_FRAMES = 'the browser draws no frames any more';

/**
 * @typedef {{what: string, value: number, unit: string, goal?: {most: number}}} Figure
 * @typedef {{dropped: number, longest: number, shift: number, busy: number}} Smoothness frames that were due and not
 *   drawn, in percent; the longest, in ms; what moved by itself; for how much of the time the page's main thread had a
 *   processor, in percent, which other programs on the machine hardly change
 */

/** @param {string} what @param {Smoothness} frames @returns {Figure[]} */
const figures = (what, { dropped, longest, shift, busy }) => [
  { what: `${what}, frames not drawn`, value: dropped, unit: '%', goal: { most: 1 } },
  { what: `${what}, longest frame`, value: longest, unit: 'ms' },
  { what: `${what}, main thread`, value: busy, unit: '%' },
  { what: `${what}, layout shift`, value: shift, unit: '', goal: { most: 0.01 } },
];

/** Runs in the page. */
function startFrames() {
  const times = [];
  let going = true;
  const tick = (now) => {
    times.push(now);
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  let shift = 0;
  const shifts = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  });
  shifts.observe({ type: 'layout-shift' });
  globalThis.stopFrames = () => {
    going = false;
    shifts.disconnect();
    return { times, shift };
  };
}

/** Seconds of a processor that the main thread has used. */
async function mainThread(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/** @returns {Promise<Smoothness>} of the frames while `work` is done */
async function framesDuring(page, devtools, work) {
  await page.evaluate(startFrames);
  const used = await mainThread(devtools);
  const began = performance.now();
  await work();
  const busy = (100_000 * ((await mainThread(devtools)) - used)) / (performance.now() - began);
  const { times, shift } = await page.evaluate(() => globalThis.stopFrames());
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  const missed = gaps.map((gap) => Math.max(0, Math.round(gap / FRAME_MS) - 1)).reduce((a, b) => a + b, 0);
  return { dropped: (100 * missed) / (gaps.length + missed), longest: Math.max(...gaps), shift, busy };
}

/** Until the page has asked for nothing for a while: what it loads ahead for later pages has come. */
async function quiet(page) {
  await page.evaluate(
    ([quietMs, patienceMs]) =>
      new Promise((done) => {
        let timer = setTimeout(done, quietMs);
        const observer = new PerformanceObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, quietMs);
        });
        observer.observe({ type: 'resource' });
        setTimeout(done, patienceMs);
      }),
    [QUIET_MS, PATIENCE_MS],
  );
}

/**
 * Moves what is in the middle of the screen by so many pixels, upwards if positive, with the browser's own gesture. That
 * of a mouse: one of a finger does nothing where fingers are emulated.
 */
async function swipe(page, devtools, distance, speed = 3000) {
  const place = () =>
    page.evaluate(() => (document.querySelector('.log-scroll') ?? document.scrollingElement).scrollTop);
  const before = await place();
  const frames = await framesDuring(page, devtools, () =>
    devtools.send('Input.synthesizeScrollGesture', {
      x: 200,
      y: 400,
      yDistance: distance,
      speed,
      gestureSourceType: 'mouse',
      preventFling: true,
    }),
  );
  if ((await place()) === before) throw new Error('nothing was scrolled');
  return frames;
}

/** @returns {Promise<Figure[]>} */
export async function smoothnessOf(size, folder) {
  const plain = await inMarket(size, folder, 0, async (market) => [
    ...(await ofList(market, 'the list')),
    ...(await ofRoom(market, size)),
  ]);
  const slow = await inMarket(size, folder, size.listedPosts, (market) =>
    ofList(market, 'with slow pictures, the list'),
  );
  return [...plain, ...slow];
}

/**
 * Once in a hundred times Chromium, without a screen, stops drawing: no frame comes any more, while scripts go on. Then
 * once more, in another one.
 * @param {(market: {page, devtools, origin: string, pictures}) => Promise<Figure[]>} measure
 */
async function inMarket(size, folder, covers, measure, again = true) {
  const giraffe = await startGiraffe(await filledMarket(folder, size.listedPosts, 0, covers));
  const pictures = await slowPictures(giraffe.port, 'load-1');
  const origin = `http://127.0.0.1:${pictures.port}`;
  const { context, page } = await openBrowser(folder, origin, 'load-1');
  try {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return await measure({ page, devtools, origin, pictures });
  } catch (error) {
    if (!again || !String(error).includes(NO_FRAMES)) throw error;
  } finally {
    await context.close();
    pictures.stop();
    await giraffe.stop();
  }
  return inMarket(size, folder, covers, measure, false);
}

/** Runs in the page: loads the list to its end. */
async function loadWhole([patienceMs, noFrames]) {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const end = () => document.querySelector('.list-end');
  let height = 0;
  for (let since = performance.now(); end()?.querySelector('button'); await pause(20)) {
    scrollTo({ top: document.body.scrollHeight, behavior: 'instant' });
    if (document.body.scrollHeight !== height) since = performance.now();
    height = document.body.scrollHeight;
    if (performance.now() - since < patienceMs) continue;
    let frames = 0;
    const tick = () => requestAnimationFrame(() => ++frames && tick());
    tick();
    await pause(1000);
    throw new Error(frames === 0 ? noFrames : `the list has stopped at ${end()?.outerHTML}`);
  }
  scrollTo({ top: 0, behavior: 'instant' });
}

async function ofList({ page, devtools, origin, pictures }, name) {
  let listed = 0;
  page.on('response', async (answer) => {
    if (new URL(answer.url()).pathname === '/posts') listed += (await answer.json()).items.length;
  });
  await page.goto(`${origin}/#/posts`);
  await page.locator('.post-card a').first().waitFor();
  await page.evaluate(loadWhole, [PATIENCE_MS, NO_FRAMES]);
  await quiet(page);
  // Not before: the browser has six connections, and the next page of the list would wait for pictures.
  pictures.delay(PICTURE_MS);
  const what = `${name} of ${listed} posts`;
  return [
    ...figures(`${what}, down`, await swipe(page, devtools, -15_000)),
    ...figures(`${what}, up`, await swipe(page, devtools, 15_000)),
    ...figures(
      `${what}, typing in the search`,
      await framesDuring(page, devtools, async () => {
        await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
        await page.locator('#market-q').click();
        await page.keyboard.type('linear algebra', { delay: 60 });
      }),
    ),
    ...figures(
      `${what}, searched`,
      await framesDuring(page, devtools, async () => {
        await page.keyboard.press('Enter');
        await page.waitForURL(/q=/);
        await page.locator('post-list .post-card a, post-list .empty').first().waitFor();
      }),
    ),
  ];
}

async function ofRoom({ page, devtools, origin }, { roomMessages }) {
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
  const pages = await page.evaluate(async () => {
    const log = document.querySelector('.log-scroll');
    const times = [];
    let height = log.scrollHeight;
    for (let began = performance.now(); document.querySelector('.log-top button'); ) {
      log.scrollTop = log.scrollTop < 100 ? 100 : 0;
      await new Promise((done) => setTimeout(done, 10));
      if (log.scrollHeight === height) continue;
      height = log.scrollHeight;
      times.push(performance.now() - began);
      began = performance.now();
    }
    log.scrollTop = log.scrollHeight / 2;
    return times;
  });
  const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const what = `the room of ${roomMessages} messages`;
  const arrive = () =>
    framesDuring(page, devtools, async () => {
      for (let i = 0; i < 10; ++i) {
        await say(2);
        await page.waitForTimeout(150);
      }
    });
  const measured = [
    { what: `${what}, 50 older ones, at first`, value: middle(pages.slice(0, 20)), unit: 'ms' },
    { what: `${what}, 50 older ones, in the end`, value: middle(pages.slice(-20)), unit: 'ms' },
    ...figures(`${what}, down`, await swipe(page, devtools, -15_000)),
    ...figures(`${what}, up`, await swipe(page, devtools, 15_000)),
    ...figures(`${what}, 10 messages arrive out of sight`, await arrive()),
  ];
  await page.locator('.to-newest').click();
  return [...measured, ...figures(`${what}, 10 messages arrive at its end`, await arrive())];
}
