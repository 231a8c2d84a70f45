import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm, typed } from '../../lib/form.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { suggestField, wireSuggestFields } from '../../parts/suggestions.js';

/** 프로필 수정. */
export class ProfilePage extends Page {
  open() {
    const user = me.get();
    if (!user) return;
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('profile.edit')}</h1></div>
      <form class="card stack">
        <p class="form-error" role="alert" data-form-error hidden></p>
        <form-field name="display_name" label="${t('user.display-name')}">
          <input type="text" name="display_name" value="${user.display_name}" maxlength="30" autocomplete="nickname" />
        </form-field>
        <form-field name="major" label="${t('user.major')}">${suggestField({ name: 'major', kind: 'major', max: 50, value: user.major })}</form-field>
        <form-field name="bio" label="${t('user.bio')}" hint="${t('user.bio-hint')}" optional>
          <textarea name="bio" rows="4" maxlength="500">${user.bio}</textarea>
        </form-field>
        <div class="form-actions">
          <a class="button" href="#/me/profile">${t('action.cancel')}</a>
          <button type="submit" class="button primary grow">${t('action.save')}</button>
        </div>
      </form>
    </div>`);
    const form = find(this, 'form', HTMLFormElement);
    wireSuggestFields(form, this.signal);
    handleForm(form, {
      signal: this.signal,
      validate: () => {
        /** @type {Record<string, string>} */
        const errors = {};
        if (!typed(form, 'display_name')) errors.display_name = t('rule.required');
        if (!typed(form, 'major')) errors.major = t('rule.major');
        return errors;
      },
      submit: async () => {
        const body = {
          display_name: typed(form, 'display_name'),
          major: typed(form, 'major'),
          bio: typed(form, 'bio'),
        };
        me.set(await api.patch('/users/me', body));
        toast(t('profile.saved'), 'success');
        this.goOn('#/me/profile');
      },
    });
  }
}

customElements.define('profile-page', ProfilePage);
