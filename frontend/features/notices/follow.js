import * as api from '../../lib/api.js';
import { openDialog } from '../../lib/dialog.js';
import { html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { loadStyles } from '../../lib/needs.js';
import { onNews } from '../../lib/store.js';
import { noticeView, noticeWords } from './notice-words.js';

/** @typedef {import('../../lib/types.js').Notice} Notice */

/** What is said in passing; the others stay until they were read. */
const LIGHT = new Set([
  'warning_withdrawn',
  'restored',
  'role',
  'post_restored',
  'appeal_granted',
  'appeal_reopened',
]);

let showing = false;

/** Shows what the moderators said and the user has not seen, once, wherever they are in the app. */
async function showUnseen() {
  if (showing || !me.get() || me.leaving.get() || document.visibilityState !== 'visible') return;
  showing = true;
  try {
    const { items } = await api.get('/users/me/notices', { query: { unseen: true, limit: 20 } });
    /** @type {Notice[]} */
    const unseen = items;
    const newest = unseen[0];
    if (!newest) return;
    // What they did may have come after it was asked who one is, and before news was heard: a suspension, a role.
    me.refresh().catch(() => {});
    for (const notice of unseen.filter(({ change }) => LIGHT.has(change))) toast(noticeWords(notice), 'info');
    const grave = unseen.filter(({ change }) => !LIGHT.has(change));
    if (grave.length > 0) {
      await loadStyles(['posts', 'moderation']);
      await openDialog({
        title: t('notices.title'),
        body: html`<ul class="stack">${grave.map((notice) => html`<li class="stack-tight">${noticeView(notice)}</li>`)}</ul>
          <form method="dialog" class="dialog-actions"><button class="button primary" value="read">${t('notices.read')}</button></form>`,
      });
    }
    await api.put('/users/me/notices/seen', { up_to: newest.id });
  } catch {
    // Said again at the next event or start.
  } finally {
    showing = false;
  }
}

/** Once it is known who is signed in. */
export function followNotices() {
  let who = me.get()?.id;
  me.subscribe((user) => {
    if (user?.id === who) return;
    who = user?.id;
    showUnseen();
  });
  onNews((news) => {
    if (news.type === 'reset') {
      // Who one is may be lost as well: a role, a verified address.
      if (news.lost) me.refresh().catch(() => {});
      return void showUnseen();
    }
    if (news.type !== 'account') return;
    me.refresh().catch(() => {});
    showUnseen();
  });
  document.addEventListener('visibilitychange', () => showUnseen());
  showUnseen();
}
