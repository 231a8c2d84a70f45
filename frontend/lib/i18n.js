import * as store from './store.js';

/** Everything that is said in one language and otherwise in another: phrases, numbers and times. */

/** @typedef {import('./store.js').Language} Language */
/** @typedef {string | {one: string, other: string}} Phrase a sentence, or its forms by number (`{count}`) */

/** The files of phrases, in each language's folder. */
export const WORDS = [
  'app',
  'alerts',
  'blocks',
  'books',
  'chat',
  'moderation',
  'operations',
  'own-data',
  'posts',
  'safety',
  'sessions',
  'users',
];

/** What has been loaded of each. @type {Record<Language, Record<string, Phrase>>} */
const PHRASES = { ko: {}, en: {} };

export const { get: lang, subscribe: onLanguage } = store.language;

/** The files that are asked for, and those that are there. @type {Set<string>} */
const wanted = new Set();
/** @type {Map<string, Promise<void>>} */
const loads = new Map();

/** @param {Language} of */
async function load(of) {
  await Promise.all([...wanted].map((name) => loadFile(`${of}/${name}`, PHRASES[of])));
}

/**
 * @param {string} file
 * @param {Record<string, Phrase>} into
 */
function loadFile(file, into) {
  const known = loads.get(file);
  if (known) return known;
  const loading = import(`../i18n/${file}.js`).then((module) => void Object.assign(into, module.default));
  loads.set(file, loading);
  loading.catch(() => loads.delete(file));
  return loading;
}

/**
 * Loads phrases of the chosen language; from now on also of any other that is chosen.
 * @param {...string} names of files
 */
export async function loadWords(...names) {
  for (const name of names) wanted.add(name);
  await load(lang());
}

/** @param {Language} next */
export async function setLanguage(next) {
  await load(next);
  store.setLanguage(next);
}

/**
 * The phrase in the chosen language, with `{name}` filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const phrase = PHRASES[lang()][key];
  if (phrase === undefined) return key;
  const text = typeof phrase === 'string' ? phrase : phrase[Number(values.count) === 1 ? 'one' : 'other'];
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {string} key */
export function has(key) {
  return key in PHRASES[lang()];
}

const LOCALE = { ko: 'ko-KR', en: 'en-GB' };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} value */
export function number(value) {
  return value.toLocaleString(LOCALE[lang()]);
}

/**
 * "12,000원", in English "₩12,000".
 * @param {number} amount whole won
 */
export function won(amount) {
  return lang() === 'ko' ? `${number(amount)}원` : `₩${number(amount)}`;
}

/**
 * "12,000~16,000원", in English "₩12,000–₩16,000".
 * @param {number} lowest
 * @param {number} highest
 */
export function wonRange(lowest, highest) {
  if (lowest === highest) return won(lowest);
  return lang() === 'ko' ? `${number(lowest)}~${won(highest)}` : `${won(lowest)}–${won(highest)}`;
}

/**
 * Reads a price as people type it: "12,000", "12000원". Null when it is no whole number.
 * @param {string} text
 * @returns {number | null}
 */
export function parseWon(text) {
  const digits = text.replace(/[\s,원₩]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/**
 * @param {string} iso
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function date(iso, options = { year: 'numeric', month: 'long', day: 'numeric' }) {
  return new Intl.DateTimeFormat(LOCALE[lang()], options).format(new Date(iso));
}

/** @param {string} iso */
export function dateTime(iso) {
  return date(iso, { month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });
}

/** @param {string} iso */
export function clockTime(iso) {
  return date(iso, { hour: 'numeric', minute: '2-digit' });
}

/**
 * "방금 전", "5분 전", "어제", and the date after a week, with the year if it is another one.
 * @param {string} iso
 * @param {number} [now] epoch milliseconds
 */
export function relativeTime(iso, now = Date.now()) {
  const age = now - Date.parse(iso);
  if (age < MINUTE) return t('time.now');
  const words = new Intl.RelativeTimeFormat(LOCALE[lang()], { numeric: 'auto' });
  if (age < HOUR) return words.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return words.format(-Math.floor(age / HOUR), 'hour');
  if (age < 7 * DAY) return words.format(-Math.floor(age / DAY), 'day');
  const thisYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  return date(iso, { year: thisYear ? undefined : 'numeric', month: 'short', day: 'numeric' });
}

/**
 * "45초", from a minute on "15분"; in English "45 seconds". Rather too long than too short.
 * @param {number} seconds
 */
export function duration(seconds) {
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new Intl.NumberFormat(LOCALE[lang()], { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/**
 * "30일", "3 years": exactly, in the largest unit of which it is a whole number.
 * @param {number} seconds
 */
export function period(seconds) {
  const units = /** @type {const} */ ([
    ['year', 365 * 24 * 3600],
    ['day', 24 * 3600],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ]);
  const [unit, length] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  return new Intl.NumberFormat(LOCALE[lang()], { style: 'unit', unit, unitDisplay: 'long' }).format(
    seconds / length,
  );
}

/**
 * How long until `iso`: "3일 후", "in 5 hours".
 * @param {string} iso
 * @param {number} [now] epoch milliseconds
 */
export function timeLeft(iso, now = Date.now()) {
  const left = Math.max(0, Date.parse(iso) - now);
  const words = new Intl.RelativeTimeFormat(LOCALE[lang()], { numeric: 'always' });
  const minutes = Math.max(1, Math.round(left / MINUTE));
  if (minutes < 60) return words.format(minutes, 'minute');
  if (left < 2 * DAY) return words.format(Math.round(left / HOUR), 'hour');
  return words.format(Math.round(left / DAY), 'day');
}

const BYTE_UNITS = /** @type {const} */ (['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']);

/**
 * "512B", "1.5MB": in steps of a thousand, as disks are sold, with up to three digits.
 * @param {number} value
 */
export function bytes(value) {
  const steps = value < 1000 ? 0 : Math.floor(Math.log10(value) / 3 + 1e-9);
  const at = Math.min(steps, BYTE_UNITS.length - 1);
  const scaled = value / 1000 ** at;
  const unit = /** @type {string} */ (BYTE_UNITS[at]);
  return new Intl.NumberFormat(LOCALE[lang()], {
    style: 'unit',
    unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: fraction(scaled),
  }).format(scaled);
}

/**
 * A measured number, no more exact than it is worth reading: 3.25, 32.5, 325.
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function measure(value, options = {}) {
  return value.toLocaleString(LOCALE[lang()], { maximumFractionDigits: fraction(value), ...options });
}

/** @param {number} value */
const fraction = (value) => (Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);

/** @param {number} ratio 0 to 1 */
export function percent(ratio) {
  const maximumFractionDigits = ratio > 0.99 && ratio < 1 ? 2 : 1;
  return ratio.toLocaleString(LOCALE[lang()], { style: 'percent', maximumFractionDigits });
}

/**
 * "850ms", from a second on "2.5초"; in English "2.5s".
 * @param {number} ms
 */
export function milliseconds(ms) {
  const [value, unit] = ms < 1000 ? [ms, 'millisecond'] : [ms / 1000, 'second'];
  return measure(value, { style: 'unit', unit, unitDisplay: 'narrow' });
}

/**
 * For how long something has lasted, in its two largest units: "3일 4시간", "25분", "40초".
 * @param {number} ms
 */
export function lasted(ms) {
  if (ms < MINUTE) return duration(Math.max(0, Math.floor(ms / 1000)));
  const minutes = Math.floor(ms / MINUTE);
  const parts = /** @type {const} */ ([
    ['day', Math.floor(minutes / (24 * 60))],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ]);
  const first = parts.findIndex(([, value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([, value]) => value > 0)
    .map(([unit, value]) =>
      new Intl.NumberFormat(LOCALE[lang()], { style: 'unit', unit, unitDisplay: 'long' }).format(value),
    )
    .join(' ');
}

/**
 * To the second, for what is compared with a log: "15:05:10".
 * @param {string | number} at
 */
export function exactTime(at) {
  return new Intl.DateTimeFormat(LOCALE[lang()], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
}

/**
 * A moment told exactly: "11월 29일 15:05:10", with the year if it is another one.
 * @param {string} iso
 * @param {number} [now] epoch milliseconds
 */
export function exactDateTime(iso, now = Date.now()) {
  const thisYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  const day = date(iso, { year: thisYear ? undefined : 'numeric', month: 'long', day: 'numeric' });
  return `${day} ${exactTime(iso)}`;
}
