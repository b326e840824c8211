import { dump } from 'js-yaml';
import type { JsonObject } from '../domain/json.ts';

/** A document as YAML; what is equal is written out each time, since not every reader takes aliases. */
export function writeYaml(document: JsonObject): string {
  return dump(document, { lineWidth: 120, noRefs: true });
}
