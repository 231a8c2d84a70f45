import * as api from '../../lib/api.js';
import { relativeTime } from '../../lib/format.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { AdminPage } from './admin-page.js';

/** Numbers one can act on lead to where that is done. */
/** @type {[string, string, string?][]} */
const NUMBERS = [
  ['open_reports', 'admin.open_reports', '#/admin/reports'],
  ['open_appeals', 'admin.open_appeals', '#/admin/appeals'],
  ['held_posts', 'admin.held_posts', '#/admin/reports?kind=post'],
  ['hidden_posts', 'admin.hidden_posts', '#/admin/posts?status=held'],
  ['suspended_users', 'admin.suspended_users', '#/admin/users?suspended=true'],
  ['banned_users', 'admin.banned_users', '#/admin/users?suspended=true'],
  ['users', 'admin.users-count', '#/admin/users'],
  ['sign_ups_today', 'admin.sign_ups_today'],
  ['posts_on_sale', 'admin.posts_on_sale', '#/posts'],
];

export class OverviewPage extends AdminPage {
  async show() {
    const overview = await api.get('/admin/overview', { signal: this.signal });
    const oldest = overview.oldest_report_at;
    render(
      this.content,
      html`<p class="card">${oldest ? t('admin.oldest', { time: relativeTime(oldest) }) : t('admin.nothing-open')}</p>
        <ul class="numbers">
          ${NUMBERS.map(([name, phrase, to]) => {
            const inside = html`<strong>${overview[name]}</strong><span>${t(phrase)}</span>`;
            return html`<li>${to ? html`<a class="card" href="${to}">${inside}</a>` : html`<div class="card">${inside}</div>`}</li>`;
          })}
        </ul>`,
    );
  }
}

customElements.define('admin-overview-page', OverviewPage);
