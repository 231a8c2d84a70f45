import './market-page.js';
import './photo-picker.js';
import './post-form-page.js';
import './post-page.js';

import { addRoutes } from '../../lib/router.js';

addRoutes(
  { path: '/posts', tag: 'market-page', title: 'market.title', tab: 'market' },
  { path: '/posts/new', tag: 'post-form-page', title: 'write.title', tab: 'write', signedIn: true },
  { path: '/posts/:id', tag: 'post-page', title: 'post.title', tab: 'market' },
  { path: '/posts/:id/edit', tag: 'post-form-page', title: 'write.edit-title', tab: 'write', signedIn: true },
);
