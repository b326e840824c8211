import { pointerToken } from '../document-node.ts';
import { MAX_POINTER } from '../problems.ts';

/** Where a place is: in the document, or in another file. */
export interface Place {
  /** The pointer to it, or to the reference that leads to its file. */
  readonly base: string;
  /** Where it lies in another file, as a reference. */
  readonly file: string | undefined;
}

export const ROOT: Place = { base: '', file: undefined };

/** The way from a place down to the one that is visited. It costs nothing until someone asks where that is. */
export class Trail {
  readonly #keys: (string | number)[] = [];
  #start: Place = ROOT;
  depth = 0;

  restart(at: Place): void {
    this.#start = at;
    this.depth = 0;
  }

  down(key: string | number): void {
    this.#keys[this.depth] = key;
    this.depth += 1;
  }

  up(): void {
    this.depth -= 1;
  }

  /** The name or index of the visited place in what holds it. */
  get key(): string | number {
    return this.#keys[this.depth - 1] ?? '';
  }

  placeOf(below: readonly (string | number)[]): Place {
    const { base, file } = this.#start;
    const keys = [...this.#keys.slice(0, this.depth), ...below];
    const inner = keys.map((key) => `/${pointerToken(String(key))}`).join('');
    // A problem shows no more of a pointer, so a deep one need not be remembered.
    const longer = (start: string): string => (start.length > MAX_POINTER ? start : start + inner);
    return file === undefined ? { base: longer(base), file } : { base, file: longer(file) };
  }
}
