import { duration } from './format.js';
import { has, t } from './i18n.js';
import { ApiError, NetworkError } from './problem.js';

/**
 * What went wrong, in the user's language. The server's own sentence (English) is the last resort.
 * @param {unknown} error
 * @returns {string}
 */
export function describe(error) {
  if (error instanceof NetworkError) return t('error.network');
  if (!(error instanceof ApiError)) return t('error.unknown');
  if (has(`error.${error.code}`)) return t(`error.${error.code}`, { wait: duration(error.retryAfter ?? 60) });
  if (error.status === 404) return t('error.not-found');
  if (error.status === 503) return t('error.busy');
  if (error.status >= 500) return t('error.server');
  return error.message || t('error.unknown');
}

/**
 * @param {import('./types.js').FieldFault} fault
 * @returns {string}
 */
export function describeFault(fault) {
  return has(`fault.${fault.code}`) ? t(`fault.${fault.code}`) : fault.detail || t('fault.invalid');
}
