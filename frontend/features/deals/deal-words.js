import { dateTime, has, t, timeLeft, won } from '../../lib/i18n.js';
import { isOpen } from './deal-state.js';

/** What is said of deals, and by them in rooms. */

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

/**
 * What a system message says, in the user's language. The server's own sentence (Korean) is the last resort.
 * @param {import('../../lib/types.js').Message} message
 * @param {import('../../lib/types.js').Room} room
 * @returns {string}
 */
export function systemWords(message, room) {
  const { data } = message;
  if (!data) return message.body;
  const values = {
    who: data.by ? t(`chat.side-${data.by}`) : '',
    price: data.price === undefined ? '' : won(data.price),
    place: data.place ?? '',
    at: data.at ? dateTime(data.at) : '',
    // Of a reminder: how long it was until the meeting when it came.
    time: data.at ? timeLeft(data.at, Date.parse(message.sent_at)) : '',
    reason: data.reason ?? '',
  };
  const key = `chat.system-${data.event}`;
  // The finer phrase first, such as `offer-seller` or `closed-sold`.
  const variants = [data.price === 0 && 'free', data.by, data.reason].map((variant) => `${key}-${variant}`);
  if (data.event === 'deal_opened' && isHaggled(data, room)) variants.unshift(`${key}-haggled`);
  const found = [...variants, key].find(has);
  return found ? t(found, values) : message.body;
}

/**
 * Whether a request came with an offer: the data tells the price alone, and what was asked then is known of the
 * room's newest deal; of an older one, what is asked now must do.
 * @param {import('../../lib/types.js').SystemData} data
 * @param {import('../../lib/types.js').Room} room
 */
function isHaggled(data, { deal, post }) {
  return data.price !== (deal?.id === data.deal_id ? deal.list_price : post.price);
}

/**
 * Who did what a system message tells of.
 * @param {import('../../lib/types.js').Message} message
 * @param {import('../../lib/types.js').Room} room
 * @returns {'me' | 'them' | null} null: nobody, time ran out
 */
export function doer({ data }, { deal, with: them }) {
  if (!data?.by || !deal) return null;
  return deal[data.by].username === them.username ? 'them' : 'me';
}

/**
 * A message in one line, for the list of rooms and for announcements.
 * @param {import('../../lib/types.js').Message | null} message
 * @param {import('../../lib/types.js').Room} room
 */
export function preview(message, room) {
  if (!message) return '';
  if (message.kind === 'system') return systemWords(message, room);
  if (message.kind === 'expired') return t('chat.expired');
  return message.kind === 'photo' ? t('chat.photo') : message.body;
}
