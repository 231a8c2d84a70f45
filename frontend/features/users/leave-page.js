import { find } from '../../lib/dom.js';
import { handleForm } from '../../lib/form.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { replace } from '../../lib/router.js';
import { toast } from '../../lib/toast.js';
import { passwordInput, usernameForManagers, wirePasswordInputs } from './password-input.js';

/** @type {Record<string, string>} */
const noErrors = {};

/** 회원 탈퇴: what goes and what stays, and the password as the last word. */
export class LeavePage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('leave.title')}</h1></div>
      <form class="card stack">
        <p>${t('leave.lead')}</p>
        <ul class="bullets">${[1, 2, 3].map((i) => html`<li>${t(`leave.what-${i}`)}</li>`)}</ul>
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
    const form = find(this, 'form', HTMLFormElement);
    const password = find(form, 'input[name="password"]', HTMLInputElement);
    handleForm(form, {
      signal: this.signal,
      codes: { 'wrong-credentials': 'password' },
      validate: () => (password.value ? noErrors : { password: t('rule.required') }),
      submit: async () => {
        await me.leave(password.value);
        toast(t('leave.done'), 'success');
        replace('#/welcome');
      },
    });
  }
}

customElements.define('leave-page', LeavePage);
