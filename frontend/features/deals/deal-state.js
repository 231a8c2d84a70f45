/** In which a deal is still going on. @type {import('../../lib/types.js').DealState[]} */
export const OPEN = ['negotiating', 'reserved'];

/** @param {import('../../lib/types.js').DealState} state */
export const isOpen = (state) => OPEN.includes(state);
