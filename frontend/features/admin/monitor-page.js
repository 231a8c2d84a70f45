import * as api from '../../lib/api.js';
import { delegate, find, html, render, toast } from '../../lib/html.js';
import { exactTime, t } from '../../lib/i18n.js';
import { renderKeyed } from '../../lib/keyed.js';
import { describe } from '../../lib/problem.js';
import { repeat } from '../../lib/repeater.js';
import { segments } from '../../parts/segments.js';
import { AdminPage } from './admin-page.js';
import { GROUPS } from './charts.js';
import { LiveChart, loadLibrary } from './live-chart.js';
import { errorRows, errorsLastHour, stateOf, statusParts } from './monitor-view.js';
import { Freshness, firstWithin, valuesOf } from './series.js';

/** @typedef {import('./operations-types.js').Monitor} Monitor */

const SPANS = { 'ten-minutes': 600_000, hour: 3_600_000 };
/** However the server samples, this page asks no oftener and no more seldom. */
const [OFTENEST_MS, SELDOMEST_MS] = [1000, 60_000];
const FEW_ERRORS = 10;

/** 모니터링: how the machine and the market do now and did in the last hour. */
export class MonitorPage extends AdminPage {
  section = 'monitor';
  /** @type {Monitor | null} */
  #monitor = null;
  #freshness = new Freshness();
  #allErrors = false;

  async show() {
    render(this.content, html`<div class="card skeleton deal-skeleton"></div>`);
    this.#monitor = await api.get('/admin/monitor', { signal: this.signal });
    this.#draw();
    this.#update();
    repeat(
      {
        work: async (signal) => {
          this.#monitor = await api.get('/admin/monitor', { signal });
          this.#update();
          return this.#interval;
        },
        failed: (error) => this.#showFreshness(describe(error)),
      },
      this.signal,
      this.#interval,
    );
    this.#drawCharts();
  }

  get #interval() {
    return Math.min(Math.max(this.#monitor?.interval_ms ?? 5000, OFTENEST_MS), SELDOMEST_MS);
  }

  #draw() {
    const spans = Object.keys(SPANS).map((value) => ({ value, label: t(`monitor.${value}`) }));
    render(
      this.content,
      html`<p class="notice warn" role="status" data-trouble></p>
        <p class="hidden-visually" role="status" data-state></p>
        <div data-live class="stack">
        <div class="status-parts" data-status></div>
        <div class="spread"><p class="on-page small-text" data-last></p>
          <div data-span>${segments('span', spans, 'hour')}</div></div>
        <p class="notice warn" data-no-charts hidden>${t('monitor.no-charts')}</p>
        ${GROUPS.map(
          ({ name, charts }) => html`<section class="stack-tight" aria-labelledby="charts-${name}">
            <h2 id="charts-${name}" class="on-page">${t(`charts.${name}`)}</h2>
            <div class="charts">${charts.map(() => html`<live-chart class="card chart"></live-chart>`)}</div>
          </section>`,
        )}
        </div>
        <section class="stack-tight" aria-labelledby="monitor-errors" tabindex="-1" data-errors>
          <h2 id="monitor-errors" class="on-page">${t('monitor.errors')}</h2>
          <p class="card muted" data-none>${t('monitor.no-errors')}</p>
          <ul class="paged"></ul>
          <div class="list-end"><button type="button" class="button" data-all>${t('monitor.all-errors')}</button></div>
        </section>`,
    );
    const group = find(this, '[data-span] [role="radiogroup"]', HTMLElement);
    group.setAttribute('aria-label', t('monitor.span'));
    group.addEventListener('change', () => this.#updateCharts());
    find(this, '[data-all]', HTMLElement).addEventListener('click', () => {
      this.#allErrors = true;
      this.#updateErrors();
    });
    delegate(this.content, 'click', '[data-copy]', (button) => copy(button.dataset.copy ?? ''));
    for (const [i, chart] of GROUPS.flatMap(({ charts }) => charts).entries()) this.#charts[i]?.define(chart);
  }

  get #charts() {
    return [...this.querySelectorAll('live-chart')].filter((chart) => chart instanceof LiveChart);
  }

  async #drawCharts() {
    try {
      const Library = await loadLibrary();
      for (const chart of this.#charts) chart.draw(Library);
    } catch {
      // The server runs without the library, too. The tables say the same.
      find(this, '[data-no-charts]', HTMLElement).hidden = false;
      for (const chart of this.#charts) chart.showTable(true);
    }
  }

  #update() {
    if (!this.#monitor) return;
    this.#showFreshness('');
    // Read out when it changes, wherever on the page one is.
    const state = find(this, '[data-state]', HTMLElement);
    const words = t(`monitor.state-${stateOf(this.#monitor.now)}`);
    if (state.textContent !== words) state.textContent = words;
    renderKeyed(find(this, '[data-status]', HTMLElement), statusParts(this.#monitor));
    this.#updateCharts();
    this.#updateErrors();
  }

  /** @param {string} trouble why there is no newer answer */
  #showFreshness(trouble) {
    const newest = this.#monitor?.times.at(-1) ?? '';
    const now = performance.now();
    if (!trouble) this.#freshness.heard(newest, now);
    const time = newest ? exactTime(newest) : '—';
    const seconds = Math.round(this.#interval / 1000);
    find(this, '[data-last]', HTMLElement).textContent = t('monitor.last', { time, seconds });
    const stale = this.#freshness.isStale(this.#interval, now);
    const words = [trouble, stale && t('monitor.stale', { time })].filter(Boolean).join(' ');
    const line = find(this, '[data-trouble]', HTMLElement);
    // Read out once, not at every try.
    if (line.textContent !== words) line.textContent = words;
    find(this, '[data-live]', HTMLElement).classList.toggle('stale', words !== '');
  }

  #updateCharts() {
    const monitor = this.#monitor;
    if (!monitor) return;
    const span = find(this, 'input[value="hour"]', HTMLInputElement).checked
      ? SPANS.hour
      : SPANS['ten-minutes'];
    const all = monitor.times.map((time) => Date.parse(time));
    const first = firstWithin(all, span);
    const times = all.slice(first);
    for (const [i, { lines }] of GROUPS.flatMap(({ charts }) => charts).entries()) {
      const columns = lines.map(({ series }) => valuesOf(monitor, series).slice(first));
      this.#charts[i]?.show(times, columns, span);
    }
  }

  #updateErrors() {
    const monitor = this.#monitor;
    if (!monitor) return;
    const section = find(this, '[data-errors]', HTMLElement);
    const { errors } = monitor;
    find(section, 'h2', HTMLElement).textContent =
      `${t('monitor.errors')} · ${t('monitor.errors-hour', { count: errorsLastHour(monitor) })}`;
    find(section, '[data-none]', HTMLElement).hidden = errors.length > 0;
    const list = find(section, 'ul', HTMLElement);
    list.hidden = errors.length === 0;
    renderKeyed(list, errorRows(errors, this.#allErrors ? errors.length : FEW_ERRORS));
    find(section, '.list-end', HTMLElement).hidden = this.#allErrors || errors.length <= FEW_ERRORS;
  }
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('monitor.copied'), 'success');
  } catch {
    // Closed where the page did not come by https; the number can be marked by hand.
    toast(t('monitor.copy-failed'), 'error');
  }
}

customElements.define('admin-monitor-page', MonitorPage);
