import type { Json } from '../../shared/domain/json.ts';

/** Bytes of values that one answer shows: an answer of Lambda has 6 MB at most, and their escapes need room, too. */
const SHOWN_BYTES = 4 * 1024 * 1024;

/** An input and an output, or how large they are where the answer has no room for them. */
export interface ShownValues {
  readonly input?: Json;
  readonly inputBytes?: number;
  readonly output?: Json;
  readonly outputBytes?: number;
}

/** Shows values as long as there is room in one answer. */
export function valueShower(): (values: { readonly input?: Json; readonly output?: Json }) => ShownValues {
  let left = SHOWN_BYTES;
  const fits = (bytes: number): boolean => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  };
  return ({ input, output }) => {
    const inputBytes = sizeOf(input);
    const outputBytes = sizeOf(output);
    return {
      ...(input === undefined ? {} : fits(inputBytes) ? { input } : { inputBytes }),
      ...(output === undefined ? {} : fits(outputBytes) ? { output } : { outputBytes }),
    };
  };
}

function sizeOf(value: Json | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
