import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { ask } from '../../lib/ask.js';
import { typed, unlessTyped } from '../../lib/form.js';
import { html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { OnceOnly } from '../../lib/problem.js';
import { segments } from '../../parts/segments.js';

/**
 * What a moderator may do, each asked for in a sheet with its reason.
 *
 * @typedef {object} Act
 * @property {string} phrase of its name; with `-hint` what it does
 * @property {boolean} [danger]
 * @property {boolean} [noteOnly] a note that may be left out, instead of a reason
 * @property {import('../../lib/html.js').Markup} [fields] besides the reason
 * @property {Record<string, unknown>} [body] besides the reason
 * @property {(form: HTMLFormElement) => Record<string, unknown>} [read] of `fields`
 * @property {'post' | 'put'} [method]
 * @property {boolean} [bare] asks for no reason at all
 */

/** @type {Record<string, () => Act>} */
const ACTS = {
  dismiss: () => ({ phrase: 'admin.dismiss', noteOnly: true, body: { outcome: 'dismissed' } }),
  actioned: () => ({ phrase: 'admin.actioned', noteOnly: true, body: { outcome: 'actioned' } }),
  hide: () => ({ phrase: 'admin.hide', danger: true }),
  'restore-post': () => ({ phrase: 'admin.restore-post' }),
  warn: () => ({ phrase: 'admin.warn' }),
  suspend: () => ({
    phrase: 'admin.suspend',
    danger: true,
    fields: html`<form-field group name="days" label="${t('admin.days')}">
      ${segments(
        'days',
        ['1', '3', '7', '30'].map((value) => ({ value, label: t(`admin.days-${value}`) })),
        '7',
      )}
    </form-field>`,
    read: (form) => ({ days: Number(typed(form, 'days')) }),
  }),
  ban: () => ({ phrase: 'admin.ban', danger: true }),
  restore: () => ({ phrase: 'admin.restore' }),
  role: () => ({
    phrase: 'admin.role-change',
    method: 'put',
    bare: true,
    fields: html`<form-field group name="role" label="${t('admin.role-change')}">
      ${segments(
        'role',
        ['user', 'moderator', 'admin'].map((value) => ({ value, label: t(`role.${value}`) })),
        'user',
      )}
    </form-field>`,
    read: (form) => ({ role: typed(form, 'role') }),
  }),
  grant: () => ({ phrase: 'admin.grant', noteOnly: true, body: { outcome: 'granted' } }),
  undo: () => ({ phrase: 'admin.undo' }),
  refuse: () => ({ phrase: 'admin.refuse', noteOnly: true, body: { outcome: 'refused' } }),
};

/** The notes that the one it is about reads, too. */
const TOLD = new Set(['grant', 'refuse', 'actioned']);

/**
 * @param {string} name
 * @param {string} path where it is done
 * @param {{primary?: boolean, hint?: string, about?: string}} [more] the phrase of what it does, where that depends, and
 *   what it is done to, for those who hear the button alone
 */
export function actButton(name, path, { primary, hint, about } = {}) {
  const label = t(ACTS[name]?.().phrase ?? name);
  return html`<button type="button" class="button ${primary && 'primary'}" data-act="${name}" data-path="${path}" ${hint && html`data-hint="${hint}"`} ${about && html`aria-label="${`${label}: ${about}`}"`}>${label}</button>`;
}

/** @param {string} name @param {Act} act */
function words(name, act) {
  if (act.bare) return html``;
  const field = act.noteOnly ? 'note' : 'reason';
  const hint = field === 'reason' || TOLD.has(name) ? t('admin.reason-told') : '';
  return html`<form-field name="${field}" label="${t(`admin.${field}`)}" hint="${hint}" ${act.noteOnly && html`optional`}>
    <textarea name="${field}" rows="3" maxlength="500"></textarea>
  </form-field>`;
}

/**
 * Asks and acts. Answers whether it was done.
 * @param {HTMLElement} button
 * @param {AbortSignal} signal
 */
export async function runAct(button, signal) {
  const name = button.dataset.act ?? '';
  const act = ACTS[name]?.();
  if (!act) return false;
  const once = new OnceOnly();
  const label = t(act.phrase);
  const hint = button.dataset.hint ?? (name === 'role' ? 'admin.role-hint' : `${act.phrase}-hint`);
  const done = await ask({
    title: label,
    lead: t(hint),
    about: button.dataset.path,
    submit: label,
    danger: act.danger ?? false,
    signal,
    fields: html`${act.fields} ${words(name, act)}`,
    validate: (form) => (act.bare || act.noteOnly ? {} : unlessTyped(form, 'reason', t('rule.admin-reason'))),
    act: async (form) => {
      const field = act.noteOnly ? 'note' : 'reason';
      const said = act.bare ? {} : { [field]: typed(form, field) };
      const body = { ...act.body, ...act.read?.(form), ...said };
      const path = button.dataset.path ?? '';
      if (act.method === 'put') await api.put(path, body);
      else await once.run(body, (key) => api.post(path, body, { key }));
    },
  });
  if (done) toast(t('admin.done'), 'success');
  return done;
}
