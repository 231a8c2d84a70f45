import * as api from '../../lib/api.js';

/** @typedef {import('../../lib/types.js').Edition} Edition */

const SUGGESTED = 6;
/** The API takes no longer words to search for. */
const MAX_WORDS = 100;

/**
 * The edition with that ISBN; null when the market has never seen it.
 * @param {string} isbn with a valid check digit
 * @param {AbortSignal} signal
 * @returns {Promise<Edition | null>}
 */
export async function editionWithIsbn(isbn, signal) {
  return (await api.get('/books', { query: { isbn }, signal })).items[0] ?? null;
}

/**
 * Editions that have those words, the best first.
 * @param {string} words
 * @param {AbortSignal} signal
 * @returns {Promise<Edition[]>}
 */
export async function editionsWith(words, signal) {
  const q = Array.from(words).slice(0, MAX_WORDS).join('');
  return (await api.get('/books', { query: { q, limit: SUGGESTED }, signal })).items;
}

/** @param {string} text as the API compares titles: spaces, case, signs and form don't matter */
const plain = (text) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]/gu, '');

/**
 * Whether somebody who writes this title, and perhaps an author, means that edition.
 * @param {Edition} edition
 * @param {string} title
 * @param {string} author
 */
export function isCalled(edition, title, author) {
  if (plain(edition.title) !== plain(title)) return false;
  return author === '' || plain(edition.author ?? '') === plain(author);
}
