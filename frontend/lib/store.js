/** Values that can be watched, values that the device keeps, and what is heard of the event stream. */

/**
 * A value that can be watched.
 * @template T
 * @typedef {object} Store
 * @property {() => T} get
 * @property {(value: T) => void} set
 * @property {(listener: (value: T) => void, signal?: AbortSignal) => () => void} subscribe
 *   calls back at every change, until `signal` aborts or the returned function is called
 */

/**
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function createStore(initial) {
  let current = initial;
  /** @type {Set<(value: T) => void>} */
  const listeners = new Set();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      // A copy, since a listener may take itself off while it is called.
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener, signal) {
      const stop = () => void listeners.delete(listener);
      if (signal?.aborted) return stop;
      listeners.add(listener);
      signal?.addEventListener('abort', stop, { once: true });
      return stop;
    },
  };
}

/**
 * localStorage, which a browser may refuse (private mode, full, switched off). What is kept there is a
 * convenience: without it the app must go on, so a refusal reads as "nothing kept".
 */

/**
 * @param {string} key
 * @returns {unknown} what was kept, or null
 */
export function recall(key) {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Refused: see above.
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Refused: see above.
  }
}

// What the header counts, and the features behind its tabs feed.

/** How many posts that saved searches (구해요) found are new. */
export const finds = createStore(0);

/** How many chat messages wait to be read, over all rooms. */
export const unread = createStore(0);

/** @typedef {'system' | 'light' | 'dark'} Theme */

const THEME = 'giraffe.theme';

/** @returns {Theme} */
export function theme() {
  const kept = recall(THEME);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** @param {Theme} next */
export function setTheme(next) {
  keep(THEME, next);
  applyTheme();
}

/** The tokens follow `color-scheme`; the attribute only overrides the system's wish. */
export function applyTheme() {
  const chosen = theme();
  if (chosen === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = chosen;
}

/** The session cookie is invisible to scripts; this mark says that asking `GET /users/me` is worth it. */
export const MARK = 'giraffe.signed-in';

export const isMarked = () => recall(MARK) === true;

/** @typedef {'ko' | 'en'} Language */

const LANGUAGE = 'giraffe.language';

/** @type {Store<Language>} */
export const language = createStore(recall(LANGUAGE) === 'en' ? 'en' : 'ko');

/** @param {Language} next whose words are there */
export function setLanguage(next) {
  keep(LANGUAGE, next);
  language.set(next);
}

/**
 * What pages hear of the app's event stream. The stream itself (event-poll.js) comes behind the first page.
 *
 * @typedef {import('./event-stream.js').News} News
 */

/** Whether the server answers. */
export const connected = createStore(true);

/** @type {Set<(news: News) => void>} */
const listeners = new Set();

/**
 * Calls back with every event of the signed-in user, and with a `reset` when what was loaded may be out of date.
 * @param {(news: News) => void} listener
 * @param {AbortSignal} [signal]
 */
export function onNews(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener), { once: true });
}

/** @param {News[]} news */
export function tell(news) {
  for (const one of news) for (const listener of [...listeners]) listener(one);
}
