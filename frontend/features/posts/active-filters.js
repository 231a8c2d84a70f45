import { apiUrl } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { has, t, won } from '../../lib/i18n.js';
import { href } from '../../routes.js';

/** The filters of the market's address, which are also the API's. */
export const FILTERS = ['condition', 'status', 'min_price', 'max_price', 'major', 'course', 'isbn', 'seller'];

/** @typedef {{label: string, off: Record<string, string>}} ActiveFilter `off` takes it out of the address */

/**
 * Each thing that the list is narrowed to, in the order of the sheet.
 * @param {Record<string, string>} wanted the address's query
 * @returns {ActiveFilter[]}
 */
export function activeFilters(wanted) {
  return FILTERS.filter((name) => wanted[name]).flatMap((name) => {
    const value = wanted[name] ?? '';
    if (name === 'condition') return conditionFilters(value.split(','));
    return [{ label: labelOf(name, value), off: { [name]: '' } }];
  });
}

/** @param {string[]} chosen */
function conditionFilters(chosen) {
  return chosen.map((value) => ({
    label: has(`condition.${value}`) ? t(`condition.${value}`) : value,
    off: { condition: chosen.filter((other) => other !== value).join(',') },
  }));
}

/**
 * @param {string} name
 * @param {string} value
 */
function labelOf(name, value) {
  if (name === 'status') return statusLabel(value);
  if (name.endsWith('_price')) {
    const price = /^\d{1,8}$/.test(value) ? won(Number(value)) : value;
    return t(`filter.is-${name}`, { price });
  }
  return t(`filter.is-${name}`, { name: value });
}

/** @param {string} list of statuses, as in the address */
export function statusLabel(list) {
  if (list === 'selling') return t('filter.status-selling');
  const known = ['selling', 'reserved', 'sold', 'hidden'];
  return list
    .split(',')
    .map((value) => (known.includes(value) ? t(`status.${value}`) : value))
    .join(', ');
}

/**
 * The active filters above the list. Each is a link to the list without it: it works like any other and can be
 * taken back.
 * @param {Record<string, string>} wanted
 * @param {ActiveFilter[]} active
 */
export function filterChips(wanted, active) {
  if (active.length === 0) return null;
  const none = Object.fromEntries(FILTERS.map((name) => [name, '']));
  const without = (/** @type {Record<string, string>} */ off) => href('/posts', { ...wanted, ...off });
  return html`<ul class="filter-chips" aria-label="${t('filter.active')}">
    ${active.map(
      ({ label, off }) =>
        html`<li><a class="filter-chip" href="${without(off)}" aria-label="${t('filter.remove', { name: label })}"><span>${label}</span><ui-icon name="close"></ui-icon></a></li>`,
    )}
    <li><a class="filter-clear" href="${without(none)}">${t('filter.clear')}</a></li>
  </ul>`;
}

/** What of a search can be saved, beside its highest price. */
export const SAVED_TEXTS = /** @type {const} */ (['q', 'isbn', 'major', 'course']);

/**
 * @param {URLSearchParams} query the market's
 * @returns {import('../alerts/alert-words.js').Search | null} null when there is nothing in it that can be saved
 */
export function searchOf(query) {
  /** @type {import('../alerts/alert-words.js').Search} */
  const search = {};
  for (const name of SAVED_TEXTS) {
    const text = query.get(name)?.trim();
    if (text) search[name] = text;
  }
  if (Object.keys(search).length === 0) return null;
  const most = Number(query.get('max_price') || Number.NaN);
  if (Number.isInteger(most)) search.max_price = most;
  return search;
}

/** What the feed takes of the market's address: which posts, but not in which order. */
const FEED_FILTERS = ['q', ...FILTERS];

/**
 * The address of the feed with the market's filters.
 * @param {Record<string, string>} wanted
 */
export function feedUrl(wanted) {
  const query = new URLSearchParams(
    FEED_FILTERS.flatMap((name) => (wanted[name] ? [[name, wanted[name]]] : [])),
  );
  return apiUrl(`/feed.atom${query.size > 0 ? `?${query}` : ''}`);
}

/**
 * Tells browsers and feed readers that look at the page which feed belongs to it, for as long as it is shown.
 * @param {string} url
 * @param {AbortSignal} signal
 */
export function announceFeed(url, signal) {
  const link = document.querySelector('link[type="application/atom+xml"]');
  if (!link) return;
  link.setAttribute('href', url);
  signal.addEventListener('abort', () => link.setAttribute('href', feedUrl({})), { once: true });
}
