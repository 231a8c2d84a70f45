import { apiUrl } from '../../lib/api.js';

/** What the feed takes of the market's address: which posts, but not in which order. */
const FILTERS = ['q', 'status', 'condition', 'min_price', 'max_price', 'major', 'course', 'isbn', 'seller'];

/**
 * The address of the feed with the market's filters.
 * @param {Record<string, string>} wanted
 */
export function feedUrl(wanted) {
  const query = new URLSearchParams(FILTERS.flatMap((name) => (wanted[name] ? [[name, wanted[name]]] : [])));
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
