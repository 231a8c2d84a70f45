import '../../parts/photo-gallery.js';

import { html } from '../../lib/html.js';
import { number, t } from '../../lib/i18n.js';
import { avatar, nameOf, ratingText, verifiedChip } from '../../parts/people.js';
import { cover, priceText, statusChip } from '../../parts/post-card.js';
import { isOpen } from '../deals/deal-state.js';

/** @typedef {import('../../lib/types.js').Post} Post */

/** @param {Post} post */
export function postView(post) {
  return html`<article class="post-page">
    <div class="post-media card">
      ${post.photos.length > 0 ? html`<photo-gallery></photo-gallery>` : html`<div class="gallery lone">${cover(post)}</div>`}
    </div>
    <div class="post-main card">
      <p class="row">${statusChip(post.status)} ${post.mine && html`<span class="chip info">${t('post.own')}</span>`}</p>
      <h1>${post.title}</h1>
      <p class="big-price"><span class="hidden-visually">${t('post.price')}: </span>${priceText(post.price)}</p>
      <p class="muted small-text">
        <time datetime="${post.created_at}"></time><br />
        ${stats(post)}
      </p>
      ${note(post)}
      <div class="post-actions">${post.mine ? ownActions(post) : buyerActions(post)}</div>
    </div>
    <section class="post-details card" aria-labelledby="details-title">
      <h2 id="details-title">${t('post.description')}</h2>
      <dl class="facts">
        ${fact(t('post.book-title'), post.book.title)} ${fact(t('post.author'), post.book.author)}
        ${fact(t('post.publisher'), post.book.publisher)} ${fact(t('post.edition'), post.book.edition)}
        ${fact(t('post.isbn'), post.book.isbn)}
        ${fact(t('post.condition'), html`<span class="chip good">${t(`condition.${post.condition}`)}</span>`)}
        ${
          post.condition_flags.length > 0 &&
          fact(
            t('post.flags'),
            post.condition_flags.map((flag) => html`<span class="chip">${t(`flag.${flag}`)}</span> `),
          )
        }
        ${fact(t('post.place'), post.place)} ${fact(t('post.major'), post.major)} ${fact(t('post.course'), course(post))}
      </dl>
      <p class="post-text ${!post.description && 'muted'}">${post.description || t('post.no-description')}</p>
    </section>
    <section class="post-seller card" aria-labelledby="seller-title">
      <h2 id="seller-title">${t('post.seller')}</h2>
      <a class="person" href="#/users/${encodeURIComponent(post.seller.username)}">
        ${avatar(post.seller)}
        <span>
          <strong>${nameOf(post.seller)}</strong>
          ${verifiedChip(post.seller)}
          <span class="muted small-text">${[post.seller.major, ratingText(post.seller.rating)].filter(Boolean).join(' · ')}</span>
          <span class="muted small-text" data-reply></span>
        </span>
        <ui-icon name="right"></ui-icon>
      </a>
      ${!post.mine && html`<p class="small-text"><a class="safety-link" href="#/safety"><ui-icon name="shield"></ui-icon>${t('safety.link')}</a></p>`}
    </section>
    <div class="post-copies" data-copies></div>
    <p class="post-back"><a class="button" href="#/posts"><ui-icon name="left"></ui-icon>${t('action.back-to-list')}</a>
      ${!post.mine && html`<button type="button" class="button" data-do="report"><ui-icon name="flag"></ui-icon>${t('report.action')}</button>`}</p>
  </article>`;
}

/**
 * @param {string} label
 * @param {unknown} value
 */
function fact(label, value) {
  return value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : html``;
}

/** @param {Post} post */
function stats(post) {
  // The phrase is chosen by the number, and shows it grouped: 1,234.
  const counted = (/** @type {number} */ count) => ({ count, shown: number(count) });
  return [
    t('post.views', counted(post.view_count)),
    t('post.favorites', counted(post.favorite_count)),
    t('post.requests', counted(post.deal_count)),
  ].join(' · ');
}

/** @param {Post} post */
function course(post) {
  if (!post.course) return '';
  const { name, professor } = post.course;
  return professor ? `${name} · ${t('post.professor', { name: professor })}` : name;
}

/** @param {Post} post */
function note(post) {
  if (post.hold) {
    return html`<div class="notice"><p>${t(`hold.${post.hold.cause}`)}</p>
      ${post.hold.reason && html`<p class="post-text">${t('suspended.reason', { reason: post.hold.reason })}</p>`}</div>`;
  }
  const key =
    post.status === 'sold'
      ? 'post.sold-note'
      : post.status === 'hidden'
        ? 'post.hidden-note'
        : post.status === 'reserved'
          ? post.mine || post.my_deal?.state === 'reserved'
            ? 'post.reserved-mine'
            : 'post.reserved-note'
          : '';
  return key && html`<p class="notice">${t(key)}</p>`;
}

/** @param {Post} post */
function buyerActions(post) {
  // Once it is over, the chat still has what was agreed, and the review.
  const talking = post.my_deal && (isOpen(post.my_deal.state) || post.my_deal.state === 'completed');
  return html`
    <button type="button" class="button heart" data-do="favorite" aria-pressed="${String(post.favorited)}" aria-label="${t('post.favorite')}">
      <ui-icon name="heart"></ui-icon><span aria-hidden="true">${post.favorite_count}</span>
    </button>
    <button type="button" class="button" data-do="share" aria-label="${t('post.share')}"><ui-icon name="share"></ui-icon></button>
    ${
      talking
        ? html`<a class="button primary grow" href="#/chat/${post.my_deal?.room_id}"><ui-icon name="chat"></ui-icon>${t('post.to-chat')}</a>`
        : post.status === 'selling' &&
          html`<button type="button" class="button primary grow" data-do="buy">${t('post.buy')}</button>`
    }
  `;
}

/** @param {Post} post */
function ownActions(post) {
  const button = (/** @type {string} */ name, /** @type {string} */ icon) =>
    html`<button type="button" class="button" data-do="${name}"><ui-icon name="${icon}"></ui-icon>${t(`post.${name}`)}</button>`;
  return html`
    ${post.status !== 'sold' && html`<a class="button primary" href="#/posts/${post.id}/edit"><ui-icon name="edit"></ui-icon>${t('post.edit')}</a>`}
    ${post.deal_count > 0 && html`<a class="button" href="#/me/selling"><ui-icon name="chat"></ui-icon>${t('me.offers')}</a>`}
    ${post.status === 'selling' && [button('bump', 'up'), button('hide', 'hide')]}
    ${post.status !== 'hidden' ? button('share', 'share') : !post.hold && button('show', 'eye')}
    ${
      post.hold &&
      post.hold.cause !== 'suspension' &&
      html`<button type="button" class="button" data-do="appeal"><ui-icon name="chat"></ui-icon>${t('appeal.action')}</button>`
    }
    ${button('delete', 'trash')}
  `;
}
