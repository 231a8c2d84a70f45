import { html } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { nameOf } from '../../parts/people.js';
import { choice, ListPage } from './list-page.js';

/** @typedef {import('../../lib/types.js').ReportCase} ReportCase */

/** The queue. */
export class ReportsPage extends ListPage {
  section = 'reports';

  async show() {
    const query = this.wanted('state', 'kind', 'sort', 'owner');
    query.state ||= 'open';
    query.sort = query.state === 'open' ? query.sort || 'oldest' : '';
    const filter = (/** @type {string} */ name, /** @type {string[]} */ values) =>
      choice(t(`admin.${name}`), name, values, query[name], (value) => t(`admin.${name}-${value || 'all'}`));
    await this.list(
      query,
      html`${filter('state', ['open', 'dismissed', 'actioned'])} ${filter('kind', ['', 'user', 'post', 'message'])}
        ${query.sort && filter('sort', ['oldest', 'most_reported'])}
        <input type="hidden" name="owner" value="${query.owner}" />`,
      caseRow,
    );
  }
}

/** @param {ReportCase} one what it is about, in a few words */
export function caseTitle(one) {
  if (one.kind === 'post') return one.title;
  return t(`admin.case-${one.kind}`, { name: nameOf(one.owner) });
}

/** @param {ReportCase} one */
export function caseChips(one) {
  return html`<p class="row">
    <span class="chip">${t(`admin.kind-${one.kind}`)}</span>
    ${one.state !== 'open' && html`<span class="chip good">${t(`admin.state-${one.state}`)}</span>`}
    ${one.held && html`<span class="chip warn">${t('admin.held')}</span>`}
    ${Object.entries(one.reasons).map(([reason, count]) => html`<span class="chip bad">${t(`reason.${reason}`)}${count > 1 && ` × ${count}`}</span>`)}
  </p>`;
}

/** @param {ReportCase} one */
function caseRow(one) {
  return html`<li><a class="card case" href="#/admin/reports/${one.id}">
    <strong>${caseTitle(one)}</strong>
    ${caseChips(one)}
    <span class="muted small-text">${[t('admin.reporters', { count: one.reporters }), relativeTime(one.opened_at), `@${one.owner.username}`].join(' · ')}</span>
  </a></li>`;
}

customElements.define('admin-reports-page', ReportsPage);
