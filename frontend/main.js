import * as api from './lib/api.js';
import { loadWords } from './lib/i18n.js';
import { isMarked } from './lib/me.js';
import { prepare } from './lib/needs.js';
import { parseHash, resolve } from './lib/router.js';
import { notFound, routes } from './routes.js';

/**
 * What comes first, and little of it: everything that the first page needs is asked for at once, its modules, words,
 * styles and what it shows. Then app.js shows it.
 */

const { path, query } = parseHash(location.hash);
const { route, params } = resolve(path, routes) ?? { route: notFound, params: {} };
const signedIn = isMarked();
if (signedIn) {
  api.ask('/users/me');
  // What follows the events is loaded later; it goes on from here, and misses nothing.
  api.ask('/chat/events');
}
if (path !== '/' && (signedIn || !route.signedIn)) {
  if (query.size === 0) for (const wanted of route.first?.asks?.(params) ?? []) api.ask(wanted);
  const modules = document.querySelector(`template[data-page="${route.path}"]`);
  if (modules instanceof HTMLTemplateElement) document.head.append(modules.content);
  // What fails here is tried again, and told, when the page is to be shown.
  prepare(route).catch(() => {});
}

// The frame is drawn as soon as its elements are known, so their words come before them.
loadWords('app')
  .then(() => import('./app.js'))
  .then(({ start }) => start())
  .catch(() => {
    const place = document.querySelector('.starting');
    if (place)
      place.textContent =
        '페이지를 불러오지 못했습니다. 새로 고쳐 주세요. This page could not be loaded; please reload it.';
  });
