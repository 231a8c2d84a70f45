import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/** @typedef {{email_verified?: boolean, campus?: string | null}} Verified */

/** @param {Verified} user */
function words(user) {
  return user.campus ? t('user.verified-campus', { campus: user.campus }) : t('user.verified');
}

/**
 * That the address is verified, and of which campus it is; nothing for the others.
 * @param {Verified} user
 */
export function verifiedChip(user) {
  return html`${user.email_verified && html`<span class="chip good verified"><ui-icon name="shield"></ui-icon><span>${words(user)}</span></span>`}`;
}

/**
 * The same beside a name where there is little room: the words are for screen readers, and shown to who points at it.
 * @param {Verified} user
 */
export function verifiedMark(user) {
  return html`${user.email_verified && html`<span class="verified-mark" title="${words(user)}"><ui-icon name="shield"></ui-icon><span class="hidden-visually">${words(user)}</span></span>`}`;
}
