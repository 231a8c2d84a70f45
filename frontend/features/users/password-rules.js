import { t } from '../../lib/i18n.js';

/**
 * The rules of a password in the original's order: length, a digit, a letter. The server checks them again.
 * Letters and digits of any script count, so that nobody is made to type Latin.
 */

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** @type {{name: 'length' | 'digit' | 'letter', test: (password: string) => boolean}[]} */
export const RULES = [
  { name: 'length', test: (password) => [...password].length >= MIN_LENGTH },
  { name: 'digit', test: (password) => /\p{Nd}/u.test(password) },
  { name: 'letter', test: (password) => /\p{L}/u.test(password) },
];

/**
 * @param {string} password
 * @param {string} username
 * @returns {string} the phrase key of the first broken rule, or ''
 */
export function passwordFault(password, username) {
  const broken = RULES.find((rule) => !rule.test(password));
  if (broken) return `rule.${broken.name}`;
  if ([...password].length > MAX_LENGTH) return 'rule.too-long';
  return password.toLowerCase() === username.toLowerCase() ? 'rule.is-username' : '';
}

/**
 * Of the two fields in which a password is chosen anew.
 * @param {string} password
 * @param {string} confirm
 * @param {string} username
 * @returns {Record<string, string>} what is wrong, by control
 */
export function newPasswordFaults(password, confirm, username) {
  const fault = passwordFault(password, username);
  if (fault) return { new_password: t(fault) };
  return password === confirm ? {} : { confirm: t('rule.confirm') };
}

/** @param {string} username */
export function isUsername(username) {
  return /^[a-z0-9_.-]{3,20}$/i.test(username);
}

/** @param {string} email */
export function isEmail(email) {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email);
}
