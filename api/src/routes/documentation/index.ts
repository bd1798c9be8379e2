import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { ASSETS, readAsset, type AssetName } from './assets.ts';

/** Both pages style themselves from scripts, and Redoc searches in a worker that it makes from a blob. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Paths are relative, so that the pages also work where a proxy serves the API under a prefix. */
const SWAGGER_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Systole API</title>
    <link rel="icon" href="documentation/favicon.png">
    <link rel="stylesheet" href="documentation/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="documentation/swagger-ui-bundle.js"></script>
    <script src="documentation/start-swagger-ui.js"></script>
  </body>
</html>
`;

const START_SWAGGER_UI = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

const REDOC_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Systole API</title>
    <link rel="icon" href="documentation/favicon.png">
  </head>
  <body>
    <redoc spec-url="openapi.json"></redoc>
    <script src="documentation/redoc.js"></script>
  </body>
</html>
`;

/** Swagger UI and Redoc over the API's own description. */
export function documentationRoutes(): Hono {
  const app = new Hono();
  app.get('/docs', (c) => c.html(SWAGGER_PAGE, 200, { 'content-security-policy': PAGE_POLICY }));
  app.get('/redoc', (c) => c.html(REDOC_PAGE, 200, { 'content-security-policy': PAGE_POLICY }));
  app.get('/documentation/start-swagger-ui.js', (c) =>
    c.body(START_SWAGGER_UI, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  for (const name of Object.keys(ASSETS) as AssetName[]) {
    app.get(`/documentation/${name}`, etag(), async (c) =>
      c.body(await readAsset(name), 200, {
        'content-type': ASSETS[name].contentType,
        'cache-control': 'public, max-age=3600',
      }),
    );
  }
  return app;
}
