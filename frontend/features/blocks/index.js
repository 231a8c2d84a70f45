import './blocks-page.js';

import { addRoutes } from '../../lib/router.js';

addRoutes({ path: '/me/blocks', tag: 'blocks-page', title: 'blocks.title', tab: 'me', signedIn: true });
