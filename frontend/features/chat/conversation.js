/**
 * What comes makes of rooms and of what was said in them.
 *
 * @typedef {import('../../lib/types.js').Room} Room
 * @typedef {import('../../lib/types.js').Message} Message
 * @typedef {import('../../lib/types.js').ChatEvent} ChatEvent
 */

/** @param {Message} a @param {Message} b */
const isSame = (a, b) => a.id === b.id && a.sent_at === b.sent_at;

/**
 * The messages of a room, as one piece without gaps: `seq` runs 1, 2, 3 … in a room, so a gap is always seen.
 */
export class Conversation {
  /** @type {readonly Message[]} */
  messages = [];

  get firstSeq() {
    return this.messages[0]?.seq ?? 0;
  }

  get lastSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  get hasOlder() {
    return this.firstSeq > 1;
  }

  /**
   * Takes the newest page. What was known stays if the page continues it; else (long away, or the market went back
   * to an earlier state) the page is all there is. What came by itself since the page was asked for stays in any case:
   * the answer may be older.
   * @param {Message[]} page
   * @param {number} [asked] `lastSeq` when the page was asked for
   */
  restart(page, asked = this.lastSeq) {
    const since = this.messages.filter(({ seq }) => seq > asked);
    const first = page[0];
    const shared = this.messages.find((message) => message.seq >= (first?.seq ?? 0));
    const again = page.find((message) => message.seq === shared?.seq);
    const continues = first && (shared ? again && isSame(shared, again) : first.seq === this.lastSeq + 1);
    this.messages = continues ? [...this.messages.filter(({ seq }) => seq < first.seq), ...page] : page;
    for (const message of since) this.add(message);
  }

  /**
   * Takes a message that was said now.
   * @param {Message} message
   * @returns {'added' | 'known' | 'gap'} gap: others before it are missing, and it was not taken
   */
  add(message) {
    if (message.seq <= this.lastSeq) return 'known';
    if (message.seq > this.lastSeq + 1) return 'gap';
    this.messages = [...this.messages, message];
    return 'added';
  }

  /**
   * Takes the page before the first message; not one that was asked for before the newest page became all there is: there
   * would be a hole between them.
   * @param {Message[]} page
   */
  addOlder(page) {
    const older = page.filter(({ seq }) => seq < this.firstSeq);
    if (older.at(-1)?.seq === this.firstSeq - 1) this.messages = [...older, ...this.messages];
  }
}

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

/** @param {Room} room */
export const lastSeq = (room) => room.last_message?.seq ?? 0;

/**
 * Whether an answer is older than what is known of its room: something was said, or read by either side, since.
 * @param {Room} answer
 * @param {Room} known
 */
export function isOutdated(answer, known) {
  return (
    lastSeq(answer) < lastSeq(known) ||
    answer.last_read_seq < known.last_read_seq ||
    answer.their_read_seq < known.their_read_seq
  );
}

/**
 * What an event makes of a room. An event may come twice, or after the room was loaded with it: nothing then changes.
 * @param {Room} room
 * @param {ChatEvent} event
 * @param {string} me username
 * @returns {{room: Room, stale: boolean}} stale: the event does not say all, ask the server
 */
export function applyEvent(room, event, me) {
  if (event.message && event.message.seq > lastSeq(room)) {
    const { message } = event;
    // Whose unread counter a system message raises is the server's business.
    const stale = message.kind === 'system' || message.seq > lastSeq(room) + 1;
    const unread = room.unread + (message.kind !== 'system' && message.from !== me ? 1 : 0);
    return { room: { ...room, last_message: message, unread }, stale };
  }
  if (event.read && event.read.by !== me) {
    const their_read_seq = Math.max(room.their_read_seq, event.read.seq);
    return { room: { ...room, their_read_seq }, stale: false };
  }
  if (event.read && event.read.seq > room.last_read_seq) {
    const all = event.read.seq >= lastSeq(room);
    const unread = all ? 0 : room.unread;
    return { room: { ...room, last_read_seq: event.read.seq, unread }, stale: !all };
  }
  if (event.deal) return { room: withDeal(room, event.deal), stale: false };
  return { room, stale: false };
}

/**
 * The room with a deal, unless it has a newer one.
 * @param {Room} room
 * @param {import('../../lib/types.js').Deal} deal
 * @returns {Room}
 */
export function withDeal(room, deal) {
  const known = room.deal;
  if (known && (known.id > deal.id || (known.id === deal.id && known.version > deal.version))) return room;
  return { ...room, deal, post: { ...room.post, ...deal.post } };
}

/**
 * Newest activity first, as the server lists them.
 * @param {Room[]} rooms
 */
export function sorted(rooms) {
  const time = (/** @type {Room} */ room) => room.last_message?.sent_at ?? '';
  return [...rooms].sort((a, b) => (time(a) === time(b) ? b.id - a.id : time(a) < time(b) ? 1 : -1));
}
