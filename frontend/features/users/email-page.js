import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm, textOf, typed } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { passwordInput, usernameForManagers, wirePasswordInputs } from './password-input.js';
import { isEmail } from './password-rules.js';

/** 이메일 주소 변경. */
export class EmailPage extends Page {
  open() {
    const user = me.get();
    if (!user) return;
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('email.title')}</h1></div>
      <form class="card stack">
        <p class="notice">${t('email.lead')}</p>
        <p class="form-error" role="alert" data-form-error hidden></p>
        ${usernameForManagers()}
        <form-field name="email" label="${t('email.new')}" hint="${t('email.now', { email: user.email })}">
          <input name="email" type="email" autocomplete="email" maxlength="254" required />
        </form-field>
        <form-field name="current_password" label="${t('user.current-password')}">${passwordInput('current_password', 'current-password')}</form-field>
        <div class="form-actions">
          <a class="button" href="#/me/profile">${t('action.cancel')}</a>
          <button type="submit" class="button primary grow">${t('email.submit')}</button>
        </div>
      </form>
    </div>`);
    wirePasswordInputs(this, this.signal);
    const form = find(this, 'form', HTMLFormElement);
    handleForm(form, {
      signal: this.signal,
      codes: { 'wrong-credentials': 'current_password', 'email-taken': 'email' },
      validate: () => {
        /** @type {Record<string, string>} */
        const errors = {};
        if (!isEmail(typed(form, 'email'))) errors.email = t('rule.email');
        if (!textOf(form, 'current_password')) errors.current_password = t('rule.required');
        return errors;
      },
      submit: async () => {
        const body = {
          email: typed(form, 'email'),
          current_password: textOf(form, 'current_password'),
        };
        const changed = await api.patch('/users/me', body);
        me.set(changed);
        toast(t('email.done'), 'success');
        this.goOn(changed.email_verified ? '#/me/profile' : '#/me/verify');
      },
    });
  }
}

customElements.define('email-page', EmailPage);
