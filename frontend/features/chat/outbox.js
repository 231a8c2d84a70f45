import { ApiError, isUndecided, newKey } from '../../lib/problem.js';

/**
 * @typedef {object} Outgoing a message that the server has not confirmed
 * @property {string} client_id the sender's own name for it: sent twice, it is said once
 * @property {number} room_id
 * @property {string} [body]
 * @property {import('../../lib/types.js').Photo} [photo]
 * @property {string} at when it was written
 * @property {'waiting' | 'failed'} state failed: the server refused it, and only the user can decide
 * @property {string} [reason] the problem's code
 */

/**
 * @typedef {object} Shelf where the messages are kept through reloads
 * @property {() => unknown} read
 * @property {(items: Outgoing[]) => void} write
 */

/**
 * Messages on their way. They are sent one at a time and in the order they were written; what cannot be sent now
 * waits, what the server refuses lets the others pass. Several tabs may share a shelf and even send the same message,
 * which the server recognises by its `client_id`.
 */
export class Outbox {
  #shelf;
  #send;
  /** Used once the browser refuses to keep anything. @type {Outgoing[] | null} */
  #memory = null;
  /** @type {Promise<void> | null} */
  #running = null;
  /** Whose turn it is: what was begun in another's changes nothing any more. */
  #turn = 0;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {Shelf} shelf
   * @param {(item: Outgoing) => Promise<unknown>} send
   */
  constructor(shelf, send) {
    this.#shelf = shelf;
    this.#send = send;
  }

  /** @returns {Outgoing[]} */
  get items() {
    if (this.#memory) return this.#memory;
    const kept = this.#shelf.read();
    return Array.isArray(kept) ? kept : [];
  }

  /** @param {number} room */
  of(room) {
    return this.items.filter((item) => item.room_id === room);
  }

  /** @param {() => void} listener @param {AbortSignal} [signal] */
  subscribe(listener, signal) {
    this.#listeners.add(listener);
    signal?.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  /** Another tab changed the shelf. */
  changed() {
    for (const listener of [...this.#listeners]) listener();
  }

  /** @param {Outgoing[]} items */
  #set(items) {
    this.#shelf.write(items);
    const kept = this.#shelf.read();
    const refused = JSON.stringify(Array.isArray(kept) ? kept : []) !== JSON.stringify(items);
    this.#memory = refused ? items : null;
    this.changed();
  }

  /**
   * @param {number} room
   * @param {{body: string} | {photo: import('../../lib/types.js').Photo}} content
   * @returns {Outgoing}
   */
  add(room, content) {
    /** @type {Outgoing} */
    const item = {
      client_id: newKey(),
      room_id: room,
      ...content,
      at: new Date().toISOString(),
      state: 'waiting',
    };
    this.#set([...this.items, item]);
    return item;
  }

  /** The message is in the room, or is given up. @param {string | null} clientId */
  remove(clientId) {
    const { items } = this;
    const rest = items.filter((item) => item.client_id !== clientId);
    if (rest.length < items.length) this.#set(rest);
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.#change(clientId, { state: 'waiting', reason: undefined });
  }

  /** @param {string} clientId @param {Partial<Outgoing>} change */
  #change(clientId, change) {
    const { items } = this;
    if (!items.some((item) => item.client_id === clientId)) return;
    this.#set(items.map((item) => (item.client_id === clientId ? { ...item, ...change } : item)));
  }

  /**
   * Sends what waits, until nothing does.
   * @returns {Promise<void>} rejects with what kept a message from being decided: try again later
   */
  flush() {
    if (this.#running) return this.#running;
    const turn = this.#turn;
    const running = this.#run(turn).finally(() => {
      if (turn === this.#turn) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  /** Somebody else is signed in, with a shelf of their own. */
  startOver() {
    this.#turn += 1;
    this.#memory = null;
    this.#running = null;
    this.changed();
  }

  /** @param {number} turn */
  async #run(turn) {
    for (let item = this.#next(); item; item = this.#next()) {
      try {
        await this.#send(item);
        if (turn !== this.#turn) return;
        this.remove(item.client_id);
      } catch (error) {
        if (turn !== this.#turn) return;
        if (!isRefusal(error)) throw error;
        this.#change(item.client_id, { state: 'failed', reason: error.code });
      }
    }
  }

  #next() {
    return this.items.find((item) => item.state === 'waiting');
  }
}

/**
 * Whether the server has decided against the message itself.
 * @param {unknown} error
 * @returns {error is ApiError}
 */
function isRefusal(error) {
  if (!(error instanceof ApiError) || isUndecided(error)) return false;
  return error.status !== 401 && error.status !== 408 && error.status !== 429;
}
