// The wire format of @statelyai/inspect 0.7: one JSON object a message. Ours carries one field more, which others ignore.
import type { EpochMs } from '../time/instant.ts';
import type { Fields, InspectedDeadline } from './inspection-feed.ts';

/** Version of `@statelyai/inspect` whose format this is; its receivers take only messages that name one. */
export const WIRE_VERSION = '0.7.2';

/** A state value as XState nests it. */
export type NestedValue = string | { readonly [key: string]: NestedValue };

/** What is said of an actor's state. */
export interface WireSnapshot {
  readonly status?: string;
  readonly value?: NestedValue;
  readonly context?: Fields;
  readonly [field: string]: unknown;
}

interface WireBase {
  readonly sessionId: string;
  readonly rootId?: string;
  /** Epoch milliseconds as text. */
  readonly createdAt: string;
  readonly id: null;
  readonly _version: string;
}

/** An actor begins. */
export interface WireActor extends WireBase {
  readonly type: '@xstate.actor';
  readonly name: string;
  readonly parentId?: string;
  /** JSON of the machine's config. */
  readonly definition?: string;
  readonly snapshot: WireSnapshot;
}

/** An actor is sent an event. */
export interface WireEventSent extends WireBase {
  readonly type: '@xstate.event';
  readonly event: { readonly type: string } & Fields;
  /** The actor that sent it; undefined for one from outside. */
  readonly sourceId?: string;
}

/** An actor has taken an event. */
export interface WireSnapshotTaken extends WireBase {
  readonly type: '@xstate.snapshot';
  readonly event: { readonly type: string } & Fields;
  readonly snapshot: WireSnapshot;
  /** What only Holdline knows of the step; undefined from other senders. */
  readonly holdline?: StepDetails;
}

/** One message of the wire. */
export type WireEvent = WireActor | WireEventSent | WireSnapshotTaken;

/** What a step of a messaging session says beyond XState's snapshot. */
export interface StepDetails {
  readonly seq: number;
  readonly recordedAt: EpochMs;
  readonly cause: string;
  readonly rule: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly deadlines: readonly InspectedDeadline[];
  readonly facts: readonly ({ readonly type: string } & Fields)[];
  readonly superseded: boolean;
}

/** The nested state value of a dotted path: `open.Active` is `{ open: 'Active' }`. */
export function nestedValue(path: string): NestedValue {
  const keys = path.split('.');
  let value: NestedValue = keys.pop() ?? '';
  for (const key of keys.toReversed()) value = { [key]: value };
  return value;
}

/** Depth and number of the leaves that are read of a state value from elsewhere. */
const VALUE_DEPTH_MAX = 40;
const LEAVES_MAX = 50;

/** The dotted paths of a state value's leaves, one for each parallel region; empty for what is no state value. */
export function leafPaths(value: unknown): readonly string[] {
  const paths: string[] = [];
  collect(value, '', 0, paths);
  return paths;
}

function collect(value: unknown, path: string, depth: number, paths: string[]): void {
  if (paths.length >= LEAVES_MAX || depth > VALUE_DEPTH_MAX) return;
  const before = path === '' ? '' : `${path}.`;
  if (typeof value === 'string') paths.push(`${before}${value}`);
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  if (entries.length === 0 && path !== '') paths.push(path);
  for (const [key, inner] of entries) collect(inner, `${before}${key}`, depth + 1, paths);
}
