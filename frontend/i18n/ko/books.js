/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'book.isbn-hint': 'ISBN을 적으면 책 정보를 채워 드려요',
  'book.filled': '자동으로 채웠어요: {fields}',
  'book.known': '이 마켓에서 거래된 적이 있는 책이에요.',
  'book.unknown': '이 마켓에 처음 올라오는 책이에요. 책 정보를 직접 적어 주세요.',
  'book.undo': '되돌리기',
  'book.undone': '되돌렸어요.',
  'book.seen': '이 마켓에 올라왔던 책',

  'book.fair-price': {
    one: '최근 {count}건이 {range}(중간값 {median})에 거래됐어요',
    other: '최근 {count}건이 {range}(중간값 {median})에 거래됐어요',
  },
  'book.fair-price-one': {
    one: '최근 {count}건이 모두 {price} 안팎에 거래됐어요',
    other: '최근 {count}건이 모두 {price} 안팎에 거래됐어요',
  },
  'book.on-sale-now': {
    one: '지금 {count}권이 {price}에 판매 중이에요',
    other: '지금 {count}권이 {price}부터 판매 중이에요',
  },
  'book.far-above': '시세보다 꽤 높아요.',

  'book.others': '같은 책 다른 글',
  'book.prices': '이 책의 시세',
  'book.sold-count': '거래',
  'book.sales': { one: '{count}건', other: '{count}건' },
  'book.median': '거래 중간값',
  'book.lowest': '지금 최저가',
  'book.all': '이 책의 글 모두 보기',
};
