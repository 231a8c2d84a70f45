/** Short news at the edge of the screen, read out by screen readers. */

const STAY_MS = 5000;
/** More at once would cover the page on a phone. */
const MOST = 2;

/**
 * @param {string} message
 * @param {'info' | 'success' | 'error'} [kind]
 */
export function toast(message, kind = 'info') {
  const region = document.getElementById('toasts');
  if (!region) return;
  const item = document.createElement('p');
  item.className = `toast ${kind}`;
  item.textContent = message;
  region.append(item);
  while (region.childElementCount > MOST) region.firstElementChild?.remove();
  // Long sentences stay longer; reading is about 15 characters a second.
  setTimeout(() => item.remove(), STAY_MS + message.length * 40);
}
