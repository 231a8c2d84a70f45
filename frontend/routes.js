/**
 * Every page of the market and its address: hash routes, `#/posts/12?tab=x`. The part after the `#` never reaches the
 * server, so the API keeps `/posts`. The first route that matches wins. A page's module is loaded when it is gone to.
 *
 * @typedef {object} Route
 * @property {string} path such as "/posts/:id"
 * @property {string} tag the custom element that is the page
 * @property {() => Promise<unknown>} load imports the module that defines it
 * @property {string} title phrase key of the page's title
 * @property {boolean} [signedIn] the page is only for who is signed in
 * @property {string} [tab] which tab of the navigation it belongs to
 * @property {First} [first] of a page that people come in by
 *
 * @typedef {object} First
 * @property {string[]} words that it needs beside those of the frame
 * @property {string[]} styles
 * @property {(params: Record<string, string>) => string[]} [asks] what it asks the API for at once (without a query)
 * @property {(answer: any) => FirstPhoto | null | undefined} [photo] the largest thing that is seen of the first answer
 *
 * @typedef {object} FirstPhoto
 * @property {import('./lib/types.js').Photo} photo
 * @property {('thumb' | 'card' | 'full')[]} files among which the browser chooses, and
 * @property {string} sizes how wide it is drawn: both as the page has it, or another file would be fetched
 *
 * @typedef {object} Place
 * @property {string} path
 * @property {URLSearchParams} query
 */

/** @param {string} path @param {string} tag @param {string} title @param {Route["load"]} load @returns {Route} */
const mine = (path, tag, title, load) => ({ path, tag, title, load, tab: 'me', signedIn: true });

/** @param {string} path @param {string} name @param {Route['load']} load @returns {Route} */
const admin = (path, name, load) => mine(`/admin${path}`, `admin-${name}-page`, 'admin.title', load);

/** How wide the photos are drawn that a page begins with: what fetches one ahead has to choose as what draws it. */
export const SIZES = { list: '(width < 760px) 120px, 260px', post: '(width < 900px) 100vw, 560px' };

const postForm = () => import('./features/posts/post-form-page.js');
const mePage = () => import('./features/users/me-page.js');

/** @type {Route[]} */
export const routes = [
  {
    path: '/posts',
    tag: 'market-page',
    title: 'market.title',
    tab: 'market',
    load: () => import('./features/posts/market-page.js'),
    first: {
      words: ['posts'],
      styles: ['market', 'post-cards'],
      asks: () => ['/posts?sort=newest&limit=20'],
      photo: ({ items }) => {
        /** @type {import('./lib/types.js').PostCard[]} */
        const seen = items.slice(0, 4);
        const photo = seen.find((post) => post.photo)?.photo;
        return photo && { photo, files: ['thumb', 'card', 'full'], sizes: SIZES.list };
      },
    },
  },
  {
    path: '/posts/new',
    tag: 'post-form-page',
    title: 'write.title',
    tab: 'write',
    signedIn: true,
    load: postForm,
  },
  {
    path: '/posts/:id',
    tag: 'post-page',
    title: 'post.title',
    tab: 'market',
    load: () => import('./features/posts/post-page.js'),
    first: {
      words: ['posts'],
      styles: ['posts', 'photos', 'post-cards', 'users'],
      asks: ({ id }) => [`/posts/${encodeURIComponent(id ?? '')}`],
      photo: ({ photos: [photo] }) => photo && { photo, files: ['card', 'full'], sizes: SIZES.post },
    },
  },
  {
    path: '/posts/:id/edit',
    tag: 'post-form-page',
    title: 'write.edit-title',
    tab: 'write',
    signedIn: true,
    load: postForm,
  },
  {
    path: '/chat',
    tag: 'rooms-page',
    title: 'chat.title',
    tab: 'chat',
    signedIn: true,
    load: () => import('./features/chat/rooms-page.js'),
  },
  {
    path: '/chat/:id',
    tag: 'room-page',
    title: 'chat.title',
    tab: 'chat',
    signedIn: true,
    load: () => import('./features/chat/room-page.js'),
    first: {
      words: ['chat', 'blocks'],
      styles: ['chat', 'messages', 'deals', 'blocks', 'post-cards'],
      asks: ({ id = '' }) =>
        /^[1-9]\d{0,9}$/.test(id) ? [`/chat/rooms/${id}`, `/chat/rooms/${id}/messages?limit=50`] : [],
    },
  },
  {
    path: '/safety',
    tag: 'safety-page',
    title: 'safety.title',
    tab: 'market',
    load: () => import('./features/safety/safety-page.js'),
  },
  {
    path: '/privacy',
    tag: 'privacy-page',
    title: 'privacy.title',
    load: () => import('./features/own-data/privacy-page.js'),
  },
  {
    path: '/welcome',
    tag: 'welcome-page',
    title: 'sign-in.title',
    tab: 'me',
    load: () => import('./features/users/welcome-page.js'),
    first: { words: ['users'], styles: ['users'] },
  },
  {
    path: '/sign-up',
    tag: 'sign-up-page',
    title: 'sign-up.title',
    tab: 'me',
    load: () => import('./features/users/sign-up-page.js'),
  },
  {
    path: '/forgot',
    tag: 'forgot-page',
    title: 'forgot.title',
    tab: 'me',
    load: () => import('./features/users/forgot-page.js'),
  },
  {
    path: '/reset/:token',
    tag: 'reset-page',
    title: 'reset.title',
    tab: 'me',
    load: () => import('./features/users/reset-page.js'),
  },
  {
    path: '/users/:username',
    tag: 'user-page',
    title: 'profile.title',
    tab: 'market',
    load: () => import('./features/users/user-page.js'),
  },
  mine('/me', 'me-page', 'me.title', mePage),
  mine('/me/edit', 'profile-page', 'profile.edit', () => import('./features/users/profile-page.js')),
  mine('/me/password', 'password-page', 'password.title', () => import('./features/users/password-page.js')),
  mine('/me/sessions', 'sessions-page', 'sessions.title', () => import('./features/users/sessions-page.js')),
  mine(
    '/me/tokens',
    'access-tokens-page',
    'tokens.title',
    () => import('./features/users/access-tokens-page.js'),
  ),
  mine('/me/email', 'email-page', 'email.title', () => import('./features/users/email-page.js')),
  mine('/me/verify', 'verify-page', 'verify.title', () => import('./features/users/verify-page.js')),
  mine('/me/leave', 'leave-page', 'leave.title', () => import('./features/users/leave-page.js')),
  mine('/me/blocks', 'blocks-page', 'blocks.title', () => import('./features/blocks/blocks-page.js')),
  mine('/me/:tab', 'me-page', 'me.title', mePage),
  mine('/alerts', 'alerts-page', 'alerts.title', () => import('./features/alerts/alerts-page.js')),
  mine('/alerts/:id', 'alert-page', 'alerts.title', () => import('./features/alerts/alert-page.js')),
  mine('/notices', 'notices-page', 'notices.title', () => import('./features/notices/notices-page.js')),
  admin('', 'overview', () => import('./features/admin/overview-page.js')),
  admin('/reports', 'reports', () => import('./features/admin/reports-page.js')),
  admin('/reports/:id', 'report', () => import('./features/admin/report-page.js')),
  admin('/users', 'users', () => import('./features/admin/users-page.js')),
  admin('/users/:username', 'person', () => import('./features/admin/person-page.js')),
  admin('/posts', 'posts', () => import('./features/admin/posts-page.js')),
  admin('/appeals', 'appeals', () => import('./features/admin/appeals-page.js')),
  admin('/monitor', 'monitor', () => import('./features/admin/monitor-page.js')),
  admin('/snapshots', 'snapshots', () => import('./features/admin/snapshots-page.js')),
  admin('/audit', 'audit', () => import('./features/admin/audit-page.js')),
];

/** For every address that is none of these. @type {Route} */
export const notFound = {
  path: '',
  tag: 'not-found-page',
  title: 'title.not-found',
  load: () => import('./parts/not-found-page.js'),
};

/**
 * @param {string} hash
 * @returns {Place}
 */
export function parseHash(hash) {
  const text = hash.replace(/^#/, '');
  const at = text.indexOf('?');
  const path = at < 0 ? text : text.slice(0, at);
  return { path: path || '/', query: new URLSearchParams(at < 0 ? '' : text.slice(at + 1)) };
}

/**
 * @param {string} path
 * @param {Record<string, string | number | boolean | null | undefined>} [query] empty values are left out
 */
export function withQuery(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * @param {string} path of a page
 * @param {Parameters<typeof withQuery>[1]} [query]
 * @returns {string} for an href
 */
export const href = (path, query) => `#${withQuery(path, query)}`;

/**
 * @param {string} pattern
 * @param {string} path
 * @returns {Record<string, string> | null} the parameters, or null when it does not match
 */
export function matchPath(pattern, path) {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(value);
    } catch {
      return null; // a broken %-escape names nothing
    }
  }
  return params;
}

/**
 * @template {{path: string}} T
 * @param {string} path
 * @param {T[]} among the first match wins
 * @returns {{route: T, params: Record<string, string>} | null}
 */
export function resolve(path, among) {
  for (const route of among) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

/**
 * Goes to another page.
 * @param {string} to such as "#/posts"
 */
export function go(to) {
  location.hash = to;
}

/**
 * Goes to another page in place of this one: "back" will not return here (a finished form, a sign-in).
 * @param {string} to
 */
export function replace(to) {
  location.replace(to);
}
