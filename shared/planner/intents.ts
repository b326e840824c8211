import type { OperationShape } from './operation-view.ts';
import { wordsOf } from './text.ts';
import { intentOfVerb, type Intent } from './verbs.ts';

const BY_METHOD: Readonly<Record<string, Intent>> = {
  GET: 'read',
  HEAD: 'read',
  OPTIONS: 'read',
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What an operation does: its verb says so, or else its method. */
export function intentOfOperation(view: OperationShape): Intent {
  const { method } = view.operation;
  const byMethod = BY_METHOD[method] ?? 'read';
  if (method === 'DELETE') return 'delete';
  const spoken = intentOfVerb(view.verb) ?? intentOfVerb(wordsOf(view.summary || view.description)[0] ?? '');
  if (spoken === undefined) return byMethod;
  // A GET named "book…" lists books: only names that clearly read or write overrule the method.
  return method === 'GET' && spoken !== 'read' && view.nameTerms.length < 2 ? byMethod : spoken;
}

/** What a clause wants: the intent of its first verb; a question reads. */
export function intentOfClause(text: string): Intent | undefined {
  for (const word of wordsOf(text).slice(0, 8)) {
    const intent = intentOfVerb(word);
    if (intent) return intent;
  }
  return undefined;
}

/** How well what is wanted and what is done agree, -1 to 1. */
export function intentFit(wanted: Intent | undefined, done: Intent, method: string): number {
  if (wanted === undefined) return done === 'read' ? 0.3 : 0;
  if (wanted === done) return 1;
  const writes = method !== 'GET' && method !== 'HEAD' && method !== 'QUERY';
  if (wanted === 'read') return done === 'delete' ? -1 : writes ? -0.5 : 0.3;
  if (wanted === 'send' && done === 'create') return 0.7;
  if ((wanted === 'create' && done === 'update') || (wanted === 'update' && done === 'create')) return 0.4;
  if (wanted === 'create' && done === 'send') return 0.3;
  if (wanted === 'delete') return done === 'update' ? 0.2 : -0.6;
  if (done === 'delete') return -1;
  return writes ? 0 : -0.5;
}
