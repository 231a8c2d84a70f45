// People in front of a real browser: each with a context of their own (cookies, storage, language, screen), watched for
// everything that a user's console would complain about.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { freshName, PASSWORD } from './people.mjs';
import { en, ko } from './phrases.mjs';
import { root } from './server.mjs';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The request with which a browser waits for news. */
const isWaiting = (request) => /\/chat\/events\?.*\bwait=[1-9]/.test(request.url());
/** Runs in the page: waits until a list, which is drawn a few posts a frame as far as it is near the screen, stays as it is. */
export async function drawn() {
  let before = '';
  for (let same = 0; same < 10; ) {
    await new Promise((done) => requestAnimationFrame(done));
    const cards = [...document.querySelectorAll('.post-card')];
    const now = [scrollY, ...cards.map((card) => card.getAttribute('aria-posinset'))].join(' ');
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
const WAIT_MS = 30_000; // far more than anything takes; a page that is wrong stays wrong

/**
 * One Chromium for all tests of a file.
 * @param {import('./server.mjs').Server} server
 * @param {string[]} [switches] of its own
 */
export function useBrowser(server, switches = []) {
  let browser;
  before(async () => {
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [...SWITCHES, ...switches],
    });
  });
  after(() => browser?.close());
  return {
    /**
     * Somebody new, nobody yet to the market. When the test `t` ends the window closes, and what its console
     * complained about fails the test.
     * @param {import('node:test').TestContext} t
     * @param {{screen?: {width: number, height: number}, language?: 'ko' | 'en', dark?: boolean, unprotected?: boolean,
     *   scripts?: boolean}} [options] unprotected: the browser does not keep to the content security policy; scripts: false
     *   if it runs none
     */
    async visitor(t, options) {
      const visitor = new Visitor(browser, server, options);
      await visitor.enter();
      t.after(() => visitor.leave());
      return visitor;
    },
  };
}

export class Visitor {
  #browser;
  #server;
  #complaints = [];
  #left = false;
  /** The pages that wait for news: one of all tabs. */
  #listening = new Set();
  /** What the pages have asked for and not got yet, beside news. */
  #loading = new Set();
  /** @type {RegExp[]} */
  #allowed = [];
  /** @type {RegExp[]} */
  #tolerated = [];

  constructor(browser, server, options = {}) {
    const { screen = DESKTOP, language = 'ko', dark = false, unprotected = false, scripts = true } = options;
    this.#browser = browser;
    this.#server = server;
    this.screen = screen;
    this.language = language;
    this.dark = dark;
    this.unprotected = unprotected;
    this.scripts = scripts;
  }

  async enter() {
    const phone = this.screen.width < 760;
    this.context = await this.#browser.newContext({
      viewport: this.screen,
      locale: this.language === 'ko' ? 'ko-KR' : 'en-US',
      timezoneId: 'Asia/Seoul',
      colorScheme: this.dark ? 'dark' : 'light',
      hasTouch: phone,
      isMobile: phone,
      // Nothing moves, so that a picture or a measurement of colours never catches a half-faded element.
      reducedMotion: 'reduce',
      baseURL: this.#server.address,
      bypassCSP: this.unprotected,
      javaScriptEnabled: this.scripts,
    });
    this.context.setDefaultTimeout(WAIT_MS);
    this.context.on('page', (page) => this.#watch(page));
    this.page = await this.context.newPage();
  }

  #watch(page) {
    const complain = (text) => this.#complaints.push(text);
    page.on('pageerror', (error) => complain(`uncaught ${error.stack ?? error}`));
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      // Said better, with method and path, by the two below.
      if (message.text().startsWith('Failed to load resource')) return;
      complain(`console ${message.type()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() < 400) return;
      complain(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
    });
    page.on('close', () => this.#listening.delete(page));
    page.on('request', (request) => {
      if (isWaiting(request)) this.#listening.add(page);
      else this.#loading.add(request);
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#listening.delete(page);
    });
    for (const end of ['requestfinished', 'requestfailed'])
      page.on(end, (request) => this.#loading.delete(request));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      const { pathname } = new URL(request.url());
      // A page that is left ends its own requests; the icon is asked for whenever the browser likes.
      if (reason === 'net::ERR_ABORTED' || pathname === '/favicon.svg') return;
      complain(`${reason} ${request.method()} ${pathname}`);
    });
  }

  /**
   * What the console may say because the test provokes it, such as /^409 POST \/users$/. It must be said, too.
   * @param {...RegExp} patterns
   */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  /**
   * What the console may say or not, because it depends on what comes first.
   * @param {...RegExp} patterns
   */
  tolerate(...patterns) {
    this.#tolerated.push(...patterns);
  }

  /** Closes the window, and tells what the console complained about. */
  async leave() {
    if (this.#left) return;
    this.#left = true;
    await this.context.close();
    const known = [...this.#allowed, ...this.#tolerated];
    const unexpected = this.#complaints.filter((text) => !known.some((one) => one.test(text)));
    const unsaid = this.#allowed.filter((one) => !this.#complaints.some((text) => one.test(text)));
    assert.deepEqual(unexpected, [], 'the browser complained');
    assert.deepEqual(unsaid, [], 'the browser was expected to complain');
  }

  /** Another tab of the same person. */
  newTab() {
    return this.context.newPage();
  }

  /** Goes to a page of the market, such as '#/posts', in this person's language. */
  async goto(hash) {
    await this.page.goto(`/${hash}`);
    // The page before stays until this one is loaded; what index.html itself says in its place is in Korean.
    await this.page.evaluate(() => new Promise((done) => setTimeout(done)));
    await this.page.locator('main:not([aria-busy]):not(:has(> .starting))').waitFor();
    if (this.language === 'en' && (await this.page.locator('html').getAttribute('lang')) === 'ko') {
      await this.page.getByRole('button', { name: 'Switch to English' }).click();
      // Once the words have come the page is drawn anew, and what a test had the focus on is gone.
      await this.page.locator('html[lang="en"]').waitFor();
      await this.page.evaluate(() => new Promise((done) => setTimeout(done)));
    }
  }

  /**
   * Waits until the browser of somebody who is signed in hears news, and shows what it has loaded once more when it
   * began to. What happens before is in what its page loads, but nobody is told of it.
   * @param {(request: import('playwright-core').Request) => boolean} [counts] what it waits for, of what is being loaded
   */
  async listening(counts = () => true) {
    if (this.#listening.size === 0) await this.context.waitForEvent('request', { predicate: isWaiting });
    const end = Date.now() + WAIT_MS;
    while ([...this.#loading].some(counts) && Date.now() < end) await pause(20);
  }

  /**
   * Signs out on the page of one's profile, which is open. Not while the market begins to tell of news: what that asks for
   * would be refused once the session has ended, and the console would complain. A page may be held back by the test.
   */
  async signOut() {
    await this.listening((request) => request.resourceType() === 'fetch');
    await this.button('sign-out.action').click();
    this.#listening.clear();
  }

  /**
   * Waits until the list shows these titles, or so many: an address changes before what it leads to is shown.
   * @param {string[] | number} wanted
   */
  async lists(wanted, page = this.page) {
    const fits = (titles) =>
      Array.isArray(wanted) ? titles.join('\n') === wanted.join('\n') : titles.length === wanted;
    const titles = () => page.locator('.post-title').allTextContents();
    const end = Date.now() + WAIT_MS;
    let shown = await titles();
    while (!fits(shown) && Date.now() < end) shown = await page.evaluate(nextFrame).then(titles);
    assert.ok(fits(shown), `listed is ${JSON.stringify(shown)}`);
  }

  /** Signs up in the form, as somebody new does, and is signed in then. */
  async signUp(more = {}) {
    const { page } = this;
    this.username = more.username ?? freshName();
    this.displayName = more.displayName ?? '';
    await this.goto('#/sign-up');
    await page.locator('input[name="username"]').fill(this.username);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.locator('input[name="confirm_password"]').fill(PASSWORD);
    await page.locator('input[name="major"]').fill(more.major ?? '수학과');
    await page.locator('input[name="email"]').fill(`${this.username}@giraffe.example`);
    await page.locator('input[name="display_name"]').fill(this.displayName);
    await page.getByRole('button', { name: this.say('가입하기', 'Create my account') }).click();
    await this.toast(this.say('가입을 환영합니다!', 'Welcome!'));
  }

  /**
   * Signs in without the form, for tests about something else: the cookie of a session made over HTTP.
   * @param {{username: string, password: string, client: {cookie?: string}}} person made with `transport: 'cookie'`
   */
  async signInAs(person) {
    this.username = person.username;
    await this.context.addCookies([
      {
        name: 'session',
        value: person.client.cookie,
        url: this.#server.address,
        httpOnly: true,
        sameSite: 'Lax',
      },
    ]);
    await this.context.addInitScript((chosen) => {
      if (self.origin === 'null') return; // an empty tab, or one that was refused, has no storage
      localStorage.setItem('giraffe.signed-in', 'true');
      if (chosen === 'en') localStorage.setItem('giraffe.language', '"en"');
    }, this.language);
  }

  /** The phrase in this person's language. */
  say(korean, english) {
    return this.language === 'ko' ? korean : english;
  }

  /** The market's own phrase in this person's language, with `{name}` filled in: `t('deal.accept')`. */
  t(key, values = {}) {
    const phrase = { ko, en }[this.language][key];
    assert.ok(phrase, `there is no phrase ${key}`);
    const text = typeof phrase === 'string' ? phrase : phrase[values.count === 1 ? 'one' : 'other'];
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** An amount as this person's market writes it. */
  won(amount) {
    return this.language === 'ko' ? `${amount.toLocaleString('ko-KR')}원` : `₩${amount.toLocaleString('en')}`;
  }

  /** A button by its phrase. */
  button(key, page = this.page) {
    return page.getByRole('button', { name: this.t(key), exact: true });
  }

  /** Waits until that news is shown. */
  async toast(text) {
    await this.page.locator('.toast', { hasText: text }).first().waitFor();
  }

  /** Waits until the page has everything it asked for: no placeholder is left. */
  async settled(page = this.page) {
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    await page.waitForFunction(() => !document.querySelector('main[aria-busy], main .skeleton'));
  }

  /**
   * Judges the page as it is now, in light and in dark: no violation of accessibility that axe can find, nothing
   * wider than the screen.
   * @param {string} name of the page, for the message
   */
  async inspect(name, page = this.page) {
    const schemes = this.dark ? ['light', 'dark'] : ['dark', 'light'];
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      // The other scheme's colours come with the next frames, by transitions however short; axe would judge a mixture.
      await page.evaluate(async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        await frame();
        const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
        await Promise.allSettled(transitions.map((one) => one.finished));
        await frame();
      });
      // `preload`: it would fetch the styles once more, which fails without a network, for a rule that is not asked for.
      const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ preload: false });
      // Nothing but the colours differs between the two.
      if (scheme !== schemes[0]) axe.withRules(['color-contrast']);
      const { violations } = await axe.analyze();
      const told = violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`,
      );
      assert.deepEqual(told, [], `axe on ${name} (${this.language}, ${this.screen.width}px, ${scheme})`);
    }
    await this.picture(name, page);
    const [wide, room] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    assert.ok(wide <= room, `${name} is ${wide}px wide on a screen of ${room}px`);
  }

  /** Keeps a picture of the page in the folder GIRAFFE_PICTURES, if that is set: to look at, not to compare. */
  async picture(name, page = this.page) {
    const folder = process.env.GIRAFFE_PICTURES;
    if (!folder) return;
    mkdirSync(`${root}${folder}`, { recursive: true });
    const file = `${name}-${this.screen.width}-${this.language}`.replaceAll(/[^\p{L}\p{N}-]+/gu, '-');
    await page.screenshot({ path: `${root}${folder}/${file}.png`, fullPage: true });
  }
}
