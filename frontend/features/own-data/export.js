import * as api from '../../lib/api.js';
import { delegate, html, toast, toastError, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';

const ADDRESS = '/users/me/export';

/** 내 데이터 내려받기: a plain link, which a click makes wait, and tell what is wrong. */
export function exportLink() {
  return html`<a class="button wide" href="${api.apiUrl(ADDRESS)}" download data-export><ui-icon name="down"></ui-icon><span>${t('own-data.export')}</span></a>`;
}

/**
 * @param {Element} root
 * @param {AbortSignal} signal
 */
export function wireExportLink(root, signal) {
  delegate(
    root,
    'click',
    '[data-export]',
    (link, event) => {
      event.preventDefault();
      whileBusy(link, async () => {
        try {
          const { file, name } = await api.download(ADDRESS, signal);
          save(file, name ?? 'giraffe-export.json');
          toast(t('own-data.exported'), 'success');
        } catch (error) {
          toastError(error);
        }
      });
    },
    signal,
  );
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
