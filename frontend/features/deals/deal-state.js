/** Whether a deal is still going on. @param {import('../../lib/types.js').DealState} state */
export function isOpen(state) {
  return state === 'negotiating' || state === 'reserved';
}
