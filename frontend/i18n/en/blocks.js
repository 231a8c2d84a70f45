/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'more.user': 'More about {name}',

  'block.do': 'Block',
  'block.undo': 'Unblock',
  'block.title': 'Block {name}?',
  'block.text':
    'You will not see each other’s posts, nor chat or deal with each other. Open deals between the two of you end; past conversations stay. They are not told.',
  'block.done': '{name} is blocked.',
  'block.undone': '{name} is no longer blocked.',
  'block.profile':
    'You have blocked this user. You don’t see each other’s posts, nor chat or deal with each other.',
  'block.closed-by-me': 'You have blocked this user.',
  'block.closed': 'You can’t write to this user.',

  'blocks.title': 'Blocked users',
  'blocks.lead':
    'With those you have blocked you neither chat nor deal, and you don’t see each other’s posts.',
  'blocks.none': 'You have blocked nobody.',
  'blocks.since': 'Since {date}',
  'blocks.undo-label': 'Unblock {name}',

  'notice.prepayment':
    'This may be asking you to pay before you have the book. It is safer to meet, look at it, and pay then.',
  'notice.phone': 'There is a phone number in this. Until you have agreed, it is safer to talk here.',
  'notice.link':
    'There is a link in this that leaves the market. Don’t open it if it asks you to sign in or pay.',
  'notice.contact':
    'This may be asking you to go on in another messenger. What is said here can help you if something goes wrong.',
  'notice.more': 'Trading safely',
  'notice.dismiss': 'No more of these hints in this chat',
  'notice.dismissed': 'You won’t see these hints in this chat any more.',

  'error.blocked': 'You can’t write to or deal with this user.',
  'error.user-left': 'This user has left the market and can no longer be written to.',
  'error.own-account': 'You can’t block yourself.',
  'error.too-many-blocks': 'You can block 500 people. Please unblock somebody first.',
};
