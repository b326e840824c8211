import { AppError } from '../domain/errors.ts';
import { JsonObject } from '../domain/json.ts';
import { DEFAULT_LIMITS } from '../openapi/limits.ts';
import { parseDocument } from '../openapi/parse-document.ts';
import { ArazzoDocument } from './document.ts';

const LIMITS = { ...DEFAULT_LIMITS, maxBytes: 1024 * 1024, maxDepth: 50 };

/** Reads an Arazzo document, as JSON or YAML text or as an object. Throws VALIDATION_ERROR with every fault of its form. */
export function parseArazzo(source: string | JsonObject): ArazzoDocument {
  const parsed = ArazzoDocument.unwrap().safeParse(typeof source === 'string' ? rootOf(source) : source);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 50).map(({ path, message }) => ({
    path: ['body.document', ...path.map(String)].join('.'),
    message,
  }));
  throw new AppError('VALIDATION_ERROR', 'This is not an Arazzo 1.0 document.', { details });
}

function rootOf(text: string): JsonObject {
  const parsed = parseDocument(text, LIMITS);
  if (!parsed.ok) throw refusal(parsed.message.replace('OpenAPI', 'Arazzo'));
  // An alias may stand for more than anybody could write.
  if (parsed.hasAliases) throw refusal('Write the aliases of this YAML out.');
  const root = JsonObject.safeParse(parsed.root);
  if (!root.success) throw refusal('The document holds values that are no JSON.');
  return root.data;
}

function refusal(message: string): AppError {
  return new AppError('VALIDATION_ERROR', message, { details: [{ path: 'body.document', message }] });
}
