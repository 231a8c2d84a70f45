import alerts from './en/alerts.js';
import app from './en/app.js';
import blocks from './en/blocks.js';
import books from './en/books.js';
import chat from './en/chat.js';
import deals from './en/deals.js';
import moderation from './en/moderation.js';
import operations from './en/operations.js';
import ownData from './en/own-data.js';
import posts from './en/posts.js';
import safety from './en/safety.js';
import sessions from './en/sessions.js';
import users from './en/users.js';

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
