// Writers that hold the server to its word through crashes: each sends one request after another, keeps the one that
// was not answered, and sends it again, with the same Idempotency-Key, once the server is back.
import { randomUUID } from 'node:crypto';
import { buy, postBody, signUpBody, writePost } from './people.mjs';
import { jpeg } from './pictures.mjs';

/** How a writer's messages begin. */
export const GREETING = '안녕하세요';

/** What the server has acknowledged. Each of these must be there, once, after whatever may happen. */
export class Ledger {
  posts = new Map(); // title → {id, seller}
  messages = new Map(); // body → {room, seq}
  deals = new Map(); // id → {buyer, version}
  photos = new Map(); // id → {post, url}
  hidden = new Map(); // post's id → {seller, hidden}
  sessions = new Map(); // token → {username, signedIn}
  acknowledged = 0;
  replayed = 0; // requests whose first answer got lost, and was given again
}

// A writer's steps: yields requests, is given the bodies of their answers.

export function* postWriter(seller, ledger) {
  for (;;) {
    const title = `책 ${randomUUID()}`;
    const post = yield { who: seller, path: '/posts', body: postBody({ title }), statuses: [201] };
    ledger.posts.set(title, { id: post.id, seller: seller.username });
  }
}

export function* messageWriter(who, room, ledger) {
  for (;;) {
    const body = { client_id: randomUUID(), body: `${GREETING} ${randomUUID()}` };
    // 200 when the answer, but not the message, was lost: here it is client_id that tells, not the key.
    const statuses = [200, 201];
    const message = yield { who, path: `/chat/rooms/${room}/messages`, body, statuses, key: null };
    ledger.messages.set(body.body, { room, seq: message.seq });
  }
}

/** From the post to the handing over, again and again; every third deal is called off instead. */
export function* dealWriter(seller, buyer, ledger) {
  for (let round = 0; ; round += 1) {
    const title = `거래 ${randomUUID()}`;
    const post = yield { who: seller, path: '/posts', body: postBody({ title }), statuses: [201] };
    ledger.posts.set(title, { id: post.id, seller: seller.username });
    const bought = {
      who: buyer,
      path: `/posts/${post.id}/buy`,
      body: { message: '살게요' },
      statuses: [201],
    };
    let deal = yield bought;
    ledger.deals.set(deal.id, { buyer, version: deal.version });
    const calledOff = round % 3 === 2;
    const steps = calledOff
      ? [
          [seller, { action: 'accept' }],
          [buyer, { action: 'cancel', reason: '다른 책을 구했어요' }],
        ]
      : [
          [seller, { action: 'accept' }],
          [buyer, { action: 'confirm' }],
          [seller, { action: 'confirm' }],
          [buyer, { action: 'review', stars: 5 }],
        ];
    for (const [who, step] of steps) {
      const body = { ...step, version: deal.version };
      deal = yield { who, path: `/deals/${deal.id}/actions`, body, statuses: [200] };
      ledger.deals.set(deal.id, { buyer, version: deal.version });
    }
  }
}

/** A photo, and the post that shows it. */
export function* photoWriter(who, ledger) {
  for (;;) {
    const upload = { body: jpeg(), type: 'image/jpeg' };
    const photo = yield { who, path: '/photos', upload, statuses: [201] };
    const title = `책 ${randomUUID()}`;
    const body = postBody({ title, photo_ids: [photo.id] });
    const post = yield { who, path: '/posts', body, statuses: [201] };
    ledger.posts.set(title, { id: post.id, seller: who.username });
    ledger.photos.set(photo.id, { post: post.id, url: photo.urls.card });
  }
}

/** Up goes a post, and a moderator hides it and shows it again, in turns. */
export function* moderationWriter(moderator, seller, ledger) {
  for (;;) {
    const post = yield { who: seller, path: '/posts', body: postBody(), statuses: [201] };
    for (const hidden of [true, false, true]) {
      const path = `/admin/posts/${post.id}/${hidden ? 'hide' : 'restore'}`;
      yield { who: moderator, path, body: { reason: '확인 중입니다' }, statuses: [200] };
      ledger.hidden.set(post.id, { seller, hidden });
    }
  }
}

/** Somebody signs up, in, and every other time out again. */
export function* sessionWriter(guest, ledger) {
  for (let round = 0; ; round += 1) {
    const body = signUpBody();
    const { username, password } = body;
    // Nobody has a key before they are signed in: that the first one was heard shows in the second.
    yield { who: guest, path: '/users', body, statuses: [201, 409], key: null };
    const credentials = { username, password, transport: 'bearer' };
    const { token } = yield { who: guest, path: '/sessions', body: credentials, statuses: [201], key: null };
    ledger.sessions.set(token, { username, signedIn: true });
    if (round % 2) continue;
    ledger.sessions.delete(token); // neither in nor out, until it is acknowledged
    const who = { client: guest.client.as({ token }) };
    const out = { who, method: 'DELETE', path: '/sessions/current', statuses: [204, 401], key: null };
    yield out;
    ledger.sessions.set(token, { username, signedIn: false });
    who.client.close();
  }
}

const GONE = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'];

/** Reads what the writers write until the server goes away: every answer has to be one. */
export async function readOn(who, paths, stopped) {
  for (let i = 0; !stopped(); i += 1) {
    try {
      (await who.client.get(paths[i % paths.length])).expect(200);
    } catch (error) {
      if (GONE.includes(error.code)) return;
      throw error;
    }
  }
}

/** Waits for events, as a client does, across every end of the server. What it was once told has to stay true. */
export class Listener {
  constructor(who, cursor) {
    this.who = who;
    this.cursor = cursor;
    this.told = new Map(); // seq → the event
  }

  async run(stopped) {
    while (!stopped()) {
      try {
        const query = { after: this.cursor, wait: 20 };
        const { body } = (await this.who.client.get('/chat/events', { query })).expect(200);
        for (const event of body.events) this.told.set(event.seq, event);
        this.cursor = body.cursor;
      } catch (error) {
        if (GONE.includes(error.code)) return;
        throw error;
      }
    }
  }
}

export class Writer {
  constructor(steps, ledger) {
    this.steps = steps;
    this.ledger = ledger;
    this.pending = undefined; // the request that has not been acknowledged
    this.answer = undefined;
  }

  /** Writes until `stopped()`, or until the server goes away. */
  async run(stopped) {
    while (!stopped()) {
      if (!this.pending) {
        const request = this.steps.next(this.answer).value;
        this.pending = { key: randomUUID(), ...request };
      }
      if (!(await this.send())) return;
    }
  }

  /** Sends what has not been acknowledged; false when the server went away meanwhile. */
  async send() {
    const { who, method = 'POST', path, body, upload, statuses, key } = this.pending;
    let answer;
    try {
      const headers = key ? { 'idempotency-key': key } : {};
      answer = await who.client.request(method, path, { json: body, ...upload, headers });
    } catch (error) {
      if (GONE.includes(error.code)) return false;
      throw error;
    }
    if (!statuses.includes(answer.status)) answer.expect(statuses[0]);
    this.ledger.acknowledged += 1;
    if (answer.headers['idempotent-replayed'] || (key === null && answer.status === 200)) {
      this.ledger.replayed += 1;
    }
    this.pending = undefined;
    this.answer = answer.body;
    return true;
  }

  /** Gets the last acknowledgement and lets the steps write it down. */
  async finish() {
    if (this.pending) await this.send();
    this.pending = { key: randomUUID(), ...this.steps.next(this.answer).value };
  }
}

/**
 * 38 writers: on 4 sellers and 4 buyers, 12 of posts, 12 of messages in 4 rooms, 8 of deals and 2 of photos; beside them
 * 2 of moderation, and 2 of people who come and go.
 */
export async function mixedWriters(everyone, { moderator, seller, guest }, ledger) {
  const writers = [1, 2].flatMap((i) => [
    new Writer(photoWriter(everyone[i], ledger), ledger),
    new Writer(moderationWriter(moderator, seller, ledger), ledger),
    new Writer(sessionWriter(guest, ledger), ledger),
  ]);
  for (let pair = 0; pair < 4; pair += 1) {
    const [seller, buyer] = [everyone[pair], everyone[pair + 4]];
    const { room_id: room } = await buy(buyer, await writePost(seller));
    const steps = [
      ...[1, 2, 3].map(() => postWriter(seller, ledger)),
      ...[seller, buyer, buyer].map((who) => messageWriter(who, room, ledger)),
      dealWriter(seller, buyer, ledger),
      dealWriter(buyer, everyone[(pair + 1) % 4], ledger),
    ];
    writers.push(...steps.map((step) => new Writer(step, ledger)));
  }
  return writers;
}
