import type { OperationResponse } from '../domain/catalogue.ts';
import { asNode, member, type DocumentNode } from './document-node.ts';
import type { OperationSource } from './find-operations.ts';
import { fitWithin, type Fitting } from './fit-within.ts';
import { textBytesAtMost } from './json-bytes.ts';
import { MAX_EXAMPLE_BYTES, readExample } from './read-example.ts';
import { readResponse } from './read-openapi-parts.ts';
import { BUDGETS, MAX_OUTPUT_BYTES } from './reading.ts';
import { mediaTypesOf, upgradeResponse } from './upgrade.ts';

const MAX_RESPONSES = 60;
/** What a response takes beside its texts and its schema. */
const OTHER_BYTES = 80;

/** Whether a response may stand under this name. */
function isStatus(name: string): boolean {
  return /^([1-5](\d\d|XX)|default)$/i.test(name);
}

/**
 * The responses of an operation by status; what is under another name is left out. Where they are
 * too large, all but the first success lose their schemas.
 */
export function readResponses(
  operation: DocumentNode,
  { root, dialect, reading }: OperationSource,
): Readonly<Record<string, OperationResponse>> {
  const found: Fitting<readonly [string, OperationResponse]>[] = [];
  const entries = Object.entries(asNode(member(operation, 'responses')) ?? {})
    .filter(([status]) => isStatus(status))
    .slice(0, MAX_RESPONSES);
  const success = entries
    .map(([status]) => status)
    .filter((status) => status.startsWith('2'))
    .toSorted()[0];
  for (const [status, value] of entries) {
    const node = reading.references.nodeOf(value) ?? {};
    const isAnswer = status === success || (success === undefined && status === 'default');
    const budget = isAnswer ? BUDGETS.answer : BUDGETS.otherAnswer;
    const read =
      dialect === 'swagger-2'
        ? upgradeResponse({
            node,
            produces: mediaTypesOf('produces', operation, root),
            budget,
            reading,
          })
        : readResponse(node, budget, reading);
    const example = isAnswer ? readExample(node, reading.references) : undefined;
    const response = example === undefined ? read : { ...read, example };
    found.push({
      whole: [status, response],
      bare: () => [status, { description: '' }],
      isFirst: isAnswer,
      atMost:
        OTHER_BYTES +
        textBytesAtMost(response.description) +
        textBytesAtMost(response.contentType) +
        MAX_EXAMPLE_BYTES +
        budget,
    });
  }
  return Object.fromEntries(fitWithin(found, MAX_OUTPUT_BYTES).filter((entry) => entry !== undefined));
}
