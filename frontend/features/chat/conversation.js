/** @typedef {import('../../lib/types.js').Message} Message */

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
   * Takes the page before the first message.
   * @param {Message[]} page
   */
  addOlder(page) {
    this.messages = [...page.filter(({ seq }) => seq < this.firstSeq), ...this.messages];
  }
}
