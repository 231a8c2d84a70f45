import { keepTyped } from './form.js';
import { onLanguage, t } from './i18n.js';
import * as me from './me.js';
import { Page } from './page.js';
import { go, href, parseHash, replace, resolve } from './router.js';
import { createStore } from './store.js';
import * as unread from './unread.js';

/**
 * What turns the address into a page on the screen: finds the route, keeps strangers out of signed-in pages,
 * mounts the element, names the window and moves the focus.
 */

/** The tab of the navigation that the current page belongs to. */
export const currentTab = createStore('');

/** What the history keeps with every page that was shown. */
const SEEN = { seen: true };

/** True while a page is shown because the user went back: lists then restore what they showed. */
let wentBack = false;
/** @returns {boolean} */
export const isReturning = () => wentBack;

/** @param {HTMLElement} outlet where pages are shown */
export function startNavigator(outlet) {
  let first = true;
  let travelled = false;
  let mountedFor = '';

  const show = () => {
    const place = parseHash(location.hash);
    if (place.path === '/') return replace(me.get() ? '#/posts' : '#/welcome');
    const found = resolve(place.path);
    if (found?.route.signedIn && !me.get()) return replace(signInHref());
    wentBack = travelled;
    travelled = false;
    mountedFor = location.hash;
    history.replaceState(SEEN, '');

    const page = document.createElement(found?.route.tag ?? 'not-found-page');
    if (page instanceof Page) {
      page.params = found?.params ?? {};
      page.query = place.query;
    }
    currentTab.set(found?.route.tab ?? '');
    setTitle(t(found?.route.title ?? 'title.not-found'));
    outlet.replaceChildren(page);
    if (!wentBack) scrollTo({ top: 0, behavior: 'instant' });
    // A screen reader starts reading at the new page's heading. On the very first page the browser does that.
    if (!first) focusHeading(outlet);
    first = false;
  };

  // `popstate` comes before `hashchange`, for links as well as for "back". Only what was shown before carries our mark.
  addEventListener('popstate', (event) => {
    travelled = event.state?.seen === true;
  });
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    // The same address again: people expect it to reload.
    if (link?.getAttribute('href') === location.hash && location.hash === mountedFor) show();
  });
  addEventListener('hashchange', show);
  // What was typed is not lost by reading the page in the other language.
  onLanguage(() => keepTyped(outlet, show));
  unread.subscribe(showTitle);
  let who = me.get()?.id;
  me.subscribe((user) => {
    // Signed out (here, in another tab, or by the server): a signed-in page must not stay on the screen.
    if (user?.id === who) return;
    who = user?.id;
    if (!user && resolve(parseHash(location.hash).path)?.route.signedIn) go(signInHref());
  });
  show();
}

/** @returns {string} the sign-in page that comes back to here */
export function signInHref() {
  const here = location.hash;
  return href('/welcome', { next: here.startsWith('#/welcome') || here === '#/' ? '' : here });
}

let pageTitle = '';

/** @param {string} title */
export function setTitle(title) {
  pageTitle = title;
  showTitle();
}

/** With how many messages wait, for who looks at another tab of the browser. */
function showTitle() {
  const count = unread.get();
  document.title = `${count > 0 ? `(${count}) ` : ''}${pageTitle} · ${t('app.name')}`;
}

/** @param {HTMLElement} outlet */
function focusHeading(outlet) {
  const heading = outlet.querySelector('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
