import type { DocumentProblem } from './catalogue.ts';
import type { Connection } from './connection.ts';

const CODE = 'SERVER_MOVED';

/**
 * The problem of a document that no longer names the origin to which calls go. Calls do not follow by themselves: the
 * credential was given for the old origin, and whoever can change the document could send it anywhere. An address that
 * the document never named was a person's choice and no problem.
 */
export function movedServer({
  connection: { baseUrl, problems },
  before,
  after,
}: {
  connection: Pick<Connection, 'baseUrl' | 'problems'>;
  /** Servers that the document named, and names. */
  before: readonly string[];
  after: readonly string[];
}): DocumentProblem | undefined {
  const origin = originOf(baseUrl);
  const names = (servers: readonly string[]): boolean =>
    servers.some((server) => originOf(server) === origin);
  const wasNamed = names(before) || problems.some(({ code }) => code === CODE);
  if (baseUrl === '' || after.length === 0 || !wasNamed || names(after)) return undefined;
  const message = `The document names the server ${(after[0] ?? '').slice(0, 200)} now. Calls still go to ${origin}, for which the credentials were stored: change baseUrl if the API has moved.`;
  return { code: CODE, message, pointer: '/servers' };
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
