import { language } from './store.js';

/** What is asked of the API before what shows it has been loaded; and where the API lives. */

/** The page's own origin, unless index.html names another. */
const BASE =
  document.querySelector('meta[name="api-base"]')?.getAttribute('content')?.replace(/\/$/, '') ?? '';

/**
 * The full address of a path of the API (photos come as paths).
 * @param {string} path
 */
export function apiUrl(path) {
  return /^(https?:|blob:|data:)/.test(path) ? path : BASE + path;
}

/** How wide the files of a photo are. */
const WIDTHS = { thumb: 320, card: 800, full: 1600 };

/**
 * Among which files of a photo the browser chooses.
 * @param {import('./types.js').Photo['urls']} urls
 * @param {(keyof typeof WIDTHS)[]} files
 */
export const srcset = (urls, files) =>
  files.map((name) => `${apiUrl(urls[name])} ${WIDTHS[name]}w`).join(', ');

export const credentials = BASE ? 'include' : 'same-origin';

// Mails are in the language of the page, whatever that of the browser is.
export const jsonHeaders = () =>
  new Headers({ Accept: 'application/json', 'Accept-Language': language.get() });

/** @typedef {{response: Response, body: string}} Answer */

/** By path. @type {Map<string, {at: number, answer: Promise<Answer>}>} */
const prefetched = new Map();
/** Nobody wants an older answer. */
const FRESH_MS = 30_000;

/** Who has no answer by then on a bad network had better ask again. */
export const ANSWER_MS = 30_000;

/** @param {string} path @returns {Promise<Answer>} */
async function answerOf(path) {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(apiUrl(path), { headers: jsonHeaders(), credentials, signal });
  return { response, body: await response.text() };
}

/**
 * Asks now for what is gotten soon.
 * @param {string} path with its query, exactly as it will be gotten
 * @returns {Promise<Answer>}
 */
export function prefetch(path) {
  const answer = answerOf(path);
  answer.catch(() => prefetched.delete(path)); // gotten again, and told then
  prefetched.set(path, { at: Date.now(), answer });
  return answer;
}

/** Nobody is going to get it. @param {string} path */
export const dropPrefetched = (path) => prefetched.delete(path);

/** It was asked for somebody else. */
export const dropAllPrefetched = () => prefetched.clear();

/** @param {string} path */
export function takePrefetched(path) {
  const known = prefetched.get(path);
  prefetched.delete(path);
  return known && Date.now() - known.at < FRESH_MS ? known.answer : undefined;
}
