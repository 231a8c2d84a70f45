import { openDialog } from './dialog.js';
import { handleForm } from './form.js';
import { find, html } from './html.js';
import * as me from './me.js';

/** @typedef {[string, FormDataEntryValue][]} Typed by the controls' names */

/**
 * What was typed into sheets that were closed with their page, because the session ended or another tab signed out, and
 * not by who typed it. In memory alone and by user, as devices are shared.
 * @type {Map<string, Typed>}
 */
const left = new Map();
const MOST = 20;

/** What may be put back: no password, and nothing that is to be meant anew. */
const KEPT = ':is(input:not([type="password"], [type="file"]), textarea, select)[name]:not([data-anew])';

/** @param {HTMLFormElement} form */
const controls = (form) =>
  /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>} */ (
    form.querySelectorAll(KEPT)
  );

/** @param {HTMLFormElement} form @returns {Typed} */
function typedIn(form) {
  const names = new Set([...controls(form)].map(({ name }) => name));
  return [...new FormData(form)].filter(([name]) => names.has(name));
}

/** @param {HTMLFormElement} form @param {Typed} typed */
function putBack(form, typed) {
  for (const control of controls(form)) {
    const values = typed.filter(([name]) => name === control.name).map(([, value]) => String(value));
    if (control.type === 'radio' || control.type === 'checkbox')
      /** @type {HTMLInputElement} */ (control).checked = values.includes(control.value);
    else control.value = values[0] ?? control.value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/**
 * Asks for what an act needs in a sheet and does it, with the server's faults beside their fields. The sheet stays open
 * until it has succeeded or was closed. What was typed is found again by the same user who opens it anew where it was
 * closed with its page.
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.lead]
 * @param {string | number} [options.about] what it is about, where one page asks the same of several things
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
export async function ask({
  title,
  lead,
  about,
  fields,
  submit,
  danger,
  validate,
  act,
  pointers,
  opened,
  signal,
}) {
  const done = new AbortController();
  // As it is now: who is signed out is nobody by the time it is closed.
  const user = me.get()?.id;
  const key = JSON.stringify([user, location.hash, title, about]);
  /** @type {HTMLFormElement | undefined} */
  let sheet;
  let sent = false;
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
      sheet = form;
      opened?.(form, done.signal);
      const before = left.get(key);
      if (before) putBack(form, before);
      handleForm(form, {
        signal: done.signal,
        pointers,
        validate: () => validate(form),
        submit: async () => {
          await act(form);
          sent = true;
          left.delete(key);
          dialog.close('done');
        },
      });
    },
  });
  done.abort();
  left.delete(key);
  if (sheet && !sent && (signal?.aborted || me.get()?.id !== user)) {
    left.set(key, typedIn(sheet));
    for (const oldest of [...left.keys()].slice(0, -MOST)) left.delete(oldest);
  }
  return answer === 'done';
}
