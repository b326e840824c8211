import type { RequestBody } from '../../domain/catalogue.ts';
import type { SchemaChange } from '../../domain/catalogue-diff.ts';
import { bareType } from '../media-type.ts';
import { compareShapes } from './compare-shapes.ts';
import { readShape } from './read-shape.ts';
import { bodyReason } from './reasons.ts';
import type { Difference } from './difference.ts';

/** What changed in the body that an operation takes. */
export function compareBodies(
  before: RequestBody | undefined,
  after: RequestBody | undefined,
): readonly Difference[] {
  const whole = (change: SchemaChange, breaking: boolean, detail: string): Difference =>
    bodyReason({ change, breaking, path: [], detail });
  if (!before || !after) {
    if (before) return [whole('removed', true, 'is no longer taken')];
    if (!after) return [];
    return [
      after.required
        ? whole('added-required', true, 'is new and must be sent')
        : whole('added-optional', false, 'is new and may be left out'),
    ];
  }
  const reasons: Difference[] = [];
  if (!before.required && after.required) reasons.push(whole('became-required', true, 'must be sent now'));
  if (before.required && !after.required)
    reasons.push(whole('became-optional', false, 'may be left out now'));
  const [was, is] = [bareType(before.contentType), bareType(after.contentType)];
  if (was !== is)
    reasons.push({
      code: 'request-body-media-type-changed',
      breaking: true,
      location: 'body',
      at: { in: 'body', path: [] },
      sentence: `The body is sent as ${is.slice(0, 80)} now and was sent as ${was.slice(0, 80)}.`,
    });
  const changes = compareShapes({
    before: readShape(before.schema, 'request'),
    after: readShape(after.schema, 'request'),
    side: 'request',
    place: is.includes('json') ? 'json' : 'text',
  });
  return [...reasons, ...changes.map(bodyReason)];
}
