import * as api from '../../lib/api.js';
import * as me from '../../lib/me.js';
import { isAbort, untilDone } from '../../lib/problem.js';
import { connected, createStore, onNews, unread } from '../../lib/store.js';
import { applyEvent, isOutdated, sorted, withDeal } from './conversation.js';

/**
 * The user's rooms, as far as they are loaded, kept up to date by the event stream.
 *
 * @typedef {import('../../lib/types.js').Room} Room
 * @typedef {import('../../lib/types.js').ChatEvent} ChatEvent
 * @typedef {object} Rooms
 * @property {Room[]} items newest activity first
 * @property {boolean} loaded
 * @property {string | null} next cursor of the older ones
 * @property {unknown} error why they could not be loaded
 */

const PAGE = 50;

/** @type {Rooms} */
const NOTHING = { items: [], loaded: false, next: null, error: null };

const state = createStore(NOTHING);

export const { get, subscribe } = state;

let session = new AbortController();
/** Events that came while the list was being read: the answer may be older than they are. */
/** @type {ChatEvent[] | null} */
let meanwhile = null;

/** @param {Partial<Rooms>} change */
function update(change) {
  state.set({ ...state.get(), ...change });
  unread.set(state.get().items.reduce((total, room) => total + room.unread, 0));
}

/** @param {number} id */
export function find(id) {
  return state.get().items.find((room) => room.id === id);
}

/** @param {Room} room newer than the one known, or a new one */
function put(room) {
  update({ items: sorted([...state.get().items.filter((known) => known.id !== room.id), room]) });
}

/** @param {import('../../lib/types.js').Deal} deal the answer to an action */
export function putDeal(deal) {
  const room = find(deal.room_id);
  if (room) put(withDeal(room, deal));
}

/**
 * @param {number} id
 * @param {(room: Room) => Room} change
 */
export function change(id, change) {
  const room = find(id);
  if (room) put(change(room));
}

async function read() {
  const { signal } = session;
  /** @type {ChatEvent[]} */
  const missed = [];
  meanwhile = missed;
  try {
    const page = await api.get('/chat/rooms', { query: { limit: PAGE }, signal });
    if (meanwhile !== missed) return; // read anew since, or signed out
    meanwhile = null;
    /** @type {Room[]} */
    const fresh = page.items;
    // Rooms beyond the first page are forgotten, as they may be out of date as well.
    update({ items: sorted(fresh), loaded: true, next: page.next_cursor, error: null });
    for (const event of missed) hear(event);
  } catch (error) {
    if (isAbort(error) || meanwhile !== missed) return;
    meanwhile = null;
    // Without any the list says so, and offers to try again at once.
    if (!state.get().loaded && !state.get().error) update({ error });
    throw error;
  }
}

const readAgain = untilDone(read);

/** Reads the list anew, until it is there. */
export async function load() {
  await readAgain(session.signal).catch(() => {});
}

/** Reads the next older rooms. */
export async function loadMore() {
  const { signal } = session;
  const page = await api.get('/chat/rooms', { query: { limit: PAGE, cursor: state.get().next }, signal });
  if (signal.aborted) return;
  const known = new Set(state.get().items.map((room) => room.id));
  const added = page.items.filter((/** @type {Room} */ room) => !known.has(room.id));
  update({ items: sorted([...state.get().items, ...added]), next: page.next_cursor });
}

/**
 * Reads one room anew.
 * @param {number} id
 * @returns {Promise<Room>}
 */
export async function refresh(id) {
  const { signal } = session;
  const before = find(id);
  /** @type {Room} */
  const fresh = await api.get(`/chat/rooms/${id}`, { signal });
  if (signal.aborted) return fresh;
  const known = find(id);
  // Something was said or read while the answer was under way. (What was known before may well have been more: of a
  // market that went back.)
  if (known && known !== before && isOutdated(fresh, known)) return refresh(id);
  put(fresh);
  return fresh;
}

/** @param {ChatEvent} event */
function hear(event) {
  const username = me.get()?.username;
  if (event.room_id === undefined || event.type === 'typing' || !username) return;
  meanwhile?.push(event);
  const known = find(event.room_id);
  if (!known) {
    // A new room, or one beyond what is loaded.
    if (event.type === 'message') refresh(event.room_id).catch(() => {});
    return;
  }
  const { room, stale } = applyEvent(known, event, username);
  if (room !== known) put(room);
  if (stale) refresh(event.room_id).catch(() => {});
}

/** From now on the rooms follow the event stream and whoever is signed in. */
export function startRooms() {
  me.onOther(() => {
    session.abort();
    session = new AbortController();
    meanwhile = null;
    update(NOTHING);
  });
  onNews((news) => {
    if (news.type === 'reset') load();
    else hear(news);
  });
  connected.subscribe((alive) => {
    if (alive && state.get().error) load();
  });
}
