import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm, inputOf, textOf, typed } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { OnceOnly } from '../../lib/problem.js';
import { suggestField, wireSuggestFields } from '../../parts/suggestions.js';
import { href, replace } from '../../routes.js';
import { passwordInput, wirePasswordInputs } from './password-input.js';
import { isEmail, isUsername, passwordFault } from './password-rules.js';
import { ruleList, wireRuleList } from './rule-list.js';
import { safeNext } from './welcome-page.js';

const KEPT = ['username', 'major', 'email', 'display_name'];

/**
 * What was entered, for who comes back from reading what they agree to. No password, and nowhere but in this window until
 * somebody is signed in: it may be a shared computer.
 * @type {Map<string, string>}
 */
const entered = new Map();
me.subscribe((user) => user && entered.clear());

export class SignUpPage extends Page {
  open() {
    const next = this.query.get('next');
    if (me.get()) return replace(safeNext(next));
    this.draw(html`<section class="card welcome-card sign-up">
      <div>
        <h1>${t('sign-up.title')}</h1>
        <p class="muted">${t('sign-up.lead')}</p>
      </div>
      <form class="stack">
        <p class="form-error" role="alert" data-form-error hidden></p>
        <form-field name="username" label="${t('user.username')}" hint="${t('user.username-hint')}">
          <input name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="20" value="${entered.get('username')}" required />
        </form-field>
        <form-field name="password" label="${t('user.password')}">${passwordInput('password', 'new-password')}${ruleList()}</form-field>
        <form-field name="confirm_password" label="${t('user.confirm-password')}">${passwordInput('confirm_password', 'new-password')}</form-field>
        <form-field name="major" label="${t('user.major')}">${suggestField({ name: 'major', kind: 'major', max: 50, value: entered.get('major') })}</form-field>
        <form-field name="email" label="${t('user.email')}"><input name="email" type="email" autocomplete="email" maxlength="254" value="${entered.get('email')}" required /></form-field>
        <form-field name="display_name" label="${t('user.display-name')}" hint="${t('user.display-name-hint')}" optional>
          <input name="display_name" type="text" autocomplete="nickname" maxlength="30" value="${entered.get('display_name')}" />
        </form-field>
        <p class="fine-print">${t('sign-up.consent')} <a href="#/privacy">${t('privacy.title')}</a></p>
        <button class="button primary wide" type="submit">${t('sign-up.submit')}</button>
      </form>
      <p class="switch-way">${t('sign-up.have-account')} <a href="${href('/welcome', { next })}">${t('sign-in.title')}</a></p>
    </section>`);
    wirePasswordInputs(this, this.signal);
    const form = find(this, 'form', HTMLFormElement);
    wireSuggestFields(form, this.signal);
    wireRuleList(this, inputOf(form, 'password'));
    const once = new OnceOnly();
    /** @type {NewUser | null} */
    let made = null;
    handleForm(form, {
      signal: this.signal,
      codes: { 'username-taken': 'username', 'email-taken': 'email' },
      validate: () => faults(form),
      submit: async () => {
        const display = typed(form, 'display_name');
        const body = {
          username: typed(form, 'username'),
          password: textOf(form, 'password'),
          confirm_password: textOf(form, 'confirm_password'),
          email: typed(form, 'email'),
          major: typed(form, 'major'),
          ...(display ? { display_name: display } : {}),
        };
        // The account is there although signing in failed: made again it would be somebody else's name.
        const before = made?.username === body.username ? made : null;
        if (!before) await once.run(body, (key) => api.post('/users', body, { key }));
        made = before ?? body;
        await me.signIn(body.username, made.password);
        if (before) await correct(before, body);
        toast(t('sign-up.done'), 'success');
        this.goOn(safeNext(next));
      },
    });
    // In another tab of the browser.
    me.subscribe(
      (user) => user && form.getAttribute('aria-busy') !== 'true' && this.goOn(safeNext(next)),
      this.signal,
    );
    this.signal.addEventListener('abort', () => {
      if (me.get()) return;
      for (const name of KEPT) entered.set(name, typed(form, name));
    });
  }
}

/** @typedef {{username: string, password: string, email: string, major: string, display_name?: string}} NewUser */

/**
 * What was put right in the form after the account was made.
 * @param {NewUser} before
 * @param {NewUser} now
 */
async function correct({ password, ...before }, now) {
  const { email, major, display_name = now.username } = now;
  const same =
    email === before.email &&
    major === before.major &&
    display_name === (before.display_name ?? before.username);
  if (!same) {
    const changes = {
      major,
      display_name,
      ...(email !== before.email && { email, current_password: password }),
    };
    me.set(await api.patch('/users/me', changes));
  }
  if (now.password !== password)
    await api.put('/users/me/password', { current_password: password, new_password: now.password });
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function faults(form) {
  /** @type {Record<string, string>} */
  const errors = {};
  const username = typed(form, 'username');
  const password = passwordFault(textOf(form, 'password'), username);
  if (!isUsername(username)) errors.username = t('rule.username');
  if (password) errors.password = t(password);
  else if (textOf(form, 'password') !== textOf(form, 'confirm_password'))
    errors.confirm_password = t('rule.confirm');
  if (!typed(form, 'major')) errors.major = t('rule.major');
  if (!isEmail(typed(form, 'email'))) errors.email = t('rule.email');
  return errors;
}

customElements.define('sign-up-page', SignUpPage);
