// What a page costs on the wire, and how it comes onto the screen, told by the browser itself.
import { openBrowser, throttle } from './browser.mjs';

const QUIET_MS = 1500; // without a request the page has settled
/** Waits for news, so it never ends by itself. */
const isPoll = (url) => new URL(url).pathname === '/chat/events';

/**
 * Visits `place` twice: as somebody new, and once more.
 * @returns {Promise<{cold: Visit, warm: Visit}>}
 *
 * @typedef {object} Visit bytes and requests: until the first render, and until nothing more comes; times in ms
 * @property {{requests: number, bytes: number}} first
 * @property {{requests: number, bytes: number}} all
 * @property {number} fcp
 * @property {number} lcp
 * @property {number} cls
 * @property {number} tbt
 */
export async function visits(folder, market, place) {
  const { context, page } = await openBrowser(folder, market.origin, place.cookie);
  try {
    await page.addInitScript(observe);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await throttle(devtools);
    const wire = watchWire(devtools);
    const visit = async () => {
      wire.restart();
      await page.goto(`${market.origin}/${place.hash}`);
      await page.locator(place.loaded).first().waitFor({ timeout: 60_000 });
      await wire.quiet();
      const seen = await page.evaluate(() => globalThis.seen());
      const done = wire.finished();
      return {
        first: total(done.filter(({ at }) => at <= seen.fcp)),
        all: total(done),
        ...seen,
      };
    };
    const cold = await visit();
    await page.goto('about:blank');
    const warm = await visit();
    return { cold, warm };
  } finally {
    await context.close();
  }
}

const total = (requests) => ({
  requests: requests.length,
  bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** Follows the requests of a page. A time is counted from the first one, in ms. */
function watchWire(devtools) {
  let began = 0;
  let last = performance.now();
  let open = new Map();
  let done = [];
  devtools.on('Network.requestWillBeSent', ({ requestId, request, timestamp }) => {
    if (isPoll(request.url) || !request.url.startsWith('http')) return;
    began ||= timestamp;
    open.set(requestId, request.url);
    last = performance.now();
  });
  const end = ({ requestId, timestamp, encodedDataLength = 0 }) => {
    const url = open.get(requestId);
    if (!url) return;
    open.delete(requestId);
    done.push({ url, at: (timestamp - began) * 1000, bytes: encodedDataLength });
    last = performance.now();
  };
  devtools.on('Network.loadingFinished', end);
  devtools.on('Network.loadingFailed', end);
  return {
    restart() {
      began = 0;
      open = new Map();
      done = [];
    },
    /** What came, but for what the browser had and did not ask for. */
    finished: () => done.filter(({ bytes }) => bytes > 0),
    async quiet() {
      while (open.size > 0 || performance.now() - last < QUIET_MS)
        await new Promise((wake) => setTimeout(wake, 100));
    },
  };
}

/** Runs in the page, before its own scripts. */
function observe() {
  const marks = { fcp: 0, lcp: 0, cls: 0, tbt: 0 };
  const follow = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  follow('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') marks.fcp = entry.startTime;
  });
  follow('largest-contentful-paint', (entry) => {
    marks.lcp = entry.startTime;
  });
  follow('layout-shift', (entry) => {
    if (!entry.hadRecentInput) marks.cls += entry.value;
  });
  follow('longtask', (entry) => {
    marks.tbt += Math.max(0, entry.duration - 50);
  });
  globalThis.seen = () => marks;
}
