import type { Json } from '../domain/json.ts';

/** What stands where a secret was. */
export const REDACTED = '[redacted]';

/** Shorter values would be found everywhere by chance. */
const MIN_LENGTH = 4;

/**
 * Makes a function that removes secrets from JSON by their value: as they are, percent-encoded, form-encoded, in hex, in
 * base64 and base64url, at any byte offset, in the spellings of JSON and HTML, in members' names too.
 */
export function redactor(secrets: readonly string[]): <T extends Json>(value: T) => T {
  const needles = [
    ...new Set(secrets.filter((secret) => secret.length >= MIN_LENGTH).flatMap(encodings)),
  ].toSorted((a, b) => b.length - a.length);
  if (needles.length === 0) return (value) => value;
  const pattern = new RegExp(needles.map(escapePattern).join('|'), 'gi');
  const clean = (value: Json): Json => {
    if (typeof value === 'string') return value.replace(pattern, REDACTED);
    if (Array.isArray(value)) return value.map((item: Json) => clean(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key.replace(pattern, REDACTED), clean(inner)]),
    );
  };
  // Strings stay strings, lists lists and objects objects.
  return <T extends Json>(value: T) => clean(value) as T;
}

function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    // A lone surrogate has no percent-encoding of its own; it is sent as the replacement character.
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ v: secret }).toString().slice(2),
    ...jsonForms(secret),
    secret.replace(/[&<>"']/g, (char) => HTML[char] ?? char),
    bytes.toString('hex'),
    ...base64Forms(bytes),
  ];
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As JSON is written here, and where servers escape more: letters beyond ASCII, what HTML means something by, slashes. */
function jsonForms(secret: string): readonly string[] {
  const plain = JSON.stringify(secret).slice(1, -1);
  const markup = escapeUnits(plain, /[<>&']/g);
  const ascii = [plain, markup].map((text) => escapeUnits(text, /[\x7f-\uffff]/g));
  const forms = [plain, markup, ...ascii];
  return [...forms, ...forms.map((text) => text.replaceAll('/', '\\/'))];
}

function escapeUnits(text: string, units: RegExp): string {
  return text.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The base64 of a text depends on where in the surrounding bytes it begins: one form for each offset, its inner part. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const whole = padded.toString('base64').replace(/=+$/, '');
    const from = offset === 0 ? 0 : offset + 1;
    const to = padded.length % 3 === 0 ? whole.length : whole.length - 1;
    const inner = whole.slice(from, to);
    return inner.length < MIN_LENGTH ? [] : [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
