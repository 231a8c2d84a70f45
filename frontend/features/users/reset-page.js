import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm, inputOf, textOf } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { ApiError } from '../../lib/problem.js';
import { passwordInput, wirePasswordInputs } from './password-input.js';
import { newPasswordFaults } from './password-rules.js';
import { ruleList, wireRuleList } from './rule-list.js';

/** Where the mailed link leads: a new password. */
export class ResetPage extends Page {
  open() {
    this.draw(html`<section class="card welcome-card">
      <div>
        <h1>${t('reset.title')}</h1>
        <p class="muted">${t('reset.lead')}</p>
      </div>
      <form class="stack">
        <p class="form-error" role="alert" data-form-error hidden></p>
        <form-field name="new_password" label="${t('user.new-password')}">${passwordInput('new_password', 'new-password')}${ruleList()}</form-field>
        <form-field name="confirm" label="${t('user.confirm-password')}">${passwordInput('confirm', 'new-password')}</form-field>
        <button class="button primary wide" type="submit">${t('reset.submit')}</button>
      </form>
    </section>`);
    wirePasswordInputs(this, this.signal);
    const form = find(this, 'form', HTMLFormElement);
    wireRuleList(this, inputOf(form, 'new_password'));
    handleForm(form, {
      signal: this.signal,
      validate: () => newPasswordFaults(textOf(form, 'new_password'), textOf(form, 'confirm'), ''),
      submit: () => this.#submit(textOf(form, 'new_password')),
    });
  }

  /** @param {string} password */
  async #submit(password) {
    const path = `/password-resets/${encodeURIComponent(this.params.token ?? '')}`;
    try {
      await api.put(path, { new_password: password });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'invalid-reset-link')) throw error;
      return this.#useless();
    }
    me.clear(); // the session of this browser has ended, too, if it was of this account
    toast(t('reset.done'), 'success');
    this.goOn('#/welcome');
  }

  #useless() {
    this.draw(html`<section class="card empty" role="alert">
      <giraffe-picture mood="sad"></giraffe-picture>
      <h1 class="empty-title">${t('error.invalid-reset-link')}</h1>
      <a class="button primary" href="#/forgot">${t('reset.again')}</a>
    </section>`);
  }
}

customElements.define('reset-page', ResetPage);
