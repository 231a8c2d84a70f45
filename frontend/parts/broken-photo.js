import { html, render } from '../lib/html.js';

/**
 * A picture that cannot be shown (no picture at all, or the network broke) becomes a drawn one, instead of the browser's mark.
 * @param {Element} root of the pictures, now and later
 * @param {AbortSignal} signal
 */
export function replaceBroken(root, signal) {
  root.addEventListener(
    'error',
    ({ target: image }) => {
      if (!(image instanceof HTMLImageElement)) return;
      const standIn = document.createElement('span');
      standIn.className = 'broken-photo';
      standIn.role = 'img';
      standIn.ariaLabel = image.alt;
      if (!image.alt) standIn.ariaHidden = 'true';
      render(standIn, html`<ui-icon name="no-photo"></ui-icon>`);
      image.replaceWith(standIn);
    },
    // It does not bubble.
    { capture: true, signal },
  );
}
