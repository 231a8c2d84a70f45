import * as api from '../../lib/api.js';
import { confirmDialog } from '../../lib/dialog.js';
import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { exactDateTime, t } from '../../lib/i18n.js';
import { renderKeyed } from '../../lib/keyed.js';
import { ApiError, describe, isAbort, newKey } from '../../lib/problem.js';
import { repeat } from '../../lib/repeater.js';
import { AdminPage } from './admin-page.js';
import { named } from './monitor-view.js';
import { askRollback, askSnapshot, pathOf } from './rollback.js';
import { planView, rollbackView, runningView, snapshotRow } from './snapshots-view.js';

/**
 * @typedef {import('./operations-types.js').Snapshots} Snapshots
 * @typedef {import('./operations-types.js').Running} Running
 */

const [SOON_MS, LATER_MS] = [1000, 30_000];

/** 스냅샷: the market as it was, kept, checked and gone back to. */
export class SnapshotsPage extends AdminPage {
  section = 'snapshots';
  /** @type {Snapshots | null} */
  #all = null;
  /** @type {import('../../lib/repeater.js').Repeater | null} */
  #repeater = null;
  /** Which are opened. @type {Set<string>} */
  #open = new Set();

  async show() {
    render(this.content, html`<div class="card skeleton deal-skeleton"></div>`);
    this.#all = await api.get('/admin/snapshots', { signal: this.signal });
    this.#draw();
    this.#update();
    this.#repeater = repeat(
      {
        work: async (signal) => {
          /** @type {Snapshots} */
          const fresh = await api.get('/admin/snapshots', { signal });
          const before = this.#all;
          this.#all = fresh;
          this.#update();
          if (before?.running && !fresh.running) this.#tellEnd(before, fresh);
          return this.#delay;
        },
        failed: (error) => this.#showTrouble(error),
      },
      this.signal,
      this.#delay,
    );
  }

  get #delay() {
    return this.#all?.running ? SOON_MS : LATER_MS;
  }

  #draw() {
    render(
      this.content,
      html`<p class="notice warn" role="status" data-trouble></p>
        <section class="card stack-tight" aria-labelledby="snapshots-plan">
          <div class="between"><h2 id="snapshots-plan">${t('snapshots.plan')}</h2>
            <button type="button" class="button primary" data-take>${t('snapshots.take')}</button></div>
          <div data-plan></div>
        </section>
        <section class="card stack-tight" aria-label="${t('snapshots.running')}" data-running hidden></section>
        <p class="hidden-visually" role="status" data-step></p>
        <p class="notice warn" data-failure hidden></p>
        <section class="card stack-tight" aria-labelledby="last-rollback" data-rollback hidden></section>
        <section class="stack-tight" aria-labelledby="snapshots-all">
          <h2 id="snapshots-all" class="on-page">${t('snapshots.all')}</h2>
          <p class="card muted" data-none>${t('snapshots.none')}</p>
          <ul class="paged"></ul>
        </section>`,
    );
    const { signal } = this;
    const content = this.content;
    find(content, '[data-take]', HTMLElement).addEventListener('click', async () => {
      if (this.#all?.running) return this.#refuse();
      const began = await askSnapshot(signal);
      if (began) this.#began(began.running);
    });
    delegate(content, 'click', '[data-do]', (button) => this.#run(button), signal);
    content.addEventListener(
      'toggle',
      ({ target }) => {
        if (!(target instanceof HTMLDetailsElement)) return;
        const id = target.dataset.id ?? '';
        if (target.open) this.#open.add(id);
        else this.#open.delete(id);
      },
      { capture: true, signal },
    );
  }

  #update() {
    const all = this.#all;
    if (!all) return;
    const { running, items } = all;
    const content = this.content;
    this.#part('[data-trouble]', '');
    renderKeyed(find(content, '[data-plan]', HTMLElement), [
      { key: 'plan', markup: html`<div class="stack-tight">${planView(all)}</div>` },
    ]);
    const take = find(content, '[data-take]', HTMLElement);
    if (running) take.setAttribute('aria-disabled', 'true');
    else take.removeAttribute('aria-disabled');

    const place = find(content, '[data-running]', HTMLElement);
    place.hidden = !running;
    if (running) render(place, runningView(running, Date.now()));
    // Read out by its steps, not by each percent.
    this.#part('[data-step]', running ? named('snapshots.step-', running.step) : '');

    const { last_failure: failure } = all; // kept until a task of its kind has gone well
    this.#part(
      '[data-failure]',
      failure
        ? t('snapshots.failed', {
            task: t(`snapshots.task-${failure.task}`),
            time: exactDateTime(failure.at),
            reason: named('snapshots.fault-', failure.reason),
          })
        : '',
    );
    find(content, '[data-failure]', HTMLElement).hidden = !failure;

    const { last_rollback: last } = all;
    const result = find(content, '[data-rollback]', HTMLElement);
    result.hidden = !last;
    if (last) {
      const before = items.find(({ id }) => id === last.from_snapshot_id);
      renderKeyed(result, [
        {
          key: last.at,
          markup: html`<div class="stack-tight">${rollbackView(last, before, running !== null)}</div>`,
        },
      ]);
    }
    find(content, '[data-none]', HTMLElement).hidden = items.length > 0;
    const list = find(content, 'ul.paged', HTMLElement);
    renderKeyed(
      list,
      items.map((one) => ({ key: one.id, markup: snapshotRow(one, running !== null) })),
    );
    for (const details of list.querySelectorAll('details')) {
      const open = this.#open.has(details.dataset.id ?? '');
      if (details.open !== open) details.open = open;
    }
  }

  /** @param {string} selector @param {string} words read out when they change, where that is wanted */
  #part(selector, words) {
    const place = find(this.content, selector, HTMLElement);
    if (place.textContent !== words) place.textContent = words;
  }

  /** @param {unknown} error why there is no newer answer */
  #showTrouble(error) {
    // The server stops answering for a moment while it takes up another database.
    const switching = this.#all?.running?.task === 'rollback';
    const refused = error instanceof ApiError && error.status < 500;
    this.#part('[data-trouble]', switching && !refused ? t('snapshots.switching') : describe(error));
  }

  #refuse() {
    toast(t('error.snapshot-running'), 'error');
  }

  /** @param {HTMLElement} button */
  #run(button) {
    const id = button.dataset.id ?? '';
    if (this.#all?.running) return this.#refuse();
    const { signal } = this;
    /** @type {Record<string, () => Promise<{running?: Running} | null>>} null: nothing was begun */
    const actions = {
      rollback: () => askRollback(id, signal),
      verify: () => api.post(`${pathOf(id)}/verify`, undefined, { key: newKey() }),
      delete: () => this.#delete(id),
    };
    whileBusy(button, async () => {
      try {
        const began = await actions[button.dataset.do ?? '']?.();
        if (began) this.#began(began.running);
      } catch (error) {
        if (isAbort(error)) return;
        toastError(error);
        this.#repeater?.wake(); // what was refused was refused for a reason that is newer than the screen
      }
    });
  }

  /** @param {string} id */
  async #delete(id) {
    const one = this.#all?.items.find((known) => known.id === id);
    const sure = await confirmDialog({
      title: t('snapshots.delete-title'),
      text: t('snapshots.delete-text', { time: one ? exactDateTime(one.at) : id }),
      confirm: t('snapshots.do-delete'),
      danger: true,
      signal: this.signal,
    });
    if (!sure) return null;
    await api.del(pathOf(id));
    toast(t('snapshots.deleted'), 'success');
    return {};
  }

  /** What was asked for has begun. @param {Running | undefined} running */
  #began(running) {
    // It may have ended before the next look, and is to be told of all the same.
    if (this.#all && running) this.#all = { ...this.#all, running };
    this.#update();
    this.#repeater?.wake();
  }

  /** Says how what was running has ended. @param {Snapshots} before @param {Snapshots} now */
  #tellEnd(before, now) {
    const { task, snapshot_id: id } = /** @type {Running} */ (before.running);
    const failed = now.last_failure !== null && now.last_failure.at !== before.last_failure?.at;
    if (task === 'rollback') return this.#tellRollback(before.last_rollback, now.last_rollback);
    if (failed) return toast(t(`snapshots.${task}-failed`), 'error');
    const damaged = task === 'verify' && now.items.find((one) => one.id === id)?.state === 'damaged';
    if (damaged) return toast(t('snapshots.found-damaged'), 'error');
    toast(t(`snapshots.${task}-done`), 'success');
  }

  /**
   * @param {Snapshots['last_rollback']} before
   * @param {Snapshots['last_rollback']} now
   */
  #tellRollback(before, now) {
    const ended = now !== null && now.at !== before?.at;
    const done = ended && now.state === 'done';
    toast(t(done ? 'snapshots.rollback-told' : 'snapshots.rollback-failed-told'), done ? 'success' : 'error');
    const heading = this.content.querySelector('#last-rollback');
    if (!ended || !(heading instanceof HTMLElement)) return;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: 'center' });
  }
}

customElements.define('admin-snapshots-page', SnapshotsPage);
