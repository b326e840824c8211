import { createHash } from 'node:crypto';
import type { Catalogue, DocumentProblem } from '../domain/catalogue.ts';
import { asNode, member, textOf, type DocumentNode } from './document-node.ts';
import { createSchemaReader } from './expand-schema.ts';
import { extractOperations } from './extract-operations.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from './limits.ts';
import { parseDocument } from './parse-document.ts';
import { collectProblems } from './problems.ts';
import { readSecuritySchemes } from './read-security.ts';
import { impliedServers, readServers, upgradeServers } from './read-servers.ts';
import { MAX_DESCRIPTION, type Reading } from './reading.ts';
import { recogniseDocument } from './recognise-document.ts';
import { createReferences } from './resolve-refs.ts';

/** A catalogue, or why there is none. */
export type ReadDocument =
  | { readonly ok: true; readonly catalogue: Catalogue }
  | {
      readonly ok: false;
      readonly code: 'INVALID_DOCUMENT';
      readonly message: string;
      readonly problems: readonly DocumentProblem[];
    };

/**
 * Makes the catalogue of a document: Swagger 2.0 or OpenAPI 3, JSON or YAML. Pure; nothing is fetched. A document is
 * refused only where nothing can be read from it; every other fault is a problem in the catalogue. A name that a JSON
 * object holds twice counts once, the last one, without a problem, since JSON.parse does not tell.
 */
export function readDocument({
  source,
  url,
  limits = DEFAULT_LIMITS,
}: {
  /** Bytes as they were fetched, or text as it was given. */
  readonly source: Uint8Array | string;
  /** Where it was fetched from, after redirects. */
  readonly url?: string;
  readonly limits?: DocumentLimits;
}): ReadDocument {
  const parsed = parseDocument(source, limits);
  if (!parsed.ok) return refusal(parsed.message, '');
  const { root } = parsed;
  const problems = collectProblems();
  const recognised = recogniseDocument(root, problems);
  if (!recognised.ok) return refusal(recognised.message, recognised.pointer);
  if (parsed.duplicateKeyAtLine !== undefined) {
    const message = `A name stands twice in the same mapping (line ${parsed.duplicateKeyAtLine}); the last one counts.`;
    problems.add('DUPLICATE_KEY', message, '');
  }
  const { dialect } = recognised;
  const references = createReferences({ root, selfUrl: url, problems });
  const schemas = createSchemaReader({ references, problems, maxNodes: limits.maxSchemaNodes });
  const reading: Reading = { references, schemas, problems, documentUrl: url };
  const operations = extractOperations({ root, dialect, limits, reading });
  if (operations.length === 0)
    problems.add('NO_OPERATIONS', 'The document describes no operation that can be called.', '/paths');
  const is2 = dialect === 'swagger-2';
  const servers = is2
    ? upgradeServers(root, reading)
    : (readServers(root, '', reading) ?? impliedServers(reading));
  const securitySchemes = is2
    ? readSecuritySchemes(member(root, 'securityDefinitions'), '/securityDefinitions', reading)
    : readSecuritySchemes(
        member(asNode(member(root, 'components')), 'securitySchemes'),
        '/components/securitySchemes',
        reading,
      );
  const specHash = `sha256:${createHash('sha256').update(source).digest('hex')}`;
  return {
    ok: true,
    catalogue: {
      specHash,
      ...readInfo(root, reading),
      servers,
      securitySchemes,
      operations,
      problems: problems.list(),
    },
  };
}

function readInfo(
  root: DocumentNode,
  { problems, documentUrl }: Reading,
): Pick<Catalogue, 'title' | 'version' | 'description'> {
  const info = asNode(member(root, 'info'));
  const title = textOf(info, 'title', 200)?.trim();
  if (!title) problems.add('INFO_MISSING', 'The document has no title.', '/info');
  const version = member(info, 'version');
  if (typeof version === 'number')
    problems.add('VERSION_NOT_TEXT', 'The version should be in quotes.', '/info/version');
  const description = textOf(info, 'description', MAX_DESCRIPTION);
  return {
    title: title || (documentUrl === undefined ? 'Untitled API' : new URL(documentUrl).hostname),
    version: typeof version === 'string' || typeof version === 'number' ? String(version).slice(0, 100) : '',
    ...(description === undefined ? {} : { description }),
  };
}

function refusal(message: string, pointer: string): ReadDocument {
  return {
    ok: false,
    code: 'INVALID_DOCUMENT',
    message,
    problems: [{ code: 'INVALID_DOCUMENT', message, pointer }],
  };
}
