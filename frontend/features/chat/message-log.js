import * as api from '../../lib/api.js';
import { Chunks, cut } from '../../lib/chunks.js';
import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { describe, isAbort, pause, untilDone } from '../../lib/problem.js';
import { connected, onNews } from '../../lib/store.js';
import { nameOf } from '../../parts/people.js';
import { replaceBroken } from '../../parts/pictures.js';
import { preview } from '../deals/deal-words.js';
import { Conversation, Departures } from './conversation.js';
import { LogPlace } from './log-place.js';
import { lastRead, messageRows, pendingRows, quieten, warningWords } from './message-rows.js';
import * as rooms from './rooms.js';
import { flush, isStuck, onArrival, outbox } from './sending.js';
import * as uploads from './uploads.js';

/** @typedef {import('../../lib/types.js').Message} Message */

const PAGE = 50;
/** Messages that are drawn or taken out together. */
const CHUNK = 50;

/** `<message-log room="12">`: what was said in a room, and what is about to be. */
export class MessageLog extends HTMLElement {
  #controller = new AbortController();
  #conversation = new Conversation();
  #departures = new Departures();
  /** @type {Chunks | null} */
  #chunks = null;
  /** @type {LogPlace | null} */
  #place = null;
  #following = false;
  #unseen = 0;
  #marking = false;
  #loadingOlder = false;
  /** The newest page is to be fetched: at first, after a gap, and until it succeeds. */
  #stale = true;
  #readAgain = untilDone(() => this.#loadNewest());

  get #room() {
    return Number(this.getAttribute('room'));
  }

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    render(
      this,
      html`<div class="log-scroll" role="log" aria-live="off" aria-label="${t('chat.log')}" tabindex="0">
          <p class="log-top muted small-text"></p>
          <div data-rows><p class="hidden-visually">${t('app.loading')}</p></div>
        </div>
        <button type="button" class="button to-newest" hidden></button>
        <p class="hidden-visually" role="status" data-announce></p>`,
    );
    const scroll = this.#scroll;
    const place = new LogPlace(scroll, {
      moved: () => (place.atEnd ? this.#seen() : this.#drawJump()),
      atBeginning: () => this.#loadOlder(),
      signal,
    });
    this.#place = place;
    this.#chunks = new Chunks(find(this, '[data-rows]', HTMLElement), {
      markup: html`<ol class="messages"></ol>`,
      root: scroll,
      resized: () => place.stay(),
      signal,
    });
    replaceBroken(scroll, signal);

    delegate(this, 'click', '.to-newest', () => this.toNewest(), signal);
    delegate(this, 'click', '[data-older]', (button) => whileBusy(button, () => this.#loadOlder()), signal);
    delegate(this, 'click', '[data-resend]', (button) => this.#resend(button.dataset.resend ?? ''), signal);
    delegate(
      this,
      'click',
      '[data-discard]',
      (button) => this.#discard(button.dataset.discard ?? ''),
      signal,
    );

    delegate(this, 'click', '[data-quiet]', () => this.#quieten(), signal);
    delegate(this, 'click', '[data-reload]', (button) => whileBusy(button, () => this.#reload()), signal);

    outbox.subscribe(() => this.#draw(), signal);
    uploads.subscribe(() => this.#draw(), signal);
    rooms.subscribe(() => this.#draw(), signal);
    onArrival((message) => message.room_id === this.#room && this.#take(message), signal);
    onNews((news) => {
      if (news.type === 'reset') this.#reload();
      else if (news.type === 'message' && news.message?.room_id === this.#room) this.#take(news.message);
    }, signal);
    connected.subscribe((alive) => {
      if (alive && this.#stale) this.#reload();
    }, signal);
    document.addEventListener('visibilitychange', () => this.#markRead(), { signal });
    pause(0, signal).then(() => {
      if (!signal.aborted) this.#reload();
    });
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  get #scroll() {
    return find(this, '.log-scroll', HTMLElement);
  }

  toNewest() {
    this.#place?.toEnd();
    this.#seen();
  }

  /** Fetches the newest page: once while there is nothing to show, else until it is there. */
  async #reload() {
    // What can't be mended (the room is gone) the page says.
    await this.#readAgain(this.#controller.signal).catch(() => {});
  }

  async #loadNewest() {
    const { signal } = this.#controller;
    this.#stale = true;
    const asked = this.#conversation.lastSeq;
    try {
      const path = `/chat/rooms/${this.#room}/messages`;
      const page = await api.get(path, { query: { limit: PAGE }, signal });
      this.#stale = false;
      const before = this.#conversation.lastSeq;
      this.#conversation.restart(page.items, asked);
      if (before > 0) this.#announce(page.items.filter((/** @type {Message} */ { seq }) => seq > before));
      this.#draw();
      this.#markRead();
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      if (this.#conversation.messages.length > 0) throw error;
      render(
        find(this, '[data-rows]', HTMLElement),
        html`<div class="log-failed"><p role="alert">${describe(error)}</p><button type="button" class="button" data-reload>${t('action.retry')}</button></div>`,
      );
    }
  }

  async #loadOlder() {
    if (this.#loadingOlder || !this.#conversation.hasOlder) return;
    const { signal } = this.#controller;
    this.#loadingOlder = true;
    try {
      const query = { limit: PAGE, before: this.#conversation.firstSeq };
      const page = await api.get(`/chat/rooms/${this.#room}/messages`, { query, signal });
      this.#conversation.addOlder(page.items);
      this.#place?.keep(() => this.#draw());
    } catch (error) {
      toastError(error);
    } finally {
      this.#loadingOlder = false;
    }
  }

  /** @param {Message} message said just now, by either side */
  #take(message) {
    const how = this.#conversation.add(message);
    if (how === 'gap') this.#reload();
    if (how !== 'added') return;
    this.#announce([message]);
    this.#draw();
    this.#markRead();
  }

  /** @param {Message[]} messages new ones: read out, and counted when they are out of sight */
  #announce(messages) {
    const username = me.get()?.username;
    const room = rooms.find(this.#room);
    const theirs = messages.filter((message) => message.from !== username);
    if (!room || theirs.length === 0) return;
    if (!this.#place?.atEnd) this.#unseen += theirs.length;
    const words = theirs.map((message) =>
      message.kind === 'system'
        ? preview(message, room)
        : `${t('chat.says', { name: nameOf(room.with), text: preview(message, room) })} ${warningWords(message)}`,
    );
    find(this, '[data-announce]', HTMLElement).textContent = words.join('\n');
  }

  #draw() {
    const room = rooms.find(this.#room);
    if (!room || (this.#conversation.messages.length === 0 && this.#stale)) return;
    const outgoing = this.#departures.update(outbox.of(this.#room), this.#conversation.messages);
    // Not at once: what took it from the outbox may be just about to tell that it was said.
    if (this.#departures.left.length > 0) queueMicrotask(() => this.#follow());
    const { messages } = this.#conversation;
    const read = lastRead(messages, room);
    const chunks = cut(messages, CHUNK, ({ seq }) => seq).map(({ key, ...part }) => ({
      key,
      rows: () => messageRows(messages, part, room, read),
    }));
    const pending = pendingRows(messages, outgoing, uploads.of(this.#room), isStuck() || !connected.get());
    this.#chunks?.show(pending.length > 0 ? [...chunks, { key: 'pending', rows: () => pending }] : chunks);
    const top = find(this, '.log-top', HTMLElement);
    const older = this.#conversation.hasOlder;
    if (older !== Boolean(top.querySelector('button')) || !top.firstChild) {
      render(
        top,
        older
          ? html`<button type="button" class="button quiet" data-older>${t('chat.older')}</button>`
          : html`${t('chat.begin')}`,
      );
    }
    if (this.#place?.atEnd) this.#place?.toEnd();
    this.#drawJump();
  }

  /** Looks whether what has left the outbox was said. */
  async #follow() {
    const { left } = this.#departures;
    if (this.#following || left.length === 0 || this.#controller.signal.aborted) return;
    this.#following = true;
    await this.#reload();
    this.#following = false;
    if (this.#stale || this.#controller.signal.aborted) return; // without an answer they stay
    this.#departures.forget(left);
    this.#draw();
  }

  #drawJump() {
    const button = find(this, '.to-newest', HTMLElement);
    button.hidden = Boolean(this.#place?.atEnd);
    const words = this.#unseen > 0 ? t('chat.new-messages', { count: this.#unseen }) : t('chat.newest');
    if (button.textContent?.trim() !== words)
      render(
        button,
        html`<ui-icon name="down"></ui-icon><span class="${this.#unseen === 0 && 'hidden-visually'}">${words}</span>`,
      );
  }

  #seen() {
    this.#unseen = 0;
    this.#drawJump();
    this.#markRead();
  }

  /** Read is what was in sight: the page is seen, and the log stands at its end. */
  async #markRead() {
    const room = rooms.find(this.#room);
    const seq = this.#conversation.lastSeq;
    if (!room || this.#marking || !this.#place?.atEnd || document.visibilityState !== 'visible') return;
    if (seq <= room.last_read_seq && room.unread === 0) return;
    this.#marking = true;
    try {
      const mark = await api.put(`/chat/rooms/${this.#room}/read`, { seq });
      rooms.change(this.#room, (known) => ({ ...known, ...mark }));
    } catch {
      return; // The next message, or the next look at the page, tries again.
    } finally {
      this.#marking = false;
    }
    if (this.#conversation.lastSeq > seq && !this.#controller.signal.aborted) this.#markRead();
  }

  /** @param {string} id */
  #resend(id) {
    outbox.retry(id);
    uploads.run(id);
    flush();
  }

  /** No more hints in this room. */
  #quieten() {
    quieten(this.#room);
    this.#draw();
    this.#scroll.focus();
    toast(t('notice.dismissed'), 'success');
  }

  /** @param {string} id */
  #discard(id) {
    this.#departures.forget([{ client_id: id }]);
    outbox.remove(id);
    uploads.drop(id);
    this.#scroll.focus();
  }
}

customElements.define('message-log', MessageLog);
