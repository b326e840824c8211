import { AppError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';

/**
 * Values of unknown depth and size are stored as JSON text: DynamoDB maps end at 32 levels, and an item at 400 KB, of
 * which this leaves room for the rest.
 */
const MAX_BYTES = 350_000;

/** PAYLOAD_TOO_LARGE where the text would not fit into an item; `what` begins the sentence. */
export function toJsonText(value: unknown, what: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new AppError(
      'PAYLOAD_TOO_LARGE',
      `${what} is larger than ${MAX_BYTES / 1000} KB and cannot be stored.`,
    );
  }
  return text;
}

/** Text that we wrote; anything JSON.parse returns is a JSON value. */
export function fromJsonText(text: string): Json {
  return JSON.parse(text);
}
