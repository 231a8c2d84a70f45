import { bytes, measure, milliseconds, number, percent, t } from '../../lib/i18n.js';

/**
 * @typedef {object} Unit
 * @property {(value: number) => string} say
 * @property {number} least the lowest top of a chart
 *
 * @typedef {object} Line
 * @property {string} series where its values are: "parked_polls", "queued.db"
 * @property {string} name of its phrase
 * @property {'info' | 'good' | 'warn' | 'bad' | 'plain'} tone its colour
 *
 * @typedef {object} Chart
 * @property {string} name of its phrase
 * @property {keyof typeof UNITS} unit
 * @property {Line[]} lines
 */

/** @satisfies {Record<string, Unit>} */
export const UNITS = {
  rate: { say: (value) => t('monitor.per-second', { value: measure(value) }), least: 1 },
  ms: { say: milliseconds, least: 10 },
  count: { say: (value) => number(Math.round(value)), least: 4 },
  bytes: { say: bytes, least: 1_000_000 },
  ratio: { say: percent, least: 1 },
};

/** @param {string} series @param {Line['tone']} [tone] @param {string} [name] @returns {Line} */
const line = (series, tone = 'info', name = series) => ({ series, tone, name });

/** One line alone, under its own name. @param {string} series @param {Chart['unit']} unit @param {Line['tone']} [tone] @returns {Chart} */
const alone = (series, unit, tone) => ({ name: series, unit, lines: [line(series, tone)] });

/** @param {string} series @returns {Line[]} */
const halves = (series) => [line(`${series}_p50_ms`, 'info', 'p50'), line(`${series}_p99_ms`, 'warn', 'p99')];

/** What belongs together, the most telling first. @type {{name: string, charts: Chart[]}[]} */
export const GROUPS = [
  {
    name: 'requests',
    charts: [
      alone('requests_per_second', 'rate'),
      alone('errors_per_second', 'rate', 'bad'),
      { name: 'latency', unit: 'ms', lines: halves('latency') },
    ],
  },
  {
    name: 'chat',
    charts: [
      { name: 'polls', unit: 'count', lines: [line('parked_polls'), line('connections', 'plain')] },
      { name: 'wake', unit: 'ms', lines: halves('wake') },
    ],
  },
  {
    name: 'lanes',
    charts: [
      {
        name: 'queued',
        unit: 'count',
        lines: [
          line('queued.db', 'info', 'lane-db'),
          line('queued.write', 'good', 'lane-write'),
          line('queued.hash', 'warn', 'lane-hash'),
          line('queued.image', 'plain', 'lane-image'),
        ],
      },
      alone('refused_per_second', 'rate', 'bad'),
    ],
  },
  {
    name: 'database',
    charts: [
      {
        name: 'writes',
        unit: 'rate',
        lines: [line('writes_per_second'), line('commits_per_second', 'good')],
      },
      alone('cache_hit_ratio', 'ratio', 'good'),
      alone('database_bytes', 'bytes'),
      alone('wal_bytes', 'bytes'),
    ],
  },
  {
    name: 'machine',
    charts: [
      alone('disk_free_bytes', 'bytes', 'good'),
      alone('memory_bytes', 'bytes'),
      alone('open_files', 'count'),
    ],
  },
];

/**
 * @param {Chart['unit']} unit
 * @param {number | null | undefined} value
 */
export const say = (unit, value) => (typeof value === 'number' ? UNITS[unit].say(value) : '—');
