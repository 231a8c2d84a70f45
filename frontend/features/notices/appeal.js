import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { ask } from '../../lib/ask.js';
import { typed, unlessTyped } from '../../lib/form.js';
import { html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { OnceOnly } from '../../lib/problem.js';
import { createStore } from '../../lib/store.js';

/** How many were sent from this window: what tells of one's appeals follows it. */
export const sentAppeals = createStore(0);

/**
 * Asks the moderators for another look: at my suspension, or at a post of mine that they have hidden.
 * @param {number | undefined} post
 * @param {AbortSignal} signal
 */
export async function openAppeal(post, signal) {
  const once = new OnceOnly();
  const sent = await ask({
    title: t('appeal.title'),
    lead: t('appeal.lead'),
    about: post,
    signal,
    submit: t('appeal.submit'),
    fields: html`<form-field name="text" label="${t('appeal.text')}">
      <textarea name="text" rows="5" maxlength="2000"></textarea>
    </form-field>`,
    validate: (form) => unlessTyped(form, 'text', t('rule.appeal-text')),
    act: async (form) => {
      const body = { text: typed(form, 'text'), ...(post && { post_id: post }) };
      await once.run(body, (key) => api.post('/appeals', body, { key }));
    },
  });
  if (sent) {
    sentAppeals.set(sentAppeals.get() + 1);
    toast(t('appeal.done'), 'success');
  }
  return sent;
}
