import './rooms-page.js';
import './room-page.js';

import { startEvents } from '../../lib/events.js';
import { addRoutes } from '../../lib/router.js';
import { announceReviews } from '../deals/notices.js';
import { announceMessages } from './notices.js';
import { startRooms } from './rooms.js';
import { startSending } from './sending.js';

addRoutes(
  { path: '/chat', tag: 'rooms-page', title: 'chat.title', tab: 'chat', signedIn: true },
  { path: '/chat/:id', tag: 'room-page', title: 'chat.title', tab: 'chat', signedIn: true },
);

/** Once it is known who is signed in. */
export function startChat() {
  startRooms();
  startSending();
  announceMessages();
  announceReviews();
  startEvents();
}
