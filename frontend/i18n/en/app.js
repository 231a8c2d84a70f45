/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'app.name': 'Giraffe A+ Book Market',
  'app.skip': 'Skip to content',
  'app.loading': 'Loading…',

  'nav.label': 'Main',
  'nav.market': 'Market',
  'nav.write': 'Sell',
  'nav.chat': 'Chat',
  'nav.me': 'My page',
  'nav.sign-in': 'Sign in',
  'nav.unread': { one: '{count} unread message', other: '{count} unread messages' },
  'safety.link': 'Trading safely',
  'nav.language': '한국어로 바꾸기',
  'nav.language-short': '한국어',

  'title.not-found': 'Page not found',

  'action.retry': 'Try again',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.save': 'Save',
  'action.delete': 'Delete',
  'action.more': 'Show more',
  'action.back-to-list': 'Back to the list',
  'action.apply': 'Apply',
  'action.reset': 'Reset',
  'action.go-market': 'Browse the market',

  'field.optional': 'optional',

  'time.now': 'just now',

  'theme.label': 'Appearance',
  'theme.system': 'System',
  'theme.light': 'Light',
  'theme.dark': 'Dark',

  'error.network': 'The server cannot be reached. Please check your connection.',
  'error.network-submit':
    'The server cannot be reached. Nothing you typed is lost; please press again in a moment.',
  'error.unknown': 'Something went wrong. Please try again.',
  'error.not-found': 'There is nothing here.',
  'error.page-not-found': 'This page does not exist!',
  'error.server': 'The server has a problem. Please try again in a moment.',
  'error.busy': 'The market is very busy. Please try again in a moment.',
  'error.maintenance':
    'The market is being brought back to an earlier state. What you have written is still here: please try again in a few seconds.',
  'error.too-many-requests': 'Too many requests. Please try again in {wait}.',
  'error.request-timeout': 'Sending took too long. Please check your connection and try again.',
  'error.not-signed-in': 'Please sign in first.',
  'error.body-too-large': 'Too large to send: files can be up to 10 MB.',
  'error.idempotency-key-reused': 'This request has been handled with other contents. Please try again.',
  'error.invalid-query': 'The filters in this address cannot be read. Please clear them and search again.',
  'error.invalid-fields': 'Please check what you entered.',
  'error.storage-failing':
    'The server’s disk is not working right now. Nothing was changed; please try again later.',
  'error.disk-full': 'The server has run out of space. Please try again later.',
  'error.cross-site-request': 'The request was blocked. Please reload the page and try again.',

  'fault.required': 'Please fill this in.',
  'fault.too-short': 'Too short.',
  'fault.too-long': 'Too long.',
  'fault.too-small': 'Too small.',
  'fault.too-large': 'Too large.',
  'fault.wrong-type': 'Not in the right form.',
  'fault.not-allowed': 'This value cannot be used.',
  'fault.unknown-field': 'Something in it is not known to the server.',
  'fault.duplicate': 'The same value is there twice.',
  'fault.not-found': 'It is no longer there. Please choose again.',
  'fault.invalid': 'Not a valid value.',
  'fault.invalid-format': 'Not in the right form.',
  'fault.control-character': 'Contains characters that cannot be used.',

  // Beside names and posts wherever they stand.
  'me.favorites': 'Favourites',
  'user.verified': 'Verified email',
  'user.verified-campus': 'Verified: {campus}',
  'user.rating': { one: 'Rated {average} · {count} review', other: 'Rated {average} · {count} reviews' },
  'user.no-rating': 'No reviews yet',
  'review.stars': '{stars} of 5 stars',
  'status.selling': 'For sale',
  'status.reserved': 'Reserved',
  'status.sold': 'Sold',
  'status.hidden': 'Hidden',
  'condition.new': 'New',
  'condition.like_new': 'Like new',
  'condition.good': 'Good',
  'condition.fair': 'Fair',
  'condition.poor': 'Poor',
  'post.free': 'Free',
  'reply.minutes': {
    one: 'Usually answers within 10 minutes · {count} recent request',
    other: 'Usually answers within 10 minutes · {count} recent requests',
  },
  'reply.hour': {
    one: 'Usually answers within an hour · {count} recent request',
    other: 'Usually answers within an hour · {count} recent requests',
  },
  'reply.three-hours': {
    one: 'Usually answers within 3 hours · {count} recent request',
    other: 'Usually answers within 3 hours · {count} recent requests',
  },
  'reply.half-day': {
    one: 'Usually answers within half a day · {count} recent request',
    other: 'Usually answers within half a day · {count} recent requests',
  },
  'reply.day': {
    one: 'Usually answers within a day · {count} recent request',
    other: 'Usually answers within a day · {count} recent requests',
  },
  'reply.slow': {
    one: 'Usually takes more than a day to answer · {count} recent request',
    other: 'Usually takes more than a day to answer · {count} recent requests',
  },
  'report.action': 'Report',

  // Linked to from the first page of all.
  'privacy.title': 'Privacy policy',
};
