import '../../parts/form-field.js';

import { handleForm, textOf } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { period, t } from '../../lib/i18n.js';
import { market } from '../../lib/market.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { replace } from '../../routes.js';
import { exportLink, wireExportLink } from '../own-data/export.js';
import { passwordInput, usernameForManagers, wirePasswordInputs } from './password-input.js';

/** 회원 탈퇴: what goes and what stays, and the password as the last word. */
export class LeavePage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('leave.title')}</h1></div>
      <form class="card stack">
        <p>${t('leave.lead')}</p>
        <ul class="bullets">
          ${['account', 'market', 'deals', 'stays'].map((what) => html`<li>${t(`leave.what-${what}`)}</li>`)}
          <li data-name hidden></li>
        </ul>
        <p>${t('leave.export-first')}</p>
        ${exportLink()}
        <p class="form-error" role="alert" data-form-error hidden></p>
        ${usernameForManagers()}
        <form-field name="password" label="${t('user.current-password')}">${passwordInput('password', 'current-password')}</form-field>
        <div class="form-actions">
          <a class="button" href="#/me/profile">${t('action.cancel')}</a>
          <button type="submit" class="button danger grow">${t('leave.submit')}</button>
        </div>
      </form>
    </div>`);
    wirePasswordInputs(this, this.signal);
    wireExportLink(this, this.signal);
    this.#sayWhatBecomesOfTheName();
    const form = find(this, 'form', HTMLFormElement);
    handleForm(form, {
      signal: this.signal,
      codes: { 'wrong-credentials': 'password' },
      validate: () => (textOf(form, 'password') ? {} : { password: t('rule.required') }),
      submit: async () => {
        await me.leave(textOf(form, 'password'));
        toast(t('leave.done'), 'success');
        replace('#/welcome');
      },
    });
  }

  /** For how long nobody else gets it, the server knows. Without an answer the rest is true all the same. */
  async #sayWhatBecomesOfTheName() {
    const about = await market().catch(() => null);
    if (!about || this.signal.aborted) return;
    const { left_names: seconds } = about.kept_seconds;
    const line = find(this, '[data-name]', HTMLElement);
    line.textContent =
      seconds > 0 ? t('leave.what-name', { time: period(seconds) }) : t('leave.what-name-free');
    if (me.get()?.suspension) line.textContent += ` ${t('leave.what-address-suspended')}`;
    line.hidden = false;
  }
}

customElements.define('leave-page', LeavePage);
