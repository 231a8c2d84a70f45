import '../../parts/form-field.js';

import { handleForm, textOf, typed } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { href, replace } from '../../routes.js';
import { passwordInput, wirePasswordInputs } from './password-input.js';

/** The way in: the giraffe, what this place is, and the sign-in form. */
export class WelcomePage extends Page {
  open() {
    const next = safeNext(this.query.get('next'));
    if (me.get()) return replace(next);
    this.draw(html`<div class="welcome">
      <section class="welcome-hero">
        <giraffe-picture></giraffe-picture>
        <div>
          <h1>${t('welcome.title')}</h1>
          <p class="welcome-lead">${t('welcome.lead')}</p>
          <ul class="welcome-points">
            ${[1, 2, 3].map((i) => html`<li><ui-icon name="check"></ui-icon>${t(`welcome.point-${i}`)}</li>`)}
          </ul>
        </div>
      </section>
      <section class="card welcome-card" aria-labelledby="sign-in-title">
        <h2 id="sign-in-title">${t('sign-in.title')}</h2>
        ${this.query.get('next') && html`<p class="notice">${t('sign-in.needed')}</p>`}
        <form class="stack">
          <p class="form-error" role="alert" data-form-error hidden></p>
          <form-field name="username" label="${t('user.username')}">
            <input name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required />
          </form-field>
          <form-field name="password" label="${t('user.password')}">
            ${passwordInput('password', 'current-password')}
          </form-field>
          <button class="button primary wide" type="submit">${t('sign-in.submit')}</button>
        </form>
        <p class="switch-way"><a href="#/forgot">${t('forgot.link')}</a></p>
        <p class="switch-way">
          ${t('welcome.new-here')} <a href="${href('/sign-up', { next: this.query.get('next') })}">${t('sign-up.title')}</a>
        </p>
        <p class="switch-way"><a href="#/posts">${t('welcome.browse')}</a></p>
        <p class="switch-way fine-print"><a href="#/privacy">${t('privacy.title')}</a></p>
      </section>
    </div>`);
    // Here, or in another tab of the browser.
    me.subscribe((user) => user && this.goOn(next), this.signal);
    wirePasswordInputs(this, this.signal);
    const form = find(this, 'form', HTMLFormElement);
    handleForm(form, {
      signal: this.signal,
      validate: () => ({
        ...(typed(form, 'username') ? {} : { username: t('rule.required') }),
        ...(textOf(form, 'password') ? {} : { password: t('rule.required') }),
      }),
      submit: async () => {
        await me.signIn(typed(form, 'username'), textOf(form, 'password'));
        toast(t('sign-in.done', { name: me.get()?.display_name ?? '' }), 'success');
      },
    });
  }
}

/**
 * Where to go after signing in. Only our own routes: a link someone sends must not lead off the site.
 * @param {string | null} next
 */
export function safeNext(next) {
  return next?.startsWith('#/') && !next.startsWith('#/welcome') ? next : '#/posts';
}

customElements.define('welcome-page', WelcomePage);
