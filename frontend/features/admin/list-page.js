import { delegate, find, html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { PagedList } from '../../parts/paged-list.js';
import { go, href } from '../../routes.js';
import { AdminPage } from './admin-page.js';

/** @typedef {import('../../lib/html.js').Markup} Markup */

/** A part that is a list, with a form that narrows it. What it is narrowed to is in the address. */
export class ListPage extends AdminPage {
  /**
   * What the address says of each, or ''.
   * @param {string[]} names
   * @returns {Record<string, string>}
   */
  wanted(...names) {
    return Object.fromEntries(names.map((name) => [name, this.query.get(name) ?? '']));
  }

  /**
   * The API has the list at the address of the page.
   * @param {Record<string, string>} query
   * @param {Markup} filters controls of those names, with these values
   * @param {(item: any) => Markup} row
   * @returns {Promise<PagedList>} once its first page is there
   */
  async list(query, filters, row) {
    const path = `/admin/${this.section}`;
    render(
      this.content,
      html`<form class="card filter-bar" role="search">${filters}</form><paged-list></paged-list>`,
    );
    const form = find(this.content, 'form', HTMLFormElement);
    const apply = () => {
      const chosen = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
      go(href(path, Object.fromEntries(chosen)));
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      apply();
    });
    delegate(form, 'change', 'select', apply);
    const list = find(this.content, 'paged-list', PagedList);
    await list.show(path, query, row, t(`admin.${this.section}-empty`));
    return list;
  }
}

/** @param {string} label @param {string} words */
export const searchBox = (label, words) =>
  html`<label class="grow">${label}<input type="search" name="q" value="${words}" maxlength="100" autocomplete="off" /></label>`;

/** @param {string} label @param {string} name @param {string} username */
export const userBox = (label, name, username) =>
  html`<label>${label}<input name="${name}" value="${username}" maxlength="20" autocomplete="off" autocapitalize="none" /></label>`;

/**
 * @param {string} label
 * @param {string} name
 * @param {string[]} values
 * @param {string} chosen
 * @param {(value: string) => string} words
 */
export const choice = (label, name, values, chosen, words) =>
  html`<label>${label}<select name="${name}">${values.map((value) => html`<option value="${value}" ${value === chosen && html`selected`}>${words(value)}</option>`)}</select></label>`;

/** Choices apply by themselves; what is typed does not. */
export const applyButton = () =>
  html`<button type="submit" class="button primary"><ui-icon name="search"></ui-icon><span class="hidden-visually">${t('action.apply')}</span></button>`;
