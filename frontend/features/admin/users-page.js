import { html, render } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { PagedList } from '../../parts/paged-list.js';
import { avatar, nameOf } from '../../parts/people.js';
import { go, href } from '../../routes.js';
import { AdminPage } from './admin-page.js';
import { suspensionChip } from './person-view.js';

/** Everybody with an account, to be found by name. */
export class UsersPage extends AdminPage {
  section = 'users';

  show() {
    const q = this.query.get('q') ?? '';
    const suspended = this.query.get('suspended') === 'true';
    render(
      this.content,
      html`<form class="card filter-bar" role="search">
          <label class="grow">${t('admin.search')}<input type="search" name="q" value="${q}" maxlength="100" autocomplete="off" /></label>
          <label class="check"><input type="checkbox" name="suspended" value="true" ${suspended && html`checked`} /> ${t('admin.only-suspended')}</label>
          <button type="submit" class="button primary"><ui-icon name="search"></ui-icon><span class="hidden-visually">${t('admin.search')}</span></button>
        </form>
        <paged-list></paged-list>`,
    );
    const form = this.content.querySelector('form');
    form?.addEventListener('submit', (event) => {
      event.preventDefault();
      const data = new FormData(form);
      go(
        href('/admin/users', {
          q: String(data.get('q')).trim(),
          suspended: data.has('suspended') ? 'true' : '',
        }),
      );
    });
    const query = { q, suspended: suspended || undefined };
    PagedList.in(this.content, 'paged-list').show('/admin/users', query, row, t('admin.users-empty'));
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
