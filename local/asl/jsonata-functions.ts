import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../aws/clock.ts';
import { type Json, parseJson } from './json.ts';

/** What expressions may ask of the world outside. */
export interface ExpressionWorld {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const LONGEST_RANGE = 1000;

/**
 * Adds what Step Functions adds to JSONata (`$partition`, `$range`, `$hash`, `$random`, `$uuid`, `$parse`), takes
 * `$eval` away, and puts `$now`/`$millis` on our clock.
 * Source: Step Functions, "Transforming data with JSONata", section "JSONata functions provided by Step Functions".
 */
export function addFunctions(expression: jsonata.Expression, { clock, random, uuid }: ExpressionWorld): void {
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:a<n>>');
  expression.registerFunction('hash', hash, '<xs:s>');
  expression.registerFunction(
    'random',
    (seed?: number) => (seed === undefined ? random() : seeded(seed)),
    '<n?:n>',
  );
  expression.registerFunction('uuid', uuid, '<:s>');
  expression.registerFunction('parse', parseJson, '<s:x>');
  expression.registerFunction('eval', refuseEval, '<x?x?:x>');
  expression.registerFunction('millis', () => clock.now(), '<:n>');
  expression.registerFunction(
    'now',
    (picture?: string, zone?: string) => NOW.evaluate(undefined, { at: clock.now(), picture, zone }),
    '<s?s?:s>',
  );
}

const NOW = jsonata('$fromMillis($at, $picture, $zone)');

function partition(items: readonly Json[], size: number): Json[][] {
  if (!Number.isInteger(size) || size < 1)
    throw new Error('$partition needs a positive integer as its chunk size.');
  const chunks: Json[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

function range(first: number, last: number, step: number): number[] {
  if (![first, last, step].every(Number.isInteger) || step === 0)
    throw new Error('$range needs integers, and a step other than 0.');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > LONGEST_RANGE) throw new Error(`$range gives at most ${LONGEST_RANGE} numbers.`);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function hash(content: Json, algorithm: string): string {
  const name = HASHES[algorithm];
  if (name === undefined) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}.`);
  return createHash(name)
    .update(typeof content === 'string' ? content : JSON.stringify(content))
    .digest('hex');
}

/** The same number for the same seed; not the number that AWS would give, which is not published. */
function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}

function refuseEval(): never {
  throw new Error('$eval is not available; use $parse.');
}
