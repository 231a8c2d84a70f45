import { keep, recall } from './storage.js';

/** @typedef {'system' | 'light' | 'dark'} Theme */

const KEY = 'giraffe.theme';

/** @returns {Theme} */
export function theme() {
  const kept = recall(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** @param {Theme} next */
export function setTheme(next) {
  keep(KEY, next);
  applyTheme();
}

/** The tokens follow `color-scheme`; the attribute only overrides the system's wish. */
export function applyTheme() {
  const chosen = theme();
  if (chosen === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = chosen;
}
