import './composer.js';

import * as api from '../../lib/api.js';
import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { painted, wanted } from '../../lib/needs.js';
import { focusHeading, Page, setTitle } from '../../lib/page.js';
import { ApiError, pause, untilDone } from '../../lib/problem.js';
import { connected, onNews } from '../../lib/store.js';
import { blockItem, moreMenu } from '../../parts/more-menu.js';
import { avatar, nameOf, verifiedMark } from '../../parts/people.js';
import { DealBar } from './deal-bar.js';
import { MessageLog } from './message-log.js';
import * as rooms from './rooms.js';
import { flush, outbox } from './sending.js';
import * as uploads from './uploads.js';

/** The other side says every few seconds that it is typing; silence means that it stopped. */
const TYPING_MS = 6000;

/** What the room does not wait for: on a phone the list is out of sight, and nobody sends a photo at once. */
async function loadRest() {
  await painted();
  await Promise.all([import('./room-list.js'), import('../posts/photo-file.js')]).catch(() => {});
}

/** One conversation, and where there is room the list of all beside it. */
export class RoomPage extends Page {
  #typing = 0;
  #reloading = false;
  #readAgain = untilDone(() => rooms.refresh(this.#id));

  get #id() {
    return Number(this.params.id);
  }

  open() {
    this.draw(html`<div class="chat-page in-room">
      <section class="chat-rooms card" aria-labelledby="chat-title">
        <h2 id="chat-title">${t('chat.title')}</h2>
        <room-list current="${this.params.id}"></room-list>
      </section>
      <section class="chat-room card" data-room><h1 class="hidden-visually">${t('chat.title')}</h1><div class="skeleton room-skeleton"></div></section>
    </div>`);
    fitKeyboard(this, this.signal);
    this.load(async () => {
      const id = Number.isSafeInteger(this.#id) ? this.#id : 0;
      const room = rooms.find(id) ?? (await rooms.refresh(id));
      await pause(0, this.signal);
      if (!this.signal.aborted) this.#show(room);
    }, this.#place).then(loadRest);
  }

  /** Where the room is shown, or why it can't be. */
  #place = () => find(this, '[data-room]', HTMLElement);

  missing() {
    return t('chat.missing');
  }

  wayBack() {
    return html`<a class="button primary" href="#/chat">${t('chat.back')}</a>`;
  }

  /** @param {import('../../lib/types.js').Room} room */
  #show(room) {
    const name = nameOf(room.with);
    setTitle(t('chat.room-label', { name }));
    const place = this.#place();
    const onHeading = place.contains(document.activeElement);
    render(
      place,
      html`<header class="room-head">
          <a class="icon-button room-back" href="#/chat" aria-label="${t('chat.back')}"><ui-icon name="left"></ui-icon></a>
          <a class="room-person" href="#/users/${encodeURIComponent(room.with.username)}" aria-label="${t('chat.profile', { name })}">${avatar(room.with)}</a>
          <h1><span class="hidden-visually">${t('chat.room-label', { name })}</span><span aria-hidden="true">${name}</span> ${verifiedMark(room.with)}</h1>
          <button type="button" class="icon-button" data-mute aria-pressed="false"></button>
          <span data-menu></span>
        </header>
        <p class="offline notice" role="status" hidden></p>
        <deal-bar></deal-bar>
        <message-log room="${room.id}"></message-log>
        <p class="typing muted small-text" hidden></p>
        <chat-composer room="${room.id}"></chat-composer>
        <div class="composer-closed" tabindex="-1" hidden></div>`,
    );
    if (onHeading) focusHeading(place);
    this.#listen(name);
    this.#update();
  }

  /** @param {string} name */
  #listen(name) {
    const { signal } = this;
    const log = find(this, 'message-log', MessageLog);
    rooms.subscribe(() => this.#update(), signal);
    connected.subscribe(() => this.#showConnection(), signal);
    this.#showConnection();

    const composer = find(this, 'chat-composer', HTMLElement);
    composer.addEventListener('say', (event) => {
      outbox.add(this.#id, { body: /** @type {CustomEvent<string>} */ (event).detail });
      log.toNewest();
      flush();
    });
    composer.addEventListener('photo', (event) => {
      uploads.sendPhoto(this.#id, /** @type {CustomEvent<File>} */ (event).detail);
      log.toNewest();
    });
    composer.addEventListener('typing', () => {
      if (connected.get())
        api.post(`/chat/rooms/${this.#id}/typing`, undefined, { signal, quiet: true }).catch(() => {});
    });

    const typing = find(this, '.typing', HTMLElement);
    const quiet = () => {
      clearTimeout(this.#typing);
      typing.hidden = true;
    };
    signal.addEventListener('abort', quiet);
    onNews((news) => {
      if (news.type === 'reset' || news.room_id !== this.#id) return;
      if (news.type === 'message') quiet();
      if (news.type !== 'typing') return;
      quiet();
      typing.textContent = t('chat.typing', { name });
      typing.hidden = false;
      this.#typing = setTimeout(quiet, TYPING_MS);
    }, signal);

    delegate(
      this,
      'click',
      '[data-report]',
      async (button) => {
        const { openReport } = await wanted(() => import('../reports/report-dialog.js'));
        openReport('message', Number(button.dataset.report), signal);
      },
      signal,
    );
    delegate(this, 'click', '[data-mute]', (button) => this.#mute(button), signal);
    delegate(this, 'click', '[data-more]', (button) => this.#run(button), signal);
    delegate(this, 'click', '[data-photo]', (button) => this.#enlarge(button), signal);
  }

  #update() {
    const bar = this.querySelector('deal-bar');
    if (!(bar instanceof DealBar)) return; // the room is gone, and the page says so
    const room = rooms.find(this.#id);
    if (!room) {
      this.#reload();
      return;
    }
    bar.show(room);
    this.#showStanding(room);
    const mute = find(this, '[data-mute]', HTMLElement);
    if (mute.getAttribute('aria-pressed') === String(room.muted) && mute.firstElementChild) return;
    mute.setAttribute('aria-pressed', String(room.muted));
    mute.setAttribute('aria-label', t('chat.mute'));
    render(mute, html`<ui-icon name="${room.muted ? 'mute' : 'bell'}"></ui-icon>`);
  }

  /** @param {import('../../lib/types.js').Room} room whether the two still write to each other */
  #showStanding(room) {
    const menu = find(this, '[data-menu]', HTMLElement);
    if (menu.dataset.menu !== String(room.blocked)) {
      menu.dataset.menu = String(room.blocked);
      render(menu, moreMenu(t('more.user', { name: nameOf(room.with) }), [blockItem(room.blocked)]));
    }
    const composer = find(this, 'chat-composer', HTMLElement);
    const closed = find(this, '.composer-closed', HTMLElement);
    const words = t(room.blocked ? 'block.closed-by-me' : 'block.closed');
    if (composer.hidden === !room.can_write && (room.can_write || closed.dataset.says === words)) return;
    const within = composer.contains(document.activeElement);
    composer.hidden = !room.can_write;
    closed.hidden = room.can_write;
    closed.dataset.says = words;
    render(
      closed,
      html`<p>${words}</p>
        ${room.blocked && html`<button type="button" class="button" data-more="unblock">${t('block.undo')}</button>`}`,
    );
    if (within && closed.checkVisibility()) closed.focus();
  }

  /** @param {HTMLElement} button */
  #run(button) {
    const person = rooms.find(this.#id)?.with;
    if (!person) return;
    whileBusy(button, async () => {
      try {
        const { block, unblock } = await wanted(() => import('../blocks/block.js'));
        if (button.dataset.more === 'unblock') await unblock(person, this.signal);
        else await block(person, this.signal);
      } catch (error) {
        toastError(error);
      }
    });
  }

  /** The list was read anew, and this room lies beyond its first page. */
  async #reload() {
    if (this.#reloading || !me.get()) return;
    this.#reloading = true;
    try {
      await this.#readAgain(this.signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404)
        this.load(() => Promise.reject(error), this.#place);
    } finally {
      this.#reloading = false;
    }
  }

  #showConnection() {
    const line = this.querySelector('.offline');
    if (!(line instanceof HTMLElement)) return; // the room is gone, and the page says so
    line.hidden = connected.get();
    line.textContent = connected.get() ? '' : t('chat.offline');
  }

  /** @param {HTMLElement} button */
  #mute(button) {
    const muted = button.getAttribute('aria-pressed') !== 'true';
    whileBusy(button, async () => {
      try {
        await api.put(`/chat/rooms/${this.#id}/mute`, { muted });
        rooms.change(this.#id, (room) => ({ ...room, muted }));
        toast(t(muted ? 'chat.muted' : 'chat.unmuted'), 'success');
      } catch (error) {
        toastError(error);
      }
    });
  }

  /** @param {HTMLElement} button */
  async #enlarge(button) {
    const { openDialog } = await wanted(() => import('../../lib/dialog.js'));
    const label = t('chat.photo-of', { name: button.dataset.name ?? '' });
    openDialog({
      title: label,
      className: 'lightbox',
      signal: this.signal,
      body: html`<img alt="${label}" src="${api.apiUrl(button.dataset.photo ?? '')}" />`,
    });
  }
}

customElements.define('room-page', RoomPage);

/**
 * Keeps an element as tall as what is seen of the page. iOS lays its keyboard over the page and says so in
 * `visualViewport` alone; elsewhere the keyboard makes the page itself smaller.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
function fitKeyboard(element, signal) {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = () => {
    // A page zoomed by two fingers is no keyboard.
    if (viewport.scale > 1.01) return;
    element.style.setProperty('--seen-height', `${viewport.height}px`);
    element.style.setProperty('--seen-top', `${viewport.offsetTop}px`);
  };
  viewport.addEventListener('resize', fit, { signal });
  viewport.addEventListener('scroll', fit, { signal });
  // With the frame that lays the page out anyway.
  requestAnimationFrame(fit);
}
