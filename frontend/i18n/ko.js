import alerts from './ko/alerts.js';
import app from './ko/app.js';
import blocks from './ko/blocks.js';
import books from './ko/books.js';
import chat from './ko/chat.js';
import deals from './ko/deals.js';
import moderation from './ko/moderation.js';
import operations from './ko/operations.js';
import ownData from './ko/own-data.js';
import posts from './ko/posts.js';
import safety from './ko/safety.js';
import sessions from './ko/sessions.js';
import users from './ko/users.js';

/** @type {Record<string, import('../lib/i18n.js').Phrase>} */
export default {
  ...app,
  ...users,
  ...sessions,
  ...posts,
  ...books,
  ...deals,
  ...chat,
  ...alerts,
  ...safety,
  ...ownData,
  ...blocks,
  ...moderation,
  ...operations,
};
