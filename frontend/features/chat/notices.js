import { toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { onNews } from '../../lib/store.js';
import { nameOf } from '../../parts/people.js';
import { doer, preview } from '../deals/deal-words.js';
import * as rooms from './rooms.js';

/** @typedef {import('../../lib/types.js').Message} Message */

/** Longer messages would cover the page. */
const MOST = 80;

/**
 * Tells of what the others say and do while the user is elsewhere in the app; the chat's own pages show it themselves.
 */
export function announceMessages() {
  onNews((news) => {
    if (news.type !== 'message' || !news.message) return;
    if (news.message.data?.event === 'meeting_soon') remind(news.message);
    else if (isElsewhere()) announce(news.message);
  });
}

const isElsewhere = () => document.visibilityState === 'visible' && !location.hash.startsWith('#/chat');

/**
 * One's own appointment is told wherever one is, but in its room, and also where the chat was told to be quiet.
 * @param {Message} message
 */
async function remind(message) {
  const here = `#/chat/${message.room_id}`;
  if (document.visibilityState !== 'visible' || location.hash === here) return;
  const room = rooms.find(message.room_id) ?? (await rooms.refresh(message.room_id).catch(() => null));
  if (room && message.seq > room.last_read_seq) toast(preview(message, room), 'info', here);
}

/** @param {Message} message */
async function announce(message) {
  if (message.from === me.get()?.username) return;
  // A first request makes a new room, which nobody has loaded yet.
  const room = rooms.find(message.room_id) ?? (await rooms.refresh(message.room_id).catch(() => null));
  if (!room || room.muted || message.seq <= room.last_read_seq || !isElsewhere()) return;
  const who = message.kind === 'system' ? doer(message, room) : 'them';
  if (who === 'me') return;
  const text = preview(message, room);
  toast(
    t('chat.says', {
      name: who ? nameOf(room.with) : room.post.title,
      text: text.length > MOST ? `${text.slice(0, MOST)}…` : text,
    }),
    'info',
    `#/chat/${room.id}`,
  );
}
