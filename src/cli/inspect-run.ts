import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInspectionServer, type InspectionServer } from '../inspection/inspection-server.ts';
import { openFeed, type OpenedFeed } from './inspect-source.ts';
import { counted } from './plain-words.ts';

/** The options of `holdline inspect`, as they were written. */
export interface InspectFlags {
  readonly connect?: string;
  readonly session?: string;
  readonly sessions: number;
  readonly port?: number;
  readonly drain?: boolean;
  readonly open?: boolean;
  /** False for `--no-redact`. */
  readonly redact: boolean;
}

/**
 * Serves the inspection of a file, of another inspection, or of the clients that connect, until it is interrupted.
 *
 * @throws HoldlineError input_unreadable, not_available, inspection_unreachable, port_unavailable.
 */
export async function inspect(file: string | undefined, flags: InspectFlags): Promise<void> {
  const { session, sessions: sessionsMax, port, connect, drain = false } = flags;
  const opened =
    file === undefined ? undefined : await openFeed(file, { session, sessionsMax, drain });
  const sessionId = opened?.sessionId ?? session;
  const server = await createInspectionServer({
    ...(port !== undefined && { port }),
    ...(opened !== undefined && { feed: opened.feed, title: basename(file ?? '') }),
    ...(connect !== undefined && { mirror: connect }),
    ...(sessionId !== undefined && { sessionId }),
    sample: { sessionsMax },
    redact: flags.redact,
  });
  sayWhere(server, opened, flags);
  if (flags.open === true && process.stdout.isTTY) openBrowser(server.url);
  await interrupted();
  await server.close();
  await opened?.close();
}

function sayWhere(
  server: InspectionServer,
  opened: OpenedFeed | undefined,
  { connect, redact, session }: InspectFlags,
): void {
  if (opened !== undefined) process.stderr.write(`${opened.summary}\n`);
  if (server.leftOut > 0) {
    const isOne = opened !== undefined && session !== undefined;
    const remedy = isOne ? 'leave --session out to see them' : '--sessions shows more';
    process.stderr.write(`${counted(server.leftOut, 'session')} left out: ${remedy}\n`);
  }
  if (!redact) process.stderr.write('nothing is redacted: the viewer shows what the events say\n');
  if (opened === undefined && connect === undefined) {
    const wire = server.url.replace('http:', 'ws:');
    process.stderr.write(`waiting for actors: createWebSocketInspector({ url: '${wire}' })\n`);
  }
  process.stderr.write('Ctrl-C ends it\n');
  process.stdout.write(`${server.url}\n`);
}

function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}

/** Opens the system's browser; where there is none the address on standard output is enough. */
function openBrowser(url: string): void {
  const [command, ...before] =
    { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ??
    (['xdg-open'] as const);
  const child = spawn(command ?? 'xdg-open', [...before, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
