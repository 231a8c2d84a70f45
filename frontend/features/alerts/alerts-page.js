import { confirmDialog } from '../../lib/dialog.js';
import { delegate, find, html, render, toast, whileBusy } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import { emptyState, Page } from '../../lib/page.js';
import { describe } from '../../lib/problem.js';
import { searchHref, searchWords } from './alert-words.js';
import * as alerts from './alerts.js';

/** @typedef {import('../../lib/types.js').Alert} Alert */

/** 구해요: the saved searches. Opening it is having seen what they found. */
export class AlertsPage extends Page {
  open() {
    this.draw(html`
      <div class="page-head"><h1>${t('alerts.title')}</h1></div>
      <p class="alerts-lead card">${t('alerts.lead')}</p>
      <div data-list><div class="card skeleton deal-skeleton"></div></div>
    `);
    const list = find(this, '[data-list]', HTMLElement);
    delegate(list, 'click', '[data-pause]', (button) => this.#pause(button), this.signal);
    delegate(list, 'click', '[data-delete]', (button) => this.#delete(button), this.signal);
    this.load(
      async () => {
        await alerts.load();
        if (this.signal.aborted) return;
        this.#show();
        // What is found while one looks is shown at once, and seen; also what is found while the first are being marked.
        alerts.subscribe(() => {
          this.#show();
          if (alerts.get()?.some((alert) => alert.new_matches > 0)) alerts.markSeen().catch(() => {});
        }, this.signal);
        await alerts.markSeen();
      },
      () => list,
    );
  }

  #show() {
    const all = alerts.get();
    if (!all) return;
    const list = find(this, '[data-list]', HTMLElement);
    const focused = list.contains(document.activeElement) ? document.activeElement?.id : '';
    render(
      list,
      all.length > 0
        ? html`<ul class="alert-list">${all.map(row)}</ul>`
        : emptyState(
            t('alerts.empty'),
            t('alerts.empty-hint'),
            html`<a class="button primary" href="#/posts">${t('alerts.empty-action')}</a>`,
          ),
    );
    // What was pressed is drawn anew: the keyboard stays on it.
    const again = focused && document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} button */
  #alertOf(button) {
    return alerts.get()?.find((alert) => String(alert.id) === button.dataset.alert);
  }

  /** @param {HTMLElement} button */
  #pause(button) {
    const alert = this.#alertOf(button);
    if (!alert) return;
    whileBusy(button, async () => {
      try {
        await alerts.pause(alert.id, !alert.paused);
        toast(t(alert.paused ? 'alerts.resumed' : 'alerts.paused'), 'success');
      } catch (error) {
        toast(describe(error), 'error');
      }
    });
  }

  /** @param {HTMLElement} button */
  async #delete(button) {
    const alert = this.#alertOf(button);
    if (!alert) return;
    const sure = await confirmDialog({
      title: t('alerts.delete-title'),
      text: t('alerts.delete-text', { search: searchWords(alert) }),
      confirm: t('action.delete'),
      danger: true,
      signal: this.signal,
    });
    if (!sure) return;
    try {
      await alerts.remove(alert.id);
      toast(t('alerts.deleted'), 'success');
      find(this, 'h1', HTMLElement).focus();
    } catch (error) {
      toast(describe(error), 'error');
    }
  }
}

/** @param {Alert} alert */
function row(alert) {
  const search = searchWords(alert);
  const { id, paused, new_matches: fresh } = alert;
  return html`<li class="card alert-card">
    <div class="alert-head">
      <h2 class="alert-words">${search}</h2>
      ${fresh > 0 && html`<span class="chip good">${t('alerts.new', { count: fresh > 99 ? '99+' : fresh })}</span>`}
      ${paused && html`<span class="chip warn">${t('alerts.is-paused')}</span>`}
    </div>
    <p class="muted small-text">${t('alerts.since', { time: relativeTime(alert.created_at) })}</p>
    <div class="row">
      <a class="button ${fresh > 0 && 'primary'}" id="alert-matches-${id}" href="#/alerts/${id}"><ui-icon name="book"></ui-icon>${t('alerts.matches')}<span class="hidden-visually"> ${search}</span></a>
      <a class="button" id="alert-run-${id}" href="${searchHref(alert)}"><ui-icon name="search"></ui-icon>${t('alerts.run')}<span class="hidden-visually"> ${search}</span></a>
      <span class="alert-tools">
        <button type="button" class="button quiet" id="alert-pause-${id}" data-pause data-alert="${id}"><ui-icon name="${paused ? 'bell' : 'mute'}"></ui-icon>${t(paused ? 'alerts.resume' : 'alerts.pause')}<span class="hidden-visually"> ${search}</span></button>
        <button type="button" class="icon-button" id="alert-delete-${id}" data-delete data-alert="${id}" aria-label="${t('alerts.delete', { search })}"><ui-icon name="trash"></ui-icon></button>
      </span>
    </div>
  </li>`;
}

customElements.define('alerts-page', AlertsPage);
