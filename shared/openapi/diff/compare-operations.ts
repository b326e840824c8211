import type { CatalogueHead, Operation } from '../../domain/catalogue.ts';
import { compareBodies } from './compare-bodies.ts';
import { compareParameters } from './compare-parameters.ts';
import { compareResponses } from './compare-responses.ts';
import { compareSecurity } from './compare-security.ts';
import { inOrder } from './reasons.ts';
import type { Difference } from './difference.ts';

/** An operation with what it inherits from its document. */
export interface OperationInDocument {
  readonly operation: Operation;
  readonly head: Pick<CatalogueHead, 'securitySchemes'>;
}

/** Every difference of two versions of one operation that a caller can tell, breaking ones first. */
export function compareOperations(
  before: OperationInDocument,
  after: OperationInDocument,
): readonly Difference[] {
  const [was, is] = [before.operation, after.operation];
  return inOrder([
    ...compareParameters(was, is),
    ...compareBodies(was.requestBody, is.requestBody),
    ...compareResponses(was.responses, is.responses),
    ...compareSecurity(
      { security: was.security, schemes: before.head.securitySchemes },
      { security: is.security, schemes: after.head.securitySchemes },
    ),
    ...compareBases(was.baseUrl, is.baseUrl),
    ...compareDeprecation(was.deprecated, is.deprecated),
  ]);
}

/** An operation may name a server of its own. Calls leave a connection's origin never, so another one breaks them. */
function compareBases(before: string | undefined, after: string | undefined): readonly Difference[] {
  if (before === after) return [];
  return [
    {
      code: 'base-url-changed',
      breaking: true,
      location: 'servers',
      at: { in: 'operation' },
      sentence: `It is served at ${after?.slice(0, 200) ?? "the document's server"} now and was at ${before?.slice(0, 200) ?? "the document's server"}.`,
    },
  ];
}

function compareDeprecation(before: boolean, after: boolean): readonly Difference[] {
  if (before === after) return [];
  return [
    after
      ? {
          code: 'operation-deprecated',
          breaking: false,
          location: '',
          at: { in: 'operation' },
          sentence: 'It is deprecated now: it may go.',
        }
      : {
          code: 'operation-reinstated',
          breaking: false,
          location: '',
          at: { in: 'operation' },
          sentence: 'It is no longer deprecated.',
        },
  ];
}
