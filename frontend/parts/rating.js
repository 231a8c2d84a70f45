import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/** @param {import('../lib/types.js').Rating | undefined} rating */
export function ratingText(rating) {
  if (!rating || rating.count === 0 || rating.average === null) return t('user.no-rating');
  return t('user.rating', { average: rating.average.toFixed(1), count: rating.count });
}

/** @param {number} count of 5 */
export function stars(count) {
  return html`<span class="stars" role="img" aria-label="${t('review.stars', { stars: count })}"
    >${[1, 2, 3, 4, 5].map((i) => html`<ui-icon name="star" class="${i <= count ? 'on' : ''}"></ui-icon>`)}</span
  >`;
}
