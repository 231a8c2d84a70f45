import { html } from '../lib/html.js';

/**
 * The first letter of a name in a circle.
 * @param {{username: string, display_name?: string}} user
 * @param {string} [className]
 */
export function avatar(user, className = '') {
  // By characters, not UTF-16 units: half an emoji would be drawn as a box.
  const [first = '?'] = user.display_name || user.username;
  return html`<span class="avatar ${className}" aria-hidden="true">${first}</span>`;
}

/** @param {{username: string, display_name?: string}} user */
export function nameOf(user) {
  return user.display_name || user.username;
}
