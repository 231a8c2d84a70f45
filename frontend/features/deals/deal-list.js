import * as api from '../../lib/api.js';
import { html, render, toastError, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { renderKeyed } from '../../lib/keyed.js';
import * as me from '../../lib/me.js';
import { failure } from '../../lib/page.js';
import { isAbort, untilDone } from '../../lib/problem.js';
import { onNews } from '../../lib/store.js';
import { nameOf } from '../../parts/people.js';
import { cover, priceText } from '../../parts/post-card.js';
import { isOpen, OPEN } from './deal-state.js';
import { deadline, sideOf, standing, stateTone } from './deal-words.js';

/** @typedef {import('../../lib/types.js').Deal} Deal */

/**
 * `<deal-list>`: one's deals, each leading into its chat, where everything is done. Follows the event stream, and tells
 * with the event `drawn` that it shows something else.
 */
export class DealList extends HTMLElement {
  #controller = new AbortController();

  disconnectedCallback() {
    this.#controller.abort();
  }

  /**
   * @param {{role: 'buyer' | 'seller', openOnly?: boolean}} wanted
   * @param {() => import('../../lib/html.js').Markup} empty
   * @returns {Promise<void>}
   */
  async show(wanted, empty) {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    render(this, html`<div class="skeleton deal-skeleton"></div>`);
    const state = wanted.openOnly ? OPEN.join(',') : undefined;
    /** @type {Deal[]} */
    let deals = [];
    /** @type {string | null} */
    let next = null;
    let loaded = false;
    /** @type {Deal[]} what the stream has told, in its order: an answer that was under way may be older */
    const told = [];
    const take = (/** @type {Deal} */ deal) => {
      deals = [deal, ...deals.filter((known) => known.id !== deal.id)];
    };
    const draw = () => {
      const shown = wanted.openOnly ? deals.filter((deal) => isOpen(deal.state)) : deals;
      this.#draw(shown, next, load, empty);
    };
    const load = async (/** @type {string | null} */ cursor) => {
      const asked = told.length;
      const page = await api.get('/deals', { query: { role: wanted.role, state, cursor }, signal });
      // The list has begun anew meanwhile, and what comes before these is not in it.
      if (cursor && cursor !== next) return;
      const fresh = new Set(page.items.map((/** @type {Deal} */ deal) => deal.id));
      deals = cursor ? [...deals.filter((deal) => !fresh.has(deal.id)), ...page.items] : page.items;
      next = page.next_cursor;
      loaded = true;
      told.slice(asked).forEach(take);
      draw();
    };
    const readAgain = untilDone(() => load(null));
    onNews((news) => {
      // What was loaded may be out of date.
      if (news.type === 'reset' && loaded) readAgain(signal).catch(() => {});
      const { deal } = news.type === 'deal' ? news : {};
      if (!deal || sideOf(deal, me.get()?.username) !== wanted.role) return;
      told.push(deal);
      take(deal);
      // Before it has come, or where it could not be had, one deal would be taken for all, and nothing tried again.
      if (loaded) draw();
    }, signal);
    try {
      await load(null);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      failure(this, error, () => this.show(wanted, empty), signal);
      this.dispatchEvent(new Event('drawn'));
    }
  }

  /**
   * @param {Deal[]} deals
   * @param {string | null} next
   * @param {(cursor: string | null) => Promise<void>} load
   * @param {() => import('../../lib/html.js').Markup} empty
   */
  #draw(deals, next, load, empty) {
    if (deals.length === 0 && !next) render(this, empty());
    else {
      if (!this.querySelector('.deals'))
        render(this, html`<ul class="deals"></ul><div class="list-end"></div>`);
      const [list, end] = this.children;
      if (list)
        renderKeyed(
          list,
          deals.map((deal) => ({ key: String(deal.id), markup: row(deal) })),
        );
      if (end) this.#drawEnd(end, next, load);
    }
    this.dispatchEvent(new Event('drawn'));
  }

  /**
   * @param {Element} end
   * @param {string | null} next
   * @param {(cursor: string | null) => Promise<void>} load
   */
  #drawEnd(end, next, load) {
    render(end, next ? html`<button type="button" class="button">${t('action.more')}</button>` : html``);
    const more = end.querySelector('button');
    more?.addEventListener('click', () => whileBusy(more, () => load(next).catch(toastError)));
  }
}

/** @param {Deal} deal */
function row(deal) {
  const side = sideOf(deal, me.get()?.username);
  const other = side === 'buyer' ? deal.seller : deal.buyer;
  const says = standing(deal, side);
  return html`<li>
    <a class="deal card" href="#/chat/${deal.room_id}">
      <span class="deal-cover">${cover(deal.post, '72px')}</span>
      <span class="deal-facts">
        <span class="row"><span class="chip ${stateTone(deal.state)}">${t(`deal.state-${deal.state}`)}</span><strong class="deal-title">${deal.post.title}</strong></span>
        <span class="deal-price">${priceText(deal.price)}${deal.price !== deal.list_price && html` <s class="muted">${priceText(deal.list_price)}</s>`}</span>
        <span class="muted small-text">${[t(`deal.with-${side}`, { name: nameOf(other) }), says && t(says), deadline(deal)].filter(Boolean).join(' · ')}</span>
      </span>
      <ui-icon name="right"></ui-icon>
    </a>
  </li>`;
}

customElements.define('deal-list', DealList);
