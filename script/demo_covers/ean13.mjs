// The bars of an EAN-13.

// GS1 General Specifications, 5.2: the seven modules of a digit, in the sets A and B; C is A with the colours exchanged.
const A = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
const B = A.map((digit) => [...swapped(digit)].reverse().join(''));
// Which of the left digits are of set B tells the first digit.
const FIRST = [
  'AAAAAA',
  'AABABB',
  'AABBAB',
  'AABBBA',
  'ABAABB',
  'ABBAAB',
  'ABBBAA',
  'ABABAB',
  'ABABBA',
  'ABBABA',
];

function swapped(digit) {
  return [...digit].map((module) => (module === '1' ? '0' : '1')).join('');
}

/** The modules of some digits, each of the set that `sets` names for it: A, B or C. */
export const encoded = (digits, sets) =>
  [...digits].map((digit, i) => ({ A, B, C: A.map(swapped) })[sets[i]][Number(digit)]).join('');

/** The 95 modules of 13 digits, '1' for a bar. */
export function ean13(digits) {
  return `101${encoded(digits.slice(1, 7), FIRST[Number(digits[0])])}01010${encoded(digits.slice(7), 'CCCCCC')}101`;
}
