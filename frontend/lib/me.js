import * as api from './api.js';
import { ApiError } from './problem.js';
import { createStore, forget, isMarked, keep, MARK } from './store.js';

/** @typedef {import('./types.js').Me} Me */

/** @type {import('./store.js').Store<Me | null>} */
const me = createStore(/** @type {Me | null} */ (null));

export const { get, subscribe } = me;

/**
 * Calls back when somebody else is signed in than before, or nobody any more; not when only what is known of them changes.
 * @param {(user: Me | null) => void} listener
 */
export function onOther(listener) {
  let who = me.get()?.id;
  me.subscribe((user) => {
    if (user?.id === who) return;
    who = user?.id;
    listener(user);
  });
}

/** True while signing out or leaving: what runs for the user ends by itself, before the server would refuse it. */
export const leaving = createStore(false);

/** @param {Me} user */
export function set(user) {
  keep(MARK, true);
  me.set(user);
}

/** Nobody is signed in (any more). */
export function clear() {
  forget(MARK);
  // Or whoever signs in soon would be signed out by an answer to who was there before.
  api.dropAllPrefetched();
  me.set(null);
}

/**
 * Asks the server who is signed in. Throws only when there was no answer to be had.
 * @param {AbortSignal} [signal]
 * @returns {Promise<Me | null>}
 */
export async function refresh(signal) {
  try {
    set(await api.get('/users/me', { signal }));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    clear();
  }
  return me.get();
}

/**
 * Who was signed in when the page was left, checked with the server.
 * @param {AbortSignal} [signal]
 */
export function restore(signal) {
  return isMarked() ? refresh(signal) : Promise.resolve(null);
}

/**
 * @param {string} username
 * @param {string} password
 */
export async function signIn(username, password) {
  const { deviceOf } = await import('./device.js');
  const session = await api.post('/sessions', {
    username,
    password,
    transport: 'cookie',
    name: deviceOf(navigator.userAgent).words || undefined,
  });
  set(session.user);
}

/** @param {{everywhere?: boolean}} [options] everywhere: on every other device as well */
export async function signOut({ everywhere = false } = {}) {
  leaving.set(true);
  try {
    if (everywhere) await api.del('/sessions');
    await api.del('/sessions/current').catch((error) => {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    });
    clear();
  } finally {
    leaving.set(false);
  }
}

/**
 * Leaves the market for good.
 * @param {string} password
 */
export async function leave(password) {
  leaving.set(true);
  try {
    await api.del('/users/me', { body: { password } });
    clear();
  } finally {
    leaving.set(false);
  }
}

/** Another tab signed in or out: follow it. */
export function followOtherTabs() {
  addEventListener('storage', (event) => {
    if (event.key !== MARK && event.key !== null) return;
    if (isMarked()) refresh().catch(() => {});
    else me.set(null);
  });
}
