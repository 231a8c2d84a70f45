import { loadWords, WORDS } from './i18n.js';
import { NetworkError } from './problem.js';

/**
 * What a page needs before it is shown. The pages that people come in by name what they need of the words and the
 * styles (`Route.first`), so that a phone on a slow network shows them soon. All the rest comes behind the first page;
 * whatever else is opened waits for that, and needs to name nothing.
 */

/** In the order of the cascade. What index.html has itself is there already. */
const STYLES = [
  'base',
  'layout',
  'components',
  'forms',
  'users',
  'reviews',
  'post-cards',
  'photos',
  'market',
  'posts',
  'scan',
  'books',
  'deals',
  'meeting',
  'messages',
  'chat',
  'alerts',
  'safety',
  'own-data',
  'blocks',
  'moderation',
  'operations',
];

/** Of every page. */
const FRAME = ['components', 'forms'];

/** @type {Map<string, Promise<HTMLLinkElement>>} */
const sheets = new Map();

/**
 * @param {string} name
 * @returns {HTMLLinkElement | null}
 */
const linkOf = (name) => document.head.querySelector(`link[rel="stylesheet"][href$="/${name}.css"]`);

const UNUSED = 'not all';

/**
 * Fetches a sheet that is not used yet: whenever one comes into use, the whole page is laid out anew.
 * @param {string} name
 */
function fetchSheet(name) {
  const known = sheets.get(name);
  if (known) return known;
  /** @type {Promise<HTMLLinkElement>} */
  const fetched = new Promise((done, fail) => {
    const there = linkOf(name);
    if (there) return done(there);
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.media = UNUSED;
    link.href = new URL(`../styles/${name}.css`, import.meta.url).href;
    link.onload = () => done(link);
    link.onerror = () => {
      sheets.delete(name);
      link.remove();
      fail(new NetworkError());
    };
    const after = STYLES.slice(STYLES.indexOf(name) + 1).map(linkOf);
    document.head.insertBefore(link, after.find(Boolean) ?? null);
  });
  sheets.set(name, fetched);
  return fetched;
}

/** @param {readonly string[]} names */
export async function loadStyles(names) {
  // Plain is better than not at all; the next page tries again.
  const links = await Promise.all(names.map((name) => fetchSheet(name).catch(() => null)));
  for (const link of links) if (link?.media === UNUSED) link.media = 'all';
}

/** What stands around every page. Plain is better than not at all; wordless is not. */
export async function prepareFrame() {
  await Promise.all([loadStyles(FRAME), loadWords('app')]);
}

/** All words and all styles. */
async function loadRest() {
  await Promise.all([loadStyles(STYLES), loadWords(...WORDS)]);
}

/**
 * A module that is imported when somebody wants what it does. Throws NetworkError when it does not come.
 * @template T
 * @param {() => Promise<T>} load such as `() => import('./filters.js')`
 * @returns {Promise<T>}
 */
export async function wanted(load) {
  try {
    const [module] = await Promise.all([load(), loadRest()]);
    return module;
  } catch {
    throw new NetworkError();
  }
}

const PAINTED_MS = 200;

/** Once what was drawn is on the screen; soon in any case, as nothing is painted of a page that is out of sight. */
export function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, PAINTED_MS);
  });
}

/**
 * A part of a page that comes behind what is seen first, with the words and styles that it needs.
 * @template T
 * @param {() => Promise<T>} load
 * @param {{words: string[], styles: string[]}} needs
 * @returns {Promise<T>}
 */
export async function behind(load, { words, styles }) {
  const [module] = await Promise.all([load(), loadWords(...words), loadStyles(styles)]);
  return module;
}

/** @type {WeakSet<import('../routes.js').Route>} */
const ready = new WeakSet();

/** @param {import('../routes.js').Route} route @returns {boolean} whether its page can be shown at once */
export const isReady = (route) => ready.has(route);

/**
 * Loads what the page of a route needs.
 * @param {import('../routes.js').Route} route
 */
export async function prepare(route) {
  const { first } = route;
  if (first)
    await Promise.all([route.load(), loadStyles([...FRAME, ...first.styles]), loadWords(...first.words)]);
  else await wanted(route.load);
  ready.add(route);
}

/**
 * Fetches what later pages need: they are then of the same version as the first one, there at once, and also when the
 * network is not. Little at a time, so that it is in nobody's way. Throws at the first that does not come: the page that
 * wants it asks for it again.
 * @param {readonly import('../routes.js').Route[]} routes whose modules come, too
 */
export async function loadAhead(routes) {
  /** @type {<T>(of: readonly T[], load: (one: T) => Promise<unknown>) => Promise<void>} */
  const oneByOne = async (of, load) => {
    for (const one of of) await load(one);
  };
  await Promise.all([oneByOne(STYLES, fetchSheet), oneByOne(WORDS, (name) => loadWords(name))]);
  await oneByOne(routes, (route) => route.load());
}
