// From a message of the wire to what the viewer shows of it: short, flat and bounded.
import type { Fields } from './inspection-feed.ts';
import { isScalar } from './redaction.ts';
import type { ShownFields, ShownStep } from './viewer-protocol.ts';
import { isMessage } from './wire-reader.ts';
import { leafPaths, type WireSnapshotTaken } from './wire-event.ts';

/** Fields that are shown of an event, a fact or a context, count. */
const FIELDS_MAX = 16;

/** Longest text of a value that is no scalar, characters. */
const VALUE_CHARS_MAX = 60;

/** A snapshot of the wire as a step. */
export function shownStep(
  { snapshot, event, createdAt, holdline }: WireSnapshotTaken,
  actorId: string,
  order: number,
): ShownStep {
  const { status, value, context } = snapshot;
  return {
    order,
    actorId,
    seq: holdline?.seq ?? order,
    at: Number(createdAt),
    event: event.type,
    fields: fieldsOf(holdline === undefined ? event : withoutAddress(event)),
    cause: holdline?.cause ?? event.type,
    rule: holdline?.rule ?? null,
    status: holdline?.to ?? null,
    leaves: leafPaths(value),
    state: typeof status === 'string' ? status : 'active',
    counters: fieldsOf(context ?? {}),
    deadlines: holdline?.deadlines ?? [],
    facts: (holdline?.facts ?? []).map((fact) => ({ type: fact.type, fields: fieldsOf(fact) })),
    superseded: holdline?.superseded ?? false,
  };
}

/** What the step says already, by its time and its session. */
const ADDRESS: ReadonlySet<string> = new Set([
  'at',
  'tenant',
  'channelId',
  'endUserId',
  'sessionId',
]);

const withoutAddress = (event: Fields): Fields =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !ADDRESS.has(name)));

/** Fields for a person to read, without `type`: an object of scalars field by field, anything else as the beginning of its JSON. */
function fieldsOf(fields: Fields): ShownFields {
  const shown: ShownFields[number][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'type' || value === undefined) continue;
    const inner = isMessage(value) ? Object.entries(value) : [];
    const isFlat = inner.length > 0 && inner.every(([, one]) => isScalar(one));
    if (isFlat) shown.push(...inner.map(([key, one]) => field(`${name}.${key}`, one)));
    else shown.push(field(name, value));
    if (shown.length >= FIELDS_MAX) break;
  }
  return shown.slice(0, FIELDS_MAX);
}

const field = (name: string, value: unknown): ShownFields[number] => [
  name.slice(0, VALUE_CHARS_MAX),
  isScalar(value) ? value : shortJson(value),
];

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text;
}
