import { delegate } from '../../lib/dom.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { emptyState } from '../../parts/empty-state.js';
import { runAct } from './acts.js';

const PARTS = ['overview', 'reports', 'appeals', 'users', 'posts', 'audit'];
/** @type {Record<string, string>} */
const PATHS = { overview: '#/admin' };

/** A page of the moderators': the parts' navigation, and what acts do. */
export class AdminPage extends Page {
  /** Which part it belongs to. */
  section = 'overview';

  open() {
    const role = me.get()?.role ?? 'user';
    if (role === 'user') {
      this.draw(
        html`<div class="page-head"><h1>${t('admin.title')}</h1></div>${emptyState(t('admin.not-permitted'))}`,
      );
      return;
    }
    const parts = PARTS.filter((part) => part !== 'audit' || role === 'admin');
    this.draw(html`
      <div class="page-head"><h1>${t('admin.title')}</h1></div>
      <nav class="me-tabs" aria-label="${t('admin.nav')}">
        ${parts.map((part) => html`<a href="${PATHS[part] ?? `#/admin/${part}`}" ${part === this.section && html`aria-current="page"`}>${t(`admin.${part}`)}</a>`)}
      </nav>
      <div data-content class="stack"></div>
    `);
    delegate(
      this,
      'click',
      '[data-act]',
      async (button) => {
        if (await runAct(button, this.signal)) this.reload();
      },
      this.signal,
    );
    this.reload();
  }

  get content() {
    return /** @type {HTMLElement} */ (this.querySelector('[data-content]'));
  }

  /** Shows the part, anew after each act. */
  reload() {
    this.load(
      () => Promise.resolve(this.show()),
      () => this.content,
    );
  }

  /** @returns {void | Promise<void>} */
  show() {}
}
