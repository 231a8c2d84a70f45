import { typed } from '../../lib/form.js';
import { number, parseWon, t } from '../../lib/i18n.js';
import { isIsbn, MAX_PRICE } from './post-words.js';

/** The values of a post's form: read from a post and from the form, judged, and made into a request. */

/** @typedef {import('../../lib/types.js').Post} Post */
/** @typedef {import('./photo-picker.js').PhotoPicker} PhotoPicker */

const TEXTS = [
  'title',
  'book_title',
  'author',
  'publisher',
  'edition',
  'isbn',
  'price',
  'place',
  'course_name',
  'professor',
  'major',
  'description',
];

/** @param {Post} post @returns {Record<string, string>} */
export function valuesOf(post) {
  return {
    title: post.title,
    book_title: post.book.title,
    author: post.book.author ?? '',
    publisher: post.book.publisher ?? '',
    edition: post.book.edition ?? '',
    isbn: post.book.isbn ?? '',
    price: number(post.price),
    condition: post.condition,
    place: post.place,
    course_name: post.course?.name ?? '',
    professor: post.course?.professor ?? '',
    major: post.major ?? '',
    description: post.description ?? '',
  };
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
export function read(form) {
  const data = new FormData(form);
  /** @type {Record<string, string>} */
  const values = { condition: typed(form, 'condition') };
  for (const name of TEXTS) {
    // Locked controls are not in FormData, but their values are still the post's.
    const control = form.querySelector(`input[name="${name}"], textarea[name="${name}"]`);
    const value =
      control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement
        ? control.value
        : data.get(name);
    values[name] = String(value ?? '').trim();
  }
  return values;
}

/** @param {HTMLFormElement} form */
export function checked(form) {
  return [...form.querySelectorAll('input[name="flag"]:checked')].map(
    (box) => /** @type {HTMLInputElement} */ (box).value,
  );
}

/** @param {Record<string, string>} values @returns {Record<string, string>} */
export function faults(values) {
  /** @type {Record<string, string>} */
  const errors = {};
  const price = parseWon(values.price ?? '');
  if (!values.title) errors.title = t('rule.title');
  if (!values.book_title) errors.book_title = t('rule.book-title');
  if (values.isbn && !isIsbn(values.isbn)) errors.isbn = t('rule.isbn');
  if (!values.condition) errors.condition = t('rule.condition');
  if (price === null) errors.price = t('rule.price');
  else if (price > MAX_PRICE) errors.price = t('rule.price-max');
  if (!values.place) errors.place = t('rule.place');
  if (values.professor && !values.course_name) errors.course_name = t('rule.course-of-professor');
  return errors;
}

/** @param {PhotoPicker} picker @returns {Record<string, string>} */
export function photoFaults(picker) {
  if (picker.isUploading) return { photos: t('write.uploading') };
  return picker.hasFailed ? { photos: t('write.failed-photos') } : {};
}

/**
 * The request's body. What was left empty is left out.
 * @param {Record<string, string>} values
 * @param {string[]} flags
 * @param {import('../../lib/types.js').Photo[]} photos
 * @returns {Record<string, unknown>}
 */
export function bodyOf(values, flags, photos) {
  const filled = (/** @type {Record<string, string | undefined>} */ fields) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  const { author, publisher, edition, isbn } = values;
  return {
    title: values.title,
    book: {
      title: values.book_title,
      ...filled({ author, publisher, edition, isbn: isbn?.replace(/[\s-]/g, '') }),
    },
    price: parseWon(values.price ?? ''),
    condition: values.condition,
    condition_flags: flags,
    place: values.place,
    ...filled({ description: values.description, major: values.major }),
    ...(values.course_name
      ? { course: { name: values.course_name, ...filled({ professor: values.professor }) } }
      : {}),
    photo_ids: photos.map((photo) => photo.id),
  };
}

/**
 * Only what differs, since the price and the book of a reserved post may not be sent at all. What was emptied is sent as null.
 * @param {Record<string, unknown>} body
 * @param {Post} post
 */
export function changes(body, post) {
  const before = bodyOf(valuesOf(post), post.condition_flags, post.photos);
  /** @type {Record<string, unknown>} */
  const changed = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(body)])) {
    const value = body[name] ?? null;
    if (JSON.stringify(value) !== JSON.stringify(before[name] ?? null)) changed[name] = value;
  }
  return changed;
}
