import type { DocumentProblem } from '../domain/catalogue.ts';
import { cutText } from './document-node.ts';

/** Problems of one kind, so that a fault that is everywhere does not hide the others. */
const MAX_OF_A_CODE = 20;
const MAX_PROBLEMS = 200;
/** Characters of a pointer that are kept. */
export const MAX_POINTER = 500;

/** Collects the faults of a document; the same fault at the same place counts once, and a long list is cut. */
export interface Problems {
  add(code: string, message: string, pointer: string): void;
  /** Whether another problem of this kind will be kept; one that will not is counted by this. */
  hasRoom(code: string): boolean;
  list(): readonly DocumentProblem[];
}

export function collectProblems(): Problems {
  const found = new Map<string, DocumentProblem>();
  const counts = new Map<string, number>();
  let more = 0;
  const hasRoom = (code: string): boolean => {
    if (found.size < MAX_PROBLEMS && (counts.get(code) ?? 0) < MAX_OF_A_CODE) return true;
    more += 1;
    return false;
  };
  return {
    hasRoom,
    add(code, message, pointer) {
      const place = cutText(pointer, MAX_POINTER);
      const key = `${code} ${place}`;
      if (found.has(key) || !hasRoom(code)) return;
      counts.set(code, (counts.get(code) ?? 0) + 1);
      found.set(key, { code, message: cutText(message, 400), pointer: place });
    },
    list() {
      if (more === 0) return [...found.values()];
      const message = `The document has ${more} more problems like these.`;
      return [...found.values(), { code: 'MORE_PROBLEMS', message, pointer: '' }];
    },
  };
}
