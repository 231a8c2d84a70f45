// Shows openapi.yaml, to read and to try out. Everything comes from this server: no validator badge, no fonts.
/** @type {{SwaggerUIBundle: (options: object) => void}} */
const { SwaggerUIBundle } = /** @type {any} */ (window);

/** An operation's path as mere text: the package puts a link into the button that opens the operation. */
const PathAsText = () => ({
  wrapComponents: {
    DeepLink:
      (/** @type {unknown} */ _, /** @type {any} */ system) =>
      (/** @type {{text: string}} */ { text }) =>
        system.React.createElement('span', null, text),
  },
});

/** Names what the package leaves unnamed, now and as operations are opened, for those who cannot see where it stands. */
function nameParts() {
  for (const [selector, label] of [
    ['.information-container', 'About'],
    ['.schemes-server-container', 'Server'],
  ]) {
    const part = document.querySelector(selector ?? '');
    part?.setAttribute('role', 'region');
    part?.setAttribute('aria-label', label ?? '');
  }
  for (const select of document.querySelectorAll('select:not([aria-label])')) {
    const row = select.closest('tr')?.querySelector('td');
    select.setAttribute('aria-label', row?.textContent?.trim() || 'Choice');
  }
  for (const example of document.querySelectorAll('pre:not([tabindex])'))
    example.setAttribute('tabindex', '0');
}

SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  showExtensions: true, // x-scope
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
  syntaxHighlight: false, // its colours are too pale
  plugins: [PathAsText],
  onComplete: () => {
    nameParts();
    new MutationObserver(nameParts).observe(document.body, { childList: true, subtree: true });
  },
});
