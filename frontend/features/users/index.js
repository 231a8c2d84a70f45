import './access-tokens-page.js';
import './email-page.js';
import './email-verification.js';
import './forgot-page.js';
import './leave-page.js';
import './me-page.js';
import './password-page.js';
import './profile-page.js';
import './reset-page.js';
import './sessions-page.js';
import './sign-up-page.js';
import './user-page.js';
import './verify-page.js';
import './welcome-page.js';

import { addRoutes } from '../../lib/router.js';

addRoutes(
  { path: '/welcome', tag: 'welcome-page', title: 'sign-in.title', tab: 'me' },
  { path: '/sign-up', tag: 'sign-up-page', title: 'sign-up.title', tab: 'me' },
  { path: '/forgot', tag: 'forgot-page', title: 'forgot.title', tab: 'me' },
  { path: '/reset/:token', tag: 'reset-page', title: 'reset.title', tab: 'me' },
  { path: '/me', tag: 'me-page', title: 'me.title', tab: 'me', signedIn: true },
  { path: '/me/edit', tag: 'profile-page', title: 'profile.edit', tab: 'me', signedIn: true },
  { path: '/me/password', tag: 'password-page', title: 'password.title', tab: 'me', signedIn: true },
  { path: '/me/sessions', tag: 'sessions-page', title: 'sessions.title', tab: 'me', signedIn: true },
  { path: '/me/tokens', tag: 'access-tokens-page', title: 'tokens.title', tab: 'me', signedIn: true },
  { path: '/me/email', tag: 'email-page', title: 'email.title', tab: 'me', signedIn: true },
  { path: '/me/verify', tag: 'verify-page', title: 'verify.title', tab: 'me', signedIn: true },
  { path: '/me/leave', tag: 'leave-page', title: 'leave.title', tab: 'me', signedIn: true },
  { path: '/me/:tab', tag: 'me-page', title: 'me.title', tab: 'me', signedIn: true },
  { path: '/users/:username', tag: 'user-page', title: 'public.posts', tab: 'market' },
);
