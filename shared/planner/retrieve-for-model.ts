import { isIdentifier, suppliersOf } from './graph.ts';
import type { OperationView } from './operation-view.ts';
import { search, type OperationIndex } from './retrieve.ts';

/** As many operations as are shown to the model. */
const MAX_OPERATIONS = 40;
const NEAREST = 28;

/** The operations a model may choose from, by a name that is unique in the list: the nearest, and what supplies their inputs. */
export function retrieveForModel(index: OperationIndex, query: string): ReadonlyMap<string, OperationView> {
  const chosen = new Set(search(index, query, NEAREST).map((hit) => hit.view));
  for (const view of [...chosen].slice(0, 10)) {
    for (const input of view.inputs.filter((candidate) => candidate.required && isIdentifier(candidate))) {
      const [supplier] = suppliersOf(index, input, view);
      if (supplier && chosen.size < MAX_OPERATIONS) chosen.add(supplier.producer);
    }
  }
  const named = new Map<string, OperationView>();
  for (const view of chosen) {
    let name = view.operation.toolName;
    for (let count = 2; named.has(name); count += 1) name = `${view.operation.toolName}_${count}`;
    named.set(name, view);
  }
  return named;
}
