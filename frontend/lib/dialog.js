import { html, render, toasts } from './html.js';
import { t } from './i18n.js';

let count = 0;

/**
 * Shows a modal dialog and answers how it was closed: '' by Escape, the backdrop or the cross, else the value of the button.
 * @param {object} options
 * @param {string} options.title
 * @param {import('./html.js').Markup} options.body
 * @param {string} [options.className]
 * @param {AbortSignal} [options.signal] closes it (the page was left)
 * @param {(dialog: HTMLDialogElement) => void} [options.opened] to attach listeners
 * @returns {Promise<string>}
 */
export function openDialog({ title, body, className = '', signal, opened }) {
  // Its page was left before it came, and it would open over another.
  if (signal?.aborted) return Promise.resolve('');
  const dialog = document.createElement('dialog');
  dialog.className = `dialog ${className}`;
  // One may be opened from another.
  count += 1;
  dialog.setAttribute('aria-labelledby', `dialog-title-${count}`);
  render(
    dialog,
    html`<div class="dialog-head">
        <h2 id="dialog-title-${count}">${title}</h2>
        <button type="button" class="icon-button" data-close aria-label="${t('action.close')}"><ui-icon name="close"></ui-icon></button>
      </div>
      <div class="dialog-body">${body}</div>
      <div class="toasts" role="status" aria-live="polite"></div>`,
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    const close = () => dialog.close('');
    dialog.querySelector('[data-close]')?.addEventListener('click', () => isSending(dialog) || close());
    // Chromium lets a page refuse `cancel` only once, the key itself always.
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && isSending(dialog)) event.preventDefault();
    });
    // A finger beside it may only have meant to put the keyboard away, and a mouse may let go of a text out there.
    let pressed = false;
    dialog.addEventListener('pointerdown', (event) => {
      pressed = event.target === dialog;
    });
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog && pressed && !holdsWork(dialog)) close();
    });
    signal?.addEventListener('abort', close, { once: true });
    dialog.addEventListener('cancel', (event) => {
      if (isSending(dialog)) return event.preventDefault();
      dialog.returnValue = '';
    });
    dialog.addEventListener('close', () => {
      signal?.removeEventListener('abort', close);
      toasts()?.append(...dialog.querySelectorAll('.toast'));
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.showModal();
    opened?.(dialog);
  });
}

/**
 * Whether something is being done that was asked for in it: closed before the answer, nobody would be told of that, and
 * what has to be put right there could not be. A form says `data-unsent` while it only looks something up.
 * @param {HTMLDialogElement} dialog
 */
const isSending = (dialog) => dialog.querySelector('form[aria-busy="true"]:not([data-unsent])') !== null;

/**
 * Whether something would be lost with it: a text that was written, or what comes of what was asked for.
 * @param {HTMLDialogElement} dialog
 */
function holdsWork(dialog) {
  if (dialog.querySelector('[aria-busy="true"]')) return true;
  const fields = dialog.querySelectorAll('textarea, input:not([type="radio"], [type="checkbox"])');
  return [...fields].some(
    (field) => 'defaultValue' in field && 'value' in field && field.value !== field.defaultValue,
  );
}

/**
 * Asks before something that cannot be taken back. Who would rather not closes it: 취소 beside 약속 취소 says the same.
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.text
 * @param {import('./html.js').Markup} [options.more] what belongs to it
 * @param {string} options.confirm the button's label
 * @param {boolean} [options.danger]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<boolean>}
 */
export async function confirmDialog({ title, text, more, confirm, danger = false, signal }) {
  const answer = await openDialog({
    title,
    signal,
    className: 'small',
    body: html`<p>${text}</p>
      ${more}
      <form method="dialog" class="dialog-actions">
        <button class="button" value="">${t('action.close')}</button>
        <button class="button ${danger ? 'danger' : 'primary'}" value="yes">${confirm}</button>
      </form>`,
  });
  return answer === 'yes';
}
