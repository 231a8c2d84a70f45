import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { ask } from '../../lib/ask.js';
import { typed, unlessTyped } from '../../lib/form.js';
import { html } from '../../lib/html.js';
import { exactDateTime, t } from '../../lib/i18n.js';
import { OnceOnly } from '../../lib/problem.js';
import { isNothing, tally } from './snapshots-view.js';

/** @typedef {{running?: import('./operations-types.js').Running}} Began */

/** @param {string} id */
export const pathOf = (id) => `/admin/snapshots/${encodeURIComponent(id)}`;

/**
 * Goes back to a snapshot, once it was said what that undoes and meant deliberately.
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<Began | null>} null: it was thought better of
 */
export async function askRollback(id, signal) {
  /** @type {import('./operations-types.js').SnapshotDetail} */
  const { at, undoes } = await api.get(pathOf(id), { signal });
  const word = t('snapshots.confirm-word');
  const once = new OnceOnly();
  /** @type {Began | null} */
  let began = null;
  await ask({
    title: t('snapshots.rollback-title'),
    lead: t('snapshots.rollback-lead', { time: exactDateTime(at) }),
    fields: html`${
      isNothing(undoes)
        ? html`<p class="notice">${t('snapshots.undoes-nothing')}</p>`
        : html`<div class="notice warn stack-tight"><p>${t('snapshots.undoes')}</p>${tally(undoes)}</div>`
    }
      <p class="small-text">${t('snapshots.rollback-keeps')}</p>
      <form-field name="reason" label="${t('admin.reason')}" hint="${t('snapshots.reason-hint')}"><textarea name="reason" rows="2" maxlength="500"></textarea></form-field>
      <form-field name="confirm" label="${t('snapshots.confirm', { word })}"><input name="confirm" data-anew autocomplete="off" autocapitalize="none" spellcheck="false" /></form-field>`,
    submit: t('snapshots.rollback-submit'),
    danger: true,
    signal,
    validate: (form) => ({
      ...unlessTyped(form, 'reason', t('rule.admin-reason')),
      ...(typed(form, 'confirm').normalize('NFC').toLowerCase() === word.toLowerCase()
        ? {}
        : { confirm: t('snapshots.confirm-wrong', { word }) }),
    }),
    act: async (form) => {
      const body = { reason: typed(form, 'reason') };
      began = await once.run(body, (key) => api.post(`${pathOf(id)}/rollback`, body, { key }));
    },
  });
  return began;
}

/**
 * Takes one now.
 * @param {AbortSignal} signal
 * @returns {Promise<Began | null>} null: it was thought better of
 */
export async function askSnapshot(signal) {
  const once = new OnceOnly();
  /** @type {Began | null} */
  let began = null;
  await ask({
    title: t('snapshots.take'),
    lead: t('snapshots.take-lead'),
    fields: html`<form-field name="note" label="${t('admin.note')}" hint="${t('snapshots.note-hint')}" optional><input name="note" maxlength="200" autocomplete="off" /></form-field>`,
    submit: t('snapshots.take'),
    signal,
    validate: () => ({}),
    act: async (form) => {
      const note = typed(form, 'note');
      const body = note ? { note } : {};
      began = await once.run(body, (key) => api.post('/admin/snapshots', body, { key }));
    },
  });
  return began;
}
