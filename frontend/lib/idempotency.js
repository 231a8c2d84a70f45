import { isUndecided } from './problem.js';

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
  #key = newKey();
  #body = '';

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
