import { duration, has, lang, t } from './i18n.js';

/**
 * The server's answer was a problem document (RFC 9457), or something that should have been one.
 */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {Partial<import('./types.js').Problem>} problem
   * @param {number | null} retryAfter seconds, from the header
   */
  constructor(status, problem, retryAfter = null) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? 'unknown';
    /** The whole document: some codes carry more (`actions`, `deal`). */
    this.problem = problem;
    this.retryAfter = retryAfter;
    /** @type {import('./types.js').FieldFault[]} */
    this.faults = problem.errors ?? [];
  }
}

/** No answer came at all: offline, the server is down, or the connection broke. */
export class NetworkError extends Error {
  constructor() {
    super('no answer from the server');
    this.name = 'NetworkError';
  }
}

/**
 * Whether sending the same request again may yet succeed, so that its idempotency key must be kept.
 * @param {unknown} error
 */
export function isUndecided(error) {
  return error instanceof NetworkError || (error instanceof ApiError && error.status >= 500);
}

/**
 * Whether it passes by itself, so that trying again later is enough.
 * @param {unknown} error
 */
const mayPass = (error) => isUndecided(error) || (error instanceof ApiError && error.status === 429);

/** @param {unknown} error */
export function isAbort(error) {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * What went wrong, in the user's language. The server's own sentence is English: the last resort of who reads that.
 * @param {unknown} error
 * @returns {string}
 */
export function describe(error) {
  if (error instanceof NetworkError) return t('error.network');
  if (!(error instanceof ApiError)) return t('error.unknown');
  if (has(`error.${error.code}`)) return t(`error.${error.code}`, { wait: duration(error.retryAfter ?? 60) });
  if (error.status === 404) return t('error.not-found');
  if (error.status === 503) return t('error.busy');
  if (error.status >= 500) return t('error.server');
  return (lang() === 'en' && error.message) || t('error.unknown');
}

/**
 * @param {import('./types.js').FieldFault} fault
 * @returns {string}
 */
export function describeFault(fault) {
  if (has(`fault.${fault.code}`)) return t(`fault.${fault.code}`);
  return (lang() === 'en' && fault.detail) || t('fault.invalid');
}

/** @returns {string} 128 random bits in hex; `randomUUID` would need https, which a campus LAN may lack */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Gives a creating POST its Idempotency-Key. The key stays the same while the outcome is unknown and the
 * body unchanged, so that pressing "try again" after a lost answer cannot create a second post.
 */
export class OnceOnly {
  #key;
  #body;

  /** @param {{key: string, body: string}} [sent] what another one has sent, whose outcome is not known */
  constructor(sent) {
    this.#key = sent?.key ?? newKey();
    this.#body = sent?.body ?? '';
  }

  /** What was sent last, for one that is to go on from here. */
  get sent() {
    return { key: this.#key, body: this.#body };
  }

  /**
   * @template T
   * @param {unknown} body
   * @param {(key: string) => Promise<T>} send
   * @returns {Promise<T>}
   */
  async run(body, send) {
    const text = JSON.stringify(body);
    if (text !== this.#body) {
      this.#key = newKey();
      this.#body = text;
    }
    try {
      const answer = await send(this.#key);
      this.#body = '';
      return answer;
    } catch (error) {
      if (!isUndecided(error)) this.#body = '';
      throw error;
    }
  }
}

/**
 * What has not come by then does not come: the connection may be dead without knowing. NetworkError says so.
 * @template T
 * @param {number} ms
 * @param {AbortSignal | null | undefined} signal ends the work as well
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function within(ms, signal, work) {
  const dead = new AbortController();
  const give = () => dead.abort();
  const timer = ms < Infinity ? setTimeout(give, ms) : 0;
  signal?.addEventListener('abort', give, { once: true });
  if (signal?.aborted) give();
  try {
    return await work(dead.signal);
  } catch (error) {
    throw isAbort(error) && !signal?.aborted ? new NetworkError() : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', give);
  }
}

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/**
 * How long to wait before trying again: twice as long each time, and never the same for two clients, so that a
 * server which comes back is not met by all of them at once.
 * @param {number} failures so far, from 1
 * @param {() => number} [random] 0 to 1
 * @returns {number} milliseconds
 */
export function backoff(failures, random = Math.random) {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return full / 2 + (random() * full) / 2;
}

/**
 * How long to wait after a failure: the backoff, and no shorter than the server asks for.
 * @param {unknown} error
 * @param {number} failures so far, from 1
 * @returns {number} milliseconds
 */
export function retryDelay(error, failures) {
  const asked = error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : 0;
  return Math.max(asked, backoff(failures));
}

/**
 * @param {number} [ms] at 0 the browser can draw, and be touched, between two pieces of work that would keep a slow phone
 *   busy for too long
 * @param {AbortSignal} [signal] ends the wait early
 * @returns {Promise<void>}
 */
export function pause(ms = 0, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}

/**
 * Work that is to be done for nobody who could press "try again", such as loading anew what may be out of date. It is
 * repeated, later and later, until it succeeds or its signal is aborted; what trying again can't mend is thrown. Begun
 * once more while it waits, it is the new one that goes on: it knows no less.
 * @param {() => Promise<unknown>} work
 * @param {(ms: number, signal?: AbortSignal) => Promise<void>} [rest]
 * @returns {(signal: AbortSignal) => Promise<void>} begins it
 */
export function untilDone(work, rest = pause) {
  let newest = 0;
  return async (signal) => {
    newest += 1;
    const mine = newest;
    const isOver = () => signal.aborted || mine !== newest;
    for (let failures = 1; !isOver(); failures += 1) {
      try {
        await work();
        return;
      } catch (error) {
        if (isOver()) return;
        if (!mayPass(error)) throw error;
        await rest(retryDelay(error, failures), signal);
      }
    }
  };
}
