import { onNews } from '../../lib/events.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { toast } from '../../lib/toast.js';
import { nameOf } from '../../parts/avatar.js';
import * as rooms from './rooms.js';
import { preview } from './system-words.js';

/** Longer messages would cover the page. */
const MOST = 80;

/** Tells of new messages while the user is elsewhere in the app; the chat's own pages show them themselves. */
export function announceMessages() {
  onNews((news) => {
    if (news.type !== 'message' || !news.message || document.visibilityState !== 'visible') return;
    if (location.hash.startsWith('#/chat')) return;
    const { message } = news;
    if (message.kind === 'system' || message.from === me.get()?.username) return;
    const room = rooms.find(message.room_id);
    if (!room || room.muted || message.seq <= room.last_read_seq) return;
    const text = preview(message, room);
    toast(
      t('chat.says', {
        name: nameOf(room.with),
        text: text.length > MOST ? `${text.slice(0, MOST)}…` : text,
      }),
    );
  });
}
