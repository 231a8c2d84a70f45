/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'safety.title': 'Trading safely',
  'safety.lead':
    'Even among students of one university, you are meeting somebody new. Five things to keep in mind.',
  'safety.first': 'Your first deal? Five things that keep it safe',
  'safety.more': 'All about trading safely',
  'safety.meet': 'Meet on campus, by day, where people are',
  'safety.meet-why':
    'The library’s entrance or the student union are good places: bright and busy. When you arrange to meet you can pick a suggested place, and both of you are reminded an hour before.',
  'safety.check': 'Look at the book before you pay',
  'safety.check-why':
    'Is it the right edition and ISBN? Are there pages missing, or notes that the post did not mention? If it is not as described, you need not buy it.',
  'safety.pay': 'Send no money before you meet',
  'safety.pay-why':
    'Whoever asks for a prepayment, a deposit or sends a “safe payment” link may be a fraud. Book and money change hands when you meet; confirm the deal after that.',
  'safety.chat': 'Keep the talk in the market’s chat',
  'safety.chat-why':
    'Be careful when somebody wants to move to another messenger or asks for your phone number first. What was agreed should be here, where it can be looked up if there is trouble.',
  'safety.report': 'If something is odd, stop and report it',
  'safety.report-why': 'A deal can be cancelled until it is confirmed. If you feel uneasy, you need not go.',
  'safety.emergency': 'If you feel in danger, leave at once and call 112 (police) or campus security.',
};
