import { go, href, parseHash, replace, resolve } from '../routes.js';
import { dropToasts, find, html, pressWhenOnline, render, whileBusy } from './html.js';
import { onLanguage, t } from './i18n.js';
import * as me from './me.js';
import { isReady, prepare } from './needs.js';
import { ApiError, describe, isAbort, NetworkError } from './problem.js';
import { createStore, unread } from './store.js';

/**
 * A page: an element that lives as long as it is shown. Everything it starts hangs on `signal`, so leaving
 * the page ends its requests, listeners and timers, and no late answer draws into another page.
 */
export class Page extends HTMLElement {
  /** @type {Record<string, string>} from the route's path */
  params = {};
  query = new URLSearchParams();
  #controller = new AbortController();

  get signal() {
    return this.#controller.signal;
  }

  connectedCallback() {
    this.#controller = new AbortController();
    this.open();
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  /** Draws the page and starts what it needs. Must draw an h1 at once: the focus goes there. */
  open() {}

  /**
   * Replaces the page's content, and keeps the focus on the heading if it was there.
   * @param {import('./html.js').Markup} markup
   */
  draw(markup) {
    const onHeading = document.activeElement?.tagName === 'H1' && this.contains(document.activeElement);
    render(this, markup);
    if (onHeading) focusHeading(this);
  }

  /**
   * Loads what the page shows. When that fails, says why where `target` is and offers to try again.
   * @param {() => Promise<void>} work
   * @param {() => Element} [target]
   */
  async load(work, target = () => this) {
    try {
      await work();
    } catch (error) {
      if (isAbort(error) || this.signal.aborted) return;
      if (error instanceof ApiError && error.code === 'not-signed-in') return;
      if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
      const missing = error instanceof ApiError && error.status === 404;
      if (missing) sorry(target(), this.missing(), this.wayBack());
      else failure(target(), error, () => this.#retry(), this.signal);
    }
  }

  /** @returns {string} what to say when the thing is not there */
  missing() {
    return t('error.not-found');
  }

  /** @returns {import('./html.js').Markup} where to go when the thing is not there */
  wayBack() {
    return html`<a class="button primary" href="#/posts">${t('action.back-to-list')}</a>`;
  }

  /**
   * What was asked for here is done, and shown there; who has gone elsewhere meanwhile stays where they are.
   * @param {string} hash
   */
  goOn(hash) {
    if (!this.signal.aborted) replace(hash);
  }

  /** What "try again" does: the page starts over, without what it listened to before. */
  #retry() {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.open();
  }
}

/** The tab of the navigation that the current page belongs to. */
export const currentTab = createStore('');

/** What the history keeps with every page that was shown. */
const SEEN = { seen: true };

/** True while a page is shown because the user went back: lists then restore what they showed. */
let wentBack = false;
/** @returns {boolean} */
export const isReturning = () => wentBack;

/**
 * Turns the address into a page on the screen, now and whenever it changes: finds the route, keeps strangers out of
 * signed-in pages, mounts the element, names the window and moves the focus.
 * @param {HTMLElement} outlet where pages are shown
 * @param {import('../routes.js').Route[]} routes
 * @param {import('../routes.js').Route} notFound
 * @returns {Promise<void>} done when the first page is there
 */
export async function startNavigator(outlet, routes, notFound) {
  let first = true;
  let travelled = false;
  let mountedFor = '';
  let mounted = notFound;
  /** The newest page that was gone to: one that is still loading then is not shown any more. */
  let turn = 0;

  const show = () => {
    const place = parseHash(location.hash);
    if (place.path === '/') return replace(me.get() ? '#/posts' : '#/welcome');
    const { route, params } = resolve(place.path, routes) ?? { route: notFound, params: {} };
    if (route.signedIn && !me.get()) return replace(signInHref());
    const back = travelled;
    travelled = false;
    mountedFor = location.hash;
    history.replaceState(SEEN, '');
    turn += 1;
    const mine = turn;
    // At once: whoever has pressed a tab sees that it was.
    currentTab.set(route.tab ?? '');
    // The page before stays until the next one is there, unless it is nobody's business any more.
    if (signedOutOf(mounted)) outlet.replaceChildren();

    const mount = () => {
      mounted = route;
      wentBack = back;
      const page = document.createElement(route.tag);
      if (page instanceof Page) {
        page.params = params;
        page.query = place.query;
      }
      setTitle(t(route.title));
      // For the styles: a `body:has(…)` would have the whole page looked through at every change in it.
      document.body.dataset.page = route.tag;
      const chosen = chosenSelect(outlet);
      outlet.removeAttribute('aria-busy');
      outlet.replaceChildren(page);
      dropToasts(location.hash);
      // The very first page is where it should be, and asking for that would have it laid out before it is filled.
      if (!wentBack && !first) scrollTo({ top: 0, behavior: 'instant' });
      // A screen reader starts reading at the new page's heading. On the very first page the browser does that.
      const again = chosen && outlet.querySelector(chosen);
      if (again instanceof HTMLElement) again.focus({ preventScroll: true });
      else if (!first) focusHeading(outlet);
      first = false;
    };
    if (isReady(route)) return mount();
    outlet.setAttribute('aria-busy', 'true');
    return prepare(route).then(
      () => mine === turn && (signedOutOf(route) ? replace(signInHref()) : mount()),
      () => mine === turn && showMissing(outlet),
    );
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
  // Signed out (here, in another tab, or by the server): a signed-in page must not stay on the screen.
  me.onOther((user) => {
    if (!user && resolve(parseHash(location.hash).path, routes)?.route.signedIn) go(signInHref());
  });
  await show();
}

/** @param {import('../routes.js').Route} route */
const signedOutOf = (route) => route.signedIn === true && !me.get();

/**
 * A page that could not be loaded: no network, or the market was updated meanwhile. What a browser failed to import it
 * does not try again before the window is loaded anew.
 * @param {HTMLElement} outlet
 */
function showMissing(outlet) {
  outlet.removeAttribute('aria-busy');
  failure(outlet, new NetworkError(), () => location.reload());
  focusHeading(outlet);
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

/**
 * A list in which one goes on choosing by the keyboard stays in use, although each choice leads to another address.
 * @param {HTMLElement} outlet
 * @returns {string | false} its selector, if the focus is on one
 */
function chosenSelect(outlet) {
  const select = document.activeElement;
  return select instanceof HTMLSelectElement && outlet.contains(select) && `select[name="${select.name}"]`;
}

/** @param {HTMLElement} root */
export function focusHeading(root) {
  const heading = root.querySelector('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/**
 * Draws a page anew and puts back what had been typed into its forms, by the controls' names.
 * @param {ParentNode} root
 * @param {() => void} redraw
 */
function keepTyped(root, redraw) {
  const texts = 'form :is(input:not([type="radio"], [type="checkbox"], [type="file"]), textarea)[name]';
  const controls = () =>
    /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (root.querySelectorAll(texts));
  const typed = new Map([...controls()].map((control) => [control.name, control.value]));
  redraw();
  for (const control of controls()) {
    const value = typed.get(control.name) ?? control.value;
    if (value === control.value) continue;
    control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/**
 * Nothing to show, said kindly, with a way on.
 * @param {string} title
 * @param {string} [hint]
 * @param {import('./html.js').Markup | false} [action]
 */
export function emptyState(title, hint = '', action = false) {
  return html`<div class="card empty">
    <giraffe-picture></giraffe-picture>
    <p class="empty-title">${title}</p>
    ${hint && html`<p class="muted">${hint}</p>`} ${action}
  </div>`;
}

/**
 * What went wrong, where something was to be shown, with a way on.
 * @param {Element} place
 * @param {string} message
 * @param {import('./html.js').Markup} way
 */
function sorry(place, message, way) {
  // The page's own heading may be among what is replaced.
  const needsHeading = ![...document.querySelectorAll('main h1')].some((heading) => !place.contains(heading));
  const heading = needsHeading
    ? html`<h1 class="empty-title">${message}</h1>`
    : html`<p class="empty-title">${message}</p>`;
  const body = html`<section class="card empty" role="alert">
    <giraffe-picture mood="sad"></giraffe-picture>
    ${heading} ${way}
  </section>`;
  if (place instanceof Page) place.draw(body);
  else render(place, body);
}

/**
 * Says why what was to be shown is not there, and offers to try again; once the network is back that is done unasked.
 * @param {Element} place
 * @param {unknown} error
 * @param {() => unknown} again
 * @param {AbortSignal} [signal]
 */
export function failure(place, error, again, signal) {
  sorry(
    place,
    describe(error),
    html`<button class="button primary" type="button" data-retry>${t('action.retry')}</button>`,
  );
  const button = find(place, '[data-retry]', HTMLElement);
  button.addEventListener('click', () => whileBusy(button, again));
  pressWhenOnline(button, signal);
}
