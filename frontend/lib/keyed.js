/** @typedef {{key: string, markup: import('./html.js').Markup}} Keyed `markup` is one element */

/** What each element was made from. @type {WeakMap<Element, string>} */
const sources = new WeakMap();

/**
 * Makes `list` show these elements, touching only what differs: pictures don't flicker, the focus and the scroll
 * position stay.
 * @param {Element} list
 * @param {Keyed[]} rows keys differ
 */
export function renderKeyed(list, rows) {
  // Mostly it is the end that differs: what comes before it is passed over.
  let place = list.firstElementChild;
  let same = 0;
  while (place && same < rows.length && isRow(place, /** @type {Keyed} */ (rows[same]))) {
    place = place.nextElementSibling;
    same += 1;
  }
  /** @type {Map<string, Element>} */
  const present = new Map();
  for (let element = place; element; element = element.nextElementSibling)
    present.set(element.getAttribute('data-key') ?? '', element);

  for (const { key, markup } of rows.slice(same)) {
    const known = present.get(key);
    present.delete(key);
    if (known && sources.get(known) === markup.text) {
      if (known === place) place = place.nextElementSibling;
      else list.insertBefore(known, place);
      continue;
    }
    const made = make(key, markup.text);
    const focused = known?.contains(document.activeElement) ? document.activeElement : null;
    if (known === place) place = place?.nextElementSibling ?? null;
    list.insertBefore(made, place);
    known?.remove();
    if (focused) focusAgain(made, focused);
  }
  for (const gone of present.values()) gone.remove();
}

/** @param {Element} element @param {Keyed} row */
const isRow = (element, { key, markup }) =>
  sources.get(element) === markup.text && element.getAttribute('data-key') === key;

/**
 * @param {string} key
 * @param {string} source
 */
function make(key, source) {
  const template = document.createElement('template');
  template.innerHTML = source;
  const element = template.content.firstElementChild;
  if (!element) throw new Error(`no element for ${key}`);
  element.setAttribute('data-key', key);
  sources.set(element, source);
  return element;
}

/**
 * The keyboard stays on the control it was on, if that is still there.
 * @param {Element} made
 * @param {Element} focused
 */
function focusAgain(made, focused) {
  const same = [...made.querySelectorAll('a, button, summary'), made].find(
    (element) => element.tagName === focused.tagName && element.className === focused.className,
  );
  if (same instanceof HTMLElement) same.focus({ preventScroll: true });
}
