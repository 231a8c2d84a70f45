import * as api from '../../lib/api.js';
import { confirmDialog } from '../../lib/dialog.js';
import { toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { nameOf } from '../../parts/people.js';
import { forgetLists } from '../../parts/post-list.js';
import * as rooms from '../chat/rooms.js';

/** @typedef {Pick<import('../../lib/types.js').UserCard, 'username' | 'display_name'>} Person */

/** @param {Person} person */
const path = (person) => `/users/${encodeURIComponent(person.username)}/block`;

/** What was read before shows posts and deals that are no more, or lacks some that are there again. */
function readAnew() {
  forgetLists();
  return rooms.load();
}

/**
 * Blocks somebody, after saying what that does.
 * @param {Person} person
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it was done
 */
export async function block(person, signal) {
  const name = nameOf(person);
  const sure = await confirmDialog({
    title: t('block.title', { name }),
    text: t('block.text'),
    confirm: t('block.do'),
    danger: true,
    signal,
  });
  if (!sure) return false;
  await api.put(path(person), undefined, { signal });
  await readAnew();
  toast(t('block.done', { name }), 'success');
  return true;
}

/**
 * @param {Person} person
 * @param {AbortSignal} signal
 */
export async function unblock(person, signal) {
  await api.del(path(person), { signal });
  await readAnew();
  toast(t('block.undone', { name: nameOf(person) }), 'success');
}
