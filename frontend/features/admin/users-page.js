import { html } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { avatar, nameOf } from '../../parts/people.js';
import { applyButton, ListPage, searchBox } from './list-page.js';
import { suspensionChip } from './person-view.js';

/** Everybody with an account, to be found by name. */
export class UsersPage extends ListPage {
  section = 'users';

  async show() {
    const { q } = this.wanted('q');
    const suspended = this.query.get('suspended') === 'true';
    await this.list(
      { q, suspended: suspended ? 'true' : '' },
      html`${searchBox(t('admin.search'), q)}
        <label class="check"><input type="checkbox" name="suspended" value="true" ${suspended && html`checked`} /> ${t('admin.only-suspended')}</label>
        ${applyButton()}`,
      row,
    );
  }
}

/** @param {import('../../lib/types.js').ModeratedUserLine} line */
function row({ user, role, created_at: at, suspension, open_cases: open }) {
  return html`<li><a class="card person" href="#/admin/users/${user.username}">
    ${avatar(user)}
    <span><strong>${nameOf(user)}</strong> <span class="muted small-text">@${user.username} · ${user.major} · ${relativeTime(at)}</span>
      <span class="row">${role !== 'user' && html`<span class="chip info">${t(`role.${role}`)}</span>`} ${suspensionChip(suspension)} ${open > 0 && html`<span class="chip warn">${t('admin.open-cases', { count: open })}</span>`}</span>
    </span>
    <ui-icon name="right"></ui-icon>
  </a></li>`;
}

customElements.define('admin-users-page', UsersPage);
