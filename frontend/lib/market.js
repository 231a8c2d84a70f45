import * as api from './api.js';

/**
 * @typedef {object} Market who runs it, and for how long it keeps what (seconds)
 * @property {string} name
 * @property {{name: string | null, contact: string | null, privacy_officer: string | null}} operator
 * @property {{left_names: number, messages: number | null, events: number, sessions: number,
 *   sign_in_places: number, mails: number, unused_photos: number, idempotency_keys: number, snapshots: number}} kept_seconds messages: null is for ever
 */

/** @type {Promise<Market> | null} */
let asked = null;

/**
 * Asked for once: it changes with the server's settings alone.
 * @returns {Promise<Market>}
 */
export function market() {
  asked ??= api.get('/market').catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}
