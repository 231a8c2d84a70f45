import { delegate, find, html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { emptyState, Page } from '../../lib/page.js';
import { runAct } from './acts.js';

const PARTS = ['overview', 'reports', 'appeals', 'users', 'posts', 'monitor', 'snapshots', 'audit'];
const ADMINS = new Set(['monitor', 'snapshots', 'audit']);

/** What the user's role may see. */
export const partsForMe = () => PARTS.filter((part) => !ADMINS.has(part) || me.get()?.role === 'admin');

/** @param {string} part */
export const partHref = (part) => (part === 'overview' ? '#/admin' : `#/admin/${part}`);

/** A page of the moderators': the parts' navigation, and what acts do. */
export class AdminPage extends Page {
  /** Which part it belongs to. */
  section = 'overview';

  open() {
    const role = me.get()?.role ?? 'user';
    const parts = role === 'user' ? [] : partsForMe();
    if (!parts.includes(this.section)) {
      const words = t(role === 'user' ? 'admin.not-permitted' : 'admin.admins-only');
      this.draw(html`<div class="page-head"><h1>${t('admin.title')}</h1></div>${emptyState(words)}`);
      return;
    }
    this.draw(html`
      <div class="page-head"><h1>${t('admin.title')}</h1></div>
      <nav class="me-tabs" aria-label="${t('admin.nav')}">
        ${parts.map((part) => html`<a href="${partHref(part)}" ${part === this.section && html`aria-current="page"`}>${t(`admin.${part}`)}</a>`)}
      </nav>
      <div data-content class="stack"></div>
    `);
    // On a phone the parts are a row to be pushed along.
    const nav = find(this, 'nav', HTMLElement);
    const here = nav.querySelector('[aria-current]');
    if (here instanceof HTMLElement)
      nav.scrollLeft = here.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
    delegate(
      this,
      'click',
      '[data-act]',
      async (button) => {
        const rows = [...this.content.querySelectorAll('.paged > li')];
        const at = rows.findIndex((row) => row.contains(button));
        if (await runAct(button, this.signal)) this.#afterAct(at);
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
    return this.load(
      () => Promise.resolve(this.show()),
      () => this.content,
    );
  }

  /**
   * Whoever works through a list goes on where they were: it stays as high until it has come again.
   * @param {number} at the row of the act, or -1
   */
  async #afterAct(at) {
    const { content } = this;
    content.style.minBlockSize = `${content.offsetHeight}px`;
    const list = at >= 0 && new Promise((done) => this.addEventListener('listed', done, { once: true }));
    await this.reload();
    await list;
    content.style.minBlockSize = '';
    const rows = content.querySelectorAll('.paged > li');
    const next = rows[Math.min(at, rows.length - 1)] ?? this.querySelector('h1');
    if (!(next instanceof HTMLElement) || this.signal.aborted) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  /** @returns {void | Promise<void>} */
  show() {}
}
