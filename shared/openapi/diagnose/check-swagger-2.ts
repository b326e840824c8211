import { asList, asNode, cutText, member, type DocumentNode } from '../document-node.ts';
import type { Visit } from './visit.ts';

/** Schemas whose properties are gathered for one that holds them; more than that count as having every property. */
const MAX_PARENTS = 1000;

/** A list that is sent or answered says what it holds. */
function checkOuterItems(owner: DocumentNode, visit: Visit): void {
  const schema = visit.references.nodeOf(member(owner, 'schema'));
  if (member(schema, 'type') === 'array' && member(schema, 'items') === undefined)
    visit.fault('ITEMS_MISSING', 'An array needs "items", which say what it holds.', 'schema');
}

export function checkResponse(response: DocumentNode, visit: Visit): void {
  checkOuterItems(response, visit);
}

export function checkBody(parameter: DocumentNode, visit: Visit): void {
  checkOuterItems(parameter, visit);
  checkRequired(asNode(member(parameter, 'schema')), visit, 'schema');
}

export function checkDefinitions(definitions: DocumentNode, visit: Visit): void {
  for (const name of Object.keys(definitions)) checkRequired(asNode(definitions[name]), visit, name);
}

/** What an object requires is among its properties, or those of its parents. */
function checkRequired(schema: DocumentNode | undefined, visit: Visit, ...below: readonly string[]): void {
  if (!schema || !isObject(member(schema, 'type'))) return;
  const required = asList(member(schema, 'required'));
  if (!required) return;
  const own = asNode(member(schema, 'properties'));
  const missing = required.filter((name) => typeof name === 'string' && member(own, name) === undefined);
  if (missing.length === 0) return;
  const inherited = propertyNames(schema, visit);
  for (const name of missing) {
    if (inherited === 'unknown' || inherited.has(name)) continue;
    const message = `The required property "${cutText(String(name), 80)}" is not defined.`;
    visit.fault('REQUIRED_UNDEFINED', message, ...below);
  }
}

function isObject(type: unknown): boolean {
  return type === 'object' || asList(type)?.includes('object') === true;
}

/** Of a schema and of all that its `allOf` leads to; unknown where a part of it cannot be reached. */
function propertyNames(schema: DocumentNode, { references }: Visit): ReadonlySet<unknown> | 'unknown' {
  const names = new Set<unknown>();
  const parents = new Set<DocumentNode>([schema]);
  for (const parent of parents) {
    if (parents.size > MAX_PARENTS) return 'unknown';
    for (const name of Object.keys(references.nodeOf(member(parent, 'properties')) ?? {})) names.add(name);
    for (const part of asList(member(parent, 'allOf')) ?? []) {
      const target = references.follow(part);
      if (!target) return 'unknown';
      parents.add(target.node);
    }
  }
  return names;
}
