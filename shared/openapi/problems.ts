import type { DocumentProblem } from '../domain/catalogue.ts';
import { cutText } from './document-node.ts';

const MAX_PROBLEMS = 100;
const MAX_POINTER = 500;

/** Collects the faults of a document; the same fault at the same place counts once, and a long list is cut. */
export interface Problems {
  add(code: string, message: string, pointer: string): void;
  list(): readonly DocumentProblem[];
}

export function collectProblems(): Problems {
  const found = new Map<string, DocumentProblem>();
  const seen = new Set<string>();
  return {
    add(code, message, pointer) {
      const key = `${code} ${pointer}`;
      if (seen.has(key)) return;
      seen.add(key);
      if (found.size < MAX_PROBLEMS) {
        found.set(key, { code, message: cutText(message, 400), pointer: cutText(pointer, MAX_POINTER) });
      }
    },
    list() {
      const more = seen.size - found.size;
      if (more === 0) return [...found.values()];
      const message = `The document has ${more} more problems like these.`;
      return [...found.values(), { code: 'MORE_PROBLEMS', message, pointer: '' }];
    },
  };
}
