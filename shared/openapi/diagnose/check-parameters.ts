import { asList, asNode, cutText, member, type DocumentNode } from '../document-node.ts';
import { MAX_PARAMETERS } from '../reading.ts';
import { refOf } from '../resolve-refs.ts';
import { repeated } from './repeated.ts';
import type { Visit } from './visit.ts';

/** Parameters of a path or an operation, their references followed. */
export interface Listed {
  readonly nodes: readonly DocumentNode[];
  /** A reference to one of them leads nowhere. */
  readonly isIncomplete: boolean;
  /** There are more than are read. */
  readonly isLong: boolean;
}

/** Names and indexes from the visited place to the owner of the parameters. */
type Below = readonly string[];

const NONE: Listed = { nodes: [], isIncomplete: false, isLong: false };

export function readList(owner: DocumentNode, { references }: Visit): Listed {
  const list = asList(member(owner, 'parameters'));
  if (!list || list.length === 0) return NONE;
  if (list.length <= MAX_PARAMETERS && list.every(isPlain))
    return { nodes: list, isIncomplete: false, isLong: false };
  const nodes: DocumentNode[] = [];
  for (let at = 0; at < list.length && at < MAX_PARAMETERS; at += 1) {
    const node = references.nodeOf(list[at]);
    if (node) nodes.push(node);
  }
  return { nodes, isIncomplete: nodes.length < list.length, isLong: list.length > MAX_PARAMETERS };
}

/** Whether an entry is what it stands for, so that the list needs no copy. */
function isPlain(entry: unknown): entry is DocumentNode {
  const node = asNode(entry);
  return node !== undefined && refOf(node) === undefined;
}

/** No parameter stands twice in a list, and each path parameter has its place in the path. */
export function checkList(
  { nodes, isLong }: Listed,
  names: readonly string[],
  visit: Visit,
  below: Below,
): void {
  if (isLong)
    visit.fault('TOO_MANY_PARAMETERS', `Only the first ${MAX_PARAMETERS} parameters were read.`, ...below);
  if (nodes.length === 0) return;
  for (const node of nodes) {
    const name = member(node, 'name');
    if (node['in'] !== 'path' || typeof name !== 'string' || names.includes(name)) continue;
    const shown = cutText(name, 80);
    visit.fault('PATH_PARAMETER_UNUSED', `The path has no place for the parameter "${shown}".`, ...below);
  }
  // Names first: they alone tell most parameters apart.
  for (const at of repeated(nodes, nameOf)) {
    const node = nodes[at];
    const name = node?.['name'];
    const twin = nodes.findIndex((other) => other['name'] === name && other['in'] === node?.['in']);
    if (twin === at || typeof name !== 'string') continue;
    const message = `The parameter "${cutText(name, 80)}" is declared twice; the first one counts.`;
    visit.fault('DUPLICATE_PARAMETER', message, ...below);
  }
}

function nameOf(node: DocumentNode): unknown {
  return member(node, 'name');
}

/** The parameters that an operation takes: its own, and those of its path that it does not replace. */
export function together(own: Listed, shared: Listed): Listed {
  if (shared.nodes.length === 0) return own;
  if (own.nodes.length === 0) return shared;
  const isOwn = (node: DocumentNode): boolean =>
    own.nodes.some((other) => other['name'] === node['name'] && other['in'] === node['in']);
  return {
    nodes: [...own.nodes, ...shared.nodes.filter((node) => !isOwn(node))],
    isIncomplete: own.isIncomplete || shared.isIncomplete,
    isLong: own.isLong || shared.isLong,
  };
}

/** Every name in the path is a parameter. */
export function checkNames(
  { nodes, isIncomplete }: Listed,
  names: readonly string[],
  visit: Visit,
  below: Below,
): void {
  if (isIncomplete) return;
  for (const name of names) {
    if (nodes.some((node) => node['in'] === 'path' && node['name'] === name)) continue;
    const message = `The path parameter "${cutText(name, 80)}" is not declared; it is taken as text.`;
    visit.fault('PATH_PARAMETER_UNDECLARED', message, ...below);
  }
}

/** Swagger 2.0: an operation has one body or a form, and a form with a file is sent as one. */
export function checkBody({ nodes }: Listed, operation: DocumentNode, visit: Visit, below: Below): void {
  const bodies = nodes.filter((node) => node['in'] === 'body').length;
  const fields = nodes.filter((node) => node['in'] === 'formData');
  if (bodies > 1) visit.fault('BODY_REPEATED', 'An operation has one body parameter.', ...below);
  if (bodies > 0 && fields.length > 0)
    visit.fault('BODY_AND_FORM', 'An operation has a body or form fields, not both.', ...below);
  if (!fields.some((node) => node['type'] === 'file')) return;
  const consumes = asList(member(operation, 'consumes')) ?? asList(member(visit.root, 'consumes')) ?? [];
  if (
    !consumes.some((type) =>
      /^(multipart\/(.*\+)?form-data|application\/(.*\+)?x-www-form-urlencoded)/.test(String(type)),
    )
  )
    visit.fault(
      'FILE_NOT_IN_FORM',
      'A file is sent as a form: "consumes" must name multipart/form-data.',
      ...below,
    );
}
