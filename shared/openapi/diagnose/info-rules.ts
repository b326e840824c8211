import { list, map, object, text, type Rule } from './rule.ts';
import { contact } from './shared-rules.ts';

/** Who an API of OpenAPI 3 is from; `minor` is what follows the `3.`. */
export function infoRule(minor: number): Rule {
  const later = minor > 0 ? { summary: text } : {};
  const license = object(
    'the license',
    () => ({ name: text, url: text, ...(minor > 0 ? { identifier: text } : {}) }),
    { required: ['name'], exclusive: [['identifier', 'url']] },
  );
  return object(
    'the info',
    () => ({
      title: text,
      version: text,
      description: text,
      termsOfService: text,
      contact,
      license,
      ...later,
    }),
    { required: ['title', 'version'] },
  );
}

/** Where an API of OpenAPI 3 is. */
export function serverRule(minor: number): Rule {
  return object(
    'a server',
    () => ({
      url: text,
      description: text,
      variables: map(
        object(
          'a server variable',
          () => ({ enum: list(text, { min: minor === 0 ? 0 : 1 }), default: text, description: text }),
          { required: ['default'] },
        ),
      ),
    }),
    { required: ['url'] },
  );
}
