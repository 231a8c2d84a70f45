import { html } from '../lib/html.js';

/**
 * A choice of a few, as one bar: radio buttons, so arrow keys and forms work by themselves.
 * @param {string} name
 * @param {{value: string, label: string}[]} options
 * @param {string | null | undefined} chosen
 */
export function segments(name, options, chosen) {
  return html`<div class="segments" role="radiogroup" data-group>
    ${options.map(
      ({ value, label }) =>
        html`<label><input type="radio" name="${name}" value="${value}" ${value === chosen && html`checked`} /><span>${label}</span></label>`,
    )}
  </div>`;
}
