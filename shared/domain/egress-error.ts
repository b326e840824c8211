import { AppError } from './errors.ts';

/**
 * Why a request to an outside address has no answer. `sent` tells whether the upstream may have seen any of it:
 * while it is false, the same request can be made again without being made twice. `answered`: the upstream did answer,
 * with something that may not or cannot be taken. `isTooLarge`: it was longer than was asked for.
 */
export class EgressError extends AppError<'EGRESS_REFUSED' | 'API_CONNECTION_FAILED' | 'UPSTREAM_TIMEOUT'> {
  readonly sent: boolean;
  readonly answered: boolean;
  readonly isTooLarge: boolean;

  constructor(
    code: 'EGRESS_REFUSED' | 'API_CONNECTION_FAILED' | 'UPSTREAM_TIMEOUT',
    message: string,
    options: { readonly sent?: boolean; readonly answered?: boolean; readonly isTooLarge?: boolean } = {},
  ) {
    super(code, message);
    this.sent = options.sent ?? false;
    this.answered = options.answered ?? false;
    this.isTooLarge = options.isTooLarge ?? false;
  }
}
