/**
 * @typedef {import('../../lib/types.js').Room} Room
 * @typedef {import('../../lib/types.js').Message} Message
 * @typedef {import('../../lib/types.js').ChatEvent} ChatEvent
 */

/** @param {Room} room */
export const lastSeq = (room) => room.last_message?.seq ?? 0;

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
