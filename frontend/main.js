import { ask } from './lib/asked.js';
import { applyTheme, isMarked, language } from './lib/store.js';
import { notFound, parseHash, resolve, routes } from './routes.js';

/**
 * What comes first, and little of it: everything that the first page needs is asked for at once, what it shows, its
 * modules, words and styles. Then app.js shows it.
 */

applyTheme();
document.documentElement.lang = language.get();
const { path, query } = parseHash(location.hash);
const { route, params } = resolve(path, routes) ?? { route: notFound, params: {} };
const signedIn = isMarked();
const shown = path !== '/' && (signedIn || !route.signedIn);
if (signedIn) {
  ask('/users/me');
  // What follows the events is loaded later; it goes on from here, and misses nothing.
  ask('/chat/events');
}
if (shown && route.first) {
  if (query.size === 0) for (const wanted of route.first.asks?.(params) ?? []) ask(wanted);
  // Only told: what needs them waits for them, and does without what fails.
  const modules = document.querySelector(`template[data-page="${route.path}"]`);
  if (modules instanceof HTMLTemplateElement) document.head.append(modules.content);
  for (const name of route.first.styles) hint({ rel: 'preload', as: 'style', href: `./styles/${name}.css` });
  for (const name of route.first.words)
    hint({ rel: 'modulepreload', href: `./i18n/${language.get()}/${name}.js` });
}

/** @param {Partial<HTMLLinkElement>} what */
function hint(what) {
  document.head.append(Object.assign(document.createElement('link'), what));
}

start().catch(() => {
  document.querySelector('#main')?.removeAttribute('aria-busy');
  const place = document.querySelector('.starting');
  if (place)
    place.textContent =
      '페이지를 불러오지 못했습니다. 새로 고쳐 주세요. This page could not be loaded; please reload it.';
});

async function start() {
  const { prepare, prepareFrame } = await import('./lib/needs.js');
  // What fails here is tried again, and told, when the page is to be shown.
  if (shown) prepare(route).catch(() => {});
  // The frame is drawn as soon as its elements are known, so what it needs comes before them.
  await prepareFrame();
  const app = await import('./app.js');
  await app.start();
}
