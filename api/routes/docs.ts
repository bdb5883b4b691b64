/** `/openapi.json`, `/docs` (Swagger UI from our own disk: works offline) and the page on error codes. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../context.ts';
import { renderErrorsHtml } from '../error-pages.ts';
import { openApiDocument } from '../openapi-document.ts';

export function addDocs(app: Hono<ApiEnv>): void {
  app.get('/openapi.json', (c) => c.json(openApiDocument()));
  app.get('/docs', (c) => answer(c, PAGE, 'text/html; charset=utf-8'));
  app.get('/docs/errors', (c) => answer(c, renderErrorsHtml(), 'text/html; charset=utf-8'));
  app.get('/docs/start.js', (c) => answer(c, START, 'text/javascript; charset=utf-8'));
  for (const [name, mediaType] of ASSETS) {
    app.get(`/docs/${name}`, async (c) => answer(c, await readAsset(name), mediaType));
  }
}

/** The whole list: no path from outside reaches the disk. */
const ASSETS = [
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
] as const;

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Payments API</title>
  <link rel="icon" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="docs"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  // No call leaves this machine: the online validator is off.
  validatorUrl: null,
});
`;

/** Nothing from elsewhere, whatever the page asks for. Swagger UI sets styles inline and draws with data: images. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

function answer(c: ApiContext, body: string | Uint8Array<ArrayBuffer>, mediaType: string): Response {
  return c.body(body, 200, { 'Content-Type': mediaType, ...HEADERS });
}

async function readAsset(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`))));
}
