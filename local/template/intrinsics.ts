import type { Assembly, Stack } from './assembly.ts';
import { evaluateCondition, type ConditionScope } from './conditions.ts';
import { createExports } from './exports.ts';
import { asText, attributePath, findInMap, intrinsicOf, pair } from './intrinsic-arguments.ts';
import { createReferences } from './references.ts';
import { isRecord } from './values.ts';

/** Gives the values of resources that exist by now. Both throw for what they do not know. */
export interface ResourceValues {
  ref(key: string): unknown;
  attribute(key: string, name: string): unknown;
}

/** `AWS::…` pseudo parameters, without the prefix; `StackName` and `NoValue` are added here. */
export type PseudoParameters = Readonly<Record<'AccountId' | 'Region' | 'Partition' | 'URLSuffix', string>>;

export interface Resolver {
  /** The value without its intrinsics. Throws for an intrinsic that is not known, naming it. */
  resolve(stack: string, value: unknown): unknown;
  /** Keys of the resources that a value refers to, through exports too. */
  references(stack: string, value: unknown): readonly string[];
  /** Whether a condition of the stack holds. */
  holds(stack: string, condition: string): boolean;
}

const NO_VALUE = Symbol('AWS::NoValue');

/** Evaluates intrinsics (CloudFormation, "Intrinsic function reference"). */
export function createResolver(options: {
  readonly assembly: Assembly;
  readonly values: ResourceValues;
  readonly pseudo: PseudoParameters;
}): Resolver {
  const stacks = new Map(options.assembly.stacks.map((stack) => [stack.name, stack]));
  const stackOf = (name: string): Stack => {
    const stack = stacks.get(name);
    if (!stack) throw new Error(`There is no stack ${name}.`);
    return stack;
  };

  const resolve = (stack: string, value: unknown): unknown => {
    const resolved = evaluate(stackOf(stack), value);
    return resolved === NO_VALUE ? undefined : resolved;
  };
  const exported = createExports({ stacks: options.assembly.stacks, resolve });
  const conditionScope = (stack: Stack): ConditionScope => ({
    conditions: stack.conditions,
    resolve: (value) => resolve(stack.name, value),
  });
  const holds = (stack: string, condition: string) =>
    evaluateCondition(condition, conditionScope(stackOf(stack)));

  function evaluate(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => evaluate(stack, item)).filter((item) => item !== NO_VALUE);
    }
    if (!isRecord(value)) return value;
    const call = intrinsicOf(value);
    if (call) return apply(stack, call.name, call.argument);
    const members: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      const resolved = evaluate(stack, member);
      if (resolved !== NO_VALUE) members[name] = resolved;
    }
    return members;
  }

  function apply(stack: Stack, name: string, argument: unknown): unknown {
    const text = (value: unknown) => asText(evaluate(stack, value), name);
    const list = (value: unknown): unknown[] => {
      const items = evaluate(stack, value);
      if (!Array.isArray(items)) throw new Error(`${name} needs a list.`);
      return items;
    };
    switch (name) {
      case 'Ref':
        return ref(stack, String(argument));
      case 'Fn::GetAtt': {
        const [logicalId = '', attribute = ''] = attributePath(argument, text);
        return options.values.attribute(`${stack.name}/${logicalId}`, attribute);
      }
      case 'Fn::Join': {
        const [delimiter, items] = pair(argument, name);
        return list(items)
          .map((item) => asText(item, name))
          .join(text(delimiter));
      }
      case 'Fn::Select': {
        const [index, items] = pair(argument, name);
        const item = list(items)[Number(text(index))];
        if (item === undefined) throw new Error(`Fn::Select has no item ${text(index)}.`);
        return item;
      }
      case 'Fn::Split': {
        const [delimiter, source] = pair(argument, name);
        return text(source).split(text(delimiter));
      }
      case 'Fn::Sub':
        return substitute(stack, argument);
      case 'Fn::ImportValue': {
        const found = exported(text(argument));
        return resolve(found.stack, found.value);
      }
      case 'Fn::If': {
        const branch = chooseBranch(stack, argument);
        return evaluate(stack, branch);
      }
      case 'Fn::FindInMap':
        return findInMap(stack, list(argument).map(String));
      case 'Fn::Equals':
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not':
        return evaluateCondition({ [name]: argument }, conditionScope(stack));
      default:
        throw new Error(`The laptop cloud does not know the intrinsic ${name} (stack ${stack.name}).`);
    }
  }

  function ref(stack: Stack, target: string): unknown {
    if (target === 'AWS::NoValue') return NO_VALUE;
    if (target.startsWith('AWS::')) return pseudo(stack, target);
    if (stack.resources.has(target)) return options.values.ref(`${stack.name}/${target}`);
    const parameter = stack.parameters[target];
    if (parameter === undefined)
      throw new Error(`Ref ${target} in stack ${stack.name} names nothing with a value.`);
    return parameter;
  }

  function pseudo(stack: Stack, target: string): string {
    const values: Readonly<Record<string, string>> = {
      ...options.pseudo,
      StackName: stack.name,
      StackId: `arn:aws:cloudformation:${options.pseudo.Region}:${options.pseudo.AccountId}:stack/${stack.name}/local`,
    };
    const value = values[target.slice('AWS::'.length)];
    if (value === undefined)
      throw new Error(`The laptop cloud does not know the pseudo parameter ${target}.`);
    return value;
  }

  function substitute(stack: Stack, argument: unknown): string {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const own = isRecord(variables) ? variables : {};
    return String(template).replaceAll(/\$\{(!?)([^}]+)\}/gu, (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return asText(evaluate(stack, own[name]), 'Fn::Sub');
      const dot = name.indexOf('.');
      if (dot < 0) return asText(ref(stack, name), 'Fn::Sub');
      return asText(
        options.values.attribute(`${stack.name}/${name.slice(0, dot)}`, name.slice(dot + 1)),
        'Fn::Sub',
      );
    });
  }

  function chooseBranch(stack: Stack, argument: unknown): unknown {
    if (!Array.isArray(argument) || argument.length !== 3) throw new Error('Fn::If needs three items.');
    return holds(stack.name, String(argument[0])) ? argument[1] : argument[2];
  }

  const references = createReferences({
    stackOf,
    exported,
    resolve,
    branch: chooseBranch,
  });

  return { resolve, references, holds };
}
