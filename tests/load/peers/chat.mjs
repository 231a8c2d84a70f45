// Messages and who waits for them.
import { refusal, time } from './store.mjs';

const MOST_AT_ONCE = 256; // messages in one commit

export class Chat {
  #waiting = new Map(); // by user: a Set of {after, reply, timer}
  #queue = [];

  constructor(store) {
    this.store = store;
    const prepare = (sql) => store.database.prepare(sql);
    this.room = prepare('SELECT post_id, buyer_id, seller_id FROM rooms WHERE id = ?').raw();
    this.before = prepare('SELECT 1 FROM messages WHERE room_id = ? AND sender_id = ? AND client_id = ?');
    const added = (side) =>
      prepare(
        `UPDATE rooms SET last_seq = last_seq + 1, last_message_at = ?, ${side}_unread = ${side}_unread + 1
         WHERE id = ? RETURNING last_seq`,
      ).raw();
    this.addToBuyer = added('buyer');
    this.addToSeller = added('seller');
    this.insert = prepare(
      `INSERT INTO messages (room_id, seq, sender_id, kind, body, client_id, sent_at)
       VALUES (?, ?, ?, 'text', ?, ?, ?)`,
    );
    this.next = prepare(
      `INSERT INTO event_streams (user_id, newest) VALUES (?, 1)
       ON CONFLICT (user_id) DO UPDATE SET newest = newest + 1 RETURNING newest`,
    ).raw();
    this.event = prepare(
      `INSERT INTO events (user_id, seq, type, at, room_id, post_id, message_id)
       VALUES (?, ?, 'message', ?, ?, ?, ?)`,
    );
    this.newest = prepare('SELECT newest FROM event_streams WHERE user_id = ?').raw();
    this.events = prepare(
      `SELECT e.seq, e.at, e.room_id, e.post_id, m.id, m.seq, u.username, m.body, m.client_id, m.sender_id
       FROM events AS e JOIN messages AS m ON m.id = e.message_id JOIN users AS u ON u.id = m.sender_id
       WHERE e.user_id = ? AND e.seq > ? AND e.type = 'message' ORDER BY e.seq LIMIT 100`,
    ).raw();
    this.commit = store.database.transaction((jobs) => jobs.map((job) => this.#try(job)));
    process.on('message', ({ told }) => {
      for (const one of told) this.#tell(one);
    });
  }

  /** Resolves when it is on disk. What came in the same turn of the event loop shares a commit. */
  send(user, room, { client_id, body }) {
    return new Promise((done, fail) => {
      if (this.#queue.push({ user, room, client_id, body, done, fail }) === 1) {
        setImmediate(() => this.#flush());
      }
    });
  }

  #flush() {
    const jobs = this.#queue.splice(0, MOST_AT_ONCE);
    if (this.#queue.length > 0) setImmediate(() => this.#flush());
    let results;
    try {
      results = this.commit.immediate(jobs);
    } catch (error) {
      for (const { fail } of jobs) fail(error);
      return;
    }
    const told = [];
    for (const [i, { error, message, streams }] of results.entries()) {
      if (error) {
        jobs[i].fail(error);
        continue;
      }
      jobs[i].done(message);
      told.push({ message, streams, post: results[i].post, sender: jobs[i].user });
    }
    for (const one of told) this.#tell(one);
    if (told.length > 0 && process.connected) process.send({ told });
  }

  // Nothing is written before it is known to be allowed, so that a refused one needs no savepoint.
  #try({ user, room, client_id, body }) {
    const [post, buyer, seller] = this.room.get(room) ?? [];
    if (user !== buyer && user !== seller) return { error: refusal(404, 'not-found') };
    if (this.before.get(room, user, client_id)) return { error: refusal(409, 'client-id-reused') };
    if (this.store.blocked(buyer, seller)) return { error: refusal(403, 'blocked') };
    const now = Date.now();
    const [seq] = (user === buyer ? this.addToSeller : this.addToBuyer).get(now, room);
    const id = Number(this.insert.run(room, seq, user, body, client_id, now).lastInsertRowid);
    const streams = [buyer, seller]
      .sort((a, b) => a - b)
      .map((one) => {
        const [place] = this.next.get(one);
        this.event.run(one, place, now, room, post, id);
        return { user: one, place };
      });
    const from = this.store.nameOf(user);
    const message = { id, room_id: room, seq, from, kind: 'text', body, client_id, sent_at: time(now) };
    return { message, streams, post };
  }

  #tell({ message, streams, post, sender }) {
    for (const { user, place } of streams) {
      const polls = this.#waiting.get(user);
      if (polls === undefined) continue;
      const seen = user === sender ? message : { ...message, client_id: null };
      const event = {
        seq: place,
        type: 'message',
        at: message.sent_at,
        room_id: message.room_id,
        post_id: post,
        message: seen,
      };
      for (const poll of [...polls]) {
        // Another process may have told of a later one first: then all of them are read.
        if (place === poll.after + 1) this.#answer(user, poll, [event], place);
        else if (place > poll.after) this.#answer(user, poll, ...this.#read(user, poll.after));
      }
    }
  }

  #read(user, after) {
    const events = this.events.all(user, after).map((row) => ({
      seq: row[0],
      type: 'message',
      at: time(row[1]),
      room_id: row[2],
      post_id: row[3],
      message: {
        id: row[4],
        room_id: row[2],
        seq: row[5],
        from: row[6],
        kind: 'text',
        body: row[7],
        client_id: row[9] === user ? row[8] : null,
        sent_at: time(row[1]),
      },
    }));
    return [events, events.at(-1)?.seq ?? after];
  }

  poll(user, after, wait, reply) {
    const newest = this.newest.get(user)?.[0] ?? 0;
    if (after === undefined) {
      reply.send({ events: [], cursor: String(newest) });
      return;
    }
    const poll = { after: Number(after), reply, timer: undefined };
    if (newest > poll.after || wait === 0) {
      this.#answer(user, poll, ...this.#read(user, poll.after));
      return;
    }
    const polls = this.#waiting.get(user) ?? new Set();
    this.#waiting.set(user, polls.add(poll));
    poll.timer = setTimeout(() => this.#answer(user, poll, [], poll.after), wait * 1000);
    reply.raw.once('close', () => this.#forget(user, poll));
  }

  #forget(user, poll) {
    clearTimeout(poll.timer);
    const polls = this.#waiting.get(user);
    if (polls?.delete(poll) && polls.size === 0) this.#waiting.delete(user);
  }

  #answer(user, poll, events, cursor) {
    this.#forget(user, poll);
    poll.reply.send({ events, cursor: String(cursor) });
  }
}
