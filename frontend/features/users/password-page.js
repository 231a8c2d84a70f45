import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm, inputOf, textOf } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { passwordInput, usernameForManagers, wirePasswordInputs } from './password-input.js';
import { newPasswordFaults } from './password-rules.js';
import { ruleList, wireRuleList } from './rule-list.js';

/** 비밀번호 변경. */
export class PasswordPage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('password.title')}</h1></div>
      <form class="card stack">
        <p class="notice">${t('password.lead')}</p>
        <p class="form-error" role="alert" data-form-error hidden></p>
        ${usernameForManagers()}
        <form-field name="current_password" label="${t('user.current-password')}">${passwordInput('current_password', 'current-password')}</form-field>
        <form-field name="new_password" label="${t('user.new-password')}">${passwordInput('new_password', 'new-password')}${ruleList()}</form-field>
        <form-field name="confirm" label="${t('user.confirm-password')}">${passwordInput('confirm', 'new-password')}</form-field>
        <div class="form-actions">
          <a class="button" href="#/me/profile">${t('action.cancel')}</a>
          <button type="submit" class="button primary grow">${t('password.submit')}</button>
        </div>
      </form>
    </div>`);
    wirePasswordInputs(this, this.signal);
    const form = find(this, 'form', HTMLFormElement);
    wireRuleList(this, inputOf(form, 'new_password'));
    handleForm(form, {
      signal: this.signal,
      codes: { 'wrong-credentials': 'current_password' },
      validate: () => ({
        ...(textOf(form, 'current_password') ? {} : { current_password: t('rule.required') }),
        ...newPasswordFaults(textOf(form, 'new_password'), textOf(form, 'confirm'), me.get()?.username ?? ''),
      }),
      submit: async () => {
        await api.put('/users/me/password', {
          current_password: textOf(form, 'current_password'),
          new_password: textOf(form, 'new_password'),
        });
        toast(t('password.done'), 'success');
        this.goOn('#/me/profile');
      },
    });
  }
}

customElements.define('password-page', PasswordPage);
