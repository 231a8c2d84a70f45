import './privacy-page.js';

import { addRoutes } from '../../lib/router.js';

addRoutes({ path: '/privacy', tag: 'privacy-page', title: 'privacy.title' });
