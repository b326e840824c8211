import { BlockList, isIP } from 'node:net';
import {
  compilePattern as compile,
  type EventPattern,
} from '../../shared/domain/event-pattern/compile-pattern.ts';
import { PatternError } from '../../shared/domain/event-pattern/pattern-error.ts';
import { AwsError } from './service.ts';

export type { EventPattern } from '../../shared/domain/event-pattern/compile-pattern.ts';

/** What EventBridge knows beside the operators of the product's own patterns. */
const OPERATORS = new Map([['cidr', compileCidr]]);

/** Compiles an event pattern as PutRule does. Throws `InvalidEventPatternException`. */
export function compilePattern(pattern: unknown): EventPattern {
  try {
    return compile(pattern, { operators: OPERATORS });
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const message = `Event pattern is not valid. Reason: ${error.message} at ${error.place}`;
    throw new AwsError('InvalidEventPatternException', message);
  }
}

function compileCidr(operand: unknown, place: string): (leaf: unknown) => boolean {
  const [address = '', length = ''] = String(operand).split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  try {
    block.addSubnet(address, Number.parseInt(length, 10), family);
  } catch {
    throw new PatternError(place, '"cidr" must be an address block');
  }
  return (leaf) =>
    typeof leaf === 'string' && isIP(leaf) > 0 && block.check(leaf, isIP(leaf) === 6 ? 'ipv6' : 'ipv4');
}
