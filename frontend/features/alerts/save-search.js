import { html, render, toast, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { signInHref } from '../../lib/page.js';
import { describe } from '../../lib/problem.js';
import { go, parseHash } from '../../routes.js';
import { searchOf } from '../posts/active-filters.js';
import { hasUnsaved, isSame, searchWords } from './alert-words.js';
import * as alerts from './alerts.js';

/**
 * `<save-search>`: offers to tell of whatever the market's present search finds from now on. Empty where there is
 * nothing that can be saved. With `primary` it is what the page wants one to do.
 */
export class SaveSearch extends HTMLElement {
  #controller = new AbortController();

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    this.addEventListener('click', (event) => this.#press(event), { signal });
    alerts.subscribe(() => this.#draw(), signal);
    me.subscribe(() => this.#draw(), signal);
    this.#draw();
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  get #query() {
    return parseHash(location.hash).query;
  }

  #draw() {
    const search = searchOf(this.#query);
    if (!search) return render(this, html``);
    const hadFocus = this.contains(document.activeElement);
    const saved = alerts.get()?.find((alert) => isSame(alert, search));
    const primary = this.hasAttribute('primary') && !saved && 'primary';
    render(
      this,
      saved
        ? html`<a class="button" href="#/alerts"><ui-icon name="check"></ui-icon>${t(saved.paused ? 'alerts.is-paused' : 'alerts.is-saved')}</a>`
        : html`<button type="button" class="button ${primary}"><ui-icon name="bell"></ui-icon>${t('alerts.save')}</button>`,
    );
    // What was pressed is drawn anew: the keyboard stays on it.
    const again = this.querySelector('a, button');
    if (hadFocus && again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /** @param {Event} event */
  #press(event) {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const search = searchOf(this.#query);
    if (!button || !search) return;
    if (!me.get()) return go(signInHref());
    const unsaved = hasUnsaved(this.#query);
    whileBusy(button, async () => {
      try {
        const saved = await alerts.save(search);
        toast(t(unsaved ? 'alerts.saved-but' : 'alerts.saved', { search: searchWords(saved) }), 'success');
      } catch (error) {
        toast(describe(error), 'error');
      }
    });
  }
}

customElements.define('save-search', SaveSearch);
