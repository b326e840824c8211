import { flag, type Features } from './feature-row.ts';
import { intentOfOperation } from './intents.ts';
import type { OperationView } from './operation-view.ts';
import { isCalled, profileOf, weightOf } from './profile.ts';
import type { OperationIndex } from './retrieve.ts';
import type { Span } from './spans.ts';

/** What is weighed of what a span asks for and wants done: the thing, one or all of them, the order, what it points to. */
export const ORDER_FEATURES = [
  'headNamed',
  'headEnds',
  'headUnheard',
  'objectNamed',
  'manyList',
  'manyOne',
  'allOne',
  'oneOne',
  'oneList',
  'context',
  'contextMissed',
  'getReads',
  'getChanges',
  'makeMakes',
  'makeUpdates',
  'makeReads',
  'changeUpdates',
  'changeMakes',
  'changeReads',
  'dropDrops',
  'dropElse',
  'elseDrops',
] as const;
type OrderFeature = (typeof ORDER_FEATURES)[number];

/** How an operation fits the thing that a span asks for, and what it wants done with it. */
export function orderFeatures(
  index: OperationIndex,
  span: Span,
  view: OperationView,
): Features<OrderFeature> {
  const profile = profileOf(view);
  const { ofOne } = profile;
  const { head, terms, many, all, one } = span.object;
  const named = (term: string): boolean => isCalled(profile, term);
  const done = intentOfOperation(view);
  const reads = done === 'read' && (span.intent === 'read' || span.intent === undefined);
  const makes = done === 'create' || done === 'send';
  const wanted = span.opensWithVerb && span.ownIntent ? span.intent : undefined;
  const make = wanted === 'create' || wanted === 'send';
  return {
    headNamed: flag(head !== undefined && named(head)),
    headEnds: flag(head !== undefined && profile.ends.has(head)),
    headUnheard: flag(head !== undefined && !profile.places.has(head) && !profile.alike.has(head)),
    objectNamed: terms.length === 0 ? 0 : terms.filter(named).length / terms.length,
    manyList: flag(reads && many && !one && !ofOne),
    manyOne: flag(reads && many && !one && ofOne),
    allOne: flag(reads && all && !one && ofOne),
    oneOne: flag(reads && one && ofOne),
    oneList: flag(reads && one && !ofOne),
    ...contextFeatures(index, span, named),
    getReads: flag(wanted === 'read' && done === 'read'),
    getChanges: flag(wanted === 'read' && done !== 'read'),
    makeMakes: flag(make && makes),
    makeUpdates: flag(make && done === 'update'),
    makeReads: flag(make && done === 'read'),
    changeUpdates: flag(wanted === 'update' && done === 'update'),
    changeMakes: flag(wanted === 'update' && makes),
    changeReads: flag(wanted === 'update' && done === 'read'),
    dropDrops: flag(wanted === 'delete' && done === 'delete'),
    dropElse: flag(wanted === 'delete' && done !== 'delete'),
    elseDrops: flag(wanted !== undefined && wanted !== 'delete' && done === 'delete'),
  };
}

/** How much of what stands before a text that says little the operation is called by. */
function contextFeatures(
  index: OperationIndex,
  { context }: Span,
  named: (term: string) => boolean,
): Features<'context' | 'contextMissed'> {
  let all = 0;
  let called = 0;
  for (const term of context) {
    const weight = weightOf(index, term);
    all += weight;
    if (named(term)) called += weight;
  }
  return { context: all === 0 ? 0 : called / all, contextMissed: flag(all > 0 && called === 0) };
}
