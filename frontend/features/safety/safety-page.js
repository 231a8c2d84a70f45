import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';
import { TIPS } from '../../parts/safety-tips.js';

/** 안전하게 거래하기: one page, for everybody. */
export class SafetyPage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('safety.title')}</h1></div>
      <div class="card stack">
        <p>${t('safety.lead')}</p>
        <ol class="safety-list">
          ${TIPS.map((tip) => html`<li><h2>${t(`safety.${tip}`)}</h2><p class="muted">${t(`safety.${tip}-why`)}</p></li>`)}
        </ol>
        <p class="notice">${t('safety.emergency')}</p>
        <a class="button" href="#/posts">${t('action.go-market')}</a>
      </div>
    </div>`);
  }
}

customElements.define('safety-page', SafetyPage);
