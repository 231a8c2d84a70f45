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
