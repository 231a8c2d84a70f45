import './appeals-page.js';
import './audit-page.js';
import './monitor-page.js';
import './overview-page.js';
import './person-page.js';
import './posts-page.js';
import './report-page.js';
import './reports-page.js';
import './snapshots-page.js';
import './users-page.js';

import { addRoutes } from '../../lib/router.js';

const page = (/** @type {string} */ path, /** @type {string} */ tag) => ({
  path: `/admin${path}`,
  tag: `admin-${tag}-page`,
  title: 'admin.title',
  tab: 'me',
  signedIn: true,
});

addRoutes(
  page('', 'overview'),
  page('/reports', 'reports'),
  page('/reports/:id', 'report'),
  page('/users', 'users'),
  page('/users/:username', 'person'),
  page('/posts', 'posts'),
  page('/appeals', 'appeals'),
  page('/monitor', 'monitor'),
  page('/snapshots', 'snapshots'),
  page('/audit', 'audit'),
);
