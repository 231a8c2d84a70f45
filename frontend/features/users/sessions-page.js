import * as api from '../../lib/api.js';
import { deviceOf } from '../../lib/device.js';
import { confirmDialog } from '../../lib/dialog.js';
import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { date, relativeTime, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { go } from '../../routes.js';
import { lastPlace } from './last-place.js';

/** @typedef {import('../../lib/types.js').Session} Session */

/** 로그인한 기기: this one first, then the others, each with what it is, where and when it was used last. */
export class SessionsPage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('sessions.title')}</h1></div>
      <div class="stack">
        <p class="notice">${t('sessions.lead')} <a href="#/me/password">${t('profile.password')}</a></p>
        <div class="stack" data-list><div class="card"><div class="skeleton deal-skeleton"></div></div></div>
        <p class="card muted small-text">${t('sessions.tokens-note')} <a href="#/me/tokens">${t('profile.tokens')}</a></p>
        <p><a class="button" href="#/me/profile"><ui-icon name="left"></ui-icon>${t('profile.title')}</a></p>
      </div>
    </div>`);
    const list = find(this, '[data-list]', HTMLElement);
    const on = (/** @type {string} */ what, /** @type {(button: HTMLElement) => void} */ handler) =>
      delegate(list, 'click', what, handler, this.signal);
    on('[data-end]', (button) => this.#end(button, `/sessions/${button.dataset.end}`));
    on('[data-end-others]', async (button) => {
      if (await this.#sure('sessions.end-others')) this.#end(button, '/sessions');
    });
    on('[data-end-all]', async (button) => {
      if (await this.#sure('sessions.end-all')) this.#endAll(button);
    });
    this.load(
      () => this.#refresh(),
      () => list,
    );
  }

  /** @param {string} what the phrase of the button */
  #sure(what) {
    return confirmDialog({
      title: t(what),
      text: t(`${what}-text`),
      confirm: t('sessions.end'),
      danger: true,
      signal: this.signal,
    });
  }

  async #refresh() {
    const answer = await api.get('/sessions', { signal: this.signal });
    /** @type {Session[]} */
    const sessions = answer.items;
    const others = sessions.filter((session) => !session.current);
    const part = (/** @type {string} */ id, /** @type {unknown} */ content) =>
      html`<section class="card" aria-labelledby="${id}-sessions"><h2 id="${id}-sessions">${t(`sessions.${id}`)}</h2>${content}</section>`;
    render(
      find(this, '[data-list]', HTMLElement),
      html`${part('this', html`<ul class="sessions">${sessions.filter((session) => session.current).map(row)}</ul>`)}
        ${part(
          'others',
          others.length > 0
            ? html`<ul class="sessions">${others.map(row)}</ul>
                <div class="sessions-ends">
                  <button type="button" class="button" data-end-others>${t('sessions.end-others')}</button>
                  <button type="button" class="button quiet" data-end-all>${t('sessions.end-all')}</button>
                </div>`
            : html`<p class="muted sessions-none">${t('sessions.no-others')}</p>`,
        )}`,
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

  /** @param {HTMLElement} button */
  #endAll(button) {
    whileBusy(button, async () => {
      try {
        await me.signOut({ everywhere: true });
        toast(t('sign-out.done'), 'success');
        go('#/welcome');
      } catch (error) {
        toastError(error);
      }
    });
  }
}

/** @param {Session} session */
function row(session) {
  const device = deviceOf(session.user_agent);
  const name = session.name || device.words || t('sessions.unnamed');
  const used = session.current
    ? t('sessions.now')
    : t('sessions.last-used', { time: relativeTime(session.last_seen_at) });
  return html`<li>
    <ui-icon name="${device.icon}"></ui-icon>
    <div>
      <p><strong>${name}</strong>${session.name && device.words && session.name !== device.words && html` <span class="muted small-text">${device.words}</span>`}</p>
      <p class="muted small-text session-facts"><span>${lastPlace(session)}</span><span>${used}</span><span>${t('sessions.expires', { date: date(session.expires_at) })}</span></p>
    </div>
    ${!session.current && html`<button type="button" class="button" data-end="${session.id}" aria-label="${t('sessions.end-label', { name })}">${t('sessions.end')}</button>`}
  </li>`;
}

customElements.define('sessions-page', SessionsPage);
