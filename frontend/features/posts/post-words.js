/** From worst to best, as the original's selector runs: 나쁨, 보통, 좋음, and the two above. */
/** @type {import('../../lib/types.js').Condition[]} */
export const CONDITIONS = ['poor', 'fair', 'good', 'like_new', 'new'];

/** @type {import('../../lib/types.js').ConditionFlag[]} */
export const FLAGS = ['handwriting', 'highlighting', 'answers_written', 'torn', 'stained', 'parts_missing'];

export const MAX_PRICE = 10_000_000;
export const MAX_PHOTOS = 10;

/**
 * Whether the check digit of an ISBN fits (10 or 13 digits, hyphens and spaces allowed).
 * @param {string} text
 */
export function isIsbn(text) {
  const digits = text.replace(/[\s-]/g, '').toUpperCase();
  if (/^\d{13}$/.test(digits)) {
    const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
    return sum % 10 === 0 && /^97[89]/.test(digits);
  }
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, i) => total + (digit === 'X' ? 10 : Number(digit)) * (10 - i),
    0,
  );
  return sum % 11 === 0;
}
