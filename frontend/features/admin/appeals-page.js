import { html } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { nameOf } from '../../parts/people.js';
import { actButton } from './acts.js';
import { choice, ListPage } from './list-page.js';

const STATES = ['open', 'granted', 'refused', 'closed'];

/** What the suspended say to it, and the answers. */
export class AppealsPage extends ListPage {
  section = 'appeals';

  async show() {
    const state = this.query.get('state') || 'open';
    const filter = choice(t('admin.state'), 'state', STATES, state, (value) => t(`appeal.state-${value}`));
    await this.list({ state }, filter, row);
  }
}

/** @param {import('../../lib/types.js').Appeal & {user: import('../../lib/types.js').UserCard}} appeal */
function row(appeal) {
  const path = `/admin/appeals/${appeal.id}/resolve`;
  return html`<li class="card stack-tight">
    <p class="row"><a href="#/admin/users/${appeal.user.username}"><strong>${nameOf(appeal.user)}</strong></a> <span class="chip">${t(`appeal.state-${appeal.state}`)}</span> <span class="muted small-text">${relativeTime(appeal.created_at)}</span></p>
    <p class="muted">${appeal.post ? t('admin.appeal-post', { title: appeal.post.title }) : t('admin.appeal-suspension', { reason: appeal.suspension?.reason ?? '' })}</p>
    <p class="post-text">${appeal.text}</p>
    ${appeal.note && html`<p class="post-text muted">${t('appeal.answer', { note: appeal.note })}</p>`}
    ${appeal.state === 'open' && html`<div class="row">${actButton('grant', path)} ${actButton('refuse', path)}</div>`}
  </li>`;
}

customElements.define('admin-appeals-page', AppealsPage);
