import type { NameRule } from './rule.ts';

const STATUS = 'A response stands under a status code or "default".';

export const pathName: NameRule = {
  fits: (name) => name.startsWith('/'),
  code: 'PATH_INVALID',
  message: 'A path starts with a slash.',
};

/** Swagger 2.0: any three digits that HTTP has a use for. */
export const status2: NameRule = {
  fits: (name) => name === 'default' || /^[1-5]\d\d$/.test(name),
  code: 'RESPONSE_INVALID',
  message: STATUS,
};

/** OpenAPI 3: also all codes of a class, as `4XX`. */
export const status3: NameRule = {
  fits: (name) => name === 'default' || /^[1-5](\d\d|XX)$/.test(name),
  code: 'RESPONSE_INVALID',
  message: STATUS,
};

export const componentName: NameRule = {
  fits: (name) => /^[\w.-]+$/.test(name),
  code: 'NAME_INVALID',
  message: 'The name of a component holds letters, digits, ".", "-" and "_" alone.',
};
