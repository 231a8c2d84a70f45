import * as api from '../../lib/api.js';
import { delegate, find, html, render, toastError, whileBusy } from '../../lib/html.js';
import { date, t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';
import { avatar, nameOf } from '../../parts/people.js';
import { unblock } from './block.js';

/**
 * @typedef {object} Block
 * @property {import('../../lib/types.js').UserCard} user
 * @property {string} created_at
 */

/** 차단한 사용자. */
export class BlocksPage extends Page {
  /** @type {Block[]} */
  #blocks = [];
  /** @type {string | null} */
  #next = null;

  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('blocks.title')}</h1></div>
      <div class="card stack">
        <p class="muted">${t('blocks.lead')}</p>
        <div data-list><div class="skeleton deal-skeleton"></div></div>
        <p><a class="button" href="#/me/profile"><ui-icon name="left"></ui-icon>${t('profile.title')}</a></p>
      </div>
    </div>`);
    this.#blocks = [];
    delegate(this, 'click', '[data-unblock]', (button) => this.#unblock(button), this.signal);
    delegate(
      this,
      'click',
      '[data-next]',
      (button) => whileBusy(button, () => this.#more().catch(toastError)),
      this.signal,
    );
    this.load(
      () => this.#more(),
      () => find(this, '[data-list]', HTMLElement),
    );
  }

  async #more() {
    const page = await api.get('/users/me/blocks', { query: { cursor: this.#next }, signal: this.signal });
    this.#blocks = [...this.#blocks, ...page.items];
    this.#next = page.next_cursor;
    this.#show();
  }

  #show() {
    render(
      find(this, '[data-list]', HTMLElement),
      this.#blocks.length === 0
        ? html`<p>${t('blocks.none')}</p>`
        : html`<ul class="sessions">${this.#blocks.map(row)}</ul>
          ${this.#next && html`<button type="button" class="button wide" data-next>${t('action.more')}</button>`}`,
    );
  }

  /** @param {HTMLElement} button */
  #unblock(button) {
    const block = this.#blocks.find(({ user }) => user.username === button.dataset.unblock);
    if (!block) return;
    whileBusy(button, async () => {
      try {
        await unblock(block.user, this.signal);
        this.#blocks = this.#blocks.filter((one) => one !== block);
        if (this.#blocks.length === 0 && this.#next) await this.#more();
        else this.#show();
        const heading = find(this, 'h1', HTMLElement);
        heading.tabIndex = -1;
        heading.focus();
      } catch (error) {
        toastError(error);
      }
    });
  }
}

/** @param {Block} block */
function row({ user, created_at: since }) {
  const name = nameOf(user);
  return html`<li>
    ${avatar(user)}
    <span>
      <a href="#/users/${encodeURIComponent(user.username)}"><strong>${name}</strong></a><br />
      <span class="muted small-text">${t('blocks.since', { date: date(since) })}</span>
    </span>
    <button type="button" class="button" data-unblock="${user.username}" aria-label="${t('blocks.undo-label', { name })}">${t('block.undo')}</button>
  </li>`;
}

customElements.define('blocks-page', BlocksPage);
