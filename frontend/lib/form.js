import { find, setBusy, toast } from './html.js';
import { has, t } from './i18n.js';
import { ApiError, describe, describeFault, isAbort, NetworkError } from './problem.js';

/** @typedef {Partial<Record<string, string>>} FieldErrors by the control's name */

/**
 * Wires a form of `<form-field>`s: one submit at a time, the client's rules first, then the server's faults,
 * each beside its field; the first faulty field gets the focus. What belongs to no field goes to `[data-form-error]`.
 * @param {HTMLFormElement} form
 * @param {object} options
 * @param {() => FieldErrors} [options.validate]
 * @param {() => Promise<void>} options.submit
 * @param {Record<string, string>} [options.pointers] which control a JSON pointer means, where the names differ
 * @param {Record<string, string>} [options.codes] which control a problem code means, such as "username-taken"
 * @param {AbortSignal} options.signal
 */
export function handleForm(form, { validate, submit, pointers = {}, codes = {}, signal }) {
  form.noValidate = true;
  form.addEventListener(
    'submit',
    async (event) => {
      event.preventDefault();
      if (form.getAttribute('aria-busy') === 'true') return;
      const errors = validate?.() ?? {};
      showErrors(form, errors);
      if (Object.keys(errors).length > 0) return;
      const button = form.querySelector('[type="submit"]');
      form.setAttribute('aria-busy', 'true');
      setBusy(button, true);
      try {
        await submit();
      } catch (error) {
        if (isAbort(error)) return;
        // Nobody sees what is written there any more.
        if (signal.aborted) toast(describe(error), 'error');
        else showProblem(form, error, pointers, codes);
      } finally {
        form.removeAttribute('aria-busy');
        setBusy(button, false);
      }
    },
    { signal },
  );
  // Once the user corrects a field, its complaint is stale.
  form.addEventListener(
    'input',
    (event) => {
      if (event.target instanceof Element && 'name' in event.target)
        setFieldError(form, String(event.target.name), '');
    },
    { signal },
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function inputOf(form, name) {
  return find(form, `input[name="${name}"]`, HTMLInputElement);
}

/**
 * What stands in an input, just as it was typed: a password may begin with a space.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export const textOf = (form, name) => inputOf(form, name).value;

/**
 * What was typed into a control, without spaces around it, or chosen of a set of radio buttons.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function typed(form, name) {
  return String(new FormData(form).get(name) ?? '').trim();
}

/**
 * What to say of a control that was left empty.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} words
 * @returns {FieldErrors}
 */
export function unlessTyped(form, name, words) {
  return typed(form, name) ? {} : { [name]: words };
}

/**
 * @param {HTMLFormElement} form
 * @param {FieldErrors} errors
 * @param {string} [general]
 */
export function showErrors(form, errors, general = '') {
  /** @type {HTMLElement | null} */
  let first = null;
  for (const field of form.querySelectorAll('form-field')) {
    const name = field.getAttribute('name') ?? '';
    setFieldError(form, name, errors[name] ?? '');
    if (errors[name] && !first) first = field.querySelector('input, textarea, select, button');
  }
  const place = form.querySelector('[data-form-error]');
  if (place instanceof HTMLElement) {
    place.textContent = general;
    place.hidden = general === '';
    // The button of a long form is far below it on a phone.
    if (general && !first) place.scrollIntoView({ block: 'center' });
  }
  first?.focus();
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} message
 */
export function setFieldError(form, name, message) {
  const field = form.querySelector(`form-field[name="${CSS.escape(name)}"]`);
  if (!field) return;
  if (message) field.setAttribute('error', message);
  else field.removeAttribute('error');
}

/**
 * @param {HTMLFormElement} form
 * @param {unknown} error
 * @param {Record<string, string>} pointers
 * @param {Record<string, string>} codes
 */
function showProblem(form, error, pointers, codes) {
  if (error instanceof NetworkError) return showErrors(form, {}, t('error.network-submit'));
  if (!(error instanceof ApiError)) {
    showErrors(form, {}, t('error.unknown'));
    throw error;
  }
  const named = codes[error.code];
  if (named) return showErrors(form, { [named]: besideField(error) });
  /** @type {FieldErrors} */
  const errors = {};
  /** @type {string[]} */
  const rest = [];
  for (const fault of error.faults) {
    const top = fault.pointer.split('/')[1] ?? '';
    const name = pointers[fault.pointer] ?? pointers[`/${top}`] ?? top;
    const field = form.querySelector(`form-field[name="${CSS.escape(name)}"]`);
    if (field) errors[name] ??= describeFault(fault);
    else rest.push(describeFault(fault));
  }
  const general = rest.join(' ') || (Object.keys(errors).length ? '' : describe(error));
  showErrors(form, errors, general);
}

/** Where the field says what it is about, the problem needs no name for it. @param {ApiError} error */
function besideField(error) {
  return has(`fault.${error.code}`) ? t(`fault.${error.code}`) : describe(error);
}
