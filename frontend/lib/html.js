import { describe, isAbort } from './problem.js';

/**
 * Markup that is already safe to insert. Only `html` and `raw` make one, so anything else that reaches a
 * template is text and gets escaped: forgetting to escape is impossible, forgetting to trust is harmless.
 */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    /** @readonly */
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {string} text
 * @returns {string}
 */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function fragment(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(fragment).join('');
  // Conditions are written `${wanted && html`…`}`, hence nothing for false.
  if (value === null || value === undefined || value === false || value === true) return '';
  return escapeHtml(String(value));
}

/**
 * A template whose values are escaped, in text and in quoted attributes. Arrays are joined.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Markup}
 */
export function html(strings, ...values) {
  let text = strings[0] ?? '';
  values.forEach((value, i) => {
    text += fragment(value) + (strings[i + 1] ?? '');
  });
  return new Markup(text);
}

/**
 * Trusts `text`. For constants of our own (icons), never for anything a user or the API has said.
 * @param {string} text
 * @returns {Markup}
 */
export function raw(text) {
  return new Markup(text);
}

/**
 * Replaces what is inside `target`.
 * @param {Element} target
 * @param {Markup} markup
 */
export function render(target, markup) {
  target.innerHTML = markup.text;
}

/**
 * Text with what was searched for in `<mark>`. The ranges count code points, as the API does: 📚 is one.
 * @param {string} text
 * @param {[number, number][]} [ranges] from and up to (not including), in order
 */
export function marked(text, ranges = []) {
  const points = Array.from(text);
  const between = (/** @type {number} */ from, /** @type {number} */ to) => points.slice(from, to).join('');
  let done = 0;
  const parts = ranges
    .filter(([from, to]) => from < to && from < points.length)
    .map(([from, to]) => {
      const before = between(done, from);
      done = to;
      return html`${before}<mark>${between(from, to)}</mark>`;
    });
  return html`${parts}${between(done, points.length)}`;
}

/**
 * The one element that must be there; a missing one is a mistake in our own template and says so.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(root, selector, type) {
  const element = root.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`no ${type.name} at ${selector}`);
}

/**
 * Listens on `root` for events of whatever matches `selector` inside it, now or after a re-render.
 * @param {EventTarget} root
 * @param {string} type
 * @param {string} selector
 * @param {(element: HTMLElement, event: Event) => void} handler
 * @param {AbortSignal} [signal]
 */
export function delegate(root, type, selector, handler, signal) {
  root.addEventListener(
    type,
    (event) => {
      const match = event.target instanceof Element ? event.target.closest(selector) : null;
      if (match instanceof HTMLElement) handler(match, event);
    },
    { signal },
  );
}

/**
 * Marks a control as busy: it stays focusable (a disabled one would drop the keyboard's focus to the body).
 * @param {Element | null} element
 * @param {boolean} busy
 */
export function setBusy(element, busy) {
  if (!element) return;
  if (busy) {
    element.setAttribute('aria-busy', 'true');
    element.setAttribute('aria-disabled', 'true');
  } else {
    element.removeAttribute('aria-busy');
    element.removeAttribute('aria-disabled');
  }
}

/**
 * Runs `work` unless the control is already at it, which is how a double click stays one request.
 * @param {HTMLElement} control
 * @param {() => unknown} work
 */
export async function whileBusy(control, work) {
  if (control.getAttribute('aria-busy') === 'true') return;
  setBusy(control, true);
  try {
    await work();
  } finally {
    setBusy(control, false);
  }
}

/**
 * Presses "try again" by itself once the network is back, if the button is still there.
 * @param {Element | null} button
 * @param {AbortSignal} [signal]
 */
export function pressWhenOnline(button, signal) {
  const press = () => button instanceof HTMLElement && button.isConnected && button.click();
  addEventListener('online', press, { once: true, signal });
}

const STAY_MS = 4000;
/** More at once would cover the page on a phone. */
const MOST = 2;

/** Where they are without a dialog. */
export const toasts = () => document.getElementById('toasts');

/**
 * Shows short news at the edge of the screen, which screen readers read out.
 * @param {string} message
 * @param {'info' | 'success' | 'error'} [kind]
 * @param {string} [to] a page that shows more, such as "#/posts/12": the message leads there
 */
export function toast(message, kind = 'info', to) {
  // What is outside a modal dialog lies beneath it, and screen readers do not hear of it.
  const region = [...document.querySelectorAll('dialog:modal .toasts')].at(-1) ?? toasts();
  if (!region) return;
  const item = document.createElement('p');
  item.className = `toast ${kind}`;
  if (to) {
    const link = document.createElement('a');
    link.href = to;
    link.textContent = message;
    link.addEventListener('click', () => item.remove());
    item.append(link);
  } else {
    item.textContent = message;
  }
  region.append(item);
  while (region.childElementCount > MOST) region.firstElementChild?.remove();
  // Long sentences stay longer; reading is about 15 characters a second.
  setTimeout(() => item.remove(), STAY_MS + message.length * 40);
}

/**
 * Whoever has come to where a message leads needs it no longer.
 * @param {string} to
 */
export function dropToasts(to) {
  for (const link of document.querySelectorAll('.toast a'))
    if (link.getAttribute('href') === to) link.parentElement?.remove();
}

/**
 * Tells what went wrong, unless it was given up on purpose.
 * @param {unknown} error
 */
export function toastError(error) {
  if (!isAbort(error)) toast(describe(error), 'error');
}
