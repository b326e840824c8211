import { AppError } from '../domain/errors.ts';
import { parseTemplate, resolveTemplates, type TemplateScope } from '../domain/templates.ts';
import { encodeStrictly, textOf } from './serialise-parameter.ts';

/**
 * Fills in the templates of an address. What they give is percent-encoded: it stays within its segment or its parameter.
 * STEP_INPUT_INVALID where a segment of the path would be gone (empty, `.`, `..`) or the origin another one.
 */
export function resolveUrl(template: string, scope: TemplateScope): string {
  const parts = parseTemplate(template.trim());
  const text = parts.reduce(
    (before, part) => `${before}${part.kind === 'text' ? part.text : filledIn(part, scope, before)}`,
    '',
  );
  const literal = parts[0]?.kind === 'text' ? parts[0].text : '';
  if (!URL.canParse(text) || !URL.canParse(literal) || new URL(text).origin !== new URL(literal).origin)
    throw new AppError('STEP_INPUT_INVALID', `${template} gives no address on its own host.`);
  const path = text.replace(/[?#].*$/s, '');
  if (path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    throw new AppError('STEP_INPUT_INVALID', `A segment of ${template} may not be "." or "..".`);
  return text;
}

function filledIn(
  part: Exclude<ReturnType<typeof parseTemplate>[number], { kind: 'text' }>,
  scope: TemplateScope,
  before: string,
): string {
  if (part.kind === 'invalid') throw new AppError('STEP_INPUT_INVALID', part.message);
  const { source } = part.reference;
  const text = textOf(resolveTemplates(`{{${source}}}`, scope));
  if (text === '' && !before.includes('?'))
    throw new AppError('STEP_INPUT_INVALID', `{{${source}}} is empty: an address needs it.`);
  return encodeStrictly(text);
}
