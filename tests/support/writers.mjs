// Writers that hold the server to its word through crashes: each sends one request after another, keeps the one that
// was not answered, and sends it again, with the same Idempotency-Key, once the server is back.
import { randomUUID } from 'node:crypto';
import { buy, postBody, writePost } from './people.mjs';

/** How a writer's messages begin. */
export const GREETING = '안녕하세요';

/** What the server has acknowledged. Each of these must be there, once, after whatever may happen. */
export class Ledger {
  posts = new Map(); // title → {id, seller}
  messages = new Map(); // body → {room, seq}
  deals = new Map(); // id → {buyer, version}
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
    const { who, path, body, statuses, key } = this.pending;
    let answer;
    try {
      answer = await who.client.post(path, body, { headers: key ? { 'idempotency-key': key } : {} });
    } catch (error) {
      if (['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(error.code)) return false;
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

/** 32 writers: on 4 sellers and 4 buyers, 12 of posts, 12 of messages in 4 rooms, 8 of deals. */
export async function mixedWriters(everyone, ledger) {
  const writers = [];
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
