// What the server answers over HTTP: its own few files, and a policy that lets a page load nothing from elsewhere.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFile } from './page-files.ts';
import { isForThisHost } from './request-guard.ts';

const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The page that shows the Stately inspector must be able to talk to the window that it opens.
  'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  'Cache-Control': 'no-store',
};

/** Answers a request with one of the files. */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, PageFile>,
): void {
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  if (!isForThisHost(request)) plain(response, 421, 'This server answers to 127.0.0.1 only.');
  else if (request.method !== 'GET' && request.method !== 'HEAD') {
    plain(response, 405, 'Only GET is answered here.');
  } else {
    const file = files.get(path);
    if (file === undefined) plain(response, 404, 'There is no such page.');
    else {
      response.writeHead(200, {
        ...HEADERS,
        'Content-Type': file.contentType,
        'Content-Length': file.body.length,
      });
      response.end(request.method === 'HEAD' ? undefined : file.body);
    }
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
