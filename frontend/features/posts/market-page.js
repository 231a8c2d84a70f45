import { delegate, find, html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { wanted as onDemand } from '../../lib/needs.js';
import { emptyState, Page } from '../../lib/page.js';
import { PostList } from '../../parts/post-list.js';
import { go, href } from '../../routes.js';
import { activeFilters, announceFeed, feedUrl, filterChips, searchOf } from './active-filters.js';

const SORTS = ['newest', 'price_asc', 'price_desc'];
// As many characters as the API takes; a title that was suggested may have more, and what was pasted from a table tabs.
const MAX_WORDS = 100;
const wordsOf = (/** @type {string} */ text) =>
  [...text.replace(/\s+/gu, ' ').trim()].slice(0, MAX_WORDS).join('').trim();

/** 판매글 목록. What is searched, filtered and sorted stands in the address, so it can be shared and gone back to. */
export class MarketPage extends Page {
  open() {
    const wanted = Object.fromEntries(this.query);
    const active = activeFilters(wanted);
    // The first is what one gets without choosing.
    const sorts = wanted.q ? ['relevance', ...SORTS] : SORTS;
    const sort = sorts.find((name) => name === wanted.sort) ?? sorts[0];
    const feed = feedUrl(wanted);
    // A plain list offers nothing to save. What offers it comes later, and has its place until then.
    const saves = Boolean(searchOf(this.query));
    announceFeed(feed, this.signal);
    this.draw(html`
      <div class="page-head">
        <h1>${t('market.title')}</h1>
        <a class="icon-button" href="${feed}" type="application/atom+xml" aria-label="${t('market.feed')}" title="${t('market.feed')}"><ui-icon name="feed"></ui-icon></a>
        <a class="button primary wide-only" href="#/posts/new"><ui-icon name="plus"></ui-icon>${t('market.write')}</a>
      </div>
      <search class="market-tools card">
        <form class="search-form with-button">
          <label class="hidden-visually" for="market-q">${t('market.search')}</label>
          <input id="market-q" type="search" name="q" value="${wanted.q ?? ''}" placeholder="${t('market.search')}" maxlength="${MAX_WORDS}" enterkeyhint="search" autocomplete="off" spellcheck="false"
            role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="market-suggestions" />
          <button class="icon-button scan-button" type="button" data-scan aria-haspopup="dialog" aria-label="${t('scan.title')}" title="${t('scan.title')}"><ui-icon name="barcode"></ui-icon></button>
          <button class="icon-button" type="submit" aria-label="${t('market.search-submit')}"><ui-icon name="search"></ui-icon></button>
          <ul id="market-suggestions" class="suggestions" role="listbox" aria-label="${t('market.suggestions')}" hidden></ul>
          <p class="hidden-visually" role="status" data-suggested></p>
        </form>
        <div class="market-choices">
          <button type="button" class="button" data-filters aria-haspopup="dialog">
            <ui-icon name="filter"></ui-icon>${t('market.filters')}
            ${
              active.length > 0 &&
              html`<span class="badge"><span aria-hidden="true">${active.length}</span><span class="hidden-visually">${t('market.filters-on', { count: active.length })}</span></span>`
            }
          </button>
          <label class="hidden-visually" for="market-sort">${t('market.sort')}</label>
          <select id="market-sort" name="sort">
            ${sorts.map((name) => html`<option value="${name}" ${name === sort && html`selected`}>${t(`sort.${name}`)}</option>`)}
          </select>
          <save-search ${saves && html`expected`}></save-search>
        </div>
      </search>
      ${filterChips(wanted, active)}
      <post-list></post-list>
    `);

    const form = find(this, '.search-form', HTMLFormElement);
    const box = find(this, '#market-q', HTMLInputElement);
    // With the words that stand in the box, also if nobody has pressed Enter.
    const change = (/** @type {Record<string, string>} */ more) => {
      /** @type {Record<string, string>} */
      const next = { ...wanted, q: wordsOf(box.value), ...more };
      // A sort by relevance means nothing without words.
      if (!next.q && next.sort === 'relevance') next.sort = '';
      go(href('/posts', next));
    };
    const search = (/** @type {string} */ q) =>
      change({ q: wordsOf(q), ...(wanted.sort === 'relevance' ? { sort: '' } : {}) });
    // Nobody needs suggestions before they turn to the box; what was typed until they are there counts.
    box.addEventListener(
      'focus',
      async () => {
        const { marketSource, suggestInto } = await import('../../parts/suggestions.js');
        if (this.signal.aborted) return;
        suggestInto(form, { source: marketSource(), take: ({ text }) => search(text), signal: this.signal });
        if (box.value !== (wanted.q ?? '')) box.dispatchEvent(new Event('input', { bubbles: true }));
      },
      { once: true, signal: this.signal },
    );
    form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        search(box.value);
      },
      { signal: this.signal },
    );
    // The cross inside a search box, and Escape, empty it at once.
    box.addEventListener('search', () => box.value === '' && wanted.q && form.requestSubmit(), {
      signal: this.signal,
    });
    const select = find(this, '#market-sort', HTMLSelectElement);
    select.addEventListener('change', () => change({ sort: select.value }), { signal: this.signal });
    delegate(
      this,
      'click',
      '[data-filters]',
      async () => {
        const { openFilters } = await onDemand(() => import('./filters.js'));
        const chosen = await openFilters(wanted, this.signal);
        if (chosen) change(chosen);
      },
      this.signal,
    );

    delegate(
      this,
      'click',
      '[data-scan]',
      async () => {
        const { scanIsbn } = await onDemand(() => import('./scan-dialog.js'));
        const isbn = await scanIsbn(this.signal);
        // The book that was scanned, whatever was searched for before.
        if (isbn) go(href('/posts', { isbn, sort: wanted.sort === 'relevance' ? '' : wanted.sort }));
      },
      this.signal,
    );

    if (saves) onDemand(() => import('../alerts/save-search.js')).catch(() => {});
    const narrowed = active.length > 0 || Boolean(wanted.q) || Boolean(wanted.isbn);
    find(this, 'post-list', PostList).show({ ...wanted, sort }, (meant) =>
      narrowed
        ? emptyState(
            t('market.no-match'),
            meant ? '' : t(searchOf(this.query) ? 'market.ask' : 'market.no-match-hint'),
            html`${meant && html`<a class="button primary" href="${href('/posts', { ...wanted, q: meant })}">${t('market.meant', { text: meant })}</a>`}
              <save-search ${saves && html`expected`} ${!meant && html`primary`}></save-search>
              ${wanted.isbn && html`<a class="button primary" href="${href('/posts/new', { isbn: wanted.isbn })}">${t('market.write-isbn')}</a>`}
              <a class="button" href="#/posts">${t('market.clear-all')}</a>`,
          )
        : emptyState(
            t('market.empty'),
            t('market.empty-hint'),
            html`<a class="button primary" href="#/posts/new">${t('market.write')}</a>`,
          ),
    );
  }
}

customElements.define('market-page', MarketPage);
