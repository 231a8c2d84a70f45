import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm, typed } from '../../lib/form.js';
import { find, html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';
import { isEmail } from './password-rules.js';

/** A forgotten password: to which address a link is to be sent. */
export class ForgotPage extends Page {
  open() {
    this.draw(html`<section class="card welcome-card">
      <div>
        <h1>${t('forgot.title')}</h1>
        <p class="muted">${t('forgot.lead')}</p>
      </div>
      <form class="stack">
        <p class="form-error" role="alert" data-form-error hidden></p>
        <form-field name="email" label="${t('user.email')}">
          <input name="email" type="email" autocomplete="email" maxlength="254" required />
        </form-field>
        <button class="button primary wide" type="submit">${t('forgot.submit')}</button>
      </form>
      <p class="switch-way"><a href="#/welcome">${t('forgot.back')}</a></p>
    </section>`);
    const form = find(this, 'form', HTMLFormElement);
    handleForm(form, {
      signal: this.signal,
      validate: () => (isEmail(typed(form, 'email')) ? {} : { email: t('rule.email') }),
      submit: async () => {
        const email = typed(form, 'email');
        await api.post('/password-resets', { email }, { signal: this.signal });
        this.#asked(email);
      },
    });
  }

  /** The same for every address: the market does not tell who has an account. @param {string} email */
  #asked(email) {
    this.draw(html`<section class="card welcome-card">
      <div class="stack">
        <h1 tabindex="-1">${t('forgot.asked')}</h1>
        <p>${t('forgot.asked-text', { email })}</p>
        <p class="muted">${t('forgot.asked-hint')}</p>
      </div>
      <a class="button wide" href="#/welcome">${t('forgot.back')}</a>
    </section>`);
    find(this, 'h1', HTMLElement).focus();
  }
}

customElements.define('forgot-page', ForgotPage);
