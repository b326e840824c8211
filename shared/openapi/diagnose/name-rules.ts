import type { NameRule } from './rule.ts';

const SLASH = '/'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);

const STATUS = 'A response stands under a status code or "default".';

export const pathName: NameRule = {
  fits: (name) => name.charCodeAt(0) === SLASH,
  code: 'PATH_INVALID',
  message: 'A path starts with a slash.',
};

/** Swagger 2.0: any three digits that HTTP has a use for. */
export const status2: NameRule = {
  fits: (name) => name === 'default' || isStatus(name),
  code: 'RESPONSE_INVALID',
  message: STATUS,
};

/** OpenAPI 3: also all codes of a class, as `4XX`. */
export const status3: NameRule = {
  fits: (name) => name === 'default' || isStatus(name) || /^[1-5]XX$/.test(name),
  code: 'RESPONSE_INVALID',
  message: STATUS,
};

export const componentName: NameRule = {
  fits: (name) => /^[\w.-]+$/.test(name),
  code: 'NAME_INVALID',
  message: 'The name of a component holds letters, digits, ".", "-" and "_" alone.',
};

/** Without an expression, which takes several times as long; a document has a few of these for every operation. */
function isStatus(name: string): boolean {
  if (name.length !== 3) return false;
  const first = name.charCodeAt(0) - ZERO;
  return first >= 1 && first <= 5 && isDigit(name.charCodeAt(1)) && isDigit(name.charCodeAt(2));
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}
