import * as api from '../../lib/api.js';
import { delegate, find, html, render } from '../../lib/html.js';
import { dateTime, onLanguage, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { loadStyles } from '../../lib/needs.js';
import { openAppeal, sentAppeals } from './appeal.js';

/** Above every page of one who is suspended: why, until when, and how to appeal. */
export class SuspendedBanner extends HTMLElement {
  #controller = new AbortController();
  #timer = 0;
  /** The newest drawing: an older one may have waited longer for its styles. */
  #turn = 0;
  /** Whether one has appealed and nobody has answered yet, as far as is known. */
  #waits = false;

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    me.subscribe(() => this.#show(), signal);
    onLanguage(() => this.#draw(), signal);
    sentAppeals.subscribe(() => this.#show(), signal);
    delegate(this, 'click', '[data-appeal]', () => void openAppeal(undefined, signal), signal);
    this.#show();
  }

  disconnectedCallback() {
    this.#controller.abort();
    clearTimeout(this.#timer);
  }

  /** Why and until when is told at once; what has become of an appeal, once that is known. */
  async #show() {
    this.#draw();
    if (!me.get()?.suspension) return;
    const { signal } = this.#controller;
    const waits = await appealWaits(signal);
    if (signal.aborted || waits === undefined || waits === this.#waits) return;
    this.#waits = waits;
    this.#draw();
  }

  async #draw() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    const { signal } = this.#controller;
    if (me.get()?.suspension) await loadStyles(['moderation']);
    if (signal.aborted || turn !== this.#turn) return;
    const suspension = me.get()?.suspension;
    const left = suspension?.until ? Date.parse(suspension.until) - Date.now() : Number.POSITIVE_INFINITY;
    if (!suspension || left <= 0) return render(this, html``);
    // Timers count to 2^31 ms; a longer one would ring at once.
    if (left < 2 ** 31) this.#timer = setTimeout(() => me.refresh().catch(() => {}), left + 1000);
    const until = suspension.until
      ? t('suspended.until', { time: dateTime(suspension.until) })
      : t('suspended.for-good');
    const focused = this.contains(document.activeElement);
    render(
      this,
      html`<section class="suspended-banner" aria-labelledby="suspended-title">
        <ui-icon name="lock"></ui-icon>
        <div>
          <h2 id="suspended-title">${t('suspended.title')}</h2>
          <p>${until}</p>
          <p>${t('suspended.reason', { reason: suspension.reason })}</p>
        </div>
        ${
          this.#waits
            ? html`<a class="button" href="#/notices">${t('appeal.waits')}</a>`
            : html`<button type="button" class="button" data-appeal>${t('appeal.action')}</button>`
        }
      </section>`,
    );
    // What was pressed has become another.
    if (focused) find(this, '.button', HTMLElement).focus({ preventScroll: true });
  }
}

/**
 * Nothing when it can not be known. Who has appealed may try once more then: the server says no to a second one.
 * @param {AbortSignal} signal
 * @returns {Promise<boolean | undefined>}
 */
async function appealWaits(signal) {
  try {
    /** @type {import('../../lib/types.js').PageOf<import('../../lib/types.js').Appeal>} */
    const { items } = await api.get('/appeals/mine', { signal });
    return items.some(({ post, state }) => !post && state === 'open');
  } catch {
    return undefined;
  }
}

customElements.define('suspended-banner', SuspendedBanner);
