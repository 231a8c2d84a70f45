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
 * @param {number} ms
 * @param {AbortSignal} signal ends the wait early
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
