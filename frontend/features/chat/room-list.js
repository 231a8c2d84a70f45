import { delegate, html, render, toastError, whileBusy } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { renderKeyed } from '../../lib/keyed.js';
import * as me from '../../lib/me.js';
import { emptyState, failure } from '../../lib/page.js';
import { nameOf } from '../../parts/people.js';
import { cover } from '../../parts/post-card.js';
import { preview, stateTone } from '../deals/deal-words.js';
import * as rooms from './rooms.js';

/** "5 minutes ago" grows old by itself. */
const TICK_MS = 60_000;

/** Where the list stood when it was last seen: going into a room and back must not lose the place. */
let scrolled = 0;

/** `<room-list current="12">`: one's rooms, always up to date. */
export class RoomList extends HTMLElement {
  #controller = new AbortController();

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    rooms.subscribe(() => this.#draw(), signal);
    const clock = setInterval(() => this.#draw(), TICK_MS);
    signal.addEventListener('abort', () => clearInterval(clock));
    delegate(
      this,
      'click',
      '[data-more]',
      (button) => whileBusy(button, () => rooms.loadMore().catch(toastError)),
      signal,
    );
    this.addEventListener(
      'scroll',
      () => {
        scrolled = this.scrollTop;
      },
      { passive: true, signal },
    );
    this.#draw();
    this.scrollTop = scrolled;
    // The event stream, which has them loaded as well, begins behind the first page.
    if (!rooms.get().loaded && this.checkVisibility()) rooms.load();
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  #draw() {
    const { items, loaded, next, error } = rooms.get();
    if (items.length === 0) {
      if (loaded) return render(this, emptyState(t('chat.empty'), t('chat.empty-hint'), goMarket()));
      if (error) return failure(this, error, rooms.load, this.#controller.signal);
      return render(
        this,
        html`<p class="hidden-visually" role="status">${t('app.loading')}</p>${[1, 2, 3, 4].map(() => html`<div class="skeleton room-skeleton" aria-hidden="true"></div>`)}`,
      );
    }
    if (!this.querySelector('.rooms'))
      render(this, html`<ul class="rooms" aria-label="${t('chat.rooms')}"></ul><div class="list-end"></div>`);
    const [list, end] = this.children;
    const current = Number(this.getAttribute('current'));
    if (list)
      renderKeyed(
        list,
        items.map((room) => ({ key: String(room.id), markup: row(room, room.id === current) })),
      );
    if (end && Boolean(next) !== Boolean(end.firstElementChild))
      render(
        end,
        next ? html`<button type="button" class="button" data-more>${t('action.more')}</button>` : html``,
      );
  }
}

const goMarket = () => html`<a class="button primary" href="#/posts">${t('action.go-market')}</a>`;

/**
 * @param {import('../../lib/types.js').Room} room
 * @param {boolean} current
 */
function row(room, current) {
  const { last_message: last, deal } = room;
  const mine = last?.from === me.get()?.username;
  return html`<li>
    <a class="room ${room.unread > 0 && 'unread'}" href="#/chat/${room.id}" ${current && html`aria-current="page"`}>
      <span class="deal-cover">${cover(room.post, '56px')}</span>
      <span class="room-facts">
        <span class="room-top">
          <strong class="room-name">${nameOf(room.with)}</strong>
          ${room.muted && html`<ui-icon name="mute"></ui-icon>`}
          ${last && html`<time datetime="${last.sent_at}">${relativeTime(last.sent_at)}</time>`}
        </span>
        <span class="room-about">
          ${deal && html`<span class="chip ${stateTone(deal.state)}">${t(`deal.state-${deal.state}`)}</span>`}
          <span class="room-post">${room.post.title}</span>
        </span>
        <span class="room-bottom">
          <span class="room-last">${mine && html`<span class="muted">${t('chat.me')}: </span>`}${preview(last, room)}</span>
          ${room.unread > 0 && html`<span class="badge"><span aria-hidden="true">${room.unread > 99 ? '99+' : room.unread}</span><span class="hidden-visually">${t('chat.unread', { count: room.unread })}</span></span>`}
        </span>
      </span>
    </a>
  </li>`;
}

customElements.define('room-list', RoomList);
