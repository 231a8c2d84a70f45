/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'book.isbn-hint': 'With the ISBN, we fill in the book for you',
  'book.filled': 'Filled in: {fields}',
  'book.known': 'This market has seen this book before.',
  'book.unknown': 'New to this market: please fill it in yourself.',
  'book.undo': 'Undo',
  'book.undone': 'Undone.',
  'book.seen': 'Books this market has seen',

  'book.fair-price': {
    one: 'The last one sold for {range} (median {median})',
    other: 'The last {count} sold for {range} (median {median})',
  },
  'book.fair-price-one': {
    one: 'The last one sold for about {price}',
    other: 'The last {count} all sold for about {price}',
  },
  'book.on-sale-now': {
    one: '{count} copy is on sale now, for {price}',
    other: '{count} copies are on sale now, from {price}',
  },
  'book.far-above': 'Well above what it goes for.',

  'book.others': 'Other copies of this book',
  'book.prices': 'What this book goes for',
  'book.sold-count': 'Sold',
  'book.sales': { one: '{count} copy', other: '{count} copies' },
  'book.median': 'Median price',
  'book.lowest': 'Lowest now',
  'book.all': 'All posts of this book',
};
