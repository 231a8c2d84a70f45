import * as api from '../../lib/api.js';
import { delegate, find, html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { emptyState, focusHeading, Page, setTitle } from '../../lib/page.js';
import { onNews } from '../../lib/store.js';
import { PostList } from '../../parts/post-list.js';
import { searchHref, searchWords } from './alert-words.js';
import * as alerts from './alerts.js';

/** px: so near to it, nobody has begun to read further down. */
const NEAR_TOP = 100;

/** What one saved search (구해요) has found. */
export class AlertPage extends Page {
  open() {
    this.draw(html`<h1 class="hidden-visually">${t('alerts.matches')}</h1>
      <div class="card skeleton deal-skeleton"></div>`);
    this.load(async () => {
      const path = `/alerts/${encodeURIComponent(this.params.id ?? '')}`;
      /** @type {import('../../lib/types.js').Alert} */
      const alert = await api.get(path, { signal: this.signal });
      const search = searchWords(alert);
      setTitle(`${search} – ${t('alerts.title')}`);
      this.draw(html`
        <div class="page-head">
          <h1>${search}</h1>
          <a class="button" href="#/alerts"><ui-icon name="left"></ui-icon>${t('alerts.title')}</a>
          <a class="button" href="${searchHref(alert)}"><ui-icon name="search"></ui-icon>${t('alerts.run')}</a>
        </div>
        <p class="alert-fresh" role="status"></p>
        <post-list></post-list>
      `);
      const list = find(this, 'post-list', PostList);
      const show = () =>
        list.show(
          {},
          () =>
            emptyState(
              t('alerts.no-matches'),
              t('alerts.no-matches-hint'),
              html`<a class="button" href="${searchHref(alert)}">${t('alerts.run')}</a>`,
            ),
          `${path}/matches`,
        );
      show();
      const fresh = find(this, '.alert-fresh', HTMLElement);
      let count = 0;
      delegate(
        fresh,
        'click',
        'button',
        () => {
          count = 0;
          render(fresh, html``);
          show();
          scrollTo({ top: 0, behavior: 'instant' });
          focusHeading(this);
        },
        this.signal,
      );
      onNews((news) => {
        if (news.type !== 'alert' || !news.alert_ids?.includes(alert.id)) return;
        // Drawn anew the list begins at its top: who reads further down, or is in it with the keyboard, is asked first.
        if (count === 0 && scrollY < NEAR_TOP && !list.contains(document.activeElement)) show();
        else {
          count += 1;
          render(
            fresh,
            html`<button type="button" class="button primary">${t('alerts.new', { count })}</button>`,
          );
        }
        alerts.markSeen(news.seq).catch(() => {});
      }, this.signal);
      await alerts.load();
      await alerts.markSeen();
    });
  }

  missing() {
    return t('alerts.missing');
  }
}

customElements.define('alert-page', AlertPage);
