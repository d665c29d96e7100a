import type { Language } from '../platform/contract.ts';
import { type ProblemCode, problems } from '../platform/problems.ts';
import { textsOf } from '../platform/texts.ts';
import type { ReferenceFile } from './contract.ts';

/** What a page may load: its own files, and the token endpoint. */
export function referencePolicy(signInOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${signInOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const file = (name: ReferenceFile) => `docs/${name}`;

/** The page of the reference; its files stand beside it. */
export function referencePage(language: Language): string {
  const { title, noScript } = textsOf(language).reference;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${file('swagger-ui.css')}">
</head>
<body>
<noscript>${noScript}</noscript>
<div id="reference"></div>
<script src="${file('swagger-ui-bundle.js')}"></script>
<script src="${file('start.js')}"></script>
</body>
</html>
`;
}

/** Starts the reference and lets one sign in by code and PKCE. */
export function startScript(clientId: string): string {
  const options = {
    dom_id: '#reference',
    deepLinking: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    validatorUrl: null,
  };
  return `'use strict';
const here = new URL(location.href);
const ui = SwaggerUIBundle({
  ...${JSON.stringify(options)},
  url: new URL('openapi.json', here).href,
  oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', here).href,
});
ui.initOAuth({
  clientId: ${JSON.stringify(clientId)},
  scopes: 'openid profile',
  usePkceWithAuthorizationCodeGrant: true,
});
`;
}

/** What one problem means, for a person who followed its `type`. */
export function problemPage(code: ProblemCode, language: Language): string {
  const { title, detail } = textsOf(language).problems[code];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${problems[code]} ${title}</title>
</head>
<body>
<h1>${title}</h1>
<p>HTTP ${problems[code]} · <code>${code}</code></p>
<p>${detail}</p>
</body>
</html>
`;
}
