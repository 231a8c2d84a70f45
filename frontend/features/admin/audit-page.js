import { html } from '../../lib/html.js';
import { dateTime, t } from '../../lib/i18n.js';
import { href } from '../../routes.js';
import { actButton } from './acts.js';
import { applyButton, choice, ListPage, userBox } from './list-page.js';

/** @typedef {import('../../lib/types.js').AuditEntry} AuditEntry */

const ACTIONS = [
  'report.view',
  'report.resolve',
  'post.hold',
  'post.hide',
  'post.restore',
  'user.warn',
  'user.suspend',
  'user.ban',
  'user.restore',
  'user.role',
  'appeal.resolve',
  'audit.undo',
  'snapshot.take',
  'snapshot.remove',
  'snapshot.rollback',
];

/** 기록: what was done by whom, for admins. */
export class AuditPage extends ListPage {
  section = 'audit';

  async show() {
    const query = this.wanted('actor', 'about', 'action');
    const list = await this.list(
      query,
      html`${userBox(t('admin.audit-actor'), 'actor', query.actor)} ${userBox(t('admin.audit-about'), 'about', query.about)}
        ${choice(t('admin.audit-action'), 'action', ['', ...ACTIONS], query.action, (action) => t(action ? `audit.${action}` : 'admin.audit-all'))}
        ${applyButton()}`,
      auditRow,
    );
    // The one that a link was about.
    const wanted = list.querySelector(`[data-entry="${Number(this.query.get('entry'))}"]`);
    if (wanted instanceof HTMLElement) wanted.focus();
  }
}

/** Among all that is about the same user. @param {AuditEntry} entry @param {number} id @param {string} words */
function entryLink({ about }, id, words) {
  return html`<a href="${href('/admin/audit', { about: about ?? '', entry: id })}">${words}</a>`;
}

/** Taking it back, or why that can't be. @param {AuditEntry} entry */
function undoing(entry) {
  const { possible, why_not: why, undone_by: by, part_of: main } = entry.undo;
  if (possible) {
    const about = [t(`audit.${entry.action}`), entry.about && `@${entry.about}`].filter(Boolean).join(', ');
    const hint = `undo.${entry.action}`;
    return html`<p class="row">${actButton('undo', `/admin/audit/${entry.id}/undo`, { hint, about })}</p>`;
  }
  if (by) {
    return html`<p class="row"><span class="chip warn">${t('admin.undone')}</span> ${entryLink(entry, by, t('admin.undone-by', { id: by }))}</p>`;
  }
  if (!why) return html``;
  return html`<p class="muted small-text">${t(`undo.not-${why}`)} ${main && entryLink(entry, main, t('admin.entry', { id: main }))}</p>`;
}

/** @param {AuditEntry} entry */
function said({ details, action }) {
  if (action === 'user.role') return `${t(`role.${details.was}`)} → ${t(`role.${details.role}`)}`;
  const outcome =
    details.outcome &&
    t(action === 'appeal.resolve' ? `appeal.state-${details.outcome}` : `admin.state-${details.outcome}`);
  const undone = details.action && t(`audit.${details.action}`);
  return [undone, details.until && dateTime(details.until), outcome, details.reason || details.note]
    .filter(Boolean)
    .join(' · ');
}

/** @param {AuditEntry} entry */
export function auditRow(entry) {
  const who = entry.actor ? `@${entry.actor}` : t(`admin.by-${entry.source}`);
  const words = said(entry);
  const { kind, id } = entry.subject;
  const subject =
    kind === 'audit' && id
      ? entryLink(entry, id, t('admin.entry', { id }))
      : `${kind} ${id ?? entry.details.snapshot_id}`;
  return html`<li class="card stack-tight" data-entry="${entry.id}" tabindex="-1">
    <p class="row"><strong>${t(`audit.${entry.action}`)}</strong> <span class="muted">${who}${entry.about && ` → @${entry.about}`}</span></p>
    ${words && html`<p class="post-text">${words}</p>`}
    <p class="muted small-text"><time datetime="${entry.at}">${dateTime(entry.at)}</time> · ${entry.id} · ${subject}${entry.request_id && html` · <code>${entry.request_id}</code>`}</p>
    ${undoing(entry)}
  </li>`;
}

customElements.define('admin-audit-page', AuditPage);
