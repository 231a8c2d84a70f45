import { loadWords, WORDS } from './i18n.js';
import { NetworkError } from './problem.js';

/**
 * What a page needs before it is shown. The pages that people come in by name what they need of the words and the
 * styles (`Route.first`), so that a phone on a slow network shows them soon. All the rest comes behind the first page;
 * whatever else is opened waits for that, and needs to name nothing.
 */

/** In the order of the cascade. What index.html has itself is there already. */
const STYLES = [
  'tokens',
  'base',
  'forced-colors',
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
  'room-list',
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
const FRAME = ['forced-colors', 'components', 'forms'];

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** @param {string} name */
const linkOf = (name) => document.head.querySelector(`link[rel="stylesheet"][href$="/${name}.css"]`);

/** @param {string} name */
function loadSheet(name) {
  const known = sheets.get(name);
  if (known) return known;
  /** @type {Promise<void>} */
  const loaded = new Promise((done) => {
    if (linkOf(name)) return done();
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(`../styles/${name}.css`, import.meta.url).href;
    if (name === 'forced-colors') link.media = '(forced-colors: active)';
    // Plain is better than not at all.
    link.onload = link.onerror = () => done();
    const after = STYLES.slice(STYLES.indexOf(name) + 1).map(linkOf);
    document.head.insertBefore(link, after.find(Boolean) ?? null);
  });
  sheets.set(name, loaded);
  return loaded;
}

/** @param {readonly string[]} names */
const loadStyles = (names) => Promise.all(names.map(loadSheet));

/** All words and all styles. */
export async function loadRest() {
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

/** @type {WeakSet<import('./router.js').Route>} */
const ready = new WeakSet();

/** @param {import('./router.js').Route} route @returns {boolean} whether its page can be shown at once */
export const isReady = (route) => ready.has(route);

/**
 * Loads what the page of a route needs.
 * @param {import('./router.js').Route} route
 */
export async function prepare(route) {
  const { first } = route;
  if (first)
    await Promise.all([route.load(), loadStyles([...FRAME, ...first.styles]), loadWords(...first.words)]);
  else await wanted(route.load);
  ready.add(route);
}
