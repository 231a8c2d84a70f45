/**
 * The samples of the monitor, made ready to be drawn and read.
 *
 * @typedef {import('./operations-types.js').Monitor} Monitor
 * @typedef {import('./operations-types.js').Values} Values
 */

/**
 * The values of a series, such as "parked_polls" or "queued.db"; nothing but gaps when there is none of that name.
 * @param {Monitor} monitor
 * @param {string} name
 * @returns {Values}
 */
export function valuesOf({ series, times }, name) {
  const [first = '', second] = name.split('.');
  const found = series[first];
  const values = second === undefined || Array.isArray(found) ? found : found?.[second];
  return Array.isArray(values) ? values : times.map(() => null);
}

/**
 * The index of the first sample within the last so many milliseconds, counted from the newest one.
 * @param {number[]} times ascending, epoch milliseconds
 * @param {number} length
 */
export function firstWithin(times, length) {
  const from = (times.at(-1) ?? 0) - length;
  const first = times.findIndex((time) => time >= from);
  return first < 0 ? times.length : first;
}

/**
 * Which samples a table shows, newest first: of each step (a minute, say) the first. They are the same ones at the
 * next look, so that the rows of a table that is being read stay.
 * @param {number[]} times ascending, epoch milliseconds
 * @param {number} step milliseconds
 * @returns {number[]} indices
 */
export function everyStep(times, step) {
  /** @type {number[]} */
  const rows = [];
  for (const [i, time] of times.entries()) {
    const before = times[i - 1];
    if (before === undefined || Math.floor(before / step) !== Math.floor(time / step)) rows.unshift(i);
  }
  return rows;
}

/**
 * How high a chart reaches: a little above its highest value, so that the line never touches the edge, and never so
 * low that noise looks like a mountain.
 * @param {Values[]} columns
 * @param {number} least
 */
export function topOf(columns, least) {
  return Math.max((peakOf(columns)?.value ?? 0) * 1.1, least);
}

/**
 * The highest value of all lines, and when it was.
 * @param {Values[]} columns
 * @returns {{value: number, index: number} | null} null when there is none; the latest of several alike
 */
export function peakOf(columns) {
  /** @type {{value: number, index: number} | null} */
  let peak = null;
  for (const values of columns) {
    for (const [index, value] of values.entries()) {
      if (value === null) continue;
      if (!peak || value > peak.value || (value === peak.value && index > peak.index))
        peak = { value, index };
    }
  }
  return peak;
}

/** This many samples may be late: one is lost now and then. */
const LATE = 3;

/**
 * Tells whether what is shown is still what is: by when the newest sample last changed here, since the clocks of the
 * two machines may differ.
 */
export class Freshness {
  #newest = '';
  #since = 0;

  /**
   * @param {string} newest time of the newest sample
   * @param {number} now milliseconds of any clock that only goes forward
   */
  heard(newest, now) {
    if (newest === this.#newest) return;
    this.#newest = newest;
    this.#since = now;
  }

  /**
   * @param {number} interval milliseconds between two samples
   * @param {number} now
   */
  isStale(interval, now) {
    return now - this.#since > LATE * interval;
  }
}
