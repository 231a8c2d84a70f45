// Chromium as a phone: the same screen, network and processor that Lighthouse takes for one.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const PHONE = { width: 412, height: 823, scale: 1.75 };
/** Slow 4G. Bytes a second. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: (1638.4 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
};
const SLOWDOWN = 4; // of the processor

/**
 * A browser that has never been here, signed in if there is a cookie.
 * @param {string} folder for its profile
 * @param {string} origin
 * @param {string} [cookie]
 * @param {string[]} [switches]
 * @returns {Promise<{context: import('playwright-core').BrowserContext, page: import('playwright-core').Page, profile: string}>}
 */
export async function openBrowser(folder, origin, cookie, switches = []) {
  const profile = await mkdtemp(join(folder, 'profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
      '--disable-dev-shm-usage',
      ...switches,
    ],
    viewport: { width: PHONE.width, height: PHONE.height },
    deviceScaleFactor: PHONE.scale,
    isMobile: true,
    hasTouch: true,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  if (cookie) {
    await context.addCookies([
      { name: 'session', value: cookie, url: origin, httpOnly: true, sameSite: 'Lax' },
    ]);
    // The storage of a page is reached from a page, though not from one that loads the market's modules.
    await page.goto(`${origin}/favicon.svg`);
    await page.evaluate(() => localStorage.setItem('giraffe.signed-in', 'true'));
    await page.goto('about:blank');
  }
  return { context, page, profile };
}

/** @param {import('playwright-core').CDPSession} devtools */
export async function throttle(devtools) {
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}
