import { ApiError, backoff, pause, retryDelay } from './problem.js';

/** An answer that comes sooner with nothing in it was cut short (shutdown, too many polls): don't ask at once again. */
const CUT_SHORT_MS = 1000;

/** @typedef {import('./types.js').ChatEvent} ChatEvent */
/**
 * @typedef {{type: 'reset', lost?: boolean}} Reset what was loaded before may lack something, load it again; `lost`: what
 *   has happened since is not told any more, or never did happen (the market went back to an earlier state)
 * @typedef {Reset | ChatEvent} News
 */

/**
 * @typedef {object} Outside
 * @property {(cursor: string | null, hurry: boolean, signal: AbortSignal) => Promise<{events: ChatEvent[], cursor: string}>} poll
 *   waits for what comes after the cursor, unless in a hurry; without one, answers at once where the stream is
 * @property {(news: News[]) => void} deliver called with nothing, too: a sign of life
 * @property {(connected: boolean) => void} report
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} [rest]
 * @property {() => number} [now]
 */

/**
 * Follows the user's stream of events by long-poll, for as long as it runs: first a `reset`, then every event once
 * and in order. The cursor is taken before the reset is told, so what is loaded upon it can miss nothing.
 */
export class EventStream {
  #outside;
  /** Of the present poll or pause. */
  #round = new AbortController();

  /** @param {Outside} outside */
  constructor(outside) {
    this.#outside = { rest: pause, now: () => performance.now(), ...outside };
  }

  /** Asks anew at once: the network is back, or the device woke up and its connection may be dead without knowing. */
  wake() {
    this.#round.abort();
  }

  /**
   * @param {AbortSignal} signal
   * @param {boolean} [lost] something may have happened that nobody has told: another ran before, or this one did
   * @returns {Promise<void>} when it was aborted, or nobody is signed in
   */
  async run(signal, lost = false) {
    /** That something was lost is yet to be told. */
    let untold = lost;
    const { poll, deliver, report, rest, now } = this.#outside;
    /** @type {string | null} */
    let cursor = null;
    let failures = 0;
    /** Whether the server is there at all is to be known before waiting for it. */
    let hurry = true;
    const stop = () => this.#round.abort();
    signal.addEventListener('abort', stop);
    while (!signal.aborted) {
      this.#round = new AbortController();
      const began = now();
      let delay = 0;
      try {
        const answer = await poll(cursor, hurry, this.#round.signal);
        if (signal.aborted) break;
        failures = 0;
        report(true);
        const idle = !hurry && answer.events.length === 0;
        if (idle && now() - began < CUT_SHORT_MS) delay = backoff(1);
        deliver(cursor === null ? [{ type: 'reset', lost: untold }] : answer.events);
        untold = false;
        hurry = false;
        cursor = answer.cursor;
      } catch (error) {
        if (signal.aborted) break;
        hurry = true;
        if (this.#round.signal.aborted) continue;
        if (error instanceof ApiError && error.status === 401) break;
        if (error instanceof ApiError && error.status === 410) {
          cursor = error.problem.cursor ?? null;
          // Without a cursor the next answer brings the reset.
          if (cursor) deliver([{ type: 'reset', lost: true }]);
          else untold = true;
          continue;
        }
        failures += 1;
        report(false);
        delay = retryDelay(error, failures);
      }
      if (delay > 0) await rest(delay, this.#round.signal);
    }
    signal.removeEventListener('abort', stop);
  }
}
