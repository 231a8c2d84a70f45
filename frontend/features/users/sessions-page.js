import * as api from '../../lib/api.js';
import { confirmDialog } from '../../lib/dialog.js';
import { delegate, find, whileBusy } from '../../lib/dom.js';
import { date, relativeTime } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';
import { toast, toastError } from '../../lib/toast.js';

/** @typedef {import('../../lib/types.js').Session} Session */

/** 로그인한 기기. */
export class SessionsPage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('sessions.title')}</h1></div>
      <div class="card stack">
        <p class="muted">${t('sessions.lead')}</p>
        <div data-list><div class="skeleton deal-skeleton"></div></div>
        <p><a class="button" href="#/me/profile"><ui-icon name="left"></ui-icon>${t('profile.title')}</a></p>
      </div>
    </div>`);
    const list = find(this, '[data-list]', HTMLElement);
    delegate(
      list,
      'click',
      '[data-end]',
      (button) => this.#end(button, `/sessions/${button.dataset.end}`),
      this.signal,
    );
    delegate(
      list,
      'click',
      '[data-end-others]',
      async (button) => {
        const sure = await confirmDialog({
          title: t('sessions.end-others'),
          text: t('sessions.end-others-text'),
          confirm: t('sessions.end'),
          danger: true,
          signal: this.signal,
        });
        if (sure) this.#end(button, '/sessions');
      },
      this.signal,
    );
    this.load(
      () => this.#refresh(),
      () => list,
    );
  }

  async #refresh() {
    const answer = await api.get('/sessions', { signal: this.signal });
    /** @type {Session[]} */
    const sessions = answer.items;
    // This device first; the others as they come.
    sessions.sort((a, b) => Number(b.current) - Number(a.current));
    render(
      find(this, '[data-list]', HTMLElement),
      html`<ul class="sessions">${sessions.map(row)}</ul>
        ${sessions.length > 1 && html`<button type="button" class="button wide" data-end-others>${t('sessions.end-others')}</button>`}`,
    );
  }

  /**
   * @param {HTMLElement} button
   * @param {string} path
   */
  #end(button, path) {
    whileBusy(button, async () => {
      try {
        await api.del(path, { signal: this.signal });
        toast(t('sessions.ended'), 'success');
        await this.#refresh();
        find(this, 'h1', HTMLElement).focus();
      } catch (error) {
        toastError(error);
      }
    });
  }
}

/** @param {Session} session */
function row(session) {
  const name = session.name || t('sessions.unnamed');
  const facts = [
    t('sessions.last-used', { time: relativeTime(session.last_seen_at) }),
    t('sessions.expires', { date: date(session.expires_at) }),
  ];
  return html`<li>
    <ui-icon name="device"></ui-icon>
    <span>
      <strong>${name}</strong> ${session.current && html`<span class="chip good">${t('sessions.current')}</span>`}<br />
      <span class="muted small-text">${facts.join(' · ')}</span>
    </span>
    ${!session.current && html`<button type="button" class="button" data-end="${session.id}" aria-label="${t('sessions.end-label', { name })}">${t('sessions.end')}</button>`}
  </li>`;
}

customElements.define('sessions-page', SessionsPage);
