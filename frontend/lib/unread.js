import { createStore } from './store.js';

/** How many chat messages wait to be read, over all rooms. The chat feeds it, the header shows it. */
const unread = createStore(0);

export const { get, set, subscribe } = unread;
