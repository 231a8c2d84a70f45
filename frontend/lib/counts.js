import { createStore } from './store.js';

/** What the header counts, and the features behind its tabs feed. */

/** How many posts that saved searches (구해요) found are new. */
export const finds = createStore(0);

/** How many chat messages wait to be read, over all rooms. */
export const unread = createStore(0);
