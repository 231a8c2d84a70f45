import { delegate, html, render } from '../../lib/html.js';
import { dateTime, onLanguage, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { loadStyles } from '../../lib/needs.js';
import { openAppeal } from './appeal.js';

/** Above every page of one who is suspended: why, until when, and how to appeal. */
export class SuspendedBanner extends HTMLElement {
  #controller = new AbortController();
  #timer = 0;

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    me.subscribe(() => this.#draw(), signal);
    onLanguage(() => this.#draw(), signal);
    delegate(this, 'click', '[data-appeal]', () => void openAppeal(undefined, signal), signal);
    this.#draw();
  }

  disconnectedCallback() {
    this.#controller.abort();
    clearTimeout(this.#timer);
  }

  async #draw() {
    if (me.get()?.suspension) await loadStyles(['moderation']);
    clearTimeout(this.#timer);
    if (this.#controller.signal.aborted) return;
    const suspension = me.get()?.suspension;
    const left = suspension?.until ? Date.parse(suspension.until) - Date.now() : Number.POSITIVE_INFINITY;
    if (!suspension || left <= 0) return render(this, html``);
    // Timers count to 2^31 ms; a longer one would ring at once.
    if (left < 2 ** 31) this.#timer = setTimeout(() => me.refresh().catch(() => {}), left + 1000);
    const until = suspension.until
      ? t('suspended.until', { time: dateTime(suspension.until) })
      : t('suspended.for-good');
    render(
      this,
      html`<section class="suspended-banner" aria-labelledby="suspended-title">
        <ui-icon name="lock"></ui-icon>
        <div>
          <h2 id="suspended-title">${t('suspended.title')}</h2>
          <p>${until}</p>
          <p>${t('suspended.reason', { reason: suspension.reason })}</p>
        </div>
        <button type="button" class="button" data-appeal>${t('appeal.action')}</button>
      </section>`,
    );
  }
}

customElements.define('suspended-banner', SuspendedBanner);
