import * as api from './api.js';
import { EventStream } from './event-stream.js';
import * as me from './me.js';
import { connected, tell } from './store.js';

/**
 * The app's event stream. Of all tabs of a browser one polls (it holds a lock) and tells the others, because a
 * browser allows a server only six connections. Where there are no locks (no https), each tab polls while it is seen.
 *
 * @typedef {import('./event-stream.js').News} News
 * @typedef {{news: News[], connected: boolean}} Told from the tab that polls to the others
 */

const WAIT_SECONDS = 25;
/** The server answers within WAIT_SECONDS; after this the connection is dead. */
const DEAD_MS = (WAIT_SECONDS + 10) * 1000;
/** A polling tab that says nothing for so long was put to sleep by its phone: a tab that is seen takes over. */
const SILENT_MS = 2 * DEAD_MS;

/** From now on the stream runs whenever somebody is signed in. */
export function startEvents() {
  /** @type {AbortController | null} */
  let running = null;
  /** @type {number | undefined} */
  let who;
  const follow = () => {
    const user = me.leaving.get() ? undefined : me.get()?.id;
    if (user === who) return;
    who = user;
    running?.abort();
    running = null;
    connected.set(true);
    if (user === undefined) return;
    running = new AbortController();
    run(user, running.signal);
  };
  me.subscribe(follow);
  me.leaving.subscribe(follow);
  follow();
}

/**
 * @param {number} user
 * @param {AbortSignal} signal
 */
function run(user, signal) {
  const name = `giraffe.events.${user}`;
  const channel = new BroadcastChannel(name);
  signal.addEventListener('abort', () => channel.close());

  let heard = Date.now();
  channel.addEventListener('message', (event) => {
    /** @type {Told} */
    const told = event.data;
    heard = Date.now();
    connected.set(told.connected);
    tell(told.news);
  });
  /** @param {News[]} news */
  const share = (news) => {
    if (signal.aborted) return;
    heard = Date.now();
    channel.postMessage({ news, connected: connected.get() });
    tell(news);
  };
  const stream = new EventStream({
    poll,
    deliver: share,
    report: (alive) => {
      if (connected.get() === alive) return;
      connected.set(alive);
      share([]);
    },
  });

  addEventListener('online', () => stream.wake(), { signal });
  // Known to the browser at once; the poll itself would notice only when it is dead.
  addEventListener('offline', () => connected.set(false), { signal });
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && stream.wake(),
    { signal },
  );
  if (navigator.locks) takeTurns(name, stream, () => Date.now() - heard > SILENT_MS, signal);
  else pollWhileSeen(stream, signal);
}

/**
 * @param {string | null} cursor
 * @param {boolean} hurry
 * @param {AbortSignal} signal
 */
function poll(cursor, hurry, signal) {
  const query = cursor === null ? {} : { after: cursor, wait: hurry ? 0 : WAIT_SECONDS };
  return api.get('/chat/events', { query, signal, within: DEAD_MS });
}

/**
 * Polls once the lock is ours. Until then another tab tells us all; what it told before we listened, we load.
 * @param {string} name
 * @param {EventStream} stream
 * @param {() => boolean} silent whether the tab that polls seems to be asleep
 * @param {AbortSignal} signal
 */
async function takeTurns(name, stream, silent, signal) {
  const { held = [] } = await navigator.locks.query();
  /** Another tab had the stream before: what came between its last word and our first is not told. */
  let taken = held.some((lock) => lock.name === name);
  if (taken) {
    api.dropPrefetched('/chat/events'); // the other tab has told what came since
    tell([{ type: 'reset', lost: true }]);
  }

  let steal = false;
  while (!signal.aborted) {
    /** Ends our place in the queue, or our turn. */
    const turn = new AbortController();
    const end = () => turn.abort();
    signal.addEventListener('abort', end);
    let leading = false;
    const watch = setInterval(() => {
      if (leading || document.visibilityState !== 'visible' || !silent()) return;
      steal = true;
      end();
    }, DEAD_MS);
    try {
      await navigator.locks.request(name, steal ? { steal } : { signal: turn.signal }, () => {
        leading = true;
        const lost = taken;
        taken = true;
        return stream.run(turn.signal, lost);
      });
      if (leading) return; // signed out
    } catch {
      // Left the queue to take the lock by force, or had it taken from us: queue again.
    } finally {
      if (leading) steal = false;
      end();
      clearInterval(watch);
      signal.removeEventListener('abort', end);
    }
  }
}

/**
 * @param {EventStream} stream
 * @param {AbortSignal} signal
 */
function pollWhileSeen(stream, signal) {
  let turn = new AbortController();
  let away = false;
  const look = () => {
    turn.abort();
    if (signal.aborted || document.visibilityState !== 'visible') return;
    turn = new AbortController();
    stream.run(turn.signal, away);
    away = true;
  };
  document.addEventListener('visibilitychange', look, { signal });
  signal.addEventListener('abort', look);
  look();
}
