import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/** @param {import('../lib/types.js').Rating | undefined} rating */
export function ratingText(rating) {
  if (!rating || rating.count === 0 || rating.average === null) return t('user.no-rating');
  return t('user.rating', { average: rating.average.toFixed(1), count: rating.count });
}

/**
 * In a list, where there is no room for a sentence; nothing without a review.
 * @param {import('../lib/types.js').Rating | undefined} rating
 */
export function shortRating(rating) {
  if (!rating || rating.count === 0 || rating.average === null) return html``;
  const average = rating.average.toFixed(1);
  return html`<span class="rating-short"><ui-icon name="star"></ui-icon><span aria-hidden="true">${average} (${rating.count})</span><span class="hidden-visually"> ${ratingText(rating)}</span></span>`;
}

/** @param {number} count of 5 */
export function stars(count) {
  return html`<span class="stars" role="img" aria-label="${t('review.stars', { stars: count })}"
    >${[1, 2, 3, 4, 5].map((i) => html`<ui-icon name="star" class="${i <= count ? 'on' : ''}"></ui-icon>`)}</span
  >`;
}
