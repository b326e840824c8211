import type { CatalogueHead, CatalogueIndex, DocumentProblem, Operation } from '../domain/catalogue.ts';
import { asNode, member, textOf, type DocumentNode } from './document-node.ts';
import { indexOperations } from './index-operations.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { NO_FILES, type DocumentFiles } from './document-files.ts';
import { hashDocument } from './hash-document.ts';
import { keep } from './keep.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from './limits.ts';
import { parseDocument } from './parse-document.ts';
import { collectProblems } from './problems.ts';
import { readOperation } from './read-operation.ts';
import { readSecurity, readSecuritySchemes } from './read-security.ts';
import { impliedServers, readServers, upgradeServers } from './read-servers.ts';
import { MAX_DESCRIPTION, type Reading } from './reading.ts';
import { recogniseDocument } from './recognise-document.ts';
import { createReferences } from './resolve-refs.ts';
import { SAMPLE_DOCUMENT } from './sample-document.ts';
import { createSchemaReader } from './schema-reader.ts';

/**
 * A document that was read: its index at once, an operation when it is asked for. Nothing that was built is kept, so
 * whoever needs all operations can take and drop them one by one.
 */
export interface ApiDocument extends CatalogueIndex {
  /** Those found so far. What is wrong inside a schema comes up when an operation that uses it is built. */
  readonly problems: readonly DocumentProblem[];
  /** The operation of `entries[index]`. Throws RangeError where there is none. */
  operationAt(index: number): Operation;
}

/** A document, or why it is none. */
export type ReadDocument =
  | { readonly ok: true; readonly document: ApiDocument }
  | {
      readonly ok: false;
      readonly code: 'INVALID_DOCUMENT';
      readonly message: string;
      readonly problems: readonly DocumentProblem[];
    };

/**
 * Reads a document: Swagger 2.0 or OpenAPI 3, JSON or YAML. Pure; nothing is fetched. It is refused only where nothing
 * can be read from it; every other fault is a problem.
 */
export function readDocument({
  source,
  url,
  files = NO_FILES,
  limits = DEFAULT_LIMITS,
}: {
  /** Bytes as they were fetched, or text as it was given. */
  readonly source: Uint8Array | string;
  /** Where it was fetched from, after redirects. */
  readonly url?: string;
  /** What its references to other files lead to. */
  readonly files?: DocumentFiles;
  readonly limits?: DocumentLimits;
}): ReadDocument {
  const parsed = parseDocument(source, limits);
  if (!parsed.ok) return refusal(parsed.message, '');
  const { root, hasAliases } = parsed;
  const problems = collectProblems();
  const recognised = recogniseDocument(root, problems);
  if (!recognised.ok) return refusal(recognised.message, recognised.pointer);
  for (const { pointer, line } of parsed.duplicates) {
    const where = line === undefined ? '' : ` (line ${line})`;
    problems.add(
      'DUPLICATE_KEY',
      `A name stands twice in the same object${where}; the last one counts.`,
      pointer,
    );
  }
  const { dialect } = recognised;
  const references = createReferences({ root, url, files });
  diagnose({ root, dialect, mayShare: hasAliases || files.size > 0, references, problems });
  const schemas = createSchemaReader(references);
  const reading: Reading = { references, schemas, problems, documentUrl: url };
  const operations = { root, dialect, reading };
  const indexed = indexOperations({ source: operations, maxOperations: limits.maxOperations });
  const is2 = dialect === 'swagger-2';
  const servers = is2
    ? upgradeServers(root, reading)
    : (readServers(root, '', reading) ?? impliedServers(reading));
  const declared = is2
    ? member(root, 'securityDefinitions')
    : member(references.nodeOf(member(root, 'components')), 'securitySchemes');
  const securitySchemes = readSecuritySchemes(references.nodeOf(declared), references);
  let specHash: string | undefined;
  const security = readSecurity(root) ?? [];
  return {
    ok: true,
    document: {
      // Reading needs no hash, and one of many megabytes is not free.
      get specHash() {
        return (specHash ??= hashDocument({ source, files }));
      },
      ...readInfo(root, reading),
      servers,
      securitySchemes,
      entries: indexed.map(({ entry }) => entry),
      get problems() {
        return problems.list();
      },
      operationAt(index) {
        const operation = indexed[index];
        if (operation === undefined) throw new RangeError(`There is no operation ${index}.`);
        return readOperation(operation, operations, security);
      },
    },
  };
}

function readInfo(
  root: DocumentNode,
  { documentUrl }: Reading,
): Pick<CatalogueHead, 'title' | 'version' | 'description'> {
  const info = asNode(member(root, 'info'));
  const title = textOf(info, 'title', 200)?.trim();
  const version = member(info, 'version');
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

keep(readDocument({ source: JSON.stringify(SAMPLE_DOCUMENT) }));
