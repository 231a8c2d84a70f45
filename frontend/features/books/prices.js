import { t, won, wonRange } from '../../lib/i18n.js';

/** @typedef {import('../../lib/types.js').Edition} Edition */

/** With fewer sales, what is on sale says more. */
const ENOUGH_SALES = 3;
/** How many times the upper quartile, or the cheapest copy, a price is when it is far above. */
const FAR_ABOVE = { sold: 1.5, onSale: 2 };

/** @param {Edition} edition */
const hasEnoughSales = (edition) => edition.sold.count >= ENOUGH_SALES && edition.sold.quartiles !== null;

/**
 * What the book goes for, in a sentence; '' when nothing can be said.
 * @param {Edition | null} edition
 */
export function fairPrice(edition) {
  if (!edition) return '';
  const { count, quartiles, median } = edition.sold;
  if (hasEnoughSales(edition) && quartiles) {
    const [lower, upper] = quartiles;
    if (lower === upper) return t('book.fair-price-one', { count, price: won(lower) });
    return t('book.fair-price', { count, range: wonRange(lower, upper), median: won(median ?? lower) });
  }
  if (edition.on_sale === 0 || edition.lowest_price === null) return '';
  return t('book.on-sale-now', { count: edition.on_sale, price: won(edition.lowest_price) });
}

/**
 * Whether somebody who asks this much should be told that others ask for far less.
 * @param {Edition | null} edition
 * @param {number | null} price
 */
export function isFarAbove(edition, price) {
  if (!edition || price === null) return false;
  const most = hasEnoughSales(edition)
    ? (edition.sold.quartiles?.[1] ?? 0) * FAR_ABOVE.sold
    : (edition.lowest_price ?? 0) * FAR_ABOVE.onSale;
  return most > 0 && price > most;
}
