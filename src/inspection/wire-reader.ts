// Messages from elsewhere: read with care, since anybody on this machine may send them.
import type { Fields } from './inspection-feed.ts';
import { WIRE_VERSION, type StepDetails, type WireEvent, type WireSnapshot } from './wire-event.ts';

const ID_CHARS_MAX = 400;
const TYPE_CHARS_MAX = 200;
const DEFINITION_CHARS_MAX = 500_000;

type Message = Readonly<Record<string, unknown>>;

/** Longest text of a message whose event and context are kept, characters; of a longer one only where the actor stands. */
const KEPT_CHARS_MAX = 65_536;

/** The wire event that a text is; undefined for anything else. What is not needed of it is left behind. */
export function readWireText(text: string): WireEvent | undefined {
  const event = readWireEvent(parseJson(text));
  if (text.length <= KEPT_CHARS_MAX || event === undefined) return event;
  const brief = 'event' in event ? { event: { type: event.event.type } } : {};
  if (event.type === '@xstate.event') return { ...event, ...brief };
  const { status, value } = event.snapshot;
  const snapshot = {
    ...(typeof status === 'string' && { status }),
    ...(value !== undefined && { value }),
  };
  return { ...event, ...brief, snapshot };
}

/** As `readWireText`, of a message that is parsed. */
export function readWireEvent(message: unknown): WireEvent | undefined {
  if (!isMessage(message)) return undefined;
  const sessionId = idOf(message['sessionId']);
  if (sessionId === undefined) return undefined;
  const rootId = idOf(message['rootId']);
  const base = {
    sessionId,
    ...(rootId !== undefined && { rootId }),
    createdAt: createdAtOf(message['createdAt']),
    id: null,
    _version: WIRE_VERSION,
  };
  switch (message['type']) {
    case '@xstate.actor': {
      const parentId = idOf(message['parentId']);
      const { definition } = message;
      const isDefined = typeof definition === 'string' && definition.length <= DEFINITION_CHARS_MAX;
      return {
        type: '@xstate.actor',
        name: idOf(message['name']) ?? sessionId,
        ...(parentId !== undefined && { parentId }),
        ...(isDefined && { definition }),
        snapshot: snapshotOf(message['snapshot']),
        ...base,
      };
    }
    case '@xstate.event': {
      const sourceId = idOf(message['sourceId']);
      const event = eventOf(message['event']);
      return { type: '@xstate.event', event, ...(sourceId !== undefined && { sourceId }), ...base };
    }
    case '@xstate.snapshot':
      return {
        type: '@xstate.snapshot',
        event: eventOf(message['event']),
        snapshot: snapshotOf(message['snapshot']),
        ...base,
      };
    default:
      return undefined;
  }
}

/** As `readWireEvent`, from another inspection server, which also says what only Holdline knows. */
export function readMirroredEvent(message: unknown): WireEvent | undefined {
  const event = readWireEvent(message);
  if (event?.type !== '@xstate.snapshot') return event;
  const details = (message as Message)['holdline'];
  return isDetails(details) ? { ...event, holdline: details } : event;
}

/** The value of a JSON text; undefined for text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with fields. @internal */
export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > ID_CHARS_MAX) return undefined;
  return value;
}

function createdAtOf(value: unknown): string {
  const at = Number(value);
  return Number.isFinite(at) ? String(Math.trunc(at)) : '0';
}

function eventOf(value: unknown): { readonly type: string } & Fields {
  const type = isMessage(value) ? value['type'] : undefined;
  if (typeof type !== 'string') return { type: '' };
  return { ...(value as Message), type: type.slice(0, TYPE_CHARS_MAX) };
}

function snapshotOf(value: unknown): WireSnapshot {
  return isMessage(value) ? value : { status: 'active' };
}

function isDetails(value: unknown): value is StepDetails {
  if (!isMessage(value)) return false;
  const { seq, recordedAt, cause, rule, from, to, deadlines, facts, superseded } = value;
  return (
    typeof seq === 'number' &&
    typeof recordedAt === 'number' &&
    typeof cause === 'string' &&
    isTextOrNull(rule) &&
    isTextOrNull(from) &&
    typeof to === 'string' &&
    typeof superseded === 'boolean' &&
    Array.isArray(deadlines) &&
    deadlines.every(isDeadline) &&
    Array.isArray(facts) &&
    facts.every((fact: unknown) => isMessage(fact) && typeof fact['type'] === 'string')
  );
}

const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';

const isDeadline = (value: unknown) =>
  isMessage(value) &&
  typeof value['name'] === 'string' &&
  typeof value['dueAt'] === 'number' &&
  typeof value['setBy'] === 'string';
