import * as api from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { setTitle } from '../../lib/page.js';
import { href } from '../../routes.js';
import { AdminPage } from './admin-page.js';
import { auditRow } from './audit-page.js';
import { personActs, personFacts } from './person-view.js';

/** One user: what they are, what was done, and what one may do. */
export class PersonPage extends AdminPage {
  section = 'users';

  async show() {
    const path = `/admin/users/${encodeURIComponent(this.params.username ?? '')}`;
    /** @type {import('../../lib/types.js').ModeratedUser} */
    const person = await api.get(path, { signal: this.signal });
    const { username, display_name: name } = person.profile;
    setTitle(t('admin.person-title', { name }));
    render(
      this.content,
      html`<section class="card stack-tight" aria-labelledby="person-title">
          <h2 id="person-title">${t('admin.person-title', { name })}</h2>
          ${personFacts(person)}
          <div class="row">${personActs(person)}</div>
          <p class="row"><a class="button" href="#/users/${username}">${t('admin.profile')}</a>
            <a class="button" href="${href('/admin/reports', { owner: username })}">${t('admin.their-reports')}</a></p>
        </section>
        <section class="stack-tight" aria-labelledby="person-history"><h2 id="person-history">${t('admin.history')}</h2>
          ${person.history.length > 0 ? html`<ul class="paged">${person.history.map(auditRow)}</ul>` : html`<p class="card muted">${t('admin.history-empty')}</p>`}
        </section>
        <p><a class="button" href="#/admin/users"><ui-icon name="left"></ui-icon>${t('admin.users')}</a></p>`,
    );
  }
}

customElements.define('admin-person-page', PersonPage);
