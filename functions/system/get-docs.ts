import { readFile } from 'node:fs/promises';
import type { systemRoutes } from '../../shared/api/system.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** The files of Swagger UI that the page needs, with their types. */
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'initialise.js': 'text/javascript; charset=utf-8',
};

const INITIALISE = `window.ui = SwaggerUIBundle({ url: 'openapi', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true, persistAuthorization: false });`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>APIQ API</title>
<link rel="stylesheet" href="docs/assets/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"></main>
<script src="docs/assets/swagger-ui-bundle.js"></script>
<script src="docs/assets/initialise.js"></script>
</body>
</html>
`;

/** Swagger UI sets styles and data images of its own; scripts come from here alone. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Swagger UI for browsers; for `Accept: application/json` the title, the version and the list of routes. */
export function getDocs(): Handler<typeof systemRoutes.getDocs> {
  return async ({ request: { accept } }) => {
    if (!accept.includes('text/html') && accept.includes('application/json')) {
      return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(await routeList()) };
    }
    return { contentType: 'text/html; charset=utf-8', body: PAGE, contentSecurityPolicy: PAGE_POLICY };
  };
}

async function routeList() {
  const { default: document } = await import('../../docs/openapi.json', { with: { type: 'json' } });
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { summary }]) => ({ method: method.toUpperCase(), path, summary })),
  );
  return { title: document.info.title, currentVersion: document.info.version, baseURL: '/api/v1', routes };
}

/** A file of Swagger UI, from beside the function's code. */
export function getDocsAsset({ folder }: { folder: URL }): Handler<typeof systemRoutes.getDocsAsset> {
  return async ({ params: { file } }) => {
    const contentType = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
    if (contentType === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'There is no such file.');
    const body = file === 'initialise.js' ? INITIALISE : await readFile(new URL(file, folder), 'utf8');
    return { contentType, body, cacheControl: 'public, max-age=86400' };
  };
}
