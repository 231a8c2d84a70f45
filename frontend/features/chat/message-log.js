import * as api from '../../lib/api.js';
import { connected, onNews } from '../../lib/events.js';
import { delegate, find, html, markLaidOut, render, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { renderKeyed } from '../../lib/keyed.js';
import * as me from '../../lib/me.js';
import { describe, isAbort } from '../../lib/problem.js';
import { toast, toastError } from '../../lib/toast.js';
import { replaceBroken } from '../../parts/broken-photo.js';
import { nameOf } from '../../parts/people.js';
import { Conversation } from './conversation.js';
import { Departures } from './departures.js';
import { messageRows } from './message-rows.js';
import * as rooms from './rooms.js';
import { flush, isStuck, onArrival, outbox } from './sending.js';
import { preview } from './system-words.js';
import * as uploads from './uploads.js';
import { quieten, warningWords } from './warnings.js';

/** @typedef {import('../../lib/types.js').Message} Message */

const PAGE = 50;
/** So near to its end, the log follows new messages. */
const NEAR_END = 48;
/** So near to its beginning, older messages are fetched. */
const NEAR_BEGINNING = 240;

/** `<message-log room="12">`: what was said in a room, and what is about to be. */
export class MessageLog extends HTMLElement {
  #controller = new AbortController();
  #conversation = new Conversation();
  #departures = new Departures();
  #following = false;
  /** Whether the newest message is in sight. */
  #atEnd = true;
  /** How far it was scrolled last. */
  #top = 0;
  #unseen = 0;
  /** The log's height when it was last in its place. */
  #height = 0;
  #marking = false;
  #loadingOlder = false;
  /** The newest page is to be fetched: at first, after a gap, and until it succeeds. */
  #stale = true;

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
          <ol class="messages"><li class="log-loading"><span class="hidden-visually">${t('app.loading')}</span></li></ol>
        </div>
        <button type="button" class="button to-newest" hidden></button>
        <p class="hidden-visually" role="status" data-announce></p>`,
    );
    const scroll = this.#scroll;
    scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal });
    const resized = new ResizeObserver(() => this.#stay());
    resized.observe(scroll);
    signal.addEventListener('abort', () => resized.disconnect());
    // A picture whose size was not known before; `load` does not bubble.
    scroll.addEventListener('load', () => this.#stay(), { capture: true, signal });
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
    delegate(this, 'click', '[data-reload]', (button) => whileBusy(button, () => this.#loadNewest()), signal);

    outbox.subscribe(() => this.#draw(), signal);
    uploads.subscribe(() => this.#draw(), signal);
    rooms.subscribe(() => this.#draw(), signal);
    onArrival((message) => message.room_id === this.#room && this.#take(message), signal);
    onNews((news) => {
      if (news.type === 'reset') this.#loadNewest();
      else if (news.type === 'message' && news.message?.room_id === this.#room) this.#take(news.message);
    }, signal);
    connected.subscribe((alive) => {
      if (alive && this.#stale) this.#loadNewest();
    }, signal);
    document.addEventListener('visibilitychange', () => this.#markRead(), { signal });
    this.#loadNewest();
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  get #scroll() {
    return find(this, '.log-scroll', HTMLElement);
  }

  toNewest() {
    this.#atEnd = true;
    this.#goToEnd();
    this.#seen();
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
      if (this.#conversation.messages.length > 0) return; // the line above says that the connection is lost
      render(
        find(this, '.messages', HTMLElement),
        html`<li class="log-failed"><p role="alert">${describe(error)}</p><button type="button" class="button" data-reload>${t('action.retry')}</button></li>`,
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
      // What is read stays where it is: the new rows push from above.
      const scroll = this.#scroll;
      const below = scroll.scrollHeight - scroll.scrollTop;
      this.#draw();
      scroll.scrollTop = scroll.scrollHeight - below;
    } catch (error) {
      toastError(error);
    } finally {
      this.#loadingOlder = false;
    }
  }

  /** @param {Message} message said just now, by either side */
  #take(message) {
    const how = this.#conversation.add(message);
    if (how === 'gap') this.#loadNewest();
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
    if (!this.#atEnd) this.#unseen += theirs.length;
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
    renderKeyed(
      find(this, '.messages', HTMLElement),
      messageRows(
        this.#conversation.messages,
        room,
        outgoing,
        uploads.of(this.#room),
        isStuck() || !connected.get(),
      ),
    );
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
    if (this.#atEnd) this.#goToEnd();
    this.#drawJump();
    markLaidOut(this, '.message');
  }

  /** Looks whether what has left the outbox was said. */
  async #follow() {
    const { left } = this.#departures;
    if (this.#following || left.length === 0 || this.#controller.signal.aborted) return;
    this.#following = true;
    await this.#loadNewest();
    this.#following = false;
    if (this.#stale || this.#controller.signal.aborted) return; // without an answer they stay
    this.#departures.forget(left);
    this.#draw();
  }

  #drawJump() {
    const button = find(this, '.to-newest', HTMLElement);
    button.hidden = this.#atEnd;
    const words = this.#unseen > 0 ? t('chat.new-messages', { count: this.#unseen }) : t('chat.newest');
    if (button.textContent?.trim() !== words)
      render(
        button,
        html`<ui-icon name="down"></ui-icon><span class="${this.#unseen === 0 && 'hidden-visually'}">${words}</span>`,
      );
  }

  /** The log or something in it got another size, and with it its end another place. */
  #stay() {
    this.#height = this.#scroll.clientHeight;
    if (this.#atEnd) this.#goToEnd();
  }

  #goToEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#top = this.#scroll.scrollTop;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    // Not the user: the keyboard came up or went.
    if (clientHeight !== this.#height) return this.#stay();
    // Only scrolling back leaves the end: a photo that has just grown moves the end away, too.
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#atEnd = near || (this.#atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    if (this.#atEnd) this.#seen();
    this.#drawJump();
    if (scrollTop < NEAR_BEGINNING) this.#loadOlder();
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
    if (!room || this.#marking || !this.#atEnd || document.visibilityState !== 'visible') return;
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
