import type { CatalogueHead } from '../../domain/catalogue.ts';
import type { ChangeReason } from '../../domain/catalogue-diff.ts';
import { describeScheme } from './compare-security.ts';
import { inOrder } from './reasons.ts';

type Head = Pick<CatalogueHead, 'servers' | 'securitySchemes'>;

/** What changed in the document as a whole: where the API is, and what its security schemes send. */
export function compareHeads(before: Head, after: Head): readonly ChangeReason[] {
  return inOrder([...compareServers(before.servers, after.servers), ...compareSchemes(before, after)]);
}

function compareServers(before: readonly string[], after: readonly string[]): readonly ChangeReason[] {
  const [was, is] = [before[0], after[0]];
  if (was === undefined || is === undefined || after.includes(was)) return [];
  const moved = originOf(was) !== originOf(is);
  return [
    {
      code: moved ? 'base-url-changed' : 'base-path-changed',
      breaking: true,
      location: 'servers',
      sentence: `The document names the server ${is.slice(0, 200)} now and named ${was.slice(0, 200)}. Calls stay where they go until the connection's baseUrl is changed.`,
    },
  ];
}

function compareSchemes(before: Head, after: Head): readonly ChangeReason[] {
  return Object.entries(before.securitySchemes).flatMap(([name, scheme]): ChangeReason[] => {
    if (!Object.hasOwn(after.securitySchemes, name)) return [];
    const [was, is] = [describeScheme(scheme), describeScheme(after.securitySchemes[name])];
    if (was === is) return [];
    return [
      {
        code: 'security-scheme-changed',
        breaking: true,
        location: `securitySchemes.${name.slice(0, 80)}`,
        sentence: `The security scheme "${name.slice(0, 80)}" is ${is} now and was ${was}.`,
      },
    ];
  });
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
