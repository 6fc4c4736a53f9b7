// Servers under test, and what their viewers were told.
import { vi } from 'vitest';
import type { InspectionOptions } from '../../src/inspection/inspection-options.ts';
import {
  createInspectionServer,
  type InspectionServer,
} from '../../src/inspection/inspection-server.ts';
import type {
  ShownActor,
  ShownStep,
  WelcomeMessage,
} from '../../src/inspection/viewer-protocol.ts';
import { until, type Listening } from './sockets.ts';

// The first server builds the viewer, and a browser has to start, beside whatever else the machine does.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const servers: InspectionServer[] = [];

/** A server on any free port; `stopServing` ends it. */
export async function serve(options: InspectionOptions = {}): Promise<InspectionServer> {
  const server = await createInspectionServer({ port: 0, ...options });
  servers.push(server);
  return server;
}

/** Ends all servers of a test. */
export async function stopServing(): Promise<void> {
  for (const server of servers.splice(0)) await server.close();
}

/** The first message that a viewer got. */
export const welcomeOf = (viewer: Listening): Promise<WelcomeMessage> =>
  until(() => viewer.of('welcome')[0] as WelcomeMessage | undefined);

/** All actors that a viewer was told of, as they stand last. */
export function actorsOf(viewer: Listening): ReadonlyMap<string, ShownActor> {
  const actors = new Map<string, ShownActor>();
  for (const message of viewer.received) {
    for (const actor of (message['actors'] ?? []) as ShownActor[]) {
      if (actor.last !== undefined) actors.set(actor.id, actor);
    }
  }
  return actors;
}

/** All steps of the frames that a viewer got. */
export const stepsOf = (viewer: Listening) =>
  viewer.of('frame').flatMap((frame) => frame['steps'] as readonly ShownStep[]);

/** The first answer with histories that a viewer got. */
export const historyOf = (viewer: Listening) =>
  until(() => viewer.of('history')[0]?.['actors'] as History | undefined);

type History = readonly { readonly id: string; readonly steps: readonly ShownStep[] }[];
