import '../../parts/form-field.js';

import { apiUrl } from '../../lib/api.js';
import { openDialog } from '../../lib/dialog.js';
import { find, html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { isAbort } from '../../lib/problem.js';
import { priceText } from '../../parts/post-card.js';

/**
 * Gives the post's link away: by the system's own sheet where there is one, else to the clipboard, and where
 * that is closed (a page that did not come by https) as text to copy.
 * @param {import('../../lib/types.js').Post} post
 * @param {AbortSignal} signal
 */
export async function sharePost(post, signal) {
  const url = new URL(apiUrl(`/p/${post.id}`), location.href).href;
  if (typeof navigator.share === 'function') {
    try {
      return await navigator.share({
        title: post.title,
        text: `${post.title} · ${priceText(post.price)}`,
        url,
      });
    } catch (error) {
      if (isAbort(error)) return; // the user closed it
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    toast(t('share.copied'), 'success');
  } catch {
    await showLink(url, signal);
  }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
function showLink(url, signal) {
  return openDialog({
    title: t('post.share'),
    className: 'small',
    signal,
    body: html`<form-field name="link" label="${t('share.link')}" hint="${t('share.link-hint')}">
      <input type="text" name="link" value="${url}" readonly />
    </form-field>`,
    opened: (dialog) => {
      const input = find(dialog, 'input', HTMLInputElement);
      input.focus();
      input.select();
    },
  });
}
