// Shows openapi.yaml, to read and to try out. Everything comes from this server: no validator badge, no fonts.
/** @type {{SwaggerUIBundle: (options: object) => void}} */
const { SwaggerUIBundle } = /** @type {any} */ (window);

SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
