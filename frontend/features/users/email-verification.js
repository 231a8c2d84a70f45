import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { handleForm } from '../../lib/form.js';
import { find, html, render, setBusy, toast, toastError, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { ApiError, isAbort, OnceOnly } from '../../lib/problem.js';

/** @typedef {{name: string, domain: string}} Campus */

const DIGITS = 6;
/** The clock of this device may be wrong: whoever presses too early is told by the server. */
const MOST_WAIT_S = 60;

/** Asks for a code and takes it. Sends `verified` when it was right. For a page and for a dialog. */
export class EmailVerification extends HTMLElement {
  #controller = new AbortController();
  #once = new OnceOnly();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  connectedCallback() {
    this.#controller = new AbortController();
    this.#offer();
  }

  disconnectedCallback() {
    this.#controller.abort();
    clearInterval(this.#ticking);
  }

  #offer() {
    render(
      this,
      html`<div class="stack">
        <p>${t('verify.lead', { email: me.get()?.email ?? '' })}</p>
        <div class="form-actions">
          <a class="button" href="#/me/email">${t('verify.other-address')}</a>
          <button type="button" class="button primary grow" data-send>${t('verify.send')}</button>
        </div>
        <div data-refused></div>
      </div>`,
    );
    const button = find(this, '[data-send]', HTMLButtonElement);
    button.addEventListener('click', () => this.#send(button, () => this.#ask()));
  }

  /** The field for the code that is on its way. */
  #ask() {
    render(
      this,
      html`<form class="stack">
        <p role="status">${t('verify.sent', { email: me.get()?.email ?? '' })}</p>
        <p class="form-error" role="alert" data-form-error hidden></p>
        <form-field name="code" label="${t('verify.code')}" hint="${t('verify.code-hint')}">
          <input class="code-input" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required />
        </form-field>
        <div class="form-actions">
          <button type="button" class="button" data-again></button>
          <button type="submit" class="button primary grow">${t('verify.submit')}</button>
        </div>
        <div data-refused></div>
      </form>`,
    );
    const form = find(this, 'form', HTMLFormElement);
    const input = find(form, 'input', HTMLInputElement);
    // As it is copied, with a space or the words around it.
    input.addEventListener('input', () => {
      const digits = input.value.replace(/\D/g, '').slice(0, DIGITS);
      if (digits !== input.value) input.value = digits;
    });
    const again = find(form, '[data-again]', HTMLButtonElement);
    again.addEventListener('click', () => {
      if (again.getAttribute('aria-disabled') === 'true') return;
      this.#send(again, () => {
        input.value = '';
        input.focus();
        toast(t('verify.sent-again'), 'success');
      });
    });
    handleForm(form, {
      signal: this.#controller.signal,
      validate: () => {
        /** @type {Record<string, string>} */
        const errors = {};
        if (input.value.length !== DIGITS) errors.code = t('verify.six-digits');
        return errors;
      },
      codes: { 'code-expired': 'code' },
      submit: async () => {
        me.set(await api.put('/users/me/email-verification', { code: input.value }));
        toast(t('verify.done'), 'success');
        this.dispatchEvent(new CustomEvent('verified', { bubbles: true }));
      },
    });
    input.focus();
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {() => void} sent
   */
  #send(button, sent) {
    whileBusy(button, async () => {
      try {
        const answer = await this.#once.run({}, (key) =>
          api.post('/users/me/email-verification', undefined, { key, signal: this.#controller.signal }),
        );
        sent();
        this.#count(Math.ceil((Date.parse(answer.next_at) - Date.now()) / 1000));
      } catch (error) {
        this.#refuse(error, sent);
      }
    });
  }

  /**
   * @param {unknown} error
   * @param {() => void} sent
   */
  #refuse(error, sent) {
    if (isAbort(error)) return;
    if (!(error instanceof ApiError)) return toastError(error);
    if (error.code === 'too-many-requests') {
      // One was sent before, perhaps from another page: it may be typed in while one waits.
      if (!this.querySelector('form')) sent();
      this.#count(error.retryAfter ?? MOST_WAIT_S, Number.POSITIVE_INFINITY);
      return toastError(error);
    }
    if (error.code === 'already-verified') {
      me.refresh(this.#controller.signal)
        .then(() => this.dispatchEvent(new CustomEvent('verified', { bubbles: true })))
        .catch(toastError);
      return;
    }
    const campuses = /** @type {Campus[]} */ (error.problem.campuses ?? []);
    if (error.code !== 'no-campus-address') return toastError(error);
    render(
      find(this, '[data-refused]', HTMLElement),
      html`<div class="notice" role="alert">
        <p>${t('verify.no-campus')}</p>
        <ul class="bullets">${campuses.map(({ name, domain }) => html`<li>${name} <span class="domain">@${domain}</span></li>`)}</ul>
      </div>`,
    );
  }

  /**
   * Until another code may be asked for.
   * @param {number} seconds
   * @param {number} [most]
   */
  #count(seconds, most = MOST_WAIT_S) {
    const button = this.querySelector('[data-again]');
    if (!(button instanceof HTMLButtonElement)) return;
    const end = Date.now() + Math.min(Math.max(0, seconds), most) * 1000;
    const show = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) clearInterval(this.#ticking);
      button.textContent = left > 0 ? t('verify.again-in', { time: clock(left) }) : t('verify.again');
      setBusy(button, false);
      if (left > 0) button.setAttribute('aria-disabled', 'true');
    };
    clearInterval(this.#ticking);
    this.#ticking = setInterval(show, 1000);
    // After the press that led here, which takes its own mark away.
    queueMicrotask(show);
  }
}

/** "0:42", as it runs down. @param {number} seconds */
function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

customElements.define('email-verification', EmailVerification);
