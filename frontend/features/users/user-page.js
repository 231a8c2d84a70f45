import * as api from '../../lib/api.js';
import { delegate, find, html, render, toastError, whileBusy } from '../../lib/html.js';
import { date, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { emptyState, focusHeading, Page, setTitle } from '../../lib/page.js';
import { blockItem, moreMenu, reportItem } from '../../parts/more-menu.js';
import { avatar, nameOf, ratingText, replyText, stars, verifiedChip } from '../../parts/people.js';
import { PostList } from '../../parts/post-list.js';
import { block, unblock } from '../blocks/block.js';
import { openReport } from '../reports/report-dialog.js';

/** @typedef {import('../../lib/types.js').Review} Review */

/** So many reviews stand above the posts, which go on for as long as one scrolls. */
const FIRST_REVIEWS = 3;

/** What everybody may see of a user: who it is, what is for sale, what others said. */
export class UserPage extends Page {
  /** @type {import('../../lib/types.js').User | null} */
  #user = null;

  open() {
    const username = this.params.username ?? '';
    this.draw(
      html`<div class="page-head"><h1>${t('public.title', { name: username })}</h1></div><div class="card skeleton deal-skeleton"></div>`,
    );
    delegate(this, 'click', '[data-more]', (button) => this.#run(button), this.signal);
    this.load(() => this.#show());
  }

  missing() {
    return t('public.missing');
  }

  async #show() {
    const path = `/users/${encodeURIComponent(this.params.username ?? '')}`;
    /** @type {import('../../lib/types.js').PublicUser} */
    const user = await api.get(path, { signal: this.signal });
    this.#user = user;
    const query = { limit: FIRST_REVIEWS };
    const reviews =
      user.rating.count > 0 && (await api.get(`${path}/reviews`, { query, signal: this.signal }));
    setTitle(t('public.title', { name: nameOf(user) }));
    this.draw(html`
      <section class="card me-card">
        ${avatar(user, 'large')}
        <div>
          <h1>${nameOf(user)}</h1>
          <p class="muted">${[nameOf(user) !== user.username && `@${user.username}`, user.major].filter(Boolean).join(' · ')}</p>
          <p class="row">
            ${verifiedChip(user)}
            <span class="chip">${t('user.selling-count', { count: user.counts.selling })}</span>
            <span class="chip">${t('user.sold-count', { count: user.counts.sold })}</span>
            <span class="chip">${t('user.bought-count', { count: user.counts.bought })}</span>
          </p>
          <p class="muted small-text">${ratingText(user.rating)} · ${t('user.since', { date: date(user.created_at, { year: 'numeric', month: 'long' }) })}</p>
          ${user.reply_time && html`<p class="reply-time small-text"><ui-icon name="clock"></ui-icon>${replyText(user.reply_time)}</p>`}
          ${user.bio && html`<p class="post-text">${user.bio}</p>`}
        </div>
        ${user.blocked !== undefined && user.username !== me.get()?.username && moreMenu(t('more.user', { name: nameOf(user) }), [reportItem(), blockItem(user.blocked)])}
      </section>
      ${user.blocked && html`<section class="card blocked-note"><p><ui-icon name="block"></ui-icon>${t('block.profile')}</p><button type="button" class="button" data-more="unblock">${t('block.undo')}</button></section>`}
      ${reviews && html`<section class="me-part" data-reviews aria-labelledby="user-reviews"><h2 id="user-reviews">${t('public.reviews')}</h2>${distribution(user.stars)}<ul class="stack"></ul><div class="list-end"></div></section>`}
      <section class="me-part" aria-labelledby="user-posts"><h2 id="user-posts">${t('public.posts')}</h2><post-list></post-list></section>
    `);
    if (reviews) this.#addReviews(path, reviews);
    find(this, 'post-list', PostList).show({ seller: user.username }, () => emptyState(t('public.no-posts')));
  }

  /** @param {HTMLElement} button */
  #run(button) {
    const user = this.#user;
    if (!user) return;
    if (button.dataset.more === 'report') return void openReport('user', user.username, this.signal);
    whileBusy(button, async () => {
      try {
        if (button.dataset.more === 'unblock') await unblock(user, this.signal);
        else if (!(await block(user, this.signal))) return;
        await this.#show();
        focusHeading(this);
      } catch (error) {
        toastError(error);
      }
    });
  }

  /**
   * @param {string} path
   * @param {import('../../lib/types.js').PageOf<Review>} page
   */
  #addReviews(path, { items, next_cursor: cursor }) {
    const part = find(this, '[data-reviews]', HTMLElement);
    find(part, 'ul.stack', HTMLElement).insertAdjacentHTML('beforeend', items.map(reviewRow).join(''));
    const end = find(part, '.list-end', HTMLElement);
    render(end, cursor ? html`<button type="button" class="button">${t('action.more')}</button>` : html``);
    const button = end.querySelector('button');
    const more = async () => {
      const page = await api.get(`${path}/reviews`, { query: { cursor }, signal: this.signal });
      this.#addReviews(path, page);
    };
    button?.addEventListener('click', () => whileBusy(button, () => more().catch(toastError)));
  }
}

/**
 * How many gave five stars, four, …
 * @param {number[]} counts of 1, 2 … 5 stars
 */
function distribution(counts) {
  const most = Math.max(...counts, 1);
  const rows = counts.map((count, i) => ({ stars: i + 1, count })).reverse();
  return html`<ul class="card star-counts" aria-label="${t('review.distribution')}">
    ${rows.map(
      ({ stars: given, count }) =>
        html`<li><span class="hidden-visually">${t('review.given', { stars: given, count })}</span><span aria-hidden="true">${given}<ui-icon name="star"></ui-icon></span><meter aria-hidden="true" min="0" max="${most}" value="${count}"></meter><span aria-hidden="true">${count}</span></li>`,
    )}
  </ul>`;
}

/** @param {Review} review */
function reviewRow(review) {
  return html`<li class="card">
    ${stars(review.stars)}
    ${review.text && html`<p class="post-text">${review.text}</p>`}
    <p class="muted small-text">${[nameOf(review.author), t(`review.by-${review.role}`), date(review.created_at)].join(' · ')}</p>
  </li>`;
}

customElements.define('user-page', UserPage);
