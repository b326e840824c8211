import type { Stack } from './assembly.ts';
import { asText, attributePath, intrinsicOf } from './intrinsic-arguments.ts';
import { isRecord } from './values.ts';

/**
 * Finds the resources that a value refers to, through exports too, without resolving it; of `Fn::If` the branch that
 * holds counts.
 */
export function createReferences(options: {
  readonly stackOf: (name: string) => Stack;
  readonly exported: (name: string) => { readonly stack: string; readonly value: unknown };
  readonly resolve: (stack: string, value: unknown) => unknown;
  readonly branch: (stack: Stack, argument: unknown) => unknown;
}): (stack: string, value: unknown) => readonly string[] {
  const { stackOf, exported, resolve, branch } = options;

  return (stackName, value) => {
    const found = new Set<string>();
    const note = (stack: Stack, logicalId: string): void => {
      if (stack.resources.has(logicalId)) found.add(`${stack.name}/${logicalId}`);
    };
    const noteSubstitutions = (stack: Stack, argument: unknown): void => {
      const template = Array.isArray(argument) ? argument[0] : argument;
      for (const [, name = ''] of String(template).matchAll(/\$\{([^!}][^}]*)\}/gu))
        note(stack, name.split('.')[0] ?? '');
    };
    const walk = (stack: Stack, item: unknown): void => {
      if (Array.isArray(item)) return item.forEach((member) => walk(stack, member));
      if (!isRecord(item)) return;
      const { name, argument } = intrinsicOf(item) ?? { name: '', argument: undefined };
      if (name === 'Ref') return note(stack, String(argument));
      if (name === 'Fn::GetAtt') return note(stack, String(attributePath(argument, String)[0]));
      if (name === 'Fn::If') return walk(stack, branch(stack, argument));
      if (name === 'Fn::ImportValue') {
        const source = exported(asText(resolve(stack.name, argument), name));
        return walk(stackOf(source.stack), source.value);
      }
      if (name === 'Fn::Sub') noteSubstitutions(stack, argument);
      for (const member of Object.values(item)) walk(stack, member);
    };
    walk(stackOf(stackName), value);
    return [...found];
  };
}
