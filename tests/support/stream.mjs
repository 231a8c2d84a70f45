// A person's event stream as a client reads it: poll, keep the cursor, poll again.
import { PATIENCE_MS } from './patience.mjs';

export class Stream {
  constructor(client, cursor) {
    this.client = client;
    this.cursor = cursor;
  }

  /** One poll from where the stream stands; answers its events. */
  async poll({ wait = 0, ...options } = {}) {
    const query = { after: this.cursor, wait };
    const { body } = (await this.client.get('/chat/events', { query, ...options })).expect(200);
    this.cursor = body.cursor;
    return body.events;
  }

  /** Polls until an event fits; answers all events up to and with that poll's. Fails when none does in all that time. */
  async until(fits) {
    const events = [];
    for (const end = Date.now() + PATIENCE_MS; !events.some(fits); ) {
      if (Date.now() > end) throw new Error(`None of these is ${fits}: ${JSON.stringify(events)}`);
      events.push(...(await this.poll({ wait: 20 })));
    }
    return events;
  }
}

/** Where that person's stream stands. */
export const cursorNow = async ({ client }) => (await client.get('/chat/events')).expect(200).body.cursor;

/** The stream of that person, from now on or after a given cursor (`begin`: from its first event). */
export async function streamOf(who, after) {
  return new Stream(who.client, after ?? (await cursorNow(who)));
}

/** What people said in these events. */
export const bodies = (events) =>
  events.filter(({ message }) => message?.kind === 'text').map(({ message }) => message.body);

/** What a room's system messages tell, oldest first: ['deal_opened', 'accepted', …]. */
export async function told(who, deal) {
  const { items } = (
    await who.client.get(`/chat/rooms/${deal.room_id}/messages`, { query: { limit: 100 } })
  ).expect(200).body;
  return items.filter(({ kind }) => kind === 'system').map(({ data }) => data.event);
}
