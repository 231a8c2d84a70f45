/**
 * A value that can be watched.
 * @template T
 * @typedef {object} Store
 * @property {() => T} get
 * @property {(value: T) => void} set
 * @property {(listener: (value: T) => void, signal?: AbortSignal) => () => void} subscribe
 *   calls back at every change, until `signal` aborts or the returned function is called
 */

/**
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function createStore(initial) {
  let current = initial;
  /** @type {Set<(value: T) => void>} */
  const listeners = new Set();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      // A copy, since a listener may take itself off while it is called.
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener, signal) {
      const stop = () => void listeners.delete(listener);
      if (signal?.aborted) return stop;
      listeners.add(listener);
      signal?.addEventListener('abort', stop, { once: true });
      return stop;
    },
  };
}
