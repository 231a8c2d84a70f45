import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

export const TIPS = ['meet', 'check', 'pay', 'chat', 'report'];

/** What to do for a safe deal, in a few lines. With a way to the whole page, for who makes a first deal. */
export function safetyTips() {
  return html`<section class="safety-tips notice" aria-labelledby="safety-tips">
    <h3 id="safety-tips"><ui-icon name="shield"></ui-icon>${t('safety.first')}</h3>
    <ul>
      ${TIPS.map((tip) => html`<li>${t(`safety.${tip}`)}</li>`)}
    </ul>
    <a href="#/safety">${t('safety.more')}</a>
  </section>`;
}
