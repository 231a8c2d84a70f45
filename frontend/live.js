import './features/notices/suspended-banner.js';

import { followAlerts } from './features/alerts/alerts.js';
import { announceFinds } from './features/alerts/notices.js';
import { announceMessages } from './features/chat/notices.js';
import { startRooms } from './features/chat/rooms.js';
import { startSending } from './features/chat/sending.js';
import { announceReviews } from './features/deals/notices.js';
import { followNotices } from './features/notices/follow.js';
import { startEvents } from './lib/event-poll.js';

/** Everything that goes on for who is signed in, whatever page is shown. It is started once, and follows who that is. */
export function start() {
  followAlerts();
  announceFinds();
  startRooms();
  startSending();
  announceMessages();
  announceReviews();
  followNotices();
  startEvents();
}
