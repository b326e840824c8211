import type { AwsError, AwsReply } from './service.ts';

/** Elements of an XML document, in order; `undefined` leaves one out. */
export type XmlElements = ReadonlyArray<readonly [name: string, value: XmlValue]>;
type XmlValue = string | number | boolean | undefined | XmlElements;

const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An XML document as S3 writes it. */
export function toXml(
  root: string,
  elements: XmlElements,
  options: { readonly namespace?: boolean } = {},
): string {
  const attribute = options.namespace === true ? ` xmlns="${S3_NAMESPACE}"` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${write(elements)}</${root}>`;
}

/** What S3 calls the errors that the other services have in common. */
const S3_NAMES: Readonly<Record<string, { code: string; status: number }>> = {
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  MissingAuthenticationTokenException: { code: 'AccessDenied', status: 403 },
  UnrecognizedClientException: { code: 'InvalidAccessKeyId', status: 403 },
  InternalFailure: { code: 'InternalError', status: 500 },
};

/** An error as S3 answers it (Amazon S3 API Reference, Error responses). */
export function toXmlError(
  error: AwsError,
  request: { readonly path: string; readonly requestId: string },
): AwsReply {
  const { code, status } = S3_NAMES[error.code] ?? error;
  // A 304 carries no body.
  if (status === 304) return { status };
  const members = Object.entries(error.members).map(([name, value]) => [name, String(value)] as const);
  const body = toXml('Error', [
    ['Code', code],
    ['Message', error.message],
    ...members,
    ['Resource', request.path],
    ['RequestId', request.requestId],
  ]);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function write(elements: XmlElements): string {
  return elements
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${writeValue(value)}</${name}>`))
    .join('');
}

function writeValue(value: Exclude<XmlValue, undefined>): string {
  return typeof value === 'object' ? write(value) : escape(String(value));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function escape(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}
