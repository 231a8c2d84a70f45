import { keep, recall } from './storage.js';
import { createStore } from './store.js';

/** @typedef {'ko' | 'en'} Language */
/** @typedef {string | {one: string, other: string}} Phrase a sentence, or its forms by number (`{count}`) */

const KEY = 'giraffe.language';

/** The files of phrases, in each language's folder. */
export const WORDS = [
  'app',
  'alerts',
  'blocks',
  'books',
  'chat',
  'deals',
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

/** @type {import('./store.js').Store<Language>} */
const language = createStore(recall(KEY) === 'en' ? 'en' : 'ko');

export const { get: lang, subscribe: onLanguage } = language;

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
  await load(language.get());
}

/** @param {Language} next */
export async function setLanguage(next) {
  await load(next);
  keep(KEY, next);
  language.set(next);
}

/**
 * The phrase in the chosen language, with `{name}` filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const phrase = PHRASES[language.get()][key];
  if (phrase === undefined) return key;
  const text = typeof phrase === 'string' ? phrase : phrase[Number(values.count) === 1 ? 'one' : 'other'];
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {string} key */
export function has(key) {
  return key in PHRASES[language.get()];
}
