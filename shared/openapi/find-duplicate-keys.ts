import { EVENT_ID, getScalarValue, type Event, type ScalarEvent } from 'js-yaml';
import { pointerToken } from './document-node.ts';

/** A name that stands twice in the same object. */
export interface DuplicateKey {
  /** JSON pointer to its value. */
  readonly pointer: string;
  /** Of the second one, from 1; absent where it is not known. */
  readonly line?: number;
}

const MAX_DUPLICATES = 20;

/** A mapping, a list or the document, as far as it has been read. */
interface Frame {
  readonly kind: 'document' | 'sequence' | 'mapping';
  readonly names: Set<string>;
  /** The token of the value that comes next; in a mapping undefined where a key comes next. */
  token: string | undefined;
  index: number;
}

/** The names that stand twice in a mapping of a YAML text that was parsed into events. */
export function findDuplicateKeys(events: readonly Event[], source: string): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const frames: Frame[] = [];
  const take = (name: string | undefined, event?: ScalarEvent): void => {
    const frame = frames.at(-1);
    if (frame?.kind === 'sequence') frame.index += 1;
    if (frame?.kind !== 'mapping') return;
    if (frame.token !== undefined) {
      frame.token = undefined;
      return;
    }
    frame.token = name ?? '?';
    if (name === undefined || name === '<<') return;
    if (frame.names.has(name) && event && found.length < MAX_DUPLICATES) {
      found.push({ pointer: pointerTo(frames), line: lineAt(source, event.valueStart) });
    }
    frame.names.add(name);
  };
  for (const event of events) {
    if (event.type === EVENT_ID.SCALAR) take(getScalarValue(source, event), event);
    else if (event.type === EVENT_ID.ALIAS) take(undefined);
    else if (event.type === EVENT_ID.POP) {
      frames.pop();
      take(undefined);
    } else frames.push({ kind: kindOf(event), names: new Set(), token: undefined, index: 0 });
  }
  return found;
}

function kindOf({ type }: Event): Frame['kind'] {
  if (type === EVENT_ID.MAPPING) return 'mapping';
  return type === EVENT_ID.SEQUENCE ? 'sequence' : 'document';
}

function pointerTo(frames: readonly Frame[]): string {
  return frames
    .filter(({ kind }) => kind !== 'document')
    .map(({ kind, token = '?', index }) => `/${kind === 'sequence' ? index : pointerToken(token)}`)
    .join('');
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
