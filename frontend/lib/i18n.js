import en from '../i18n/en.js';
import ko from '../i18n/ko.js';
import { keep, recall } from './storage.js';
import { createStore } from './store.js';

/** @typedef {'ko' | 'en'} Language */
/** @typedef {string | {one: string, other: string}} Phrase a sentence, or its forms by number (`{count}`) */

const KEY = 'giraffe.language';

/** @type {Record<Language, Record<string, Phrase>>} */
const PHRASES = { ko, en };

/** @type {import('./store.js').Store<Language>} */
const language = createStore(recall(KEY) === 'en' ? 'en' : 'ko');

export const { get: lang, subscribe: onLanguage } = language;

/** @param {Language} next */
export function setLanguage(next) {
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
