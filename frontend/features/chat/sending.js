import * as api from '../../lib/api.js';
import * as me from '../../lib/me.js';
import { ApiError, retryDelay } from '../../lib/problem.js';
import { connected, forget, keep, onNews, recall } from '../../lib/store.js';
import { Outbox } from './outbox.js';
import * as rooms from './rooms.js';

/** The signed-in user's outbox, and what sets it going: a new message, the network, the next try. */

/** @param {number} user each has an outbox of their own on a shared computer */
const shelfKey = (user) => `giraffe.outbox.${user}`;

const shelf = {
  read: () => recall(shelfKey(me.get()?.id ?? 0)),
  /** @param {import('./outbox.js').Outgoing[]} items */
  write: (items) => {
    const key = shelfKey(me.get()?.id ?? 0);
    if (items.length > 0) keep(key, items);
    else forget(key);
  },
};

/** Told of every message that arrived, before the event stream tells. */
/** @type {Set<(message: import('../../lib/types.js').Message) => void>} */
const arrivals = new Set();

/** Said again after that, which its `client_id` allows: all that was written later waits for it. */
const SENT_MS = 20_000;

export const outbox = new Outbox(shelf, async (item) => {
  const content = item.photo ? { photo_id: item.photo.id } : { body: item.body };
  const message = await api
    .post(
      `/chat/rooms/${item.room_id}/messages`,
      { client_id: item.client_id, ...content },
      { within: SENT_MS },
    )
    .catch((error) => {
      // Nobody was told: this is how one hears of it.
      const closed = error instanceof ApiError && ['blocked', 'user-left'].includes(error.code);
      if (closed) rooms.refresh(item.room_id).catch(() => {});
      throw error;
    });
  for (const listener of [...arrivals]) listener(message);
});

/**
 * @param {(message: import('../../lib/types.js').Message) => void} listener
 * @param {AbortSignal} signal
 */
export function onArrival(listener, signal) {
  arrivals.add(listener);
  signal.addEventListener('abort', () => arrivals.delete(listener), { once: true });
}

let failures = 0;
let timer = 0;

/** Sends what waits; what cannot be sent now is tried again, later and later. */
export async function flush() {
  clearTimeout(timer);
  if (!me.get()) return;
  try {
    await outbox.flush();
    failures = 0;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(flush, retryDelay(error, failures));
    outbox.changed();
  }
}

/** Whether the last try found no way to the server. */
export const isStuck = () => failures > 0;

export function startSending() {
  me.onOther(() => {
    clearTimeout(timer);
    failures = 0;
    outbox.startOver();
  });
  me.subscribe((user) => {
    outbox.changed();
    if (user) flush();
  });
  connected.subscribe((alive) => {
    if (alive) flush();
  });
  addEventListener('online', flush);
  addEventListener('storage', (event) => {
    if (event.key === shelfKey(me.get()?.id ?? 0)) outbox.changed();
  });
  // Its arrival may be known from the stream when the answer was lost.
  onNews((news) => {
    if (news.type === 'message' && news.message) outbox.remove(news.message.client_id);
  });
  flush();
}
