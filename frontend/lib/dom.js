/**
 * The one element that must be there; a missing one is a mistake in our own template and says so.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(root, selector, type) {
  const element = root.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`no ${type.name} at ${selector}`);
}

/**
 * Listens on `root` for events of whatever matches `selector` inside it, now or after a re-render.
 * @param {EventTarget} root
 * @param {string} type
 * @param {string} selector
 * @param {(element: HTMLElement, event: Event) => void} handler
 * @param {AbortSignal} [signal]
 */
export function delegate(root, type, selector, handler, signal) {
  root.addEventListener(
    type,
    (event) => {
      const match = event.target instanceof Element ? event.target.closest(selector) : null;
      if (match instanceof HTMLElement) handler(match, event);
    },
    { signal },
  );
}

/**
 * Marks a control as busy: it stays focusable (a disabled one would drop the keyboard's focus to the body).
 * @param {Element | null} element
 * @param {boolean} busy
 */
export function setBusy(element, busy) {
  if (!element) return;
  if (busy) {
    element.setAttribute('aria-busy', 'true');
    element.setAttribute('aria-disabled', 'true');
  } else {
    element.removeAttribute('aria-busy');
    element.removeAttribute('aria-disabled');
  }
}

/**
 * Runs `work` unless the control is already at it, which is how a double click stays one request.
 * @param {HTMLElement} control
 * @param {() => Promise<void>} work
 */
export async function whileBusy(control, work) {
  if (control.getAttribute('aria-busy') === 'true') return;
  setBusy(control, true);
  try {
    await work();
  } finally {
    setBusy(control, false);
  }
}

/**
 * Presses "try again" by itself once the network is back, if the button is still there.
 * @param {Element | null} button
 * @param {AbortSignal} [signal]
 */
export function pressWhenOnline(button, signal) {
  const press = () => button instanceof HTMLElement && button.isConnected && button.click();
  addEventListener('online', press, { once: true, signal });
}
