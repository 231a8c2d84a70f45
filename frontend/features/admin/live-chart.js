import { find, html, render } from '../../lib/html.js';
import { exactTime, t } from '../../lib/i18n.js';
import { renderKeyed } from '../../lib/keyed.js';
import { say, UNITS } from './charts.js';
import { everyStep, peakOf, topOf } from './series.js';

/**
 * @typedef {import('./charts.js').Chart} Chart
 * @typedef {import('./operations-types.js').Values} Values
 * @typedef {any} Plot of the library
 */

const HEIGHT = 150;
/** How many samples a key goes: one, and a minute's. */
const LEAP = 12;
/** Lines are told apart by more than their colour. */
const DASHES = [[], [7, 4], [2, 3], [12, 3, 2, 3]];

/** The library beside the API, which no other page needs. @type {Promise<any> | null} */
let library = null;

/** @returns {Promise<any>} */
export function loadLibrary() {
  const vendor = (/** @type {string} */ name) => new URL(`../../vendor/${name}`, import.meta.url).href;
  library ??= Promise.all([import(vendor('uplot.js')), addSheet(vendor('uplot.css'))])
    .then(([module]) => module.default)
    .catch((error) => {
      library = null;
      throw error;
    });
  return library;
}

/** @param {string} href */
function addSheet(href) {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.addEventListener('load', resolve);
    link.addEventListener('error', () => {
      link.remove();
      reject(new Error('the style sheet of the charts has not come'));
    });
    document.head.append(link);
  });
}

/**
 * `<live-chart>`: figures over time, to be seen, stepped through with the arrow keys (read out as a slider's value)
 * and read as a table. The table alone is there when the library is not.
 */
export class LiveChart extends HTMLElement {
  #controller = new AbortController();
  /** @type {Chart | null} */
  #chart = null;
  /** @type {Plot} */
  #plot = null;
  /** @type {number[]} epoch milliseconds */
  #times = [];
  /** @type {Values[]} */
  #columns = [];
  #length = 0;
  /** The time of the sample that the keyboard is at; 0: none. */
  #at = 0;

  connectedCallback() {
    this.#controller = new AbortController();
  }

  disconnectedCallback() {
    this.#controller.abort();
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** @param {Chart} chart */
  define(chart) {
    this.#chart = chart;
    const { signal } = this.#controller;
    const title = t(`chart.${chart.name}`);
    const single = chart.lines.length === 1;
    render(
      this,
      html`<div class="between"><h3>${title}</h3>
          <button type="button" class="chart-switch" aria-expanded="false" aria-label="${t('monitor.table-of', { title })}">${t('monitor.table')}</button></div>
        <dl class="chart-now ${single && 'single'}">
          ${chart.lines.map(
            ({ name, tone }, i) =>
              html`<div class="tone-${tone}"><dt class="${single && 'hidden-visually'}"><span class="chart-key dash-${i}"></span>${t(`chart.${name}`)}</dt><dd></dd></div>`,
          )}
        </dl>
        <div class="chart-plot" role="slider" tabindex="0" aria-label="${t('monitor.chart-label', { title })}" aria-valuemin="0" aria-valuemax="0" aria-valuenow="0" hidden></div>
        <p class="chart-read muted small-text" aria-hidden="true"></p>
        <div class="table-scroll chart-table" tabindex="0" role="region" aria-label="${t('monitor.table-of', { title })}" hidden><table class="figures">
            <thead><tr><th scope="col">${t('monitor.time')}</th>${chart.lines.map(({ name }) => html`<th scope="col">${t(`chart.${name}`)}</th>`)}</tr></thead>
            <tbody></tbody>
          </table></div>`,
    );
    const button = find(this, 'button', HTMLElement);
    button.addEventListener('click', () => this.showTable(button.ariaExpanded !== 'true'), { signal });
    const place = find(this, '.chart-plot', HTMLElement);
    place.addEventListener('keydown', (event) => this.#key(event), { signal });
    place.addEventListener('focus', () => this.#go(this.#times.length - 1), { signal });
    place.addEventListener('blur', () => this.#leave(), { signal });
  }

  /**
   * @param {number[]} times epoch milliseconds
   * @param {Values[]} columns one a line
   * @param {number} length of what is shown, milliseconds
   */
  show(times, columns, length) {
    if (!this.#chart) return;
    this.#times = times;
    this.#columns = columns;
    this.#length = length;
    for (const [i, place] of [...this.querySelectorAll('.chart-now dd')].entries()) {
      place.textContent = say(this.#chart.unit, columns[i]?.at(-1));
    }
    this.#plot?.setData([times, ...columns]);
    const place = find(this, '.chart-plot', HTMLElement);
    place.setAttribute('aria-valuemax', String(Math.max(0, times.length - 1)));
    if (this.#at > 0) this.#go(times.findIndex((time) => time >= this.#at));
    else place.setAttribute('aria-valuenow', String(Math.max(0, times.length - 1)));
    if (this.#at === 0) this.#read(this.#plot?.cursor.idx);
    this.#fillTable();
  }

  /** Draws, once the library is here. @param {any} Library */
  draw(Library) {
    const chart = this.#chart;
    if (!chart || this.#plot || !this.isConnected) return;
    const { signal } = this.#controller;
    const place = find(this, '.chart-plot', HTMLElement);
    place.hidden = false;
    const colour = (/** @type {string} */ name) => getComputedStyle(find(this, name, HTMLElement)).color;
    const axis = {
      stroke: () => colour('.chart-read'),
      grid: { stroke: () => getComputedStyle(place).borderBlockEndColor, width: 1 },
      ticks: { show: false },
      font: `12px ${getComputedStyle(this).fontFamily}`,
    };
    this.#plot = new Library(
      {
        width: Math.max(1, place.clientWidth),
        height: HEIGHT,
        ms: 1,
        padding: [8, 20, 0, 0], // half a label of the time reaches beyond the last value
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
        scales: {
          x: {
            range: () => {
              const newest = this.#times.at(-1) ?? Date.now();
              return [newest - this.#length, newest];
            },
          },
          y: { range: () => [0, topOf(this.#columns, UNITS[chart.unit].least)] },
        },
        axes: [
          {
            ...axis,
            space: 64,
            size: 28,
            values: (/** @type {unknown} */ _, /** @type {number[]} */ ticks) => ticks.map(shortTime),
          },
          {
            ...axis,
            space: 34,
            size: 62,
            values: (/** @type {unknown} */ _, /** @type {number[]} */ ticks) =>
              ticks.map((value) => say(chart.unit, value)),
          },
        ],
        series: [
          {},
          ...chart.lines.map(({ tone }, i) => ({
            stroke: () => colour(`.tone-${tone} .chart-key`),
            width: 2,
            dash: DASHES[i],
            points: { show: false },
          })),
        ],
        hooks: { setCursor: [(/** @type {Plot} */ plot) => this.#read(plot.cursor.idx)] },
      },
      [this.#times, ...this.#columns],
      place,
    );
    const resized = new ResizeObserver(() => {
      if (place.clientWidth > 0) this.#plot?.setSize({ width: place.clientWidth, height: HEIGHT });
    });
    resized.observe(place);
    signal.addEventListener('abort', () => resized.disconnect());
    // A canvas keeps the colours it was drawn with.
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', () => this.#plot?.redraw(false), { signal });
    }
  }

  /** @param {number} index */
  #words(index) {
    const chart = this.#chart;
    const time = this.#times[index];
    if (!chart || time === undefined) return '';
    const single = chart.lines.length === 1;
    const values = chart.lines.map(({ name }, i) => {
      const value = say(chart.unit, this.#columns[i]?.[index]);
      return single ? value : `${t(`chart.${name}`)} ${value}`;
    });
    return [exactTime(time), ...values].join(' · ');
  }

  /** What is under the crosshair, or else the peak. @param {number | null | undefined} index */
  #read(index) {
    const chart = this.#chart;
    if (!chart) return;
    const peak = peakOf(this.#columns);
    const words = peak
      ? t('monitor.peak', {
          value: say(chart.unit, peak.value),
          time: exactTime(this.#times[peak.index] ?? 0),
        })
      : '';
    find(this, '.chart-read', HTMLElement).textContent =
      typeof index === 'number' ? this.#words(index) : words;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = this.#times.length - 1;
    const here = this.#times.findIndex((time) => time >= this.#at);
    /** @type {Record<string, number>} */
    const to = {
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      PageDown: here - LEAP,
      PageUp: here + LEAP,
      Home: 0,
      End: last,
    };
    const index = to[event.key];
    if (index === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#go(index);
  }

  /** Puts the crosshair on a sample. @param {number} index is kept within what is shown */
  #go(index) {
    const at = Math.max(0, Math.min(index, this.#times.length - 1));
    const time = this.#times[at];
    if (time === undefined) return;
    this.#at = time;
    const place = find(this, '.chart-plot', HTMLElement);
    place.setAttribute('aria-valuenow', String(at));
    place.setAttribute('aria-valuetext', this.#words(at));
    this.#plot?.setCursor({ left: this.#plot.valToPos(time, 'x'), top: 0 });
    this.#read(at);
  }

  #leave() {
    this.#at = 0;
    this.#plot?.setCursor({ left: -10, top: -10 });
    this.#read(null);
  }

  /** @param {boolean} open */
  showTable(open) {
    find(this, 'button', HTMLElement).setAttribute('aria-expanded', String(open));
    find(this, '.chart-table', HTMLElement).hidden = !open;
    this.#fillTable();
  }

  #fillTable() {
    const chart = this.#chart;
    if (!chart || find(this, '.chart-table', HTMLElement).hidden) return;
    const rows = everyStep(this.#times, this.#length / 60);
    renderKeyed(
      find(this, 'tbody', HTMLElement),
      rows.map((row) => ({
        key: String(this.#times[row]),
        markup: html`<tr><th scope="row">${exactTime(this.#times[row] ?? 0)}</th>${this.#columns.map((values) => html`<td>${say(chart.unit, values[row])}</td>`)}</tr>`,
      })),
    );
  }
}

/** "15:05" in the zone of whoever looks: on a phone there is no room for "오후 3:05". @param {number} at */
const shortTime = (at) => exactTime(at).slice(0, 5);

customElements.define('live-chart', LiveChart);
