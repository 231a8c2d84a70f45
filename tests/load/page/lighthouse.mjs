// Lighthouse as it judges a page on a phone: slow 4G and a processor a quarter as fast, both computed from one load.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/**
 * @returns {Promise<{scores: Record<string, number>, times: Record<string, number>}>} scores of 100; times in ms
 */
export async function judge(folder, market, place) {
  const { default: lighthouse } = await import('lighthouse');
  const { context, profile } = await openBrowser(folder, market.origin, place.cookie, [
    '--remote-debugging-port=0',
  ]);
  try {
    // Playwright steers the browser through a pipe; Lighthouse comes to the port that it wrote down.
    const port = Number.parseInt(await readFile(join(profile, 'DevToolsActivePort'), 'utf8'), 10);
    const { lhr } = await lighthouse(`${market.origin}/${place.hash}`, {
      port,
      onlyCategories: CATEGORIES,
      disableStorageReset: true, // the session stays; the profile is new, so nothing is cached
      logLevel: 'error',
      output: 'json',
    });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const number = (id) => lhr.audits[id].numericValue;
    return {
      scores: Object.fromEntries(CATEGORIES.map((id) => [id, lhr.categories[id].score * 100])),
      times: {
        fcp: number('first-contentful-paint'),
        lcp: number('largest-contentful-paint'),
        si: number('speed-index'),
        tbt: number('total-blocking-time'),
        cls: number('cumulative-layout-shift'),
      },
    };
  } finally {
    await context.close();
  }
}
