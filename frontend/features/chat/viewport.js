/**
 * Keeps an element as tall as what is seen of the page. iOS lays its keyboard over the page and says so in
 * `visualViewport` alone; elsewhere the keyboard makes the page itself smaller.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function fitKeyboard(element, signal) {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = () => {
    // A page zoomed by two fingers is no keyboard.
    if (viewport.scale > 1.01) return;
    element.style.setProperty('--seen-height', `${viewport.height}px`);
    element.style.setProperty('--seen-top', `${viewport.offsetTop}px`);
  };
  viewport.addEventListener('resize', fit, { signal });
  viewport.addEventListener('scroll', fit, { signal });
  fit();
}
