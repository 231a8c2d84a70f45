import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { RULES } from './password-rules.js';

/** The three rules under a new password, ticked as they are met. */
export function ruleList() {
  return html`<ul class="rules" data-rules>${lines('')}</ul>`;
}

/** @param {string} password */
function lines(password) {
  return RULES.map(({ name, test }) => {
    const met = test(password);
    return html`<li class="${met ? 'met' : ''}"><ui-icon name="${met ? 'check' : 'minus'}"></ui-icon>${t(`rule.short-${name}`)}${met && html`<span class="hidden-visually"> ${t('rule.met')}</span>`}</li>`;
  });
}

/**
 * @param {ParentNode} root
 * @param {HTMLInputElement} input
 */
export function wireRuleList(root, input) {
  const list = root.querySelector('[data-rules]');
  input.addEventListener('input', () => list && render(list, html`${lines(input.value)}`));
}
