import { hash } from 'node:crypto';
import type { HttpMethod } from '../domain/catalogue.ts';

const MAX_LENGTH = 64;
/** What most operationIds are already. */
const CLEAN = /^[A-Za-z0-9](?:[\w-]{0,62}[A-Za-z0-9])?$/;

/** The id of an endpoint: the same for the same method and path, in every version of every document. */
export function endpointId(method: HttpMethod, path: string): string {
  return `ep_${hash('sha256', `${method} ${path}`).slice(0, 24)}`;
}

/** Gives each operation of one document a name of its own. */
export interface ToolNames {
  /** At most 64 characters of `[A-Za-z0-9_-]`, from the operationId or else from method and path. */
  nameFor(operation: {
    readonly id: string;
    readonly method: HttpMethod;
    readonly path: string;
    readonly operationId: string | undefined;
  }): string;
}

export function createToolNames(): ToolNames {
  const taken = new Set<string>();
  return {
    nameFor({ id, method, path, operationId }) {
      const wanted =
        clean(operationId ?? '') || clean(`${method.toLowerCase()}${path}`) || method.toLowerCase();
      const mark = id.slice(3, 11);
      let name = wanted.length > MAX_LENGTH ? withMark(wanted, mark) : wanted;
      if (taken.has(name)) name = withMark(wanted, mark);
      for (let count = 2; taken.has(name); count += 1) name = withMark(wanted, `${mark}_${count}`);
      taken.add(name);
      return name;
    },
  };
}

function clean(text: string): string {
  if (CLEAN.test(text)) return text;
  return text
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

function withMark(name: string, mark: string): string {
  return `${name.slice(0, MAX_LENGTH - mark.length - 1).replace(/_+$/, '')}_${mark}`;
}
