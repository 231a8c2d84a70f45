import { t } from '../lib/i18n.js';

let serial = 0;

/**
 * `<form-field name="price" label="가격" hint="…" error="…" optional>` around one control: gives it a label, a hint and
 * a place for its error, and ties them together for screen readers. With `group` the child marked `data-group`
 * is a set of controls (radio buttons, photos) and is labelled as a whole.
 */
export class FormField extends HTMLElement {
  static observedAttributes = ['error'];

  /** @type {HTMLElement | null} */
  #error = null;
  /** @type {Element | null} */
  #control = null;
  /** @type {HTMLElement | null} */
  #hint = null;

  connectedCallback() {
    if (this.#error) return;
    const id = `field-${++serial}`;
    const group = this.hasAttribute('group');
    this.#control = this.querySelector(group ? '[data-group]' : 'input, textarea, select');
    if (!this.#control) return;

    const label = document.createElement(group ? 'span' : 'label');
    label.className = 'label';
    label.id = `${id}-label`;
    label.textContent = this.getAttribute('label') ?? '';
    if (this.hasAttribute('optional')) {
      const note = document.createElement('span');
      note.className = 'optional';
      note.textContent = ` (${t('field.optional')})`;
      label.append(note);
    }
    if (label instanceof HTMLLabelElement) {
      this.#control.id ||= id;
      label.htmlFor = this.#control.id;
    } else {
      this.#control.setAttribute('aria-labelledby', label.id);
      if (!this.#control.hasAttribute('role')) this.#control.setAttribute('role', 'group');
    }
    this.prepend(label);

    const hint = this.getAttribute('hint');
    if (hint) {
      const line = document.createElement('p');
      line.className = 'hint';
      line.id = `${id}-hint`;
      line.textContent = hint;
      this.#hint = line;
      this.append(line);
    }
    this.#error = document.createElement('p');
    this.#error.className = 'field-error';
    this.#error.id = `${id}-error`;
    this.append(this.#error);
    this.#showError();
  }

  attributeChangedCallback() {
    this.#showError();
  }

  #showError() {
    if (!this.#error || !this.#control) return;
    const message = this.getAttribute('error') ?? '';
    this.#error.textContent = message;
    this.#error.hidden = message === '';
    // The error says what the hint did, and what is wrong besides.
    if (this.#hint) this.#hint.hidden = message !== '';
    const about = message ? this.#error.id : this.#hint?.id;
    if (about) this.#control.setAttribute('aria-describedby', about);
    else this.#control.removeAttribute('aria-describedby');
    // A plain group has no notion of being invalid; radio groups and controls have.
    if (this.#control.getAttribute('role') === 'group') return;
    if (message) this.#control.setAttribute('aria-invalid', 'true');
    else this.#control.removeAttribute('aria-invalid');
  }
}

customElements.define('form-field', FormField);
