import type { Operation } from '../domain/catalogue.ts';
import type { Json } from '../domain/json.ts';
import { makeValue } from './make-value.ts';
import type { RecordedAnswers } from './recorded-answers.ts';

/**
 * Where the answer of a step comes from: the caller, an earlier run, an example of the document, a value made of its schema;
 * `unknown`: the document does not say what the API answers.
 */
export const ANSWER_SOURCES = ['given', 'recorded', 'example', 'schema', 'unknown'] as const;
export type AnswerSource = (typeof ANSWER_SOURCES)[number];

/** What a rehearsed call is answered. */
export interface Answer {
  readonly from: AnswerSource;
  readonly status: number;
  readonly body: Json;
  /** Of the run that it was recorded in. */
  readonly executionId?: string;
}

/** An answer that the caller gives to a step, by its id or by its key in a loop (`each[2].post`). */
export interface GivenAnswer {
  readonly status: number;
  readonly body?: Json;
}

/** Answers by step; own members only. */
export function givenFor(
  given: Readonly<Record<string, GivenAnswer>>,
  { key, id }: { readonly key: string; readonly id: string },
): GivenAnswer | undefined {
  if (Object.hasOwn(given, key)) return given[key];
  return Object.hasOwn(given, id) ? given[id] : undefined;
}

/** The answer of a call whose answer nobody has given. */
export async function findAnswer({
  call,
  recorded,
  operation,
}: {
  readonly call: Parameters<RecordedAnswers>[0];
  readonly recorded: RecordedAnswers;
  /** Undefined where no document describes the call. */
  readonly operation: Operation | undefined;
}): Promise<Answer> {
  const past = await recorded(call);
  if (past !== undefined) return { from: 'recorded', status: 200, ...past };
  const [status, response] = successOf(operation);
  if (response?.example !== undefined) return { from: 'example', status, body: response.example };
  if (response?.schema !== undefined) return { from: 'schema', status, body: makeValue(response.schema) };
  // An answer without content is known as well (RFC 9110, 15.3.5 and 15.3.6).
  const isEmpty = status === 204 || status === 205;
  return { from: isEmpty ? 'schema' : 'unknown', status, body: null };
}

function successOf(operation: Operation | undefined) {
  const responses = Object.entries(operation?.responses ?? {});
  const [name, response] =
    responses.filter(([status]) => /^2(\d\d|XX)$/i.test(status)).toSorted(byName)[0] ??
    responses.find(([status]) => status === 'default') ??
    [];
  return [/^2\d\d$/.test(name ?? '') ? Number(name) : 200, response] as const;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
