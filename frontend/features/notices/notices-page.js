import * as api from '../../lib/api.js';
import { find, html } from '../../lib/html.js';
import { dateTime, t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';
import { PagedList } from '../../parts/paged-list.js';
import { sentAppeals } from './appeal.js';
import { noticeView } from './notice-words.js';

/** @typedef {import('../../lib/types.js').Appeal} Appeal */

/** 운영진의 알림: what was decided about me, and what I said to it. */
export class NoticesPage extends Page {
  open() {
    this.draw(html`<div class="narrow">
      <div class="page-head"><h1>${t('notices.title')}</h1></div>
      <div class="stack"><p class="card">${t('notices.lead')}</p><paged-list data-notices></paged-list></div>
      <section class="me-part" aria-labelledby="appeals-part"><h2 id="appeals-part">${t('appeal.mine')}</h2><paged-list data-appeals></paged-list></section>
      <p><a class="button" href="#/me/profile"><ui-icon name="left"></ui-icon>${t('profile.title')}</a></p>
    </div>`);
    find(this, '[data-notices]', PagedList).show('/users/me/notices', {}, row, t('notices.empty'));
    const showAppeals = () =>
      find(this, '[data-appeals]', PagedList).show('/appeals/mine', {}, appealRow, t('appeal.none'));
    sentAppeals.subscribe(showAppeals, this.signal);
    showAppeals();
    this.#markSeen();
  }

  /** Opening it is having seen them. */
  async #markSeen() {
    const { signal } = this;
    try {
      const { items } = await api.get('/users/me/notices', { query: { unseen: true, limit: 1 }, signal });
      if (items[0]) await api.put('/users/me/notices/seen', { up_to: items[0].id }, { signal });
    } catch {
      // They are shown; that they were seen is said the next time.
    }
  }
}

/** @param {import('../../lib/types.js').Notice} notice */
const row = (notice) => html`<li class="card stack-tight">${noticeView(notice)}</li>`;

/** @param {Appeal} appeal */
function appealRow(appeal) {
  const about = appeal.post
    ? t('appeal.about-post', { title: appeal.post.title })
    : t('appeal.about-suspension');
  return html`<li class="card stack-tight">
    <p class="row"><strong>${about}</strong> <span class="chip ${appeal.state === 'granted' && 'good'}">${t(`appeal.state-${appeal.state}`)}</span></p>
    <p class="post-text">${appeal.text}</p>
    ${appeal.note && html`<p class="post-text">${t('appeal.answer', { note: appeal.note })}</p>`}
    <p class="muted small-text">${dateTime(appeal.created_at)}</p>
  </li>`;
}

customElements.define('notices-page', NoticesPage);
