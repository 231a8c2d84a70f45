import { html } from '../../lib/html.js';
import { dateTime, t } from '../../lib/i18n.js';

/** @typedef {import('../../lib/types.js').Notice} Notice */

/** @param {Notice} notice what has happened, in one sentence */
export function noticeWords({ change, reason, until, post }) {
  return t(`notice.${change}`, {
    time: until ? dateTime(until) : '',
    title: post?.title ?? '',
    role: change === 'role' ? t(`role.${reason}`) : '',
  });
}

/** @param {Notice} notice */
export function noticeView(notice) {
  const said = notice.change !== 'role' && notice.reason;
  return html`<p><strong>${noticeWords(notice)}</strong></p>
    ${said && html`<p class="post-text">${notice.reason}</p>`}
    ${notice.post && html`<p><a href="#/posts/${notice.post.id}">${notice.post.title}</a></p>`}
    <p class="muted small-text"><time datetime="${notice.at}">${dateTime(notice.at)}</time></p>`;
}
