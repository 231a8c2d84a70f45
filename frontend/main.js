import './parts/index.js';
// The features lie under features/ and not at the top, because the API has `/users/{username}`, `/posts/{id}` and
// `/chat/…` on the same origin: `/users/index.js` would be somebody's profile.
import './features/blocks/index.js'; // before the users, whose `/me/:tab` is anything under `/me`
import './features/users/index.js';
import './features/posts/index.js';
import './features/safety/index.js';
import './features/own-data/index.js';
import './features/admin/index.js';

import { startAlerts } from './features/alerts/index.js';
import { startChat } from './features/chat/index.js';
import { startNotices } from './features/notices/index.js';
import { offerVerification } from './features/users/verify-page.js';
import { onUnauthorized, onUnverified } from './lib/api.js';
import { find } from './lib/dom.js';
import { lang, onLanguage, t } from './lib/i18n.js';
import * as me from './lib/me.js';
import { startNavigator } from './lib/navigator.js';
import { applyTheme } from './lib/theme.js';
import { toast } from './lib/toast.js';

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
onUnverified(offerVerification);
me.followOtherTabs();

// The first page waits for this, so that a signed-in user never sees the sign-in form flash by.
me.restore()
  .catch(() => toast(t('error.network'), 'error'))
  .finally(() => {
    startNavigator(main);
    startAlerts();
    startChat();
    startNotices();
  });
