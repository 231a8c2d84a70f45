import * as api from '../../lib/api.js';
import * as me from '../../lib/me.js';
import { untilDone } from '../../lib/problem.js';
import { createStore, finds, onNews } from '../../lib/store.js';

/**
 * The user's saved searches (구해요), kept up to date by the event stream.
 *
 * @typedef {import('../../lib/types.js').Alert} Alert
 */

/** All that a user can have fit on one page. */
const LIMIT = 100;
/** What one tab has seen or changed, the others load anew. */
const CHANNEL = 'giraffe.alerts';

/** @type {import('../../lib/store.js').Store<Alert[] | null>} null until they are loaded */
const alerts = createStore(/** @type {Alert[] | null} */ (null));

export const { get, subscribe } = alerts;

let session = new AbortController();
/** @type {BroadcastChannel | undefined} */
let channel;
/** The last event that what is shown knows of. */
let seq = 0;
/** The newest load: the answers of those before it are out of date. */
/** @type {Promise<void> | undefined} */
let latest;

/**
 * Reads them anew.
 * @returns {Promise<void>}
 */
export function load() {
  const mine = read(() => latest === mine);
  latest = mine;
  return mine;
}

/** @param {() => boolean} isLatest */
async function read(isLatest) {
  const { signal } = session;
  const page = await api.get('/alerts', { query: { limit: LIMIT }, signal });
  if (signal.aborted) return;
  if (!isLatest()) return latest;
  seq = page.seq;
  finds.set(page.new_posts);
  alerts.set(page.items);
}

const loadAgain = untilDone(load);

/** The same where nobody waits for it. */
function loadQuietly() {
  loadAgain(session.signal).catch(() => {});
}

/**
 * What has been found so far is no longer new.
 * @param {number} [upTo] the seq of the event that told it
 */
export async function markSeen(upTo = seq) {
  const { signal } = session;
  const answer = await api.put('/alerts/seen', { seq: upTo }, { signal });
  if (signal.aborted) return;
  finds.set(answer.new_posts);
  channel?.postMessage(null);
}

/**
 * @param {import('./alert-words.js').Search} search
 * @returns {Promise<Alert>} the saved search; the one that was there already, if it was
 */
export async function save(search) {
  /** @type {Alert} */
  const saved = await api.post('/alerts', search);
  put(saved);
  return saved;
}

/**
 * @param {number} id
 * @param {boolean} paused
 */
export async function pause(id, paused) {
  put(await api.patch(`/alerts/${id}`, { paused }));
}

/** @param {number} id */
export async function remove(id) {
  await api.del(`/alerts/${id}`);
  alerts.set((alerts.get() ?? []).filter((alert) => alert.id !== id));
  channel?.postMessage(null);
  loadQuietly(); // what it had found is no longer new
}

/** @param {Alert} alert */
function put(alert) {
  const known = alerts.get() ?? [];
  const at = known.findIndex(({ id }) => id === alert.id);
  alerts.set(at < 0 ? [alert, ...known] : known.with(at, alert));
  channel?.postMessage(null);
}

/** From now on they follow the event stream, the other tabs and whoever is signed in. */
export function followAlerts() {
  channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', () => me.get() && loadQuietly());
  me.onOther(() => {
    session.abort();
    session = new AbortController();
    alerts.set(null);
    finds.set(0);
  });
  onNews((news) => {
    if (news.type === 'reset' || news.type === 'alert') loadQuietly();
  });
}
