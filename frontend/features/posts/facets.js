import * as api from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { number, t } from '../../lib/i18n.js';
import { ApiError, isAbort, NetworkError } from '../../lib/problem.js';

/** @typedef {import('../../lib/types.js').Facets} Facets */
/** @typedef {import('../../lib/types.js').Facet} Facet */

/** As long as choices follow each other faster than this, nothing is counted. */
const PAUSE_MS = 150;
/** Of majors and of courses; the others can be typed. */
const OPTIONS = 6;

/**
 * "1,234", and "20,000+" when it is at least that.
 * @param {number} count
 * @param {boolean} complete
 */
export const countText = (count, complete) => (complete ? number(count) : `${number(count)}+`);

/**
 * The same name, however it is written. What the API compares (`search::name_key`) is a little more.
 * @param {string} a
 * @param {string} b
 */
export function sameName(a, b) {
  const plain = (/** @type {string} */ name) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s·-]/g, '');
  return plain(a) === plain(b);
}

/**
 * Counts what the filters would find, again whenever they change.
 * @param {() => Record<string, string | undefined>} filters as they stand now
 * @param {(facets: Facets | null) => void} show null when they cannot be counted
 * @param {AbortSignal} signal
 * @returns {() => void} to be called when a filter has changed
 */
export function followFacets(filters, show, signal) {
  let timer = 0;
  let asking = new AbortController();
  const count = async () => {
    asking = new AbortController();
    const { signal: mine } = asking;
    try {
      const facets = await api.get('/posts/facets', { query: filters(), signal: mine });
      if (!mine.aborted) show(facets);
    } catch (error) {
      if (isAbort(error) || mine.aborted) return;
      // The filters work without their counts, and the list will tell what is wrong.
      if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
      show(null);
    }
  };
  const stop = () => {
    clearTimeout(timer);
    asking.abort();
  };
  signal.addEventListener('abort', stop);
  count();
  return () => {
    stop();
    timer = setTimeout(count, PAUSE_MS);
  };
}

/**
 * @param {number} count
 * @param {boolean} complete
 */
export function facetCount(count, complete) {
  const text = countText(count, complete);
  return html`<span class="facet-count"><span aria-hidden="true">${text}</span><span class="hidden-visually">${t('suggestion.posts', { count: text })}</span></span>`;
}

/**
 * The most frequent names as buttons that put them into the field and take them out again. The focus stays
 * where it was.
 * @param {HTMLElement} place
 * @param {Facet | null} facet
 * @param {string} chosen
 */
export function showOptions(place, facet, chosen) {
  const values = optionsOf(facet, chosen);
  const focused = document.activeElement;
  const value = focused instanceof HTMLElement && place.contains(focused) ? focused.dataset.value : undefined;
  render(
    place,
    html`${values.map(
      (one) =>
        html`<button type="button" class="facet-option" data-value="${one.value}" aria-pressed="${String(sameName(one.value, chosen))}"><span>${one.value}</span>${facetCount(one.count, facet?.complete ?? true)}</button>`,
    )}`,
  );
  place.hidden = values.length === 0;
  if (value === undefined) return;
  const again = place.querySelector(`[data-value="${CSS.escape(value)}"]`);
  if (again instanceof HTMLElement) again.focus();
}

/**
 * The first few, among them the one that is chosen.
 * @param {Facet | null} facet
 * @param {string} chosen
 */
function optionsOf(facet, chosen) {
  const all = facet?.values ?? [];
  const first = all.slice(0, OPTIONS);
  const other = all.slice(OPTIONS).find((one) => chosen && sameName(one.value, chosen));
  return other ? [...first.slice(0, OPTIONS - 1), other] : first;
}
