import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * The address that rate limits and the audit log mean. Behind the front door the gateway sees an edge server; the
 * front door then hands on the viewer's address, which is believed only beside the token that the front door alone
 * knows.
 */
export function clientAddress({
  event,
  originToken,
}: {
  event: APIGatewayProxyEventV2;
  originToken: string;
}): string {
  const source = event.requestContext.http.sourceIp;
  const token = event.headers['x-origin-token'];
  const viewer = event.headers['x-viewer-address'];
  if (originToken === '' || token === undefined || viewer === undefined) return source;
  const expected = Buffer.from(originToken);
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected) ? viewer : source;
}
