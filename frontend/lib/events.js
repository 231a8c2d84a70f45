import { createStore } from './store.js';

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
