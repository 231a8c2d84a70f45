import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Page } from '../lib/page.js';

export class NotFoundPage extends Page {
  open() {
    this.draw(html`<section class="card empty">
      <giraffe-picture mood="sad"></giraffe-picture>
      <h1 class="empty-title">${t('error.page-not-found')}</h1>
      <a class="button primary" href="#/posts">${t('action.go-market')}</a>
    </section>`);
  }
}

customElements.define('not-found-page', NotFoundPage);
