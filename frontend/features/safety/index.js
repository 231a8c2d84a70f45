import './safety-page.js';

import { addRoutes } from '../../lib/router.js';

addRoutes({ path: '/safety', tag: 'safety-page', title: 'safety.title', tab: 'market' });
