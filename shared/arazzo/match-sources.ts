import type { Connection } from '../domain/connection.ts';
import { isRecordOfText } from './is-record-of-text.ts';
import type { ArazzoDocument, ArazzoNote } from './document.ts';

/**
 * The connections that the source descriptions of a document stand for: the one that the caller names, else the one it was
 * written for, else the only one with its address or its name. Who fits none, or several, is asked about.
 */
export function matchSources({
  document,
  connections,
  chosen,
}: {
  readonly document: ArazzoDocument;
  /** Of the workspace. */
  readonly connections: readonly Connection[];
  /** Ids of connections by the names of sources. */
  readonly chosen: Readonly<Record<string, string>>;
}): { readonly found: ReadonlyMap<string, Connection>; readonly faults: readonly ArazzoNote[] } {
  const found = new Map<string, Connection>();
  const faults: ArazzoNote[] = [];
  for (const source of document.sourceDescriptions) {
    const { name } = source;
    const path = `body.connections.${name}`;
    const wanted = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    const fitting =
      wanted === undefined ? fittingOf(source, connections) : connections.filter(({ id }) => id === wanted);
    const [connection, other] = fitting;
    if (connection !== undefined && other === undefined) found.set(name, connection);
    else if (!isUsed(name, document)) continue;
    else if (wanted !== undefined) faults.push({ path, message: 'There is no such API connection.' });
    else {
      const which = other === undefined ? 'No connection fits' : 'Several connections fit';
      const example = other ?? connections[0];
      const hint =
        example === undefined ? 'Connect the API first.' : `Say which: {"${name}": "${example.id}"}.`;
      faults.push({ path, message: `${which} the source "${name}" (${source.url.slice(0, 200)}). ${hint}` });
    }
  }
  return { found, faults };
}

/** Whether a step may name an operation of it. */
function isUsed(name: string, { workflows }: ArazzoDocument): boolean {
  const written = JSON.stringify(workflows);
  const plainId = /"operationId":"[^$]/.test(written);
  return (
    plainId || written.includes(`$sourceDescriptions.${name}.`) || written.includes(`"source":"${name}"`)
  );
}

/** The best way of fitting that anything fits by. */
function fittingOf(
  source: ArazzoDocument['sourceDescriptions'][number],
  connections: readonly Connection[],
): readonly Connection[] {
  const { name, url, 'x-apiq-connection': ours } = source;
  const written = isRecordOfText(ours) ? ours : {};
  const ways: readonly ((connection: Connection) => boolean)[] = [
    ({ id }) => id === written['id'],
    ({ documentationUrl }) => documentationUrl === url,
    ({ baseUrl }) => baseUrl !== '' && (baseUrl === url || baseUrl === written['baseUrl']),
    (connection) => sameName(connection.name, written['name']) || sameName(connection.name, name),
  ];
  const fits = ways.map((fits) => connections.filter(fits));
  return fits.find((some) => some.length > 0) ?? [];
}

function sameName(one: string, other: string | undefined): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return other !== undefined && plain(one) !== '' && plain(one) === plain(other);
}
