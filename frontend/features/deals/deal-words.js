/** @typedef {import('../../lib/types.js').DealState} DealState */
/** @typedef {import('../../lib/types.js').DealAction} DealAction */

/** Whether a deal is still going on. @param {DealState} state */
export function isOpen(state) {
  return state === 'negotiating' || state === 'reserved';
}

/** @type {Record<DealState, string>} */
const TONES = {
  negotiating: 'info',
  reserved: 'warn',
  completed: 'good',
  declined: 'bad',
  cancelled: '',
  expired: '',
  closed: '',
};

/** The colour of a state's chip. @param {DealState} state */
export function stateTone(state) {
  return TONES[state] ?? '';
}

/**
 * How the buttons of a deal look. Which of them are shown is the answer's `actions` and nothing else.
 * @type {Record<string, {label: string, className: string}>}
 */
export const ACTIONS = {
  accept: { label: 'deal.accept', className: 'primary' },
  offer: { label: 'deal.offer', className: '' },
  decline: { label: 'deal.decline', className: '' },
  withdraw: { label: 'deal.withdraw', className: '' },
  confirm: { label: 'deal.confirm', className: 'primary' },
  meet: { label: 'deal.meet', className: '' },
  cancel: { label: 'deal.cancel', className: '' },
  review: { label: 'deal.review', className: 'primary' },
  buy: { label: 'deal.buy', className: 'primary' },
};

/**
 * Which side of a deal the user is on.
 * @param {import('../../lib/types.js').Deal} deal
 * @param {string | undefined} username
 * @returns {'buyer' | 'seller'}
 */
export function sideOf(deal, username) {
  return deal.buyer.username === username ? 'buyer' : 'seller';
}

/**
 * The phrase that says where the deal stands for this user.
 * @param {import('../../lib/types.js').Deal} deal
 * @param {'buyer' | 'seller'} side
 */
export function standing(deal, side) {
  if (deal.state === 'negotiating') return deal.turn === side ? 'deal.your-turn' : 'deal.their-turn';
  if (deal.state === 'reserved') return deal.confirmed[side] ? 'deal.wait-confirm' : 'deal.meet-and-confirm';
  return '';
}
