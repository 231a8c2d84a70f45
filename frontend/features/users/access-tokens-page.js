import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { confirmDialog } from '../../lib/dialog.js';
import { handleForm, textOf, typed } from '../../lib/form.js';
import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { date, relativeTime, t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';
import { isUndecided } from '../../lib/problem.js';
import { lastPlace } from './last-place.js';
import { passwordInput, usernameForManagers, wirePasswordInputs } from './password-input.js';

/** @typedef {import('../../lib/types.js').AccessToken} AccessToken */

const SCOPES = ['read', 'write', 'chat'];
const DAYS = [7, 30, 90, 366];
const MOST = 20;

/** The token that was made here: it stays when the page is drawn anew in the other language. @type {(AccessToken & {token: string}) | null} */
let made = null;

/** 접근 토큰: those there are, and a form for another one, which is shown once. */
export class AccessTokensPage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('tokens.title')}</h1></div>
      <div class="stack">
        <p class="notice">${t('tokens.lead')} <a href="${api.apiUrl('/docs')}" target="_blank" rel="noopener">${t('tokens.docs')}</a></p>
        <section class="card stack made-token" aria-labelledby="made-token" data-made hidden></section>
        <section class="card" aria-labelledby="token-list">
          <h2 id="token-list">${t('tokens.list')}</h2>
          <div data-list><div class="skeleton deal-skeleton"></div></div>
        </section>
        <form class="card stack" aria-labelledby="new-token">
          <h2 id="new-token">${t('tokens.new')}</h2>
          <p class="form-error" role="alert" data-form-error hidden></p>
          <form-field name="name" label="${t('tokens.name')}" hint="${t('tokens.name-hint')}"><input type="text" name="name" maxlength="50" autocomplete="off" /></form-field>
          <form-field group name="scopes" label="${t('tokens.scopes')}" hint="${t('tokens.never')}">
            <div class="token-scopes" data-group>${SCOPES.map(scopeChoice)}</div>
          </form-field>
          <form-field name="expires_in_days" label="${t('tokens.expiry')}">
            <select name="expires_in_days">${DAYS.map((days) => html`<option value="${days}" ${days === 30 && html`selected`}>${days === 366 ? t('tokens.year') : t('tokens.days', { count: days })}</option>`)}</select>
          </form-field>
          ${usernameForManagers()}
          <form-field name="current_password" label="${t('user.current-password')}">${passwordInput('current_password', 'current-password')}</form-field>
          <div class="form-actions"><button type="submit" class="button primary grow">${t('tokens.create')}</button></div>
        </form>
        <p><a class="button" href="#/me/profile"><ui-icon name="left"></ui-icon>${t('profile.title')}</a></p>
      </div>
    </div>`);
    wirePasswordInputs(this, this.signal);
    this.#wireForm(find(this, 'form', HTMLFormElement));
    const list = find(this, '[data-list]', HTMLElement);
    delegate(list, 'click', '[data-revoke]', (button) => this.#revoke(button), this.signal);
    delegate(this, 'click', '[data-copy]', (button) => this.#copy(button), this.signal);
    delegate(this, 'click', '[data-done]', () => this.#hideMade(), this.signal);
    if (made) this.#showMade();
    this.load(
      () => this.#refresh(),
      () => list,
    );
  }

  /** @param {HTMLFormElement} form */
  #wireForm(form) {
    const scopes = () => new FormData(form).getAll('scope');
    handleForm(form, {
      signal: this.signal,
      codes: { 'wrong-credentials': 'current_password' },
      validate: () => {
        /** @type {Record<string, string>} */
        const errors = {};
        if (!typed(form, 'name')) errors.name = t('rule.required');
        if (scopes().length === 0) errors.scopes = t('tokens.scope-required');
        if (!textOf(form, 'current_password')) errors.current_password = t('rule.required');
        return errors;
      },
      submit: async () => {
        const body = {
          name: typed(form, 'name'),
          scopes: scopes(),
          expires_in_days: Number(typed(form, 'expires_in_days')),
          current_password: textOf(form, 'current_password'),
        };
        try {
          made = await api.post('/tokens', body, { signal: this.signal });
        } catch (error) {
          // There is no key for it: one whose answer was lost is in the list, where it can be ended.
          if (isUndecided(error)) this.#refresh().catch(() => {});
          throw error;
        }
        form.reset();
        // Not with the page's signal: by then the page may have been left already.
        const forget = () => {
          made = null;
        };
        addEventListener('hashchange', forget, { once: true });
        this.#showMade();
        toast(t('tokens.made'), 'success');
        // The token is told only here: what else goes wrong must not hide it.
        await this.#refresh().catch(toastError);
      },
    });
    // A checkbox is no field of its own.
    form.addEventListener(
      'change',
      () =>
        scopes().length > 0 && find(form, 'form-field[name="scopes"]', HTMLElement).removeAttribute('error'),
      { signal: this.signal },
    );
  }

  #showMade() {
    if (!made) return;
    const place = find(this, '[data-made]', HTMLElement);
    render(
      place,
      html`<h2 id="made-token" tabindex="-1">${t('tokens.made-title', { name: made.name })}</h2>
        <p class="notice warn">${t('tokens.made-warning')}</p>
        <form-field name="token" label="${t('tokens.token')}">
          <span class="with-button"><input type="text" name="token" class="secret" value="${made.token}" readonly autocomplete="off" spellcheck="false" /><button type="button" class="icon-button" data-copy aria-label="${t('tokens.copy')}" title="${t('tokens.copy')}"><ui-icon name="copy"></ui-icon></button></span>
        </form-field>
        <div class="form-actions"><button type="button" class="button grow" data-done>${t('tokens.done')}</button></div>`,
    );
    place.hidden = false;
    const heading = find(place, 'h2', HTMLElement);
    heading.focus();
    heading.scrollIntoView({ block: 'center' });
  }

  /** @param {HTMLElement} button */
  async #copy(button) {
    const input = find(button.parentElement ?? this, 'input', HTMLInputElement);
    try {
      await navigator.clipboard.writeText(input.value);
      toast(t('tokens.copied'), 'success');
    } catch {
      // Closed where the page did not come by https.
      input.focus();
      input.select();
      toast(t('tokens.copy-failed'), 'error');
    }
  }

  #hideMade() {
    made = null;
    const place = find(this, '[data-made]', HTMLElement);
    place.hidden = true;
    place.replaceChildren();
    find(this, 'h1', HTMLElement).focus();
  }

  async #refresh() {
    const answer = await api.get('/tokens', { signal: this.signal });
    /** @type {AccessToken[]} */
    const tokens = answer.items;
    render(
      find(this, '[data-list]', HTMLElement),
      tokens.length > 0
        ? html`<ul class="sessions">${tokens.map(row)}</ul>${tokens.length >= MOST && html`<p class="muted small-text">${t('tokens.full')}</p>`}`
        : html`<p class="muted sessions-none">${t('tokens.empty')}</p>`,
    );
  }

  /** @param {HTMLElement} button */
  async #revoke(button) {
    const { revoke: id, name = '' } = button.dataset;
    const sure = await confirmDialog({
      title: t('tokens.revoke-title'),
      text: t('tokens.revoke-text', { name }),
      confirm: t('tokens.revoke'),
      danger: true,
      signal: this.signal,
    });
    if (!sure) return;
    whileBusy(button, async () => {
      try {
        await api.del(`/tokens/${id}`, { signal: this.signal });
        toast(t('tokens.revoked'), 'success');
        await this.#refresh();
        find(this, 'h1', HTMLElement).focus();
      } catch (error) {
        toastError(error);
      }
    });
  }
}

/** @param {string} scope */
function scopeChoice(scope) {
  return html`<label><input type="checkbox" name="scope" value="${scope}" /><span><strong>${t(`tokens.scope.${scope}`)}</strong><span class="muted small-text">${t(`tokens.scope.${scope}-text`)}</span></span></label>`;
}

/** @param {AccessToken} token */
function row(token) {
  const { id, name } = token;
  const used = token.last_used_at
    ? html`<span>${t('sessions.last-used', { time: relativeTime(token.last_used_at) })}</span><span>${lastPlace(token)}</span>`
    : html`<span>${t('tokens.never-used')}</span>`;
  return html`<li>
    <ui-icon name="key"></ui-icon>
    <div>
      <p><strong>${name}</strong></p>
      <p class="token-chips">${token.scopes.map((scope) => html`<span class="chip info">${t(`tokens.scope.${scope}`)}</span>`)}</p>
      <p class="muted small-text session-facts">${used}<span>${t('sessions.expires', { date: date(token.expires_at) })}</span></p>
    </div>
    <button type="button" class="button" data-revoke="${id}" data-name="${name}" aria-label="${t('tokens.revoke-label', { name })}">${t('tokens.revoke')}</button>
  </li>`;
}

customElements.define('access-tokens-page', AccessTokensPage);
