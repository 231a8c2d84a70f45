import { html } from '../lib/html.js';

/**
 * Nothing to show, said kindly, with a way on.
 * @param {string} title
 * @param {string} [hint]
 * @param {import('../lib/html.js').Markup | false} [action]
 */
export function emptyState(title, hint = '', action = false) {
  return html`<div class="card empty">
    <giraffe-picture></giraffe-picture>
    <p class="empty-title">${title}</p>
    ${hint && html`<p class="muted">${hint}</p>`} ${action}
  </div>`;
}
