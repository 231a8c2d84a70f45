import * as api from '../lib/api.js';
import { find, html, render, toastError, whileBusy } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { failure } from '../lib/page.js';
import { isAbort } from '../lib/problem.js';

/** So many the API gives at once. */
const MOST = 100;

/** How many of each list were shown, by its address: shown again, it is as long. @type {Map<string, number>} */
const lengths = new Map();

/** `<paged-list>`: a list of the API, page by page. Says `listed` when its first page is there. */
export class PagedList extends HTMLElement {
  #controller = new AbortController();

  disconnectedCallback() {
    this.#controller.abort();
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number | boolean | undefined>} query
   * @param {(item: any) => import('../lib/html.js').Markup} row
   * @param {string} empty what to say when there is nothing
   */
  async show(path, query, row, empty) {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    render(this, html`<div class="card skeleton deal-skeleton"></div>`);
    try {
      const before = lengths.get(keyOf(path, query));
      const page = await api.get(path, {
        query: before ? { ...query, limit: Math.min(before, MOST) } : query,
        signal,
      });
      render(
        this,
        page.items.length > 0
          ? html`<ul class="paged"></ul><div class="list-end"></div>`
          : html`<p class="card muted">${empty}</p>`,
      );
      if (page.items.length > 0) this.#add(path, query, row, page, signal);
    } catch (error) {
      if (isAbort(error)) return;
      failure(this, error, () => this.show(path, query, row, empty), signal);
    }
    this.dispatchEvent(new Event('listed', { bubbles: true }));
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number | boolean | undefined>} query
   * @param {(item: any) => import('../lib/html.js').Markup} row
   * @param {import('../lib/types.js').PageOf<unknown>} page
   * @param {AbortSignal} signal
   */
  #add(path, query, row, { items, next_cursor: cursor }, signal) {
    const list = find(this, 'ul', HTMLElement);
    list.insertAdjacentHTML('beforeend', items.map(row).join(''));
    if (list.childElementCount > items.length) lengths.set(keyOf(path, query), list.childElementCount);
    const end = find(this, '.list-end', HTMLElement);
    render(end, cursor ? html`<button type="button" class="button">${t('action.more')}</button>` : html``);
    const button = end.querySelector('button');
    button?.addEventListener('click', () =>
      whileBusy(button, async () => {
        try {
          this.#add(path, query, row, await api.get(path, { query: { ...query, cursor }, signal }), signal);
        } catch (error) {
          toastError(error);
        }
      }),
    );
  }
}

/** @param {string} path @param {Record<string, string | number | boolean | undefined>} query */
const keyOf = (path, query) => JSON.stringify([path, query]);

customElements.define('paged-list', PagedList);
