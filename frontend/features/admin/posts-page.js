import { html, marked } from '../../lib/html.js';
import { dateTime, relativeTime, t } from '../../lib/i18n.js';
import { nameOf } from '../../parts/people.js';
import { cover, priceText, statusChip } from '../../parts/post-card.js';
import { actButton } from './acts.js';
import { applyButton, choice, ListPage, searchBox, userBox } from './list-page.js';

const STATUSES = ['', 'selling', 'reserved', 'sold', 'hidden', 'held', 'deleted'];

/** Every post, hidden and deleted ones, too. */
export class PostsPage extends ListPage {
  section = 'posts';

  async show() {
    const query = this.wanted('q', 'seller', 'status');
    await this.list(
      query,
      html`${searchBox(t('admin.posts-search'), query.q)} ${userBox(t('admin.posts-seller'), 'seller', query.seller)}
        ${choice(t('admin.posts-status'), 'status', STATUSES, query.status, (status) => t(`admin.posts-status-${status || 'all'}`))}
        ${applyButton()}`,
      postRow,
    );
  }
}

/** @param {import('../../lib/types.js').RegisteredPost} one */
function postRow({ post, hold, open_case: open, deleted_at: deleted }) {
  const path = `/admin/posts/${post.id}`;
  const held = hold && hold.cause !== 'suspension';
  const title = marked(post.title, post.highlights?.title);
  const seen = !deleted && post.status !== 'hidden';
  return html`<li class="card admin-post">
    ${cover(post, '72px')}
    <div class="stack-tight">
      <p class="row">${deleted ? html`<span class="chip">${t('admin.posts-deleted', { time: dateTime(deleted) })}</span>` : statusChip(post.status)}
        <strong>${seen ? html`<a href="#/posts/${post.id}">${title}</a>` : title}</strong> ${priceText(post.price)}</p>
      <p class="muted small-text"><a href="#/admin/users/${post.seller?.username}">${post.seller && nameOf(post.seller)}</a>
        · ${[post.book?.title, post.book?.author].filter(Boolean).join(' · ')} · <time datetime="${post.created_at}">${t('admin.posts-written', { time: relativeTime(post.created_at ?? '') })}</time></p>
      ${hold && html`<p class="small-text">${t(`hold.${hold.cause}`)} ${t('admin.posts-was', { status: t(`status.${hold.was}`) })}</p>`}
      ${hold?.reason && html`<p class="post-text">${hold.reason}</p>`}
      <p class="row">
        ${open && html`<a class="button" href="#/admin/reports/${open}">${t('admin.posts-case')}</a>`}
        ${!deleted && held && actButton('restore-post', `${path}/restore`, { about: post.title })}
        ${!deleted && (!held || hold.cause === 'reports') && actButton('hide', `${path}/hide`, { about: post.title })}
      </p>
    </div>
  </li>`;
}

customElements.define('admin-posts-page', PostsPage);
