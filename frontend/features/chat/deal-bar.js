import { delegate, whileBusy } from '../../lib/dom.js';
import { dateTime } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { cover, priceText } from '../../parts/post-card.js';
import {
  actionLabel,
  deadline,
  isOpen,
  MAIN_ACTIONS,
  sideOf,
  standing,
  stateTone,
} from '../deals/deal-words.js';
import { runAction } from './deal-actions.js';

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
    await runAction(deal, name, (work) => whileBusy(button, work), this.#controller.signal);
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
  const meeting =
    deal?.meeting && isOpen(deal.state)
      ? t('deal.meeting', { place: deal.meeting.place, at: dateTime(deal.meeting.at) })
      : '';
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
      html`<p class="deal-standing small-text">${says && html`<strong>${t(says)}</strong>`} ${ends && html`<span class="muted">${ends}</span>`}</p>`
    }
    ${meeting && html`<p class="deal-meeting small-text"><ui-icon name="place"></ui-icon>${meeting}</p>`}
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

customElements.define('deal-bar', DealBar);
