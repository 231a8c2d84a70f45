import { html, marked } from '../lib/html.js';
import { relativeTime, t, won } from '../lib/i18n.js';
import { apiUrl, srcset } from '../lib/prefetch.js';
import { SIZES } from '../routes.js';
import { nameOf, shortRating, verifiedMark } from './people.js';
import { faceUrl, smallIcon } from './pictures.js';

/** @typedef {import('../lib/types.js').PostCard} PostCard */

/** @param {number} price */
export function priceText(price) {
  return price === 0 ? t('post.free') : won(price);
}

/** @type {Record<string, string>} */
const STATUS_TONE = { selling: 'good', reserved: 'warn', sold: '', hidden: 'bad' };

/** @param {string} status */
export function statusChip(status) {
  return html`<span class="chip ${STATUS_TONE[status] ?? ''}">${t(`status.${status}`)}</span>`;
}

/**
 * The picture of a post in lists. Without a photo, a drawn cover with the book's title.
 * @param {PostCard} post
 * @param {string} [sizes] how wide it is drawn, for the browser to choose a file
 * @param {boolean} [first] among the first that are seen: the browser should not wait to know where it is
 */
export function cover(post, sizes = '150px', first = false) {
  const photo = post.photo ?? post.photos?.[0];
  if (!photo) {
    return html`<span class="cover no-photo" aria-hidden="true"
      ><img src="${faceUrl}" alt="" width="248" height="228" /><span>${post.book?.title ?? post.title}</span></span
    >`;
  }
  return html`<img class="cover" alt="" ${first ? html`fetchpriority="high"` : html`loading="lazy" decoding="async"`} width="${photo.width}" height="${photo.height}" sizes="${sizes}"
    src="${apiUrl(photo.urls.card)}" srcset="${srcset(photo.urls, ['thumb', 'card', 'full'])}" />`;
}

/**
 * A post in a list: one link around everything, so that it is one stop for the keyboard.
 * @param {PostCard} post
 * @param {boolean} [first] among the first that are seen
 * @param {number} [position] from 1 on, in a list of which only some is in the document, nobody knows how long
 */
export function postCard(post, first = false, position = 0) {
  const counted = position > 0 && html`role="listitem" aria-posinset="${position}" aria-setsize="-1"`;
  return html`<li class="post-card ${post.status}" ${counted}>
    <a href="#/posts/${post.id}">
      <span class="post-picture">
        ${cover(post, SIZES.list, first)}
        ${post.status !== 'selling' && statusChip(post.status)}
      </span>
      <span class="post-facts">
        <span class="post-title">${marked(post.title, post.highlights?.title)}</span>
        ${post.book && html`<span class="post-book">${marked(post.book.title, post.highlights?.book_title)}</span>`}
        <span class="post-price">${priceText(post.price)}</span>
        <span class="post-small">
          ${post.condition && html`<span class="chip">${t(`condition.${post.condition}`)}</span>`}
          ${post.place && html`<span class="post-place">${smallIcon('place')}${post.place}</span>`}
        </span>
        <span class="post-small">
          ${post.seller && html`<span class="post-by"><span>${nameOf(post.seller)}</span>${verifiedMark(post.seller)}</span>`} ${shortRating(post.seller?.rating)}
          ${post.bumped_at && html`<time datetime="${post.bumped_at}">${relativeTime(post.bumped_at)}</time>`}
          ${
            Boolean(post.favorite_count) &&
            html`<span class="post-hearts">${smallIcon('heart')}${post.favorite_count}<span class="hidden-visually"> ${t('me.favorites')}</span></span>`
          }
        </span>
      </span>
    </a>
  </li>`;
}

/** The shape of a card while the real one loads. */
export function postSkeleton() {
  return html`<li class="post-card" aria-hidden="true">
    <span class="post-link">
      <span class="post-picture skeleton"></span>
      <span class="post-facts">
        <span class="skeleton line long"></span><span class="skeleton line"></span><span class="skeleton line short"></span>
      </span>
    </span>
  </li>`;
}
