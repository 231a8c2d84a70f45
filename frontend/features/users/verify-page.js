import './email-verification.js';

import { openDialog } from '../../lib/dialog.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { replace } from '../../routes.js';

/** 이메일 인증. */
export class VerifyPage extends Page {
  open() {
    if (me.get()?.email_verified) return replace('#/me/profile');
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('verify.title')}</h1></div>
      <div class="card stack"><email-verification></email-verification></div>
    </div>`);
    this.addEventListener('verified', () => replace('#/me/profile'), { signal: this.signal });
  }
}

customElements.define('verify-page', VerifyPage);

/** @type {Promise<string> | undefined} */
let offered;

/**
 * Something was refused because the address is not verified: that can be done right here, over what was being done.
 * Once at a time, however much was refused.
 */
export function offerVerification() {
  if (!me.get() || offered || location.hash.startsWith('#/me/verify')) return;
  const left = new AbortController();
  addEventListener('hashchange', () => left.abort(), { signal: left.signal });
  offered = openDialog({
    title: t('verify.title'),
    className: 'small',
    signal: left.signal,
    body: html`<p class="notice verify-notice">${t('verify.members-only')}</p><email-verification></email-verification>`,
    opened: (dialog) => dialog.addEventListener('verified', () => dialog.close('verified')),
  });
  offered.finally(() => {
    offered = undefined;
    left.abort();
  });
}
