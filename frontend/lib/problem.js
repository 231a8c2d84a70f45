import { duration, has, t } from './i18n.js';

/**
 * The server's answer was a problem document (RFC 9457), or something that should have been one.
 */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {Partial<import('./types.js').Problem>} problem
   * @param {number | null} retryAfter seconds, from the header
   */
  constructor(status, problem, retryAfter = null) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? 'unknown';
    /** The whole document: some codes carry more (`actions`, `deal`). */
    this.problem = problem;
    this.retryAfter = retryAfter;
    /** @type {import('./types.js').FieldFault[]} */
    this.faults = problem.errors ?? [];
  }
}

/** No answer came at all: offline, the server is down, or the connection broke. */
export class NetworkError extends Error {
  constructor() {
    super('no answer from the server');
    this.name = 'NetworkError';
  }
}

/**
 * Whether sending the same request again may yet succeed, so that its idempotency key must be kept.
 * @param {unknown} error
 */
export function isUndecided(error) {
  return error instanceof NetworkError || (error instanceof ApiError && error.status >= 500);
}

/** @param {unknown} error */
export function isAbort(error) {
  return error instanceof DOMException && error.name === 'AbortError';
}

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
