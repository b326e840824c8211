import type { Stack } from './assembly.ts';

/**
 * Finds the output that a stack exports under a name. Export names hold pseudo parameters at most, so they resolve
 * before anything is provisioned. Throws where no stack exports the name.
 */
export function createExports(options: {
  readonly stacks: readonly Stack[];
  resolve(stack: string, value: unknown): unknown;
}): (name: string) => { readonly stack: string; readonly value: unknown } {
  let byName: Map<string, { stack: string; value: unknown }> | undefined;
  const read = () => {
    const found = new Map<string, { stack: string; value: unknown }>();
    for (const stack of options.stacks) {
      for (const { exportName, value } of stack.outputs) {
        if (exportName !== undefined)
          found.set(String(options.resolve(stack.name, exportName)), { stack: stack.name, value });
      }
    }
    return found;
  };
  return (name) => {
    byName ??= read();
    const found = byName.get(name);
    if (!found) throw new Error(`No stack exports ${name}.`);
    return found;
  };
}
