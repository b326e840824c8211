import * as z from 'zod';

/** A refusal as the samples answer it: `{error: {code, message, details?}}`. */
export class RestError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly { readonly field: string; readonly message: string }[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly details?: readonly { readonly field: string; readonly message: string }[];
    readonly headers?: Readonly<Record<string, string>>;
  }) {
    super(options.message);
    this.status = options.status;
    this.code = options.code;
    this.details = options.details;
    this.headers = options.headers ?? {};
  }

  get body() {
    const { code, message, details } = this;
    return { error: { code, message, ...(details === undefined ? {} : { details }) } };
  }
}

/** 404: `Pet 7 does not exist.` */
export function notFound(what: string): RestError {
  return new RestError({ status: 404, code: 'not_found', message: `${what} does not exist.` });
}

export function conflict(message: string): RestError {
  return new RestError({ status: 409, code: 'conflict', message });
}

/** Any failure of an operation as a refusal; what nobody foresaw is a 500 without its details. */
export function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  if (error instanceof z.ZodError) {
    const details = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    return new RestError({
      status: 422,
      code: 'validation_failed',
      message: 'The request is not valid.',
      details,
    });
  }
  return new RestError({ status: 500, code: 'internal_error', message: 'Something went wrong.' });
}
