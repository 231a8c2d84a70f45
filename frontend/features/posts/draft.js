import { forget, keep, recall } from '../../lib/store.js';

/** A post that is being written or changed, kept on this device until it is saved: one of each. */

const NEW_KEY = 'giraffe.draft';
const EDIT_KEY = 'giraffe.draft.edit';
/** The server removes photos that no post uses after 24 h; an hour earlier, so that none vanishes while writing. */
const PHOTOS_KEEP_MS = 23 * 3_600_000;

/** @typedef {import('../../lib/types.js').Photo} Photo */
/** @typedef {import('../../lib/types.js').Post} Post */

/**
 * @typedef {object} Draft
 * @property {Record<string, string>} values
 * @property {string[]} flags
 * @property {Photo[]} photos
 * @property {number} at epoch milliseconds
 * @property {string} username whose draft it is: devices are shared
 * @property {{id: number, version: number}} [post] what is being changed, as it was then
 * @property {{key: string, body: string}} [sent] how it was sent, if nobody knows yet what came of that (OnceOnly)
 */

/** @param {Omit<Draft, 'at' | 'post'>} draft */
export function keepDraft(draft) {
  const isEmpty =
    draft.photos.length === 0 &&
    draft.flags.length === 0 &&
    Object.values(draft.values).every((value) => !value.trim());
  if (isEmpty) forget(NEW_KEY);
  else keep(NEW_KEY, { ...draft, at: Date.now() });
}

/**
 * @param {Omit<Draft, 'at' | 'post'>} draft
 * @param {Post} post
 */
export function keepChanges(draft, { id, version }) {
  keep(EDIT_KEY, { ...draft, post: { id, version }, at: Date.now() });
}

/**
 * @param {string} username
 * @returns {Draft | null}
 */
export function recallDraft(username) {
  return readable(recall(NEW_KEY), username, []);
}

/**
 * What was being changed in the post, unless it has become another since.
 * @param {string} username
 * @param {Post} post
 * @returns {Draft | null}
 */
export function recallChanges(username, post) {
  const draft = readable(recall(EDIT_KEY), username, post.photos);
  return draft?.post?.id === post.id && draft.post.version === post.version ? draft : null;
}

/** @param {string} [key] only if it was sent with that: another may have been begun meanwhile */
export function dropDraft(key) {
  const draft = /** @type {Draft | null} */ (recall(NEW_KEY));
  if (key === undefined || draft?.sent?.key === key) forget(NEW_KEY);
}

export function dropChanges() {
  forget(EDIT_KEY);
}

/**
 * @param {unknown} kept
 * @param {string} username
 * @param {Photo[]} photos instead of those that the server may have removed
 * @returns {Draft | null}
 */
function readable(kept, username, photos) {
  const draft = /** @type {Draft | null} */ (kept);
  if (!draft || draft.username !== username || !draft.values || !Array.isArray(draft.photos)) return null;
  return { ...draft, photos: Date.now() - draft.at < PHOTOS_KEEP_MS ? draft.photos : photos };
}
