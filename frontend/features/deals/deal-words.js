import { t, timeLeft } from '../../lib/i18n.js';
import { isOpen } from './deal-state.js';

/** @typedef {import('../../lib/types.js').DealState} DealState */
/** @typedef {import('../../lib/types.js').DealAction} DealAction */

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

/** What leads on; the buttons of other actions are quieter. Which are shown is the answer's `actions` and nothing else. */
export const MAIN_ACTIONS = new Set(['accept', 'confirm', 'review', 'buy']);

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

/**
 * What happens by itself if nobody does anything, and when; '' once the deal is over.
 * @param {import('../../lib/types.js').Deal} deal
 */
export function deadline(deal) {
  if (!deal.expires_at || !isOpen(deal.state)) return '';
  // What one side has confirmed is completed by time, not lost.
  const completes = deal.confirmed.buyer || deal.confirmed.seller;
  return t(completes ? 'deal.completes' : 'deal.expires', { time: timeLeft(deal.expires_at) });
}

/**
 * The words on the button of an action.
 * @param {import('../../lib/types.js').Deal} deal
 * @param {DealAction} name
 */
export function actionLabel(deal, name) {
  if (name === 'meet' && deal.meeting) return t('deal.meet-again');
  return t(`deal.${name}`);
}
