import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { smallIcon } from './pictures.js';

/** The small things that stand for a person: their letter, name, verified address and rating. */

/**
 * The first letter of a name in a circle.
 * @param {{username: string, display_name?: string}} user
 * @param {string} [className]
 */
export function avatar(user, className = '') {
  // By characters, not UTF-16 units: half an emoji would be drawn as a box.
  const [first = '?'] = user.display_name || user.username;
  return html`<span class="avatar ${className}" aria-hidden="true">${first}</span>`;
}

/** @param {{username: string, display_name?: string}} user */
export function nameOf(user) {
  return user.display_name || user.username;
}

/** @typedef {{email_verified?: boolean, campus?: string | null}} Verified */

/** @param {Verified} user */
function words(user) {
  return user.campus ? t('user.verified-campus', { campus: user.campus }) : t('user.verified');
}

/**
 * That the address is verified, and of which campus it is; nothing for the others.
 * @param {Verified} user
 */
export function verifiedChip(user) {
  return html`${user.email_verified && html`<span class="chip good verified"><ui-icon name="shield"></ui-icon><span>${words(user)}</span></span>`}`;
}

/**
 * The same beside a name where there is little room: the words are for screen readers, and shown to who points at it.
 * @param {Verified} user
 */
export function verifiedMark(user) {
  return html`${user.email_verified && html`<span class="verified-mark" title="${words(user)}">${smallIcon('shield')}<span class="hidden-visually">${words(user)}</span></span>`}`;
}

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
  return html`<span class="rating-short">${smallIcon('star')}<span aria-hidden="true">${average} (${rating.count})</span><span class="hidden-visually"> ${ratingText(rating)}</span></span>`;
}

/** @param {number} count of 5 */
export function stars(count) {
  return html`<span class="stars" role="img" aria-label="${t('review.stars', { stars: count })}"
    >${[1, 2, 3, 4, 5].map((i) => html`<ui-icon name="star" class="${i <= count ? 'on' : ''}"></ui-icon>`)}</span
  >`;
}

const HOUR = 3_600_000;

/** Up to how long each phrase fits. @type {[number, string][]} */
const BUCKETS = [
  [HOUR / 6, 'reply.minutes'],
  [HOUR, 'reply.hour'],
  [3 * HOUR, 'reply.three-hours'],
  [12 * HOUR, 'reply.half-day'],
  [24 * HOUR, 'reply.day'],
];

/**
 * How soon a seller answers, in words; '' when nobody has asked them yet.
 * @param {import('../lib/types.js').ReplyTime | null | undefined} time
 */
export function replyText(time) {
  if (!time) return '';
  const bucket = BUCKETS.find(([most]) => time.median_ms <= most);
  return t(bucket ? bucket[1] : 'reply.slow', { count: time.count });
}
