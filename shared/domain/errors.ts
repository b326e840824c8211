/**
 * The one catalogue of error codes. A code decides the HTTP status, the default sentence and whether trying the
 * same thing again can help. `error.name` equals the code, so that `ErrorEquals` in a state machine matches it.
 */
export const ERROR_CATALOGUE = {
  // The caller
  INVALID_JSON: { status: 400, message: 'The request body is not valid JSON.', retryable: false },
  INVALID_TOKEN: { status: 400, message: 'The token is invalid or has expired.', retryable: false },
  UNAUTHORIZED: { status: 401, message: 'Sign in to use this endpoint.', retryable: false },
  INVALID_CREDENTIALS: {
    status: 401,
    message: 'The e-mail address or the password is wrong.',
    retryable: false,
  },
  EMAIL_NOT_VERIFIED: { status: 403, message: 'Verify your e-mail address first.', retryable: false },
  FORBIDDEN: { status: 403, message: 'Your role does not allow this.', retryable: false },
  RESOURCE_NOT_FOUND: { status: 404, message: 'The requested resource was not found.', retryable: false },
  ROUTE_NOT_FOUND: { status: 404, message: 'There is no such endpoint.', retryable: false },
  EXECUTION_NOT_FOUND: { status: 404, message: 'Execution not found.', retryable: false },
  CONFLICT: {
    status: 409,
    message: 'The resource was changed by somebody else; read it again.',
    retryable: true,
  },
  PLAN_NOT_APPROVED: {
    status: 409,
    message: 'This version of the workflow has not been approved.',
    retryable: false,
  },
  WORKFLOW_PAUSED: {
    status: 409,
    message: 'This workflow is paused; make it active first.',
    retryable: false,
  },
  PLAN_HASH_MISMATCH: {
    status: 409,
    message: 'The plan has changed since this hash was made.',
    retryable: false,
  },
  CONFIRMATION_REQUIRED: {
    status: 409,
    message: 'This may change something, and nobody has confirmed it.',
    retryable: false,
  },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    message: 'This idempotency key was used with another request.',
    retryable: false,
  },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The request is too large.', retryable: false },
  VALIDATION_ERROR: {
    status: 422,
    message: 'The request does not fit what this endpoint takes.',
    retryable: false,
  },
  INVALID_DOCUMENT: { status: 422, message: 'This is not an OpenAPI document.', retryable: false },
  PLAN_INVALID: { status: 422, message: 'The workflow does not fit the connected APIs.', retryable: false },
  EGRESS_REFUSED: { status: 422, message: 'This address may not be called.', retryable: false },
  RATE_LIMIT_EXCEEDED: { status: 429, message: 'Rate limit exceeded. Try again later.', retryable: true },
  // Those we depend on
  API_CONNECTION_FAILED: { status: 502, message: 'The external API could not be reached.', retryable: true },
  WORKFLOW_EXECUTION_FAILED: { status: 502, message: 'The workflow failed.', retryable: false },
  AI_SERVICE_ERROR: { status: 502, message: 'The language model did not answer.', retryable: true },
  EMAIL_SEND_FAILED: { status: 502, message: 'The e-mail could not be sent. Try again.', retryable: true },
  SERVICE_UNAVAILABLE: { status: 503, message: 'A part of the service is busy. Try again.', retryable: true },
  // Inside a run
  STEP_INPUT_INVALID: {
    status: 422,
    message: 'The input of a step could not be resolved.',
    retryable: false,
  },
  TRANSFORM_FAILED: { status: 422, message: 'A transform could not be evaluated.', retryable: false },
  UPSTREAM_ERROR: { status: 502, message: 'The external API answered with an error.', retryable: true },
  UPSTREAM_RATE_LIMITED: {
    status: 429,
    message: 'The external API may not be called more often at present.',
    retryable: true,
  },
  UPSTREAM_CIRCUIT_OPEN: {
    status: 503,
    message: 'The external API has failed repeatedly and is left alone for a while.',
    retryable: true,
  },
  UPSTREAM_REFUSED: { status: 502, message: 'The external API refused the request.', retryable: false },
  UPSTREAM_TIMEOUT: { status: 504, message: 'The external API did not answer in time.', retryable: true },
  STEP_OUTCOME_UNKNOWN: {
    status: 409,
    message: 'It is not known whether this step took effect; a person must decide.',
    retryable: false,
  },
  CONNECTION_INACTIVE: { status: 409, message: 'The connection is inactive.', retryable: false },
  CREDENTIAL_MISSING: { status: 409, message: 'The connection has no usable credentials.', retryable: false },
  APPROVAL_EXPIRED: { status: 409, message: 'Nobody answered the approval in time.', retryable: false },
  APPROVAL_REJECTED: { status: 409, message: 'The approval was refused.', retryable: false },
  APPROVAL_NOT_FOUND: { status: 404, message: 'Approval not found.', retryable: false },
  APPROVAL_ALREADY_DECIDED: {
    status: 409,
    message: 'This approval has been answered already.',
    retryable: false,
  },
  NOT_AN_APPROVER: {
    status: 403,
    message: 'This approval is for others to answer.',
    retryable: false,
  },
  EXECUTION_ALREADY_COMPLETED: {
    status: 409,
    message: 'This execution has ended already.',
    retryable: false,
  },
  EXECUTION_NOT_RUNNING: { status: 409, message: 'This execution is not running.', retryable: false },
  EXECUTION_NOT_PAUSED: { status: 409, message: 'This execution is not paused.', retryable: false },
  EXECUTION_NOT_FINISHED: {
    status: 409,
    message: 'This execution is still under way: wait for its end, or cancel it first.',
    retryable: true,
  },
  EXECUTION_ALREADY_UNDONE: {
    status: 409,
    message: 'This execution has been taken back already.',
    retryable: false,
  },
  NOTHING_TO_UNDO: {
    status: 409,
    message: 'Nothing that this execution has changed can be taken back.',
    retryable: false,
  },
  EXECUTION_NOT_FAILED: {
    status: 409,
    message: 'Only an execution that failed or was cancelled can be retried.',
    retryable: false,
  },
  STEP_NOT_UNKNOWN: {
    status: 409,
    message: 'This step waits for no decision.',
    retryable: false,
  },
  WORKFLOW_BUSY: {
    status: 409,
    message: 'As many executions of this workflow as it may have are under way.',
    retryable: true,
  },
  TRIGGER_MISSED: {
    status: 409,
    message: 'Nobody came in time for this, and its rule is to leave it out then.',
    retryable: false,
  },
  TRIGGER_CHAIN_TOO_LONG: {
    status: 409,
    message: 'Executions have started each other by their events too often.',
    retryable: false,
  },
  RUN_LEASE_LOST: { status: 409, message: 'Another worker took over this run.', retryable: false },
  INTERNAL_ERROR: { status: 500, message: 'Something went wrong on our side.', retryable: true },
} as const satisfies Record<string, { status: number; message: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** One fault of a request: where it is (`body.steps[0].endpoint`) and what is wrong there. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
}

/**
 * The only error that is thrown on purpose. `message` is a sentence a person can act on and never carries a
 * secret; `details` lists faults by place; `retryAfter` is in whole seconds; `data` is what the caller needs to go on.
 */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly retryAfter: number | undefined;
  readonly data: unknown;

  constructor(
    code: Code,
    message: string = ERROR_CATALOGUE[code].message,
    options: { details?: readonly ErrorDetail[]; retryAfter?: number; data?: unknown; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = code;
    this.code = code;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
    this.data = options.data;
  }

  /** HTTP status of the code. */
  get status(): number {
    return ERROR_CATALOGUE[this.code].status;
  }

  /** Whether the same request may succeed later without being changed. */
  get retryable(): boolean {
    return ERROR_CATALOGUE[this.code].retryable;
  }
}
