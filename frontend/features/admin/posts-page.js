import { html, marked, render } from '../../lib/html.js';
import { dateTime, relativeTime, t } from '../../lib/i18n.js';
import { PagedList } from '../../parts/paged-list.js';
import { nameOf } from '../../parts/people.js';
import { cover, priceText, statusChip } from '../../parts/post-card.js';
import { go, href } from '../../routes.js';
import { actButton } from './acts.js';
import { AdminPage } from './admin-page.js';

const STATUSES = ['', 'selling', 'reserved', 'sold', 'hidden', 'held', 'deleted'];

/** Every post, hidden and deleted ones, too. What is looked for is in the address. */
export class PostsPage extends AdminPage {
  section = 'posts';

  show() {
    const query = Object.fromEntries(
      ['q', 'seller', 'status'].map((name) => [name, this.query.get(name) ?? '']),
    );
    render(
      this.content,
      html`<form class="card filter-bar" role="search">
          <label class="grow">${t('admin.posts-search')}<input type="search" name="q" value="${query.q}" maxlength="100" autocomplete="off" /></label>
          <label>${t('admin.posts-seller')}<input name="seller" value="${query.seller}" maxlength="20" autocomplete="off" autocapitalize="none" /></label>
          <label>${t('admin.posts-status')}<select name="status">${STATUSES.map((status) => html`<option value="${status}" ${status === query.status && html`selected`}>${t(`admin.posts-status-${status || 'all'}`)}</option>`)}</select></label>
          <button type="submit" class="button primary"><ui-icon name="search"></ui-icon><span class="hidden-visually">${t('action.apply')}</span></button>
        </form>
        <paged-list></paged-list>`,
    );
    const form = this.content.querySelector('form');
    const apply = () => {
      if (!form) return;
      const typed = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
      go(href('/admin/posts', Object.fromEntries(typed)));
    };
    form?.addEventListener('submit', (event) => {
      event.preventDefault();
      apply();
    });
    form?.querySelector('select')?.addEventListener('change', apply);
    PagedList.in(this.content, 'paged-list').show('/admin/posts', query, postRow, t('admin.posts-empty'));
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
