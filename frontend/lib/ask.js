import { openDialog } from './dialog.js';
import { handleForm } from './form.js';
import { find, html } from './html.js';

/**
 * Asks for what an act needs in a sheet and does it, with the server's faults beside their fields. The sheet stays open
 * until it has succeeded or was closed.
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.lead]
 * @param {import('./html.js').Markup} options.fields
 * @param {string} options.submit the button's label
 * @param {boolean} [options.danger]
 * @param {(form: HTMLFormElement) => import('./form.js').FieldErrors} options.validate
 * @param {(form: HTMLFormElement) => Promise<void>} options.act
 * @param {Record<string, string>} [options.pointers] which field a fault of the server belongs to, where the names differ
 * @param {(form: HTMLFormElement, signal: AbortSignal) => void} [options.opened] what comes to the fields later
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<boolean>} whether it was done
 */
export async function ask({ title, lead, fields, submit, danger, validate, act, pointers, opened, signal }) {
  const done = new AbortController();
  const answer = await openDialog({
    title,
    className: 'sheet',
    signal,
    body: html`<form class="stack">
      <p class="form-error" role="alert" data-form-error hidden></p>
      ${lead && html`<p class="muted">${lead}</p>`} ${fields}
      <button type="submit" class="button wide ${danger ? 'danger' : 'primary'}">${submit}</button>
    </form>`,
    opened: (dialog) => {
      const form = find(dialog, 'form', HTMLFormElement);
      opened?.(form, done.signal);
      handleForm(form, {
        signal: done.signal,
        pointers,
        validate: () => validate(form),
        submit: async () => {
          await act(form);
          dialog.close('done');
        },
      });
    },
  });
  done.abort();
  return answer === 'done';
}
