import './notices-page.js';
import './suspended-banner.js';

import { addRoutes } from '../../lib/router.js';
import { followNotices } from './follow.js';

addRoutes({ path: '/notices', tag: 'notices-page', title: 'notices.title', tab: 'me', signedIn: true });

/** Once it is known who is signed in. */
export const startNotices = followNotices;
