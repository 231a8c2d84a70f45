import { describe, isAbort } from './problem.js';

/** Short news at the edge of the screen, read out by screen readers. */

const STAY_MS = 4000;
/** More at once would cover the page on a phone. */
const MOST = 2;

/**
 * @param {string} message
 * @param {'info' | 'success' | 'error'} [kind]
 * @param {string} [to] a page that shows more, such as "#/posts/12": the message leads there
 */
export function toast(message, kind = 'info', to) {
  const region = document.getElementById('toasts');
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
 * Tells what went wrong, unless it was given up on purpose.
 * @param {unknown} error
 */
export function toastError(error) {
  if (!isAbort(error)) toast(describe(error), 'error');
}
