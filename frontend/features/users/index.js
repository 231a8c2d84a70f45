import './welcome-page.js';

import { addRoutes } from '../../lib/router.js';

addRoutes({ path: '/welcome', tag: 'welcome-page', title: 'sign-in.title', tab: 'me' });
