import { apiUrl } from '../../lib/api.js';
import { delegate, html, render, toastError, whileBusy } from '../../lib/html.js';
import { date, dateTime, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { wanted } from '../../lib/needs.js';
import { stars } from '../../parts/people.js';
import { cover, priceText } from '../../parts/post-card.js';
import { isOpen } from '../deals/deal-state.js';
import { actionLabel, deadline, MAIN_ACTIONS, sideOf, standing, stateTone } from '../deals/deal-words.js';

/** @typedef {import('../../lib/types.js').Deal} Deal */

/** `<deal-bar>`: what the room is about, where the deal stands, and what one may do now. */
export class DealBar extends HTMLElement {
  #controller = new AbortController();
  /** @type {import('../../lib/types.js').Room | null} */
  #room = null;
  #drawn = '';
  #acting = false;

  connectedCallback() {
    this.#controller = new AbortController();
    delegate(this, 'click', '[data-action]', (button) => this.#act(button), this.#controller.signal);
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  /** @param {import('../../lib/types.js').Room} room */
  show(room) {
    this.#room = room;
    const markup = bar(room);
    if (markup.text === this.#drawn) return;
    this.#drawn = markup.text;
    const focused = document.activeElement?.getAttribute('data-action');
    const within = this.contains(document.activeElement);
    render(this, markup);
    if (within) this.#focus(focused);
  }

  /** @param {HTMLElement} button */
  async #act(button) {
    const deal = this.#room?.deal;
    const name = button.dataset.action;
    if (!deal || !name || this.#acting) return;
    this.#acting = true;
    try {
      const { runAction } = await wanted(() => import('./deal-actions.js'));
      await runAction(deal, name, (work) => whileBusy(button, work), this.#controller.signal);
    } catch (error) {
      toastError(error);
    }
    this.#acting = false;
    // The dialog gave the focus back to a button that is no more.
    if (document.activeElement === document.body) this.#focus(name);
  }

  /** @param {string | null | undefined} action its button, or the bar itself if there is none any more */
  #focus(action) {
    const place = this.querySelector(`[data-action="${action}"]`) ?? this.firstElementChild;
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  }
}

/** @param {import('../../lib/types.js').Room} room */
function bar(room) {
  const { post, deal } = room;
  const side = deal && sideOf(deal, me.get()?.username);
  const says = deal && side ? standing(deal, side) : '';
  const ends = deal && deadline(deal);
  return html`<section class="deal-bar" aria-label="${t('deal.label')}" tabindex="-1">
    <a class="deal-post" href="#/posts/${post.id}">
      <span class="deal-cover">${cover(post, '56px')}</span>
      <span class="deal-facts">
        <span class="deal-title">${post.title}</span>
        <span class="row">
          ${deal && html`<span class="chip ${stateTone(deal.state)}">${t(`deal.state-${deal.state}`)}</span>`}
          <span class="deal-price">${priceText(deal?.price ?? post.price)}</span>
          ${deal && deal.price !== deal.list_price && html`<s class="muted small-text">${priceText(deal.list_price)}</s>`}
        </span>
      </span>
    </a>
    ${
      (says || ends) &&
      html`<p class="deal-standing small-text">${says && html`<strong>${t(says)}</strong>`} ${ends && html`<span class="muted">${ends}</span>`} ${says && html`<a class="safety-link" href="#/safety" aria-label="${t('safety.link')}"><ui-icon name="shield"></ui-icon><span>${t('safety.link')}</span></a>`}</p>`
    }
    ${deal?.meeting && isOpen(deal.state) && arranged(deal.id, deal.meeting)}
    ${deal?.my_review && myReview(deal.my_review)}
    ${
      deal &&
      deal.actions.length > 0 &&
      html`<div class="deal-actions" role="group" aria-label="${t('deal.actions')}">
        ${deal.actions.map(
          (name) =>
            html`<button type="button" class="button ${MAIN_ACTIONS.has(name) && 'primary'}" data-action="${name}">${actionLabel(deal, name)}</button>`,
        )}
      </div>`
    }
  </section>`;
}

/**
 * @param {number} id the deal's
 * @param {{place: string, at: string}} meeting
 */
function arranged(id, { place, at }) {
  return html`<p class="deal-meeting small-text">
    <ui-icon name="place"></ui-icon><span class="deal-where">${t('deal.meeting', { place, at: dateTime(at) })}</span>
    <a href="${apiUrl(`/deals/${id}/meeting.ics`)}" download><ui-icon name="calendar"></ui-icon>${t('deal.calendar')}</a>
  </p>`;
}

/** What one wrote oneself, and whether the other side can see it. @param {import('../../lib/types.js').OwnReview} review */
function myReview(review) {
  const shown = review.published || Date.parse(review.publish_at) <= Date.now();
  return html`<p class="deal-review small-text">
    <span>${t('deal.my-review')}</span> ${stars(review.stars)}
    <span class="muted">${shown ? t('deal.review-published') : t('deal.review-hidden', { date: date(review.publish_at, { month: 'long', day: 'numeric' }) })}</span>
  </p>`;
}

customElements.define('deal-bar', DealBar);
