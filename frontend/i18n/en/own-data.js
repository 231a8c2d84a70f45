/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'own-data.title': 'My data',
  'own-data.lead':
    'Everything the market holds about you in one file: posts, links to photos, conversations, deals, reviews, favourites, wanted books and devices.',
  'own-data.export': 'Download my data',
  'own-data.exported': 'The file is downloaded.',

  'privacy.lead':
    'What personal data {name} holds, why and for how long, who can see it, and how you take it with you, correct it or erase it. The times are those this server is set to.',
  'privacy.items': 'What',
  'privacy.why': 'Why',
  'privacy.kept': 'How long',
  'privacy.part-what': 'What is held, why, and for how long',
  'privacy.part-who': 'Who can see it',
  'privacy.part-others': 'Is it passed on?',
  'privacy.part-browser': 'What is stored in your browser',
  'privacy.part-safety': 'How it is kept safe',
  'privacy.part-rights': 'Your rights',
  'privacy.part-operator': 'Who is responsible',

  'privacy.account': 'Account',
  'privacy.items-account':
    'User name, password (as a hash that cannot be turned back), email address, major · optional: nickname, text about you',
  'privacy.why-account': 'Signing in; telling the other side of a deal who you are',
  'privacy.kept-account': 'Until you leave; then it is erased at once.',
  'privacy.devices': 'Signed-in devices',
  'privacy.items-devices':
    'Name of the device, kind of browser, when you signed in, when it was last used and from which IP address. Names and rights of access tokens',
  'privacy.why-devices': 'Staying signed in; finding a device you do not know and signing it out',
  'privacy.kept-devices': 'Until you sign out, at most {sessions} after signing in',
  'privacy.places': 'Where you sign in',
  'privacy.items-places': 'Networks you have signed in from, and when last',
  'privacy.why-places': 'Somebody who guesses your password elsewhere must not keep you out',
  'privacy.kept-places': '{sign_in_places} after the last sign-in from there; erased at once when you leave.',
  'privacy.mails': 'Mails sent to you',
  'privacy.items-mails':
    'To which address codes, password links and news about your account were sent, and when. A scrambled mark of each device, to notice a new one',
  'privacy.why-mails': 'Verifying your address, a forgotten password, telling you of a new device',
  'privacy.kept-mails':
    'The text until it is sent, the record for {mails}. Marks of devices, at most 50, until you leave.',
  'privacy.posts': 'Posts',
  'privacy.items-posts': 'What you write about the book, price, place; how often it was seen and favoured',
  'privacy.why-posts': 'Selling, finding, and telling what books go for',
  'privacy.kept-posts':
    'Shown until you delete it or leave. Title, book and price of a deleted post stay with deals and price statistics; when you leave, its description and place are emptied.',
  'privacy.photos': 'Photos',
  'privacy.items-photos':
    'The photos you upload. Where, when and with what they were taken is removed on upload.',
  'privacy.why-photos': 'Showing the state of a book',
  'privacy.kept-photos':
    'When a post is deleted, all but the cover that its chat shows is removed. What is uploaded and never used is removed after {unused_photos}. The photos of a reported post are removed once that is decided.',
  'privacy.chat': 'Conversations',
  'privacy.items-chat': 'Messages and photos, and how far you have read',
  'privacy.why-chat': 'Agreeing on a deal, and looking it up if there is a dispute',
  'privacy.kept-chat':
    'Until {messages} after the last message of the room (while a deal is open in it, until it is over). Then texts and photos are erased.',
  'privacy.kept-chat-for-ever': 'Without an end. When you leave, your name is taken off.',
  'privacy.deals': 'Deals and reviews',
  'privacy.items-deals':
    'Price, offers, place and time to meet, confirmation or cancellation, stars and text',
  'privacy.why-deals': 'The history of deals, and reputation',
  'privacy.kept-deals': 'They belong to both sides and stay. When you leave they become a former member’s.',
  'privacy.lists': 'Favourites, wanted books, blocks',
  'privacy.items-lists': 'Posts you favoured, searches you saved, people you blocked',
  'privacy.why-lists':
    'Telling you of changed prices and new books; keeping away whom you do not want to meet',
  'privacy.kept-lists': 'Until you delete them or leave',
  'privacy.news': 'Notices',
  'privacy.items-news': 'That there was a message, a deal’s step, or news of a favourite',
  'privacy.why-news': 'Telling all your devices, with none left out',
  'privacy.kept-news': '{events}; erased at once when you leave.',
  'privacy.answers': 'Answers to requests',
  'privacy.items-answers': 'The answer to give again when the same request comes twice',
  'privacy.why-answers': 'A broken connection must not make two posts or two deals',
  'privacy.kept-answers': '{idempotency_keys}',
  'privacy.reports': 'Reports',
  'privacy.items-reports':
    'Who reported, why and in what words; a copy of the reported post, message, nickname or text about oneself as it was then',
  'privacy.why-reports': 'Moderators see and judge what was reported',
  'privacy.kept-reports':
    'What was reported is kept until it is decided, and for {messages} after that. When the person it is about leaves, their name and text about themselves are erased at once, the rest as soon as it is decided. That there was a report, and the decision, stay.',
  'privacy.kept-reports-for-ever':
    'What was reported is kept without an end. When the person it is about leaves, their name and text about themselves are erased at once, the rest as soon as it is decided. That there was a report, and the decision, stay.',
  'privacy.left': 'Names of those who left',
  'privacy.items-left':
    'A hash of the user name and when they left; if they left while suspended, also a hash of the email address',
  'privacy.why-left':
    'Nobody else shall pose as them under the same name, nor leave to be rid of a suspension',
  'privacy.kept-left':
    '{left_names} after they left; that of the email address {left_names} beyond the suspension, and for good where that is',
  'privacy.kept-left-never':
    'No name is held, each is free at once. The hash of the email address until the suspension would have ended, and for good where it would not.',
  'privacy.snapshots': 'Backups (snapshots)',
  'privacy.items-snapshots': 'A copy of all of the above',
  'privacy.why-snapshots': 'Bringing the market back to an earlier state after a fault or a mistake',
  'privacy.kept-snapshots':
    'One of each hour, day and week is kept, for {snapshots}, and then removed; one that the operator takes by hand stays until it is removed. Whoever has left does not come back with one.',
  'privacy.log': 'Log',
  'privacy.items-log':
    'Time, function called, outcome and duration, number of the user. With a proxy in front of the server also the IP address and the path asked for. No search words, and nothing that is written in posts or conversations.',
  'privacy.why-log': 'Finding faults and attacks',
  'privacy.kept-log': 'Erased after a time the operator sets; ask at the contact below.',

  'privacy.all': 'Everybody',
  'privacy.sees-all':
    'User name, nickname, major, text about you, whether you are verified, since when you are here, posts, rating and reviews',
  'privacy.other': 'The other side of a deal',
  'privacy.sees-other': 'Your conversation with them and its photos, how far you have read, the deal',
  'privacy.self': 'You alone',
  'privacy.sees-self': 'Email address, favourites, wanted books, hidden posts, signed-in devices',
  'privacy.operator': 'The operator',
  'privacy.sees-operator':
    'Whoever runs the server can look into its database. Of passwords there are hashes alone, so the operator cannot know them either.',
  'privacy.others-text':
    'This software gives personal data to nobody and has nobody process it. There are no advertisements, no analytics, and no fonts or code from other servers. The exception: what the law obliges the operator to hand over.',
  'privacy.browser-cookie':
    'One cookie, session, which keeps you signed in. There is none while you are signed out.',
  'privacy.browser-storage':
    'The local storage holds language and display mode, a mark that you are signed in, the numbers of rooms whose safety note you have closed, the post you are writing and messages not sent yet. What is sent is gone from there; the server does not read it.',
  'privacy.browser-none': 'No tracking cookies, and none of other companies.',
  'privacy.safety-text':
    'Passwords are stored as Argon2id hashes, sign-in tokens as hashes. Photos are made anew, without what cameras add. The server checks of every request whether it is about your own things, and limits attempts to sign in.',
  'privacy.right-see': 'Access and portability: download all your data as a JSON file at any time.',
  'privacy.right-correct': 'Correction: change your profile and your posts yourself.',
  'privacy.right-delete': 'Erasure and restriction: delete posts, favourites and wanted books, or leave.',
  'privacy.right-ask': 'For anything else, and to withdraw your consent, write to the person named below.',
  'privacy.sign-in': 'Sign in to use them',
  'privacy.authorities':
    'In Korea the Privacy Infringement Report Center (call 118) and the Personal Information Dispute Mediation Committee (1833-6972) help.',
  'privacy.operator-name': 'Operator',
  'privacy.operator-contact': 'Contact',
  'privacy.operator-privacy_officer': 'Privacy officer',
  'privacy.not-told': 'The operator has not told yet.',
};
