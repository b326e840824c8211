import * as z from 'zod';
import { User } from '../domain/account.ts';
import { routes } from './route.ts';

const email = z.lazy(() =>
  z
    .email()
    .max(254)
    .transform((text) => text.toLowerCase()),
);
const password = z.lazy(() => z.string().min(10).max(256).meta({ example: 'correct-horse-7' }));
const message = z.lazy(() => z.object({ message: z.string() }));

const tokens = {
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.number().int(),
};

/** Sign-up and sign-in. None of these answers reveals whether an account exists. */
export const authRoutes = routes({
  register: {
    method: 'post',
    path: '/auth/register',
    summary: 'Register an account and its workspace; a mail brings the verification token.',
    auth: 'public',
    scope: null,
    rate: 'auth',
    audit: 'user.registered',
    params: null,
    query: null,
    body: z.lazy(() => z.strictObject({ email, name: z.string().trim().min(1).max(100), password })),
    success: {
      status: 201,
      as: 'envelope',
      schema: z.lazy(() => z.object({ message: z.string(), userId: z.string() })),
      message: 'Registration successful',
    },
    errors: ['EMAIL_SEND_FAILED'],
  },
  verifyEmail: {
    method: 'post',
    path: '/auth/verify',
    summary: 'Verify the e-mail address with the token from the mail.',
    auth: 'public',
    scope: null,
    rate: 'auth',
    audit: 'user.verified',
    params: null,
    query: null,
    body: z.lazy(() => z.strictObject({ token: z.string().min(1).max(512) })),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ message: z.string(), user: User })),
      message: 'Email verification successful',
    },
    errors: ['INVALID_TOKEN'],
  },
  resendVerification: {
    method: 'post',
    path: '/auth/resend-verification',
    summary: 'Send the verification mail again.',
    auth: 'public',
    scope: null,
    rate: 'auth',
    audit: null,
    params: null,
    query: null,
    body: z.lazy(() => z.strictObject({ email })),
    success: { status: 200, as: 'envelope', schema: message, message: 'Verification email sent' },
    errors: ['EMAIL_SEND_FAILED'],
  },
  login: {
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in with e-mail address and password.',
    auth: 'public',
    scope: null,
    rate: 'auth',
    audit: 'user.signed_in',
    params: null,
    query: null,
    body: z.lazy(() => z.strictObject({ email, password: z.string().min(1).max(256) })),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ user: User, ...tokens })),
      message: 'Login successful',
    },
    errors: ['INVALID_CREDENTIALS', 'EMAIL_NOT_VERIFIED'],
  },
  refreshSession: {
    method: 'post',
    path: '/auth/refresh',
    summary: 'Exchange the refresh token for a new pair; the old one ends.',
    auth: 'public',
    scope: null,
    rate: 'poll',
    audit: 'session.refreshed',
    params: null,
    query: null,
    body: z.lazy(() => z.strictObject({ refreshToken: z.string().min(1).max(8192) })),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object(tokens)),
      message: 'Token refreshed successfully',
    },
    errors: ['UNAUTHORIZED'],
  },
  getMe: {
    method: 'get',
    path: '/auth/me',
    summary: 'The signed-in user.',
    auth: 'user',
    scope: null,
    rate: 'poll',
    audit: null,
    params: null,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: z.object({ user: User }), message: null },
    errors: [],
  },
});
