import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { AppError } from '../../shared/domain/errors.ts';

type GivenBody = RouteInput<typeof connectionRoutes.createConnection>['body'];

/**
 * Members of a new connection that need or exclude each other; VALIDATION_ERROR names the first fault. They are not in the
 * route table, since every function that starts loads that.
 */
export function assertConsistent({
  preset,
  variables,
  name,
  baseUrl,
  document,
  documentationUrl,
  endpoints,
}: GivenBody): void {
  const hasDocument = document !== undefined || documentationUrl !== undefined;
  if (endpoints !== undefined && (hasDocument || baseUrl === undefined))
    throw fault('endpoints', 'Endpoints stand in place of a document, and need a baseUrl.');
  if (documentationUrl !== undefined && document !== undefined && 'url' in document)
    throw fault('document', 'Give the document once: as documentationUrl or as document.');
  if (preset !== undefined) return;
  if (name === undefined) throw fault('name', 'Give a name, or a preset.');
  if (variables !== undefined) throw fault('variables', 'Variables are those of a preset.');
  if (baseUrl === undefined && !hasDocument)
    throw fault('baseUrl', 'Give a baseUrl or a document that names a server.');
}

function fault(member: string, message: string): AppError {
  return new AppError('VALIDATION_ERROR', message, { details: [{ path: `body.${member}`, message }] });
}
