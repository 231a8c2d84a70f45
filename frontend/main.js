import { prefetch, srcset } from './lib/prefetch.js';
import { applyTheme, isMarked, language } from './lib/store.js';
import { notFound, parseHash, resolve, routes } from './routes.js';

/**
 * What comes first, and little of it: everything that the first page needs is asked for at once, what it shows, its
 * modules, words and styles. Then app.js shows it.
 */

/** So many connections a browser has to a server. */
const AT_ONCE = 6;

applyTheme();
document.documentElement.lang = language.get();
const { path, query } = parseHash(location.hash);
const { route, params } = resolve(path, routes) ?? { route: notFound, params: {} };
const signedIn = isMarked();
const shown = path !== '/' && (signedIn || !route.signedIn);
if (signedIn) {
  prefetch('/users/me');
  // What follows the events is loaded later; it goes on from here, and misses nothing.
  prefetch('/chat/events');
}
const [answer] = shown && query.size === 0 ? (route.first?.asks?.(params) ?? []).map(prefetch) : [];
answer
  ?.then(({ response, body }) => response.ok && beginPhoto(route.first?.photo?.(JSON.parse(body))))
  .catch(() => {});

/** What the first page needs, styles first. */
function links() {
  if (!shown || !route.first) return [];
  const modules = document.querySelector(`template[data-page="${route.path}"]`);
  return [
    ...route.first.styles.map((name) => link({ rel: 'preload', as: 'style', href: `./styles/${name}.css` })),
    ...(modules instanceof HTMLTemplateElement ? modules.content.children : []),
    ...route.first.words.map((name) =>
      link({ rel: 'modulepreload', href: `./i18n/${language.get()}/${name}.js` }),
    ),
  ];
}

/** @param {Partial<HTMLLinkElement>} what */
function link(what) {
  return Object.assign(document.createElement('link'), what);
}

/**
 * The photo comes while what draws it is still loading.
 * @param {import('./routes.js').FirstPhoto | null} [wanted]
 */
function beginPhoto(wanted) {
  if (!wanted) return;
  const { photo, files, sizes } = wanted;
  const imageSrcset = srcset(photo.urls, files);
  document.head.append(
    link({ rel: 'preload', as: 'image', imageSrcset, imageSizes: sizes, fetchPriority: 'high' }),
  );
}

/**
 * Tells the browser what will be needed. What needs it waits for it, and does without what fails. A slow phone takes
 * some milliseconds for each: all at once would keep it from drawing, and from being touched.
 * @param {Element[]} links
 */
async function tellOf(links) {
  for (let at = 0; at < links.length; at += AT_ONCE) {
    document.head.append(...links.slice(at, at + AT_ONCE));
    await pause();
  }
}

/** As that of lib/problem.js, which is not here yet. */
function pause() {
  return new Promise((done) => setTimeout(done));
}

start().catch(() => {
  const place = document.querySelector('.starting');
  if (place)
    place.textContent =
      '페이지를 불러오지 못했습니다. 새로 고쳐 주세요. This page could not be loaded; please reload it.';
});

async function start() {
  // The API is asked by now.
  await pause();
  // First, or lib/needs.js would be ahead of it, and each would be asked for twice.
  tellOf(links());
  const { prepare, prepareFrame } = await import('./lib/needs.js');
  // What fails here is tried again, and told, when the page is to be shown.
  if (shown) prepare(route).catch(() => {});
  // The frame is drawn as soon as its elements are known, so what it needs comes before them.
  await prepareFrame();
  const app = await import('./app.js');
  await app.start();
}
