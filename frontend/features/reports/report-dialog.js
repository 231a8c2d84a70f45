import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { ask } from '../../lib/ask.js';
import { typed, unlessTyped } from '../../lib/form.js';
import { html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { signInHref } from '../../lib/page.js';
import { OnceOnly } from '../../lib/problem.js';
import { go } from '../../routes.js';

const REASONS = ['fraud', 'prohibited', 'harassment', 'spam', 'wrong_info', 'other'];

/**
 * Asks what is wrong and tells the moderators.
 * @param {'user' | 'post' | 'message'} kind
 * @param {string | number} id of a user the username
 * @param {AbortSignal} signal
 */
export async function openReport(kind, id, signal) {
  if (!me.get()) return go(signInHref());
  const once = new OnceOnly();
  const sent = await ask({
    title: t(`report.title-${kind}`),
    lead: t('report.privacy'),
    about: id,
    signal,
    submit: t('report.submit'),
    fields: html`<form-field group name="reason" label="${t('report.reason')}">
        <div class="choices" role="radiogroup" data-group>
          ${REASONS.map((reason) => html`<label class="choice"><input type="radio" name="reason" value="${reason}" /><span>${t(`reason.${reason}`)}</span></label>`)}
        </div>
      </form-field>
      <form-field name="note" label="${t('report.note')}" hint="${t('report.note-hint')}" optional>
        <textarea name="note" rows="3" maxlength="1000"></textarea>
      </form-field>`,
    validate: (form) => unlessTyped(form, 'reason', t('rule.report-reason')),
    act: async (form) => {
      const note = typed(form, 'note');
      const body = { kind, id, reason: typed(form, 'reason'), ...(note && { note }) };
      await once.run(body, (key) => api.post('/reports', body, { key }));
    },
  });
  if (sent) toast(t('report.done'), 'success');
}
