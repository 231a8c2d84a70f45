// A book's barcode before the camera: read in the write form and in search, by the library and by the browser itself.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { photoOf, withCheckDigit, writeVideo } from '../support/barcode.mjs';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'giraffe-scan-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const video = join(folder, 'camera.y4m');

const server = useServer();
// One camera for all: what it shows is written before it is started.
const { visitor } = useBrowser(server, [
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${video}`,
]);

const ISBN = '9788932473901';
const OTHER = '9780262033848';

/** Somebody whose camera sees that barcode, and may be used. */
async function withCamera(t, sees, options) {
  writeVideo(video, sees);
  const student = await visitor(t, options);
  await student.context.grantPermissions(['camera'], { origin: server.address });
  return student;
}

async function writing(t, sees, options) {
  const student = await withCamera(t, sees, options);
  await student.signInAs(await person(server, { transport: 'cookie' }));
  await student.goto('#/posts/new');
  await student.page.locator('summary').click();
  return student;
}

const dialogOf = (student) => student.page.getByRole('dialog', { name: student.t('scan.title') });
const isbnBox = (student) => student.page.locator('input[name="isbn"]');
const scan = (student) => student.button('scan.title').click();
const told = (student, key) =>
  dialogOf(student)
    .getByRole('status')
    .filter({ hasText: student.t(key) })
    .waitFor();
/** How many cameras are on, as the page sees it. */
const countCameras = (student) =>
  student.context.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    window.tracks = [];
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      window.tracks.push(...stream.getTracks());
      return stream;
    };
  });
const camerasOn = (student) =>
  student.page.evaluate(() => window.tracks.filter(({ readyState }) => readyState === 'live').length);

/** It goes off with the event that tells of it, which comes a moment later. */
const cameraOff = (student) =>
  student.page.waitForFunction(() => window.tracks.every(({ readyState }) => readyState !== 'live'));

for (const [name, look] of [
  ['straight', {}],
  ['turned a little, blurred and noisy', { degrees: 7, blur: 2, noise: 25 }],
  ['upside down', { degrees: 183 }],
  ['upright', { degrees: 92, module: 3 }],
  ['small', { module: 2 }],
  ['out of focus', { module: 3.5, blur: 3, noise: 25 }],
  ['with an add-on of five digits', { addOn: '03810', module: 3 }],
]) {
  test(`the write form takes the ISBN from a barcode: ${name}`, async (t) => {
    const student = await writing(t, { digits: ISBN, ...look });
    await student.page.evaluate(() => {
      window.heard = [];
      const input = document.querySelector('input[name="isbn"]');
      for (const type of ['input', 'change']) input.addEventListener(type, () => window.heard.push(type));
    });
    await scan(student);
    await student.toast(student.t('scan.found', { isbn: ISBN }));
    assert.equal(await isbnBox(student).inputValue(), ISBN);
    assert.deepEqual(await student.page.evaluate(() => window.heard), ['input', 'change']);
    await dialogOf(student).waitFor({ state: 'detached' });
    assert.equal(
      await student.page.evaluate(() => document.activeElement.hasAttribute('data-scan')),
      true,
      'the focus is back where it was',
    );
  });
}

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`search by a barcode lists that book, or offers to sell one (${screen.width}px)`, async (t) => {
    const seller = await person(server, { transport: 'cookie' });
    await writePost(seller, { title: '바로 그 책', book: { title: '미적분학', isbn: OTHER } });
    await writePost(seller, { title: '다른 책' });
    const student = await withCamera(t, { digits: OTHER }, { screen, language });
    await student.goto('#/posts');
    await student.settled();
    await scan(student);
    await student.page.waitForURL(/isbn=9780262033848/);
    await student.settled();
    await student.page.getByRole('link', { name: '바로 그 책' }).first().waitFor();
    assert.equal(await student.page.getByRole('link', { name: '다른 책' }).count(), 0);
    await student.inspect('scan-found');

    writeVideo(video, { digits: ISBN });
    await scan(student);
    await student.page.waitForURL(/isbn=9788932473901/);
    await student.settled();
    await student.page.getByText(student.t('market.no-match'), { exact: true }).waitFor();
    await student.inspect('scan-nothing-found');
    await student.signInAs(seller);
    await student.page.reload();
    await student.settled();
    await student.page.getByRole('link', { name: student.t('market.write-isbn') }).click();
    await isbnBox(student).waitFor();
    assert.equal(await isbnBox(student).inputValue(), ISBN);
    await student.page.goBack();
    await student.page
      .getByRole('link', {
        name: student.t('filter.remove', { name: student.t('filter.is-isbn', { name: ISBN }) }),
      })
      .click();
    await student.page.getByRole('link', { name: '다른 책' }).first().waitFor();
  });

  test(`the dialog says what to do, by keyboard and to screen readers (${screen.width}px)`, async (t) => {
    const student = await writing(t, { digits: withCheckDigit('880123456789') }, { screen, language });
    await student.button('scan.title').focus();
    await student.page.keyboard.press('Enter');
    await told(student, 'scan.no-isbn');
    assert.ok(await dialogOf(student).locator('video').isVisible());
    assert.ok(await student.button('scan.torch').isHidden(), 'this camera has no light');
    await student.inspect('scan-dialog');
    await student.page.keyboard.press('Escape');
    await dialogOf(student).waitFor({ state: 'detached' });
    assert.equal(await isbnBox(student).inputValue(), '', 'another product is no book');
  });

  test(`who allows no camera is told so, and reads a photo instead (${screen.width}px)`, async (t) => {
    const student = await visitor(t, { screen, language });
    await student.goto('#/posts');
    await student.settled();
    await scan(student);
    await told(student, 'scan.denied');
    assert.ok(await dialogOf(student).locator('video').isHidden());
    await student.inspect('scan-denied');
    const choose = async (file) => {
      const chooser = student.page.waitForEvent('filechooser');
      await student.button('scan.from-photo').click();
      await (await chooser).setFiles(file);
    };
    await choose({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') });
    await told(student, 'scan.no-photo');
    const photo = (options) => ({ name: 'a.png', mimeType: 'image/png', buffer: photoOf(options) });
    await choose(photo({ digits: ISBN, module: 0.4 }));
    await told(student, 'scan.not-in-photo');
    await choose(photo({ digits: withCheckDigit('400638133393') }));
    await told(student, 'scan.no-isbn');
    await choose(photo({ digits: ISBN, width: 1600, height: 1200, module: 8, degrees: 5 }));
    await student.page.waitForURL(/isbn=9788932473901/);
  });
}

test('no camera, one in use, and a page that did not come by https are told apart', async (t) => {
  for (const [key, spoil] of [
    [
      'scan.missing',
      () =>
        (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))),
    ],
    [
      'scan.busy',
      () =>
        (navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException('', 'NotReadableError'))),
    ],
    ['scan.insecure', () => Object.defineProperty(window, 'isSecureContext', { value: false })],
  ]) {
    const student = await withCamera(t, { digits: ISBN });
    await student.context.addInitScript(spoil);
    await student.goto('#/posts');
    await scan(student);
    await told(student, key);
    await student.leave();
  }
});

test('the camera is on only while its picture is looked at', async (t) => {
  const student = await withCamera(t, { digits: withCheckDigit('880123456789') });
  await countCameras(student);
  await student.goto('#/posts');
  await student.settled();
  await scan(student);
  await told(student, 'scan.no-isbn');
  assert.equal(await camerasOn(student), 1);
  await student.page.keyboard.press('Escape');
  await cameraOff(student); // closed

  await scan(student);
  await told(student, 'scan.no-isbn');
  await student.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await cameraOff(student); // another tab
  await student.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await student.page.waitForFunction(() => window.tracks.some(({ readyState }) => readyState === 'live'));
  await student.page.evaluate(() => {
    location.hash = '#/welcome';
  });
  await dialogOf(student).waitFor({ state: 'detached' });
  await cameraOff(student); // another page
});

test('a browser that reads barcodes itself loads no library', async (t) => {
  const student = await withCamera(t, { digits: ISBN });
  await student.context.addInitScript((isbn) => {
    const says = [[], [isbn.replace(/1$/, '2')], [isbn, '8801234567893'], [], [isbn]];
    window.BarcodeDetector = class {
      static getSupportedFormats = () => Promise.resolve(['qr_code', 'ean_13']);
      constructor({ formats }) {
        if (formats.join() !== 'ean_13') throw new TypeError('formats');
      }
      detect(picture) {
        if (!(picture instanceof HTMLVideoElement)) throw new TypeError('picture');
        return Promise.resolve((says.shift() ?? []).map((rawValue) => ({ rawValue })));
      }
    };
  }, ISBN);
  const asked = [];
  student.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await student.goto('#/posts');
  await scan(student);
  await student.page.waitForURL(/isbn=9788932473901/);
  assert.ok(!asked.includes('/vendor/zxing.js'));
});

test('a browser whose own reader knows no books, or breaks, uses the library', async (t) => {
  for (const formats of [['qr_code'], null]) {
    const student = await withCamera(t, { digits: ISBN });
    await student.context.addInitScript((known) => {
      window.BarcodeDetector = {
        getSupportedFormats: () => (known ? Promise.resolve(known) : Promise.reject(new TypeError())),
      };
    }, formats);
    await student.goto('#/posts');
    const loaded = student.page.waitForRequest(/\/vendor\/zxing\.js$/);
    await scan(student);
    await loaded;
    await student.page.waitForURL(/isbn=9788932473901/);
    await student.leave();
  }
});

test('the library is loaded when it is needed, and when it cannot be, that is told and the camera goes off', async (t) => {
  const student = await withCamera(t, { digits: ISBN });
  await countCameras(student);
  const asked = [];
  student.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await student.goto('#/posts');
  await student.settled();
  assert.ok(!asked.includes('/vendor/zxing.js'));
  await student.page.route('**/vendor/zxing.js', (route) => route.fulfill({ status: 404 }));
  student.allow(/^404 GET \/vendor\/zxing\.js$/);
  await scan(student);
  await told(student, 'scan.no-reader');
  assert.equal(await camerasOn(student), 0);
});
