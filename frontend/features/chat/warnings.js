import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { keep, recall } from '../../lib/store.js';

/** Rooms in which the user wants no more of them, the latest last. */
const KEY = 'giraffe.quiet-rooms';
const MOST = 200;

const quietRooms = () => {
  const kept = recall(KEY);
  return Array.isArray(kept) ? kept : [];
};

/** @param {number} room */
export const isQuiet = (room) => quietRooms().includes(room);

/** @param {number} room */
export function quieten(room) {
  keep(KEY, [...quietRooms().filter((id) => id !== room), room].slice(-MOST));
}

/**
 * What to be careful about in a message that one has received; nothing once one has had enough of it.
 * @param {import('../../lib/types.js').Message} message
 * @returns {string}
 */
export function warningWords(message) {
  if (!message.notices || isQuiet(message.room_id)) return '';
  return message.notices.map((notice) => t(`notice.${notice}`)).join(' ');
}

/** @param {string} words */
export function warning(words) {
  return html`<div class="scam-notice" role="note">
    <ui-icon name="shield"></ui-icon>
    <p>${words} <a href="#/safety">${t('notice.more')}</a></p>
    <button type="button" class="icon-button" data-quiet aria-label="${t('notice.dismiss')}"><ui-icon name="close"></ui-icon></button>
  </div>`;
}
