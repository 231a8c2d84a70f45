import { delegate, html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';

/**
 * A password with a button that shows it, so that a phone's keyboard mistakes can be seen.
 * @param {string} name
 * @param {'current-password' | 'new-password'} autocomplete
 */
export function passwordInput(name, autocomplete) {
  return html`<span class="with-button">
    <input name="${name}" type="password" autocomplete="${autocomplete}" maxlength="128" required />
    <button type="button" class="icon-button" data-show-password aria-pressed="false" aria-label="${t('user.show-password')}">
      <ui-icon name="eye"></ui-icon>
    </button>
  </span>`;
}

/** Whose password it is, for password managers; nobody sees it. */
export function usernameForManagers() {
  return html`<input class="hidden-visually" type="text" name="username" autocomplete="username" value="${me.get()?.username}" readonly tabindex="-1" aria-hidden="true" />`;
}

/**
 * @param {Element} root
 * @param {AbortSignal} signal
 */
export function wirePasswordInputs(root, signal) {
  delegate(
    root,
    'click',
    '[data-show-password]',
    (button) => {
      const input = button.parentElement?.querySelector('input');
      if (!input) return;
      const shown = input.type === 'password';
      input.type = shown ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(shown));
      render(button, html`<ui-icon name="${shown ? 'eye-off' : 'eye'}"></ui-icon>`);
    },
    signal,
  );
}
