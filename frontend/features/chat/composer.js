import { find, html, render } from '../../lib/html.js';
import { number, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';

const MOST = 2000;
/** How often the other side is told that one is typing. */
const TELL_MS = 3000;

/** What was being written, while the app is open, by whom and in which room: both sides may share a device. @type {Map<string, string>} */
const drafts = new Map();

/**
 * `<chat-composer room="12">`: where a message is written. Tells with the events `say` (detail: the text), `photo`
 * (detail: the file) and `typing`.
 */
export class ChatComposer extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    render(
      this,
      html`<form class="composer">
        <p class="field-error" role="alert" id="composer-error" hidden></p>
        <label class="icon-button">
          <ui-icon name="camera"></ui-icon><span class="hidden-visually">${t('chat.add-photo')}</span>
          <input type="file" class="hidden-visually" accept="image/*" />
        </label>
        <textarea rows="1" aria-label="${t('chat.message')}" placeholder="${t('chat.message-hint')}" enterkeyhint="send" aria-describedby="composer-error"></textarea>
        <button type="submit" class="icon-button send" aria-label="${t('chat.send')}"><ui-icon name="send"></ui-icon></button>
      </form>`,
    );
    const form = find(this, 'form', HTMLFormElement);
    const text = find(this, 'textarea', HTMLTextAreaElement);
    const file = find(this, 'input', HTMLInputElement);
    const place = `${me.get()?.id} ${this.getAttribute('room')}`;
    text.value = drafts.get(place) ?? '';
    // An empty one is as high as it should be, and need not be measured.
    if (text.value) this.#grow();

    let told = 0;
    text.addEventListener('input', () => {
      drafts.set(place, text.value);
      this.#grow();
      if (!this.#tooLong()) this.#complain('');
      if (!text.value.trim() || Date.now() - told < TELL_MS) return;
      told = Date.now();
      this.dispatchEvent(new CustomEvent('typing'));
    });
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey) return;
      // The Enter that ends a Korean syllable still being composed belongs to the keyboard; Safari says so by 229 alone.
      if (event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      text.focus();
      const said = text.value.trim();
      if (!said) return;
      const long = this.#tooLong();
      if (long) return this.#complain(t('chat.too-long', { count: number(long) }));
      text.value = '';
      told = 0;
      drafts.delete(place);
      this.#grow();
      this.dispatchEvent(new CustomEvent('say', { detail: said }));
    });
    file.addEventListener('change', () => {
      const [picked] = file.files ?? [];
      if (picked) this.dispatchEvent(new CustomEvent('photo', { detail: picked }));
      file.value = '';
    });
  }

  /** @returns {number} how many characters, if there are too many; counted as the server counts */
  #tooLong() {
    const { length } = [...find(this, 'textarea', HTMLTextAreaElement).value.trim().normalize()];
    return length > MOST ? length : 0;
  }

  /** @param {string} message */
  #complain(message) {
    const place = find(this, '.field-error', HTMLElement);
    const text = find(this, 'textarea', HTMLTextAreaElement);
    place.textContent = message;
    place.hidden = message === '';
    if (message) text.setAttribute('aria-invalid', 'true');
    else text.removeAttribute('aria-invalid');
  }

  /** As tall as its text, up to what the style sheet allows. */
  #grow() {
    const text = find(this, 'textarea', HTMLTextAreaElement);
    text.style.blockSize = 'auto';
    text.style.blockSize = `${text.scrollHeight + 2}px`;
  }
}

customElements.define('chat-composer', ChatComposer);
