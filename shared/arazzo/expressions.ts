import type { Json } from '../domain/json.ts';
import { parseTemplate, type Reference } from '../domain/templates.ts';

/** A path into a value: names of members and positions in lists, outermost first. */
export type Path = readonly (string | number)[];

/** A reference as a template writes it: `{{steps.find[0].name}}`. */
export function templateOf(root: string, path: Path): string {
  return `{{${root}${path.map(segmentOf).join('')}}}`;
}

function segmentOf(part: string | number): string {
  if (typeof part === 'number') return `[${part}]`;
  return /^[^.[\]{}'"\s]+$/.test(part) ? `.${part}` : `['${part}']`;
}

/** A path as a JSON pointer (RFC 6901). */
export function pointerOf(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * What stands behind a name in a runtime expression as a path: a JSON pointer, as Arazzo 1.0.1 has it, or members and
 * positions, as its examples write them. Undefined where it is neither.
 */
export function pathIn(rest: string): Path | undefined {
  if (rest === '' || rest === '#' || rest === '#/') return [];
  if (rest.startsWith('#/')) {
    const parts = rest.slice(2).split('/');
    return parts.map((part) => numberOr(part.replaceAll('~1', '/').replaceAll('~0', '~')));
  }
  const parts = [...rest.matchAll(/\.([^.[\]#{}]+)|\[(\d{1,6})\]/g)];
  if (parts.map(([whole]) => whole).join('') !== rest) return undefined;
  return parts.map(([, name, position]) => name ?? Number(position));
}

function numberOr(part: string): string | number {
  return /^(0|[1-9]\d{0,5})$/.test(part) ? Number(part) : part;
}

/**
 * Replaces every template of a value by the runtime expression that `expressionOf` makes of it; a template without one
 * stays as it is written.
 */
export function toExpressions(value: Json, expressionOf: (reference: Reference) => string | undefined): Json {
  if (Array.isArray(value)) return value.map((item: Json) => toExpressions(item, expressionOf));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => [key, toExpressions(inner, expressionOf)]);
    return Object.fromEntries(entries);
  }
  if (typeof value !== 'string') return value;
  const parts = parseTemplate(value);
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const found = part.kind === 'reference' ? expressionOf(part.reference) : undefined;
      const source = part.kind === 'reference' ? part.reference.source : part.source;
      if (found === undefined) return `{{${source}}}`;
      return parts.length === 1 ? found : `{${found}}`;
    })
    .join('');
}

/**
 * The template that an expression about inputs or the outputs of a step stands for; undefined for any other, and where
 * `outputs` does not know the name.
 */
export function templateFor(
  expression: string,
  outputs: (stepId: string, name: string) => Path | undefined,
): string | undefined {
  const input = /^\$inputs\.([^.[\]#{}]+)(.*)$/s.exec(expression);
  if (input !== null) {
    const rest = pathIn(input[2] ?? '');
    return rest && templateOf('input', [input[1] ?? '', ...rest]);
  }
  const step = /^\$steps\.([^.]+)\.outputs\.([^.[\]#{}]+)(.*)$/s.exec(expression);
  if (step === null) return undefined;
  const [, stepId = '', name = '', more = ''] = step;
  const [path, rest] = [outputs(stepId, name), pathIn(more)];
  return path && rest && templateOf(`steps.${stepId}`, [...path, ...rest]);
}

const EXPRESSION = /^\$(?:inputs|steps|response|request|url|method|statusCode|outputs|workflows)\b/;

/**
 * Replaces every runtime expression of a value, the whole of a string or `{$…}` inside it. `read` gives what an expression
 * stands for: a value, or text with templates.
 */
export function fromExpressions(value: Json, read: (expression: string) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => fromExpressions(item, read));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, fromExpressions(inner, read)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (EXPRESSION.test(value)) return read(value);
  return value.replace(/\{(\$[^{}]+)\}/g, (whole, expression: string) => {
    if (!EXPRESSION.test(expression)) return whole;
    const found = read(expression);
    return typeof found === 'string' ? found : JSON.stringify(found);
  });
}
