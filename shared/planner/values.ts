import type { Json } from '../domain/json.ts';
import type { Entity } from './entities.ts';
import type { Input } from './operation-view.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What is sent for the values that a text names; undefined where they do not fit the input's type. */
export function valueOf(input: Input, entities: readonly Entity[]): Json | undefined {
  const values = entities.flatMap(
    (entity) =>
      entity.items?.map((item): Json => (/^-?\d+(?:\.\d+)?$/.test(item) ? Number(item) : item)) ?? [
        single(input, entity),
      ],
  );
  if (input.types.includes('array')) return values;
  return entities.length === 1 && !entities[0]?.items ? values[0] : undefined;
}

function single(input: Input, entity: Entity): Json {
  const numeric = input.types.some((type) => type === 'number' || type === 'integer');
  if (
    entity.number !== undefined &&
    (numeric || input.types.length === 0 || !input.types.includes('string'))
  ) {
    // "7 %" of an input that takes a share of one.
    const asShare =
      entity.value.endsWith('%') && (/\bdecimal\b/i.test(input.description) || input.schema['maximum'] === 1);
    return asShare ? Number((entity.number / 100).toFixed(10)) : entity.number;
  }
  if (entity.kind === 'mention') return entity.value.slice(1);
  return entity.kind === 'date' ? isoDate(entity.value) : entity.value;
}

/** `2024-01-31` of "January 31st, 2024"; a date without a year, or of figures only, stays as it is. */
export function isoDate(text: string): string {
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name}`, 'i').test(text)) + 1;
  const year = /\b\d{4}\b/.exec(text)?.[0];
  const day = /\b(\d{1,2})(?:st|nd|rd|th)?\b/i.exec(text)?.[1];
  if (month === 0 || year === undefined || day === undefined) return text;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
