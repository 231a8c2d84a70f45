/** @typedef {import('./outbox.js').Outgoing} Outgoing */

/**
 * What stands below a room's messages: the outbox, and what has just left it. Another tab that sends a message takes
 * it off the shelf before this one has heard of it from the stream, and its line must not vanish in between. It stays
 * until the message is in the room; or until the room, read anew, does not hold it: then the other tab gave it up.
 */
export class Departures {
  /** @type {Outgoing[]} */
  #shown = [];
  /** @type {Outgoing[]} */
  #left = [];

  /** Those that have left, and of which nobody knows yet whether they were said. */
  get left() {
    return this.#left;
  }

  /**
   * @param {Outgoing[]} items those in the outbox
   * @param {readonly {client_id: string | null}[]} messages those in the room
   * @returns {Outgoing[]} what to show, as it was written
   */
  update(items, messages) {
    this.#left = without(this.#shown, items);
    if (this.#left.length > 0) this.#left = without(this.#left, messages);
    this.#shown = [...this.#left, ...items];
    return this.#shown;
  }

  /** These are not waited for any more. @param {readonly {client_id: string}[]} items */
  forget(items) {
    this.#shown = without(this.#shown, items);
  }
}

/** @param {Outgoing[]} items @param {readonly {client_id: string | null}[]} others */
function without(items, others) {
  const names = new Set(others.map((other) => other.client_id));
  return items.filter((item) => !names.has(item.client_id));
}
