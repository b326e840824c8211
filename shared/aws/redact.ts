import { Secret } from '../domain/secret.ts';

/** Names that hold secrets, in lower case without separators; and endings of such names. */
const NAMES: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'credentials',
  'authconfig',
  'passphrase',
  'plaintext',
  'session',
]);
const ENDINGS = ['password', 'secret', 'token', 'apikey', 'privatekey', 'datakey', 'confirmationcode'];

const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;
const MAX_TEXT = 2_000;

const REDACTED = '[redacted]';

/**
 * A copy of log fields in which no value stands under a name that holds secrets and no `Secret` is shown. Errors become
 * name, message and stack: their other members may quote a request. Depth, members and texts are bounded.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Secret) return '[secret]';
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_MEMBERS)
      .map(([name, inner]) => [name, isSecretName(name) ? REDACTED : redact(inner, depth + 1)]),
  );
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  return {
    name,
    message: redact(message),
    stack: redact(stack),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_.\s]/g, '');
  return NAMES.has(plain) || ENDINGS.some((ending) => plain.endsWith(ending));
}
