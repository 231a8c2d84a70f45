import { ApiError, NetworkError, pause, retryDelay, within } from './problem.js';

/** A request that has no answer by then has none: the connection is dead without knowing. */
const DEAD_MS = 20_000;

/**
 * @typedef {object} Outside
 * @property {(signal: AbortSignal) => Promise<number>} work answers after how many milliseconds it is to be done again
 * @property {(error: unknown) => void} failed told each time; it is tried again, later and later, unless the mistake is
 *   the page's own
 * @property {(signal: AbortSignal) => Promise<void>} [seen] when the page is looked at
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} [rest]
 */

/** Does something again and again while the page is looked at: nobody needs figures that nobody sees. */
export class Repeater {
  #outside;
  /** Of the present pause. */
  #pause = new AbortController();
  #hurry = false;

  /** @param {Outside} outside */
  constructor(outside) {
    this.#outside = { seen: whenSeen, rest: pause, ...outside };
  }

  /** Once more, at once or as soon as what is under way has ended. */
  wake() {
    this.#hurry = true;
    this.#pause.abort();
  }

  /**
   * @param {AbortSignal} signal
   * @param {number} [first] milliseconds until the first time
   * @returns {Promise<void>} when it was aborted, or nobody is signed in
   */
  async run(signal, first = 0) {
    const { work, failed, seen, rest } = this.#outside;
    let failures = 0;
    let delay = first;
    const stop = () => this.#pause.abort();
    signal.addEventListener('abort', stop);
    for (;;) {
      this.#pause = new AbortController();
      if (delay > 0 && !this.#hurry && !signal.aborted) await rest(delay, this.#pause.signal);
      if (!signal.aborted) await seen(signal);
      if (signal.aborted) break;
      this.#hurry = false;
      try {
        delay = await within(DEAD_MS, signal, work);
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof ApiError && error.status === 401) break;
        failures += 1;
        failed(error);
        if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
        delay = retryDelay(error, failures);
      }
    }
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Runs a repeater for as long as the page that starts it lives; coming back to the page, or to the network, wakes it.
 * @param {Pick<Outside, 'work' | 'failed'>} outside
 * @param {AbortSignal} signal
 * @param {number} first milliseconds until the first time
 */
export function repeat(outside, signal, first) {
  const repeater = new Repeater(outside);
  addEventListener('online', () => repeater.wake(), { signal });
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && repeater.wake(),
    { signal },
  );
  repeater.run(signal, first);
  return repeater;
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function whenSeen(signal) {
  return new Promise((resolve) => {
    const look = () => {
      if (!signal.aborted && document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}
