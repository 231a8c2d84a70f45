import * as api from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t, won } from '../../lib/i18n.js';
import { ApiError, NetworkError } from '../../lib/problem.js';
import { postCard, priceText } from '../../parts/post-card.js';
import { href } from '../../routes.js';

const SHOWN = 6;

/**
 * Who else sells the post's book, and what it goes for; nothing when that can't be had now: the page is whole without.
 * @param {number} post its id
 * @param {AbortSignal} signal
 */
export async function copiesOf(post, signal) {
  try {
    return view(await api.get(`/posts/${post}/copies`, { query: { limit: SHOWN }, signal }));
  } catch (error) {
    if (error instanceof ApiError || error instanceof NetworkError) return html``;
    throw error;
  }
}

/**
 * Nothing when there is nothing to tell.
 * @param {import('../../lib/types.js').Copies} copies
 */
function view({ book, items, next_cursor }) {
  if (!book || (items.length === 0 && book.sold.count === 0)) return html``;
  const { count, median } = book.sold;
  const fact = (/** @type {string} */ label, /** @type {string} */ value) =>
    html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`
    <section class="card" aria-labelledby="prices-title">
      <h2 id="prices-title">${t('book.prices')}</h2>
      <dl class="price-facts">
        ${count > 0 && [fact(t('book.sold-count'), t('book.sales', { count })), fact(t('book.median'), won(median ?? 0))]}
        ${book.lowest_price !== null && fact(t('book.lowest'), priceText(book.lowest_price))}
      </dl>
    </section>
    ${
      items.length > 0 &&
      html`<section aria-labelledby="copies-title">
        <div class="copies-head">
          <h2 id="copies-title">${t('book.others')}</h2>
          ${book.isbn && (next_cursor || items.length > 1) && html`<a class="button" href="${href('/posts', { isbn: book.isbn })}">${t('book.all')}<ui-icon name="right"></ui-icon></a>`}
        </div>
        <ul class="post-grid">${items.map((post) => postCard(post))}</ul>
      </section>`
    }`;
}
