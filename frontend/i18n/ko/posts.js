/** @type {Record<string, import("../../lib/i18n.js").Phrase>} */
export default {};
