import { find, html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/**
 * `<more-menu>`: what is seldom done, behind three dots. A disclosure with plain buttons, which every keyboard and
 * screen reader knows; it closes when one of them is pressed, with Escape, and when one turns to something else.
 */
export class MoreMenu extends HTMLElement {
  #controller = new AbortController();

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const details = find(this, 'details', HTMLDetailsElement);
    const summary = find(this, 'summary', HTMLElement);
    const close = () => {
      details.open = false;
    };
    details.addEventListener(
      'click',
      (event) => {
        if (event.target instanceof Element && event.target.closest('.more-items button')) {
          close();
          summary.focus(); // where a dialog gives the focus back to
        }
      },
      { signal, capture: true },
    );
    details.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || !details.open) return;
        event.stopPropagation();
        close();
        summary.focus();
      },
      { signal },
    );
    document.addEventListener(
      'pointerdown',
      (event) => {
        if (event.target instanceof Node && !this.contains(event.target)) close();
      },
      { signal },
    );
    details.addEventListener(
      'focusout',
      (event) => {
        if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) close();
      },
      { signal },
    );
  }

  disconnectedCallback() {
    this.#controller.abort();
  }
}

customElements.define('more-menu', MoreMenu);

/**
 * @param {string} label of the button with the dots
 * @param {{icon: string, label: string, name: string}[]} items each a button with its name in `data-more`
 */
export function moreMenu(label, items) {
  return html`<more-menu><details>
    <summary class="icon-button" aria-label="${label}"><ui-icon name="more"></ui-icon></summary>
    <ul class="more-items">
      ${items.map((item) => html`<li><button type="button" data-more="${item.name}"><ui-icon name="${item.icon}"></ui-icon>${item.label}</button></li>`)}
    </ul>
  </details></more-menu>`;
}

export const reportItem = () => ({ icon: 'flag', label: t('report.action'), name: 'report' });

/** @param {boolean} blocked whether somebody is blocked now */
export const blockItem = (blocked) =>
  blocked
    ? { icon: 'check', label: t('block.undo'), name: 'unblock' }
    : { icon: 'block', label: t('block.do'), name: 'block' };
