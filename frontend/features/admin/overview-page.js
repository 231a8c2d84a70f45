import * as api from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { has, number, relativeTime, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { isAbort } from '../../lib/problem.js';
import { AdminPage, partHref, partsForMe } from './admin-page.js';
import { errorsLastHour, stateOf } from './monitor-view.js';

/**
 * @typedef {import('./operations-types.js').Monitor} Monitor
 * @typedef {import('./operations-types.js').Snapshots} Snapshots
 * @typedef {{words: string, bad: boolean}} Glance
 */

/** Numbers one can act on lead to where that is done. */
/** @type {[string, string, string?][]} */
const NUMBERS = [
  ['open_appeals', 'admin.open_appeals', '#/admin/appeals'],
  ['held_posts', 'admin.held_posts', '#/admin/reports?kind=post'],
  ['hidden_posts', 'admin.hidden_posts', '#/admin/posts?status=held'],
  ['suspended_users', 'admin.suspended_users', '#/admin/users?suspended=true'],
  ['banned_users', 'admin.banned_users', '#/admin/users?suspended=true'],
  ['users', 'admin.users-count', '#/admin/users'],
  ['sign_ups_today', 'admin.sign_ups_today'],
  ['posts_on_sale', 'admin.posts_on_sale', '#/posts'],
];

/** @type {Record<string, string>} */
const ICONS = {
  reports: 'flag',
  appeals: 'chat',
  users: 'person',
  posts: 'book',
  monitor: 'pulse',
  snapshots: 'clock',
  audit: 'edit',
};

/** @param {string} phrase @param {unknown} value @param {string} [to] @param {boolean} [bad] */
function figure(phrase, value, to, bad = false) {
  const inside = html`<strong class="${bad && 'worry'}">${value}</strong><span>${t(phrase)}</span>`;
  return html`<li>${to ? html`<a class="card" href="${to}">${inside}</a>` : html`<div class="card">${inside}</div>`}</li>`;
}

export class OverviewPage extends AdminPage {
  async show() {
    const [overview, machine] = await Promise.all([
      api.get('/admin/overview', { signal: this.signal }),
      me.get()?.role === 'admin' ? this.#machine() : null,
    ]);
    const oldest = overview.oldest_report_at;
    render(
      this.content,
      html`<section class="stack-tight" aria-labelledby="glance"><h2 id="glance" class="on-page">${t('admin.glance')}</h2>
          <ul class="numbers words">${figure('admin.open_reports', overview.open_reports, '#/admin/reports', overview.open_reports > 0)} ${machine}</ul>
        </section>
        <p class="card">${oldest ? t('admin.oldest', { time: relativeTime(oldest) }) : t('admin.nothing-open')}</p>
        <ul class="numbers">
          ${NUMBERS.map(([name, phrase, to]) => figure(phrase, overview[name], to))}
        </ul>
        <nav class="card menu" aria-label="${t('admin.shortcuts')}">
          ${partsForMe()
            .filter((part) => part !== 'overview')
            .map(
              (part) =>
                html`<a class="menu-link" href="${partHref(part)}"><ui-icon name="${ICONS[part] ?? ''}"></ui-icon><span>${t(`admin.${part}`)} ${has(`admin.hint-${part}`) && html`<span class="muted small-text">${t(`admin.hint-${part}`)}</span>`}</span><ui-icon name="right"></ui-icon></a>`,
            )}
        </nav>`,
    );
  }

  /** How the machine does, for those who run it. What can't be known now does not keep the rest from being shown. */
  async #machine() {
    const ask = (/** @type {string} */ path) =>
      api.get(path, { signal: this.signal }).catch((error) => {
        if (isAbort(error)) throw error;
        return null;
      });
    /** @type {[Monitor | null, Snapshots | null]} */
    const [monitor, snapshots] = await Promise.all([ask('/admin/monitor'), ask('/admin/snapshots')]);
    const state = serverOf(monitor);
    const snapshot = snapshotOf(snapshots);
    const errors = monitor ? errorsLastHour(monitor) : null;
    return html`${figure('admin.glance-state', state.words, '#/admin/monitor', state.bad)}
      ${figure('admin.glance-errors', errors === null ? '—' : number(errors), '#/admin/monitor', errors !== null && errors > 0)}
      ${figure('admin.glance-snapshot', snapshot.words, '#/admin/snapshots', snapshot.bad)}`;
  }
}

/** @param {Monitor | null} monitor @returns {Glance} */
function serverOf(monitor) {
  if (!monitor) return { words: t('admin.glance-unknown'), bad: true };
  const state = stateOf(monitor.now);
  return { words: t(`admin.glance-${state}`), bad: state !== 'good' };
}

/** @param {Snapshots | null} snapshots @returns {Glance} */
function snapshotOf(snapshots) {
  if (!snapshots) return { words: t('admin.glance-unknown'), bad: true };
  const newest = snapshots.items.find(({ state }) => state === 'complete');
  return newest
    ? { words: relativeTime(newest.at), bad: snapshots.last_failure?.task === 'snapshot' }
    : { words: t('admin.glance-no-snapshot'), bad: true };
}

customElements.define('admin-overview-page', OverviewPage);
