import { AppError } from '../domain/errors.ts';
import { awsErrorName, isOutage } from './aws-error.ts';

/** What a refusal of Cognito means to the caller, by the error's name; names as in its API reference. */
type Meanings = Readonly<Record<string, () => AppError>>;

/** The mail could not be made or sent. */
const MAIL_ERRORS = [
  'CodeDeliveryFailureException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidLambdaResponseException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
];

const mailFailed: Meanings = Object.fromEntries(
  MAIL_ERRORS.map((name) => [name, () => new AppError('EMAIL_SEND_FAILED')]),
);

const invalidToken = () => new AppError('INVALID_TOKEN');
const invalidCredentials = () => new AppError('INVALID_CREDENTIALS');
const unauthorized = () => new AppError('UNAUTHORIZED', 'Sign in again.');
const doesNotFit = (path: string, message: string) => () =>
  new AppError('VALIDATION_ERROR', undefined, { details: [{ path, message }] });

export const SIGN_UP_ERRORS: Meanings = {
  ...mailFailed,
  InvalidPasswordException: doesNotFit(
    'body.password',
    'Take at least 10 characters with a lower-case letter and a digit.',
  ),
  InvalidParameterException: doesNotFit('body', 'The e-mail address or the password is not acceptable.'),
};

export const CONFIRM_ERRORS: Meanings = Object.fromEntries(
  [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidParameterException',
    'LimitExceededException',
    // Also "already confirmed": a token works once.
    'NotAuthorizedException',
    'TooManyFailedAttemptsException',
    'UserNotFoundException',
  ].map((name) => [name, invalidToken]),
);

export const SIGN_IN_ERRORS: Meanings = {
  InvalidParameterException: invalidCredentials,
  NotAuthorizedException: invalidCredentials,
  PasswordResetRequiredException: invalidCredentials,
  UserNotConfirmedException: () => new AppError('EMAIL_NOT_VERIFIED'),
  UserNotFoundException: invalidCredentials,
};

export const TOKEN_ERRORS: Meanings = Object.fromEntries(
  [
    'InvalidParameterException',
    'NotAuthorizedException',
    'RefreshTokenReuseException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ].map((name) => [name, unauthorized]),
);

/** Answers that a resend gives for accounts which do not wait for a code: they must look like success. */
const SILENT: ReadonlySet<string> = new Set([
  ...MAIL_ERRORS,
  'InvalidParameterException',
  'LimitExceededException',
  'NotAuthorizedException',
  'UserNotFoundException',
]);

export function isSilent(error: unknown): boolean {
  return SILENT.has(awsErrorName(error));
}

/** Throws what a refusal means; SERVICE_UNAVAILABLE for an outage; what is left is a fault of ours. */
export function throwMeaning(error: unknown, meanings: Meanings): never {
  const name = awsErrorName(error);
  if (Object.hasOwn(meanings, name)) throw meanings[name]?.() ?? error;
  if (isOutage(error) || name === 'InternalErrorException') {
    throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error });
  }
  throw new AppError('INTERNAL_ERROR', undefined, { cause: error });
}
