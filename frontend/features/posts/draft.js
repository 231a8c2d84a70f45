import { forget, keep, recall } from '../../lib/storage.js';

/** A post that is being written, kept on this device until it is saved. */

const KEY = 'giraffe.draft';
/** The server removes photos that no post uses after 24 h; an hour earlier, so that none vanishes while writing. */
const PHOTOS_KEEP_MS = 23 * 3_600_000;

/**
 * @typedef {object} Draft
 * @property {Record<string, string>} values
 * @property {string[]} flags
 * @property {import('../../lib/types.js').Photo[]} photos
 * @property {number} at epoch milliseconds
 * @property {string} username whose draft it is: devices are shared
 */

/** @param {Omit<Draft, 'at'>} draft */
export function keepDraft(draft) {
  const isEmpty =
    draft.photos.length === 0 &&
    draft.flags.length === 0 &&
    Object.values(draft.values).every((value) => !value.trim());
  if (isEmpty) forget(KEY);
  else keep(KEY, { ...draft, at: Date.now() });
}

/**
 * @param {string} username
 * @returns {Draft | null}
 */
export function recallDraft(username) {
  const draft = /** @type {Draft | null} */ (recall(KEY));
  if (!draft || draft.username !== username || !draft.values || !Array.isArray(draft.photos)) return null;
  return { ...draft, photos: Date.now() - draft.at < PHOTOS_KEEP_MS ? draft.photos : [] };
}

export function dropDraft() {
  forget(KEY);
}
