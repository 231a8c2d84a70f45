import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { coverHtml } from './cover.mjs';
import { designOf } from './designs.mjs';
import { backHtml, insideHtml } from './pages.mjs';
import { photoHtml } from './photo.mjs';
import { randomFrom } from './random.mjs';

// 81 photos are part of every checkout: together they stay under 1.4 MB.
const PHOTO_BYTES = 17_000;
const PHOTO_WIDTH = 510;
const PHOTO_HEIGHT = 680;
const SHEET_COLUMNS = 9;

const demo = join(dirname(fileURLToPath(import.meta.url)), '../../api/demo');
const covers = join(demo, 'covers');

const PRINTS = {
  front: (post, design, random) => coverHtml(post.book, design, random),
  inside: insideHtml,
  back: backHtml,
};
const SEEDS = { front: 1, inside: 2, back: 3 };

function kindOf(photo) {
  return /-(inside|back)\.jpg$/.exec(photo)?.[1] ?? 'front';
}

/** All copies of a book are printed alike; each lies somewhere else when its photo is taken. */
async function screenshot(page, post, photo) {
  const kind = kindOf(photo);
  const randomOf = ({ number }) => randomFrom(number * 7919 + SEEDS[kind]);
  const newest = posts.findLast((other) => other.book.title === post.book.title);
  const printing = randomOf(newest);
  const print = PRINTS[kind](post, designOf(post.book.title), printing);
  await page.setContent(photoHtml(post, kind, print, newest === post ? printing : randomOf(post)));
  await page.evaluate(() => document.fonts.ready);
  return page.screenshot({ type: 'png' });
}

// The best quality that stays under the limit, found by halving: photos differ too much for one quality to fit all.
// cjpeg (libjpeg-turbo-progs) and not the browser's own encoder, whose files are a third larger for the same picture.
async function toJpeg(page, png) {
  const pixels = await page.evaluate(
    async ({ data, width, height }) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, width, height);
      const rgba = context.getImageData(0, 0, width, height).data;
      let text = '';
      for (let at = 0; at < rgba.length; at += 4)
        text += String.fromCharCode(rgba[at], rgba[at + 1], rgba[at + 2]);
      return btoa(text);
    },
    { data: png.toString('base64'), width: PHOTO_WIDTH, height: PHOTO_HEIGHT },
  );
  const ppm = Buffer.concat([
    Buffer.from(`P6 ${PHOTO_WIDTH} ${PHOTO_HEIGHT} 255\n`),
    Buffer.from(pixels, 'base64'),
  ]);

  let [low, high, best] = [10, 90, null];
  while (low <= high) {
    const quality = Math.floor((low + high) / 2);
    const jpeg = execFileSync(
      'cjpeg',
      ['-quality', String(quality), '-progressive', '-optimize', '-sample', '2x2'],
      { input: ppm },
    );
    if (jpeg.length <= PHOTO_BYTES) [best, low] = [{ jpeg, quality }, quality + 1];
    else high = quality - 1;
  }
  if (!best)
    throw new Error(`a photo does not fit into ${PHOTO_BYTES} bytes at any quality worth looking at`);
  return best;
}

async function contactSheet(browser, posts, file) {
  const pictures = posts
    .flatMap((post) => post.photos)
    .map(
      (photo) =>
        `<img src="data:image/jpeg;base64,${readFileSync(join(covers, photo)).toString('base64')}" width="210" height="280">`,
    );
  const page = await browser.newPage({ viewport: { width: SHEET_COLUMNS * 214, height: 600 } });
  await page.setContent(
    `<style>body{margin:0;display:flex;flex-wrap:wrap;gap:4px}</style>${pictures.join('')}`,
  );
  await page.screenshot({ path: file, fullPage: true });
}

const args = process.argv.slice(2);
const sheet = args.includes('--sheet') ? args.splice(args.indexOf('--sheet'), 2)[1] : null;
const wanted = args.map(Number);

const { posts } = JSON.parse(readFileSync(join(demo, 'market.json'), 'utf8'));
mkdirSync(covers, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const stage = await browser.newPage({ viewport: { width: 600, height: 800 } });
  const press = await browser.newPage();
  for (const post of posts) {
    if (wanted.length && !wanted.includes(post.number)) continue;
    for (const photo of post.photos) {
      const { jpeg, quality } = await toJpeg(press, await screenshot(stage, post, photo));
      writeFileSync(join(covers, photo), jpeg);
      console.log(`${photo}  quality ${quality}, ${jpeg.length} bytes`);
    }
  }
  if (sheet)
    await contactSheet(
      browser,
      wanted.length ? posts.filter((post) => wanted.includes(post.number)) : posts,
      sheet,
    );
} finally {
  await browser.close();
}
