import { t, won } from '../../lib/i18n.js';
import { href } from '../../routes.js';
import { SAVED_TEXTS as TEXTS } from '../posts/active-filters.js';

/**
 * What of a search can be saved: the names of the market's address, which are also the API's.
 *
 * @typedef {object} Search
 * @property {string | null} [q]
 * @property {string | null} [isbn]
 * @property {string | null} [major]
 * @property {string | null} [course]
 * @property {number | null} [max_price]
 */

/** Filters that a saved search does not know. */
const UNSAVED = ['status', 'condition', 'min_price'];

/**
 * Whether there is more in it than what is saved of it.
 * @param {URLSearchParams} query the market's
 */
export function hasUnsaved(query) {
  return UNSAVED.some((name) => query.get(name));
}

/**
 * @param {Search} one
 * @param {Search} other
 */
export function isSame(one, other) {
  const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => (a ?? null) === (b ?? null);
  return TEXTS.every((name) => same(one[name], other[name])) && same(one.max_price, other.max_price);
}

/**
 * The search in words: “미적분” · 수학과 · 15,000원 이하.
 * @param {Search} search
 */
export function searchWords(search) {
  return [
    search.q && t('alerts.words-q', { text: search.q }),
    search.isbn && t('alerts.words-isbn', { isbn: search.isbn }),
    search.major && t('alerts.words-major', { name: search.major }),
    search.course && t('alerts.words-course', { name: search.course }),
    typeof search.max_price === 'number' && t('alerts.words-max-price', { price: won(search.max_price) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * Where the market shows what the search finds now.
 * @param {Search} search
 */
export function searchHref({ q, isbn, major, course, max_price }) {
  return href('/posts', { q, isbn, major, course, max_price });
}
