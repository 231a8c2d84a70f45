// Posts at a steady rate, each found by the saved search of somebody who waits for it (fill.cpp saves them).
import { setMaxListeners } from 'node:events';
import http from 'node:http';
import { setTimeout } from 'node:timers/promises';

const BOOKS = [
  '미적분학',
  '선형대수학',
  '일반물리학',
  '유기화학',
  '자료구조',
  '운영체제',
  '경제학원론',
  '심리학개론',
];
const SYLLABLES = 11_172;
const SELLER = 2;
const PATIENCE_MS = 20_000;

/** As fill.cpp makes it. */
const word = (number) =>
  String.fromCharCode(0xac00 + ((number * 7919) % SYLLABLES), 0xac00 + Math.floor(number / SYLLABLES) * 588);

/** The body of a post that the search of that number finds, and no other. */
function post(number) {
  const book = BOOKS[(number / 4) % 8];
  return {
    title: `${book} ${word(number)} 팝니다`,
    book: { title: book, author: '김기린', publisher: '기린출판사' },
    price: 15_000,
    condition: 'good',
    place: '중앙도서관 앞',
    description: '한 학기 동안 쓴 책입니다. 앞부분에 연필로 쓴 풀이가 조금 있고, 나머지는 깨끗합니다.',
  };
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

export class Offers {
  #agent = new http.Agent({ keepAlive: true });
  #stopped = new AbortController();
  #answered = new Map(); // by post: when its answer came
  #told = new Map(); // when its event came
  #count = 0;

  /** Users who wait, each with a poll: those of the first searches that begin with a book. */
  static async start(port, { watchers, posts, offerRate }) {
    const offers = new Offers();
    setMaxListeners(0, offers.#stopped.signal); // each poll is one
    offers.port = port;
    offers.watchers = watchers;
    offers.rate = offerRate;
    const pairs = Math.min(posts / 2, 5000);
    const watched = Array.from({ length: watchers }, (_, at) => 2 * ((4 * at) % pairs) + 1);
    offers.watching = await Promise.all(watched.map((user) => offers.#watch(user)));
    return offers;
  }

  #ask(method, path, user, body) {
    return new Promise((done, fail) => {
      const request = http.request(
        {
          port: this.port,
          method,
          path,
          agent: this.#agent,
          signal: this.#stopped.signal,
          headers: {
            authorization: `Bearer load-${user}`,
            ...(body && { 'content-type': 'application/json' }),
          },
        },
        async (response) => {
          const at = performance.now();
          let text = '';
          for await (const part of response.setEncoding('utf8')) text += part;
          done({ at, status: response.statusCode, body: JSON.parse(text) });
        },
      );
      request.on('error', fail);
      request.end(body && JSON.stringify(body));
    });
  }

  /** Resolves when the first poll can miss nothing; the watching itself is its value's promise. */
  async #watch(user) {
    let { cursor } = (await this.#ask('GET', '/chat/events', user)).body;
    const follow = async () => {
      while (!this.#stopped.signal.aborted) {
        const { at, body } = await this.#ask('GET', `/chat/events?wait=60&after=${cursor}`, user);
        cursor = body.cursor;
        for (const event of body.events) if (event.type === 'alert') this.#told.set(event.post_id, at);
      }
    };
    return { ended: follow().catch(() => {}) };
  }

  /** Offers for so long, and waits until all that is waited for is told; {p50, p99} in milliseconds. */
  async make(seconds) {
    this.#answered.clear();
    const start = performance.now();
    const asked = [];
    for (let i = 0; i < this.rate * seconds; i += 1) {
      // By the clock, however long the answers take: a slow server is not spared.
      await setTimeout(Math.max(0, start + (i * 1000) / this.rate - performance.now()));
      const search = 4 * (this.#count++ % Math.max(1, this.watchers));
      asked.push(
        this.#ask('POST', '/posts', SELLER, post(search)).then(({ at, status, body }) => {
          if (status !== 201) throw new Error(`a post was answered ${status}`);
          this.#answered.set(body.id, at);
        }),
      );
    }
    await Promise.all(asked);
    if (this.watchers === 0) return {};
    const missing = () => [...this.#answered.keys()].some((id) => !this.#told.has(id));
    for (const end = performance.now() + PATIENCE_MS; missing(); ) {
      if (performance.now() > end) throw new Error('a post was not told');
      await setTimeout(5);
    }
    // The event can overtake the answer on another connection.
    const times = [...this.#answered].map(([id, at]) => Math.max(0, this.#told.get(id) - at));
    times.sort((a, b) => a - b);
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  }

  async stop() {
    this.#stopped.abort();
    await Promise.all(this.watching.map(({ ended }) => ended));
    this.#agent.destroy();
  }
}
