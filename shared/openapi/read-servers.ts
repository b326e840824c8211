import { asList, asNode, cutText, member, type DocumentNode } from './document-node.ts';
import type { Reading } from './reading.ts';

const MAX_SERVERS = 50;

/** Absolute base URLs of an OpenAPI 3 `servers` list, https first; undefined where there is no list. */
export function readServers(
  owner: DocumentNode,
  at: string,
  reading: Reading,
): readonly string[] | undefined {
  const list = asList(member(owner, 'servers'));
  if (!list || list.length === 0) return undefined;
  const found = list
    .slice(0, MAX_SERVERS)
    .map((entry, index) => readServer(asNode(entry), `${at}/servers/${index}`, reading));
  return httpsFirst(found.filter((url) => url !== undefined));
}

/** What OpenAPI 3 says where `servers` is missing: the root of the place that the document came from. */
export function impliedServers({ documentUrl }: Reading): readonly string[] {
  return documentUrl === undefined ? [] : [new URL('/', documentUrl).href.replace(/\/$/, '')];
}

function readServer(
  server: DocumentNode | undefined,
  at: string,
  { documentUrl, problems }: Reading,
): string | undefined {
  const template = member(server, 'url');
  if (typeof template !== 'string') {
    problems.add('SERVER_INVALID', 'A server without a URL was left out.', at);
    return undefined;
  }
  const variables = asNode(member(server, 'variables'));
  const text = template.trim().replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = asNode(member(variables, name));
    const value = member(variable, 'default') ?? asList(member(variable, 'enum'))?.[0];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });
  if (/[{}]/.test(text)) {
    problems.add(
      'SERVER_VARIABLE',
      `The server "${cutText(template, 120)}" has a variable without a default.`,
      at,
    );
    return undefined;
  }
  return absoluteBase(text, at, { documentUrl, problems });
}

function absoluteBase(
  text: string,
  at: string,
  { documentUrl, problems }: Pick<Reading, 'documentUrl' | 'problems'>,
): string | undefined {
  const isRelative = !/^[a-z][a-z0-9+.-]*:/i.test(text) && !text.startsWith('//');
  if (isRelative && documentUrl === undefined) {
    problems.add(
      'SERVER_RELATIVE',
      'A server is given relative to the document, whose address is not known; set baseUrl.',
      at,
    );
    return undefined;
  }
  const base = documentUrl ?? 'https://document.invalid/';
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    problems.add('SERVER_INVALID', `The server "${cutText(text, 120)}" is no http or https URL.`, at);
    return undefined;
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function httpsFirst(urls: readonly string[]): readonly string[] {
  const unique = [...new Set(urls)];
  return [
    ...unique.filter((url) => url.startsWith('https:')),
    ...unique.filter((url) => !url.startsWith('https:')),
  ];
}

/** The base URLs that `schemes`, `host` and `basePath` of Swagger 2.0 make; a missing host is the document's. */
export function upgradeServers(root: DocumentNode, reading: Reading): readonly string[] {
  const { documentUrl, problems } = reading;
  const source = documentUrl === undefined ? undefined : new URL(documentUrl);
  const host = member(root, 'host');
  const basePath = member(root, 'basePath');
  const path = typeof basePath === 'string' ? `/${basePath.replace(/^\/+/, '')}` : '';
  const authority = typeof host === 'string' && host !== '' ? host : source?.host;
  if (authority === undefined) {
    problems.add('SERVER_RELATIVE', 'The document names no host; set baseUrl.', '/host');
    return [];
  }
  const named = (asList(member(root, 'schemes')) ?? []).filter(
    (scheme) => scheme === 'https' || scheme === 'http',
  );
  const implied =
    typeof host === 'string' && host !== '' ? 'https' : (source?.protocol.slice(0, -1) ?? 'https');
  const schemes = named.length > 0 ? named : [implied];
  const urls = schemes.map((scheme) =>
    absoluteBase(`${scheme}://${authority}${path}`, '/host', { documentUrl: undefined, problems }),
  );
  return httpsFirst(urls.filter((url) => url !== undefined));
}
