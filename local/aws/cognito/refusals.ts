import { AwsError } from '../service.ts';

/** The refusals of Cognito, named and worded as the service words them (Amazon Cognito user pools API Reference). */
export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);
export const invalidPassword = (reason: string) =>
  new AwsError('InvalidPasswordException', `Password did not conform with policy: ${reason}`);
export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message);
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const userNotFound = (message = 'User does not exist.') =>
  new AwsError('UserNotFoundException', message);
export const userDisabled = () => notAuthorized('User is disabled.');
export const wrongPassword = () => notAuthorized('Incorrect username or password.');
export const wrongCode = () =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const expiredCode = () =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
export const limitExceeded = () =>
  new AwsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
