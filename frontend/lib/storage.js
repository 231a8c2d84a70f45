/**
 * localStorage, which a browser may refuse (private mode, full, switched off). What is kept there is a
 * convenience: without it the app must go on, so a refusal reads as "nothing kept".
 */

/**
 * @param {string} key
 * @returns {unknown} what was kept, or null
 */
export function recall(key) {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Refused: see above.
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Refused: see above.
  }
}
