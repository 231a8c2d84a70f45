import { createStore } from './store.js';

/** How many posts that saved searches (구해요) found are new. The alerts feed it, the header shows it. */
const finds = createStore(0);

export const { get, set, subscribe } = finds;
