// Who may talk to the server. It listens on the loopback only; a page of another site in the same browser could still reach it.
import type { IncomingMessage } from 'node:http';

/** The names of this machine as a browser on it writes them. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request is meant for this server: its `Host` is this machine.
 *
 * A site that lets its own name point to 127.0.0.1 is turned away by that.
 */
export function isForThisHost({ headers }: IncomingMessage): boolean {
  const { host } = headers;
  return host !== undefined && LOOPBACK.has(hostnameOf(`http://${host}`));
}

/**
 * Whether a socket may be opened: no page asks, or one of this server, or one of the origins that were allowed.
 *
 * Programs send no `Origin`; browsers always do.
 */
export function isAllowedOrigin(
  { headers }: IncomingMessage,
  allowed: ReadonlySet<string>,
): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return origin === `http://${host}` || allowed.has(origin);
}

function hostnameOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
