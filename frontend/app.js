import './parts/pictures.js';

import { onUnauthorized, onUnverified } from './lib/api.js';
import { find, html, render, toast } from './lib/html.js';
import { lang, onLanguage, setLanguage, t, WORDS } from './lib/i18n.js';
import * as me from './lib/me.js';
import { behind, loadAhead, wanted } from './lib/needs.js';
import { currentTab, startNavigator } from './lib/page.js';
import { ApiError, describe, NetworkError, pause } from './lib/problem.js';
import { finds, unread } from './lib/store.js';
import { notFound, routes } from './routes.js';

/** The frame around the pages, and who is in front of it. */
export async function start() {
  const main = find(document, '#main', HTMLElement);
  const skip = find(document, '.skip-link', HTMLAnchorElement);
  const speak = () => {
    document.documentElement.lang = lang();
    skip.textContent = t('app.skip');
  };
  speak();
  onLanguage(speak);
  // `#main` is no route: jump there without touching the address.
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });

  onUnauthorized(() => {
    if (!me.get()) return;
    me.clear();
    complain('error.not-signed-in');
  });
  onUnverified(async () => {
    const { offerVerification } = await wanted(() => import('./features/users/verify-page.js'));
    offerVerification();
  });
  // Such as a part of the page that was wanted while there is no network: a button must not do nothing without a word.
  addEventListener('unhandledrejection', (event) => {
    if (!(event.reason instanceof NetworkError || event.reason instanceof ApiError)) return;
    event.preventDefault();
    toast(describe(event.reason), 'error');
  });
  me.followOtherTabs();

  // The first page waits for this, so that a signed-in user never sees the sign-in form flash by.
  await me.restore().catch(() => complain('error.network'));
  // The frame is drawn by now.
  await pause();
  await startNavigator(main, routes, notFound);
  // What comes from here on would be in the way of what the first page shows.
  await quiet();
  live();
  document.head.append(
    Object.assign(document.createElement('link'), { rel: 'manifest', href: './manifest.webmanifest' }),
  );
  await loadAhead(routes.filter(({ first }) => first)).catch(() => {});
}

/** @param {string} phrase */
const complain = (phrase) => toast(t(phrase), 'error');

const QUIET_MS = 700;
/** Some page may never stop loading. */
const PATIENCE_MS = 8000;

/** Once nothing has come over the network for a while. */
function quiet() {
  return new Promise((done) => {
    const end = () => {
      observer.disconnect();
      done(undefined);
    };
    let timer = setTimeout(end, QUIET_MS);
    const observer = new PerformanceObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(end, QUIET_MS);
    });
    observer.observe({ type: 'resource' });
    setTimeout(end, PATIENCE_MS);
  });
}

/** What follows the events of whoever is signed in, once somebody is. */
function live() {
  let started = false;
  const follow = () => {
    if (started || !me.get()) return;
    started = true;
    // All words, as it tells of everything; of the styles, each new one would have what is shown laid out anew.
    behind(() => import('./live.js'), { words: WORDS, styles: [] }).then(
      (module) => module.start(),
      () => {
        started = false;
      },
    );
  };
  me.subscribe(follow);
  addEventListener('online', follow);
  follow();
}

const TABS = [
  { name: 'market', icon: 'home', to: '#/posts' },
  { name: 'write', icon: 'plus', to: '#/posts/new' },
  { name: 'chat', icon: 'chat', to: '#/chat' },
  { name: 'me', icon: 'person', to: '#/me' },
];

/** The bar at the top; its navigation moves to the bottom edge on phones, where the thumb is. */
class AppHeader extends HTMLElement {
  #controller = new AbortController();
  /** Whether it was drawn for somebody: nothing else of who it is stands in it. */
  #known = false;

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const draw = () => this.draw();
    onLanguage(draw, signal);
    // Drawn anew it takes the focus from its tabs, and each event may tell something new of the user.
    me.subscribe((user) => Boolean(user) !== this.#known && this.draw(), signal);
    currentTab.subscribe(() => this.markCurrent(), signal);
    unread.subscribe(() => this.markNew(), signal);
    finds.subscribe(() => this.markNew(), signal);
    this.addEventListener(
      'click',
      (event) => {
        if (!(event.target instanceof Element) || !event.target.closest('[data-language]')) return;
        setLanguage(lang() === 'ko' ? 'en' : 'ko').then(
          // The bar was drawn anew: give the focus back to the button that was pressed.
          () => find(this, '[data-language]', HTMLElement).focus(),
          () => complain('error.network'),
        );
      },
      { signal },
    );
    this.draw();
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  draw() {
    const user = me.get();
    this.#known = Boolean(user);
    render(
      this,
      html`<header class="top-bar">
        <a class="brand" href="#/posts"><giraffe-picture face></giraffe-picture><span>${t('app.name')}</span></a>
        <nav class="tabs" aria-label="${t('nav.label')}">
          ${TABS.map((tab) => {
            const label = tab.name === 'me' && !user ? t('nav.sign-in') : t(`nav.${tab.name}`);
            const to = tab.name === 'me' && !user ? '#/welcome' : tab.to;
            return html`<a href="${to}" data-tab="${tab.name}"
              ><span class="tab-icon"><ui-icon name="${tab.icon}"></ui-icon></span><span>${label}</span></a
            >`;
          })}
        </nav>
        <button type="button" class="language" data-language lang="${lang() === 'ko' ? 'en' : 'ko'}" aria-label="${t('nav.language')}">
          ${t('nav.language-short')}
        </button>
      </header>`,
    );
    this.markCurrent();
    this.markNew();
  }

  markCurrent() {
    for (const link of this.querySelectorAll('[data-tab]')) {
      if (link.getAttribute('data-tab') === currentTab.get()) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  /** What is new behind the tabs: messages, and what saved searches found. */
  markNew() {
    this.#mark('chat', 'nav.unread', unread.get());
    this.#mark('me', 'alerts.nav', finds.get());
  }

  /**
   * @param {string} tab
   * @param {string} phrase what is counted
   * @param {number} count
   */
  #mark(tab, phrase, count) {
    const link = this.querySelector(`[data-tab="${tab}"]`);
    link?.querySelector('.badge')?.remove();
    if (!link || count <= 0) return;
    const badge = document.createElement('span');
    badge.className = 'badge';
    render(
      badge,
      html`<span aria-hidden="true">${count > 99 ? '99+' : count}</span><span class="hidden-visually">${t(phrase, { count })}</span>`,
    );
    link.append(badge);
  }
}

customElements.define('app-header', AppHeader);
