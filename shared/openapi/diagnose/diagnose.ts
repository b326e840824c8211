import { member, type DocumentNode } from '../document-node.ts';
import { keep } from '../keep.ts';
import { collectProblems, type Problems } from '../problems.ts';
import type { Dialect } from '../recognise-document.ts';
import { createReferences, type References } from '../resolve-refs.ts';
import { SAMPLE_DOCUMENT } from '../sample-document.ts';
import { checkAliases } from './check-aliases.ts';
import { openApi3 } from './openapi-3-rules.ts';
import { swagger2 } from './swagger-2-rules.ts';
import { Walk } from './walk.ts';

/** Of objects and lists; more than a document within the limits has. */
const MAX_PARTS = 20_000_000;

/** OpenAPI 3.1: what describes a reference at its place. */
const DESCRIPTIONS: ReadonlySet<string> = new Set(['summary', 'description']);
const NONE: ReadonlySet<string> = new Set();

/** The newest OpenAPI 3 whose rules are known. */
const NEWEST = 1;

/**
 * Reports where a document breaks the rules of its own version: OpenAPI 2.0, 3.0 and 3.1 as the specifications and their
 * JSON schemas state them, references that lead nowhere included. Bounded by the size of the document.
 */
export function diagnose({ root, dialect, mayShare, references, problems }: Diagnosed): void {
  if (mayShare) checkAliases(root, problems);
  createWalk({ root, dialect, mayShare, references, problems }).run();
}

interface Diagnosed {
  readonly root: DocumentNode;
  readonly dialect: Dialect;
  /** The same object may stand at several places. */
  readonly mayShare: boolean;
  readonly references: References;
  readonly problems: Problems;
}

function createWalk({ root, dialect, mayShare, references, problems }: Diagnosed): Walk {
  const minor =
    dialect === 'swagger-2' ? 0 : Number(/^\s*3\.(\d+)/.exec(String(member(root, 'openapi')))?.[1] ?? 0);
  return new Walk({
    root,
    rootRule: dialect === 'swagger-2' ? swagger2 : openApi3(minor),
    references,
    problems,
    maxParts: MAX_PARTS,
    isLenient: minor > NEWEST,
    besideReferences: minor > 0 ? DESCRIPTIONS : NONE,
    mayShare,
  });
}

const root: DocumentNode = SAMPLE_DOCUMENT;
const references = createReferences({ root, url: undefined });
const sample = createWalk({
  root,
  dialect: 'openapi-3',
  mayShare: false,
  references,
  problems: collectProblems(),
});
sample.run();
keep(sample);
