import { html } from '../../lib/html.js';
import { date, dateTime, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { actButton } from './acts.js';

/**
 * @typedef {import('../../lib/types.js').ModeratedUser} ModeratedUser
 * @typedef {import('../../lib/types.js').Suspension} Suspension
 */

/** @param {Suspension | null} suspension */
export function suspensionChip(suspension) {
  if (!suspension) return html``;
  const words = suspension.until
    ? t('admin.now-suspended', { time: dateTime(suspension.until) })
    : t('admin.now-banned');
  return html`<span class="chip bad">${words}</span>`;
}

/** @param {ModeratedUser} person */
export function personFacts(person) {
  const { profile, suspension } = person;
  const fact = (/** @type {string} */ label, /** @type {unknown} */ value) =>
    html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<p class="row"><strong>${profile.display_name}</strong> <span class="muted">@${profile.username}</span>
      ${person.role !== 'user' && html`<span class="chip info">${t(`role.${person.role}`)}</span>`} ${suspensionChip(suspension)}</p>
    ${suspension && html`<p class="post-text">${suspension.reason}</p>`}
    <dl class="facts">
      ${fact(t('user.major'), profile.major)}
      ${fact(t('admin.joined'), date(profile.created_at))}
      ${fact(t('admin.trade'), [t('user.selling-count', { count: profile.counts.selling }), t('user.sold-count', { count: profile.counts.sold })].join(' · '))}
      ${fact(t('admin.open_reports'), person.open_cases)} ${fact(t('admin.past-cases'), person.past_cases)}
      ${fact(t('admin.warnings'), person.warnings)} ${fact(t('admin.made-reports'), person.reports_made)}
    </dl>`;
}

/** What may be done to them by the one who looks. @param {ModeratedUser} person */
export function personActs({ profile, role, suspension }) {
  const mine = me.get();
  const admin = mine?.role === 'admin';
  if (mine?.username === profile.username || (role !== 'user' && !admin)) return html``;
  const path = `/admin/users/${profile.username}`;
  const banned = suspension && !suspension.until;
  return html`${actButton('warn', `${path}/warn`)}
    ${(!banned || admin) && actButton('suspend', `${path}/suspend`)}
    ${admin && !banned && actButton('ban', `${path}/ban`)}
    ${suspension && (!banned || admin) && actButton('restore', `${path}/restore`)}
    ${admin && actButton('role', `${path}/role`)}`;
}
