import { html, render } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { PagedList } from '../../parts/paged-list.js';
import { nameOf } from '../../parts/people.js';
import { go, href } from '../../routes.js';
import { AdminPage } from './admin-page.js';

/** @typedef {import('../../lib/types.js').ReportCase} ReportCase */

/** The queue. What it is narrowed to is in the address. */
export class ReportsPage extends AdminPage {
  section = 'reports';

  show() {
    const state = this.query.get('state') || 'open';
    const kind = this.query.get('kind') ?? '';
    const sort = state === 'open' ? this.query.get('sort') || 'oldest' : '';
    const owner = this.query.get('owner') ?? '';
    render(
      this.content,
      html`<form class="card filter-bar">
          ${choice('state', ['open', 'dismissed', 'actioned'], state)}
          ${choice('kind', ['', 'user', 'post', 'message'], kind)}
          ${sort && choice('sort', ['oldest', 'most_reported'], sort)}
        </form>
        <paged-list></paged-list>`,
    );
    this.content.querySelector('form')?.addEventListener('change', (event) => {
      const form = /** @type {HTMLFormElement} */ (event.currentTarget);
      const chosen = Object.fromEntries(
        [...new FormData(form)].map(([name, value]) => [name, String(value)]),
      );
      go(href('/admin/reports', { ...chosen, owner }));
    });
    const query = { state, kind, sort, owner };
    PagedList.in(this.content, 'paged-list').show('/admin/reports', query, caseRow, t('admin.reports-empty'));
  }
}

/**
 * @param {string} name
 * @param {string[]} values
 * @param {string} chosen
 */
function choice(name, values, chosen) {
  return html`<label>${t(`admin.${name}`)}
    <select name="${name}">
      ${values.map((value) => html`<option value="${value}" ${value === chosen && html`selected`}>${t(`admin.${name}-${value || 'all'}`)}</option>`)}
    </select></label>`;
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
