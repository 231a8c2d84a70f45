import './parts/app-header.js';
import './parts/giraffe.js';
import './parts/icon.js';

import { onUnauthorized, onUnverified } from './lib/api.js';
import { find } from './lib/dom.js';
import { lang, onLanguage, t } from './lib/i18n.js';
import * as me from './lib/me.js';
import { startNavigator } from './lib/navigator.js';
import { loadRest, prepare, wanted } from './lib/needs.js';
import { applyTheme } from './lib/theme.js';
import { toast } from './lib/toast.js';
import { notFound, routes } from './routes.js';

/** The frame around the pages, and who is in front of it. */
export async function start() {
  applyTheme();
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
    toast(t('error.not-signed-in'), 'error');
  });
  onUnverified(async () => {
    const { offerVerification } = await wanted(() => import('./features/users/verify-page.js'));
    offerVerification();
  });
  me.followOtherTabs();

  // The first page waits for this, so that a signed-in user never sees the sign-in form flash by.
  await me.restore().catch(() => toast(t('error.network'), 'error'));
  await startNavigator(main, routes, notFound);
  // What comes from here on would be in the way of what the first page shows.
  await quiet();
  live();
  // Now, and not when it is wanted: a later page is then of the same version as this one, there at once, and also when
  // the network is not.
  await loadRest().catch(() => {});
  for (const route of routes) if (route.first) prepare(route).catch(() => {});
}

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
    wanted(() => import('./live.js')).then(
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
