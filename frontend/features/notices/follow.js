import * as api from '../../lib/api.js';
import { openDialog } from '../../lib/dialog.js';
import { html, toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { loadStyles } from '../../lib/needs.js';
import { untilDone } from '../../lib/problem.js';
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

/** An answer that has not come by then does not come. */
const SEEN_MS = 20_000;

let session = new AbortController();
let showing = false;
/** Something more was said meanwhile. */
let more = false;

const showAgain = untilDone(show);
const identifyAgain = untilDone(() => me.restore(session.signal));

/** Shows what the moderators said and the user has not seen, once, wherever they are in the app. */
function showUnseen() {
  if (showing) more = true;
  else showAgain(session.signal).catch(() => {});
}

/** Who one is may be otherwise: a role, a verified address, a suspension. */
function identify() {
  identifyAgain(session.signal).catch(() => {});
}

async function show() {
  if (!me.get() || me.leaving.get() || document.visibilityState !== 'visible') return;
  const { signal } = session;
  showing = true;
  more = false;
  try {
    const { items } = await api.get('/users/me/notices', { query: { unseen: true, limit: 20 }, signal });
    /** @type {Notice[]} */
    const unseen = items;
    const newest = unseen[0];
    if (!newest) return;
    // What they did may have come after it was asked who one is, and before news was heard.
    identify();
    for (const notice of unseen.filter(({ change }) => LIGHT.has(change))) toast(noticeWords(notice), 'info');
    const grave = unseen.filter(({ change }) => !LIGHT.has(change));
    if (grave.length > 0) {
      await loadStyles(['posts', 'moderation']);
      await openDialog({
        title: t('notices.title'),
        signal,
        body: html`<ul class="stack">${grave.map((notice) => html`<li class="stack-tight">${noticeView(notice)}</li>`)}</ul>
          <form method="dialog" class="dialog-actions"><button class="button primary" value="read">${t('notices.read')}</button></form>`,
      });
    }
    // Not tried with all the rest: it would be said twice.
    const seen = () => api.put('/users/me/notices/seen', { up_to: newest.id }, { signal, within: SEEN_MS });
    await untilDone(seen)(signal);
  } finally {
    showing = false;
    if (more) showUnseen();
  }
}

/** Once it is known who is signed in. */
export function followNotices() {
  me.onOther(() => {
    session.abort();
    session = new AbortController();
    showUnseen();
  });
  onNews((news) => {
    if (news.type === 'reset') {
      if (news.lost) identify();
      return showUnseen();
    }
    if (news.type !== 'account') return;
    identify();
    showUnseen();
  });
  document.addEventListener('visibilitychange', () => showUnseen());
  showUnseen();
}
