// What may be shown of a session. Allowed is what is listed here; everything else stays inside.
import { createHash } from 'node:crypto';
import { VOCABULARY } from '../events/vocabulary.ts';
import type { Fields, InspectedStep, Scalar } from './inspection-feed.ts';

/**
 * What is done to a step before it leaves the process.
 *
 * `true`, the default: ids become short hashes; of events and facts only
 * words of Holdline's own vocabulary, numbers, switches and the ids of queues and bots remain. `false`: nothing is hidden. A function: what it returns is shown as it is.
 */
export type Redact = boolean | ((step: InspectedStep) => InspectedStep);

/** Hexadecimal digits of a short id. */
const SHORT_ID_DIGITS = 10;

/** Longest text of an allowed field, characters. */
const TEXT_CHARS_MAX = 64;

/** What facts say in words of Holdline's own, in numbers and switches, and the ids of queues and bots. */
const FACT_FIELDS: ReadonlySet<string> = new Set([
  'origin',
  'graph',
  'agentType',
  'platform',
  'from',
  'to',
  'cause',
  'rule',
  'by',
  'outcome',
  'status',
  'firstAccept',
  'rerouted',
  'toKind',
  'fellBack',
  'keyword',
  'actor',
  'direction',
  'response',
  'allowExisting',
  'longevity',
  'code',
  'name',
  'attempt',
  'isTransfer',
  'occupies',
  'afterOwnDecline',
  'load',
  'capacity',
  'metric',
  'value',
  'valueMs',
  'sampleCount',
  'queueId',
  'botId',
]);

/** Facts whose `reason` is a word of Holdline's; elsewhere it is the host's own text. */
const REASONED_FACTS: ReadonlySet<string> = new Set([
  'session.queued',
  'session.inactivated',
  'session.ended',
]);

/** Whom a field names: shown as a short id. */
const PERSON_FIELDS: ReadonlySet<string> = new Set(['agentId', 'preferredAgentId', 'fromAgentId']);

/**
 * The short name of an id: the first ten hexadecimal digits of its SHA-256.
 *
 * The same id has the same name everywhere. It is a pseudonym: who knows an id can find its name, and who may guess all phone numbers can try them.
 */
export function shortId(id: string): string {
  let short = shortIds.get(id);
  if (short === undefined) {
    short = createHash('sha256').update(id).digest('hex').slice(0, SHORT_ID_DIGITS);
    if (shortIds.size >= SHORT_IDS_MAX) shortIds.clear();
    shortIds.set(id, short);
  }
  return short;
}

/** Names at hand, since each step needs several of the same; count. */
const SHORT_IDS_MAX = 5000;
const shortIds = new Map<string, string>();

/** A function that does to steps what is asked for. */
export function redactionOf(redact: Redact = true): (step: InspectedStep) => InspectedStep {
  if (typeof redact === 'function') return redact;
  return redact ? redactStep : (step) => step;
}

/** A step without text and personal data: the default of the inspection. */
export function redactStep(step: InspectedStep): InspectedStep {
  return {
    ...step,
    sessionId: shortId(step.sessionId),
    conversationId: shortId(step.conversationId),
    event: redactEvent(step.event),
    facts: step.facts.map(redactFact),
  };
}

/**
 * An event without text and personal data: only switches and words that its own type lists remain, and the ids of queues and bots.
 *
 * It also fits `sanitizeEvent` of `@statelyai/inspect`. Of a type that is not Holdline's only the type remains.
 */
export function redactEvent(event: { readonly type: string }): { readonly type: string } & Fields {
  const shown: Record<string, unknown> & { type: string } = { type: event.type };
  const fields = fieldsOf(event.type);
  for (const [name, value] of Object.entries(event)) {
    const field = fields[name];
    if (field === undefined || name === 'type') continue;
    if (PERSON_FIELDS.has(name) && typeof value === 'string') shown[name] = shortId(value);
    else if (name === 'to' && isKinded(value)) shown[name] = { kind: value.kind };
    else if (field.enum?.includes(value) === true || typeof value === 'boolean')
      shown[name] = value;
    else if (ID_FIELDS.has(name) && isScalar(value)) shown[name] = value;
  }
  return shown;
}

const ID_FIELDS: ReadonlySet<string> = new Set(['queueId', 'botId']);

interface FieldSchema {
  readonly enum?: readonly unknown[];
}

function fieldsOf(type: string): Readonly<Record<string, FieldSchema>> {
  if (!Object.hasOwn(VOCABULARY, type)) return {};
  return VOCABULARY[type as keyof typeof VOCABULARY].schema.properties as Readonly<
    Record<string, FieldSchema>
  >;
}

function redactFact(fact: InspectedStep['facts'][number]): InspectedStep['facts'][number] {
  const shown: Record<string, unknown> & { type: string } = { type: fact.type };
  for (const [name, value] of Object.entries(fact)) {
    if (PERSON_FIELDS.has(name) && typeof value === 'string') shown[name] = shortId(value);
    else if (isFactField(fact.type, name) && isScalar(value)) shown[name] = value;
  }
  return shown;
}

const isFactField = (type: string, name: string) =>
  FACT_FIELDS.has(name) || (name === 'reason' && REASONED_FACTS.has(type));

const isKinded = (value: unknown): value is { readonly kind: string } =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { kind?: unknown }).kind === 'string';

/** Whether a value is one that a line can show. @internal */
export const isScalar = (value: unknown): value is Scalar =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= TEXT_CHARS_MAX);
