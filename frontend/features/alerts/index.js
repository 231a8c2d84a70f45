import './alert-page.js';
import './alerts-page.js';
import './save-search.js';

import { addRoutes } from '../../lib/router.js';
import { followAlerts } from './alerts.js';
import { announceFinds } from './notices.js';

addRoutes(
  { path: '/alerts', tag: 'alerts-page', title: 'alerts.title', tab: 'me', signedIn: true },
  { path: '/alerts/:id', tag: 'alert-page', title: 'alerts.title', tab: 'me', signedIn: true },
);

/** Once it is known who is signed in. */
export function startAlerts() {
  followAlerts();
  announceFinds();
}
