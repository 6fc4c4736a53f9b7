/*
 * The door of the core: what passes here is an event, and nobody further in checks it again. It never throws on bad input and never
 * changes the caller's object, unless the caller gives it away.
 */
import type { TSchema } from 'typebox';
// The narrower of TypeBox's two compilers: the other one loads a hundred files more at every start, for codecs.
import { Compile, type Validator } from 'typebox/schema';
import { parseInstant } from '../time/instant.ts';
import { channelFault } from './channel-fields.ts';
import { Id } from './event-fields.ts';
import { DEFAULT_TENANT } from './default-tenant.ts';
import { describeFound, faultOf, type FieldFault } from './expectation.ts';
import { nearestName } from './nearest-name.ts';
import { OTHER_SPELLINGS } from './other-spellings.ts';
import { Refusal } from './refusal.ts';
import { surveyFault } from './survey-fields.ts';
import {
  EVENT_TYPES,
  VOCABULARY,
  type EventIn,
  type EventOf,
  type EventType,
} from './vocabulary.ts';

/** A JSON object before anything is known of it. */
type Fields = Record<string, unknown>;

const ID = Compile(Id);

/** What reading one type needs. */
interface Reader {
  readonly type: EventType;
  readonly schema: TSchema;
  readonly addressed: boolean;
  /** Compiled at first use: a program that reads three types compiles three validators. */
  validator: Validator | undefined;
}

/**
 * The readers by a place that the text of their type gives: the type of a line is a text of its own each time, and a
 * Map would first have to read all of it for a hash. A power of two, a few times as many as there are types.
 */
const READERS: readonly (Reader | undefined)[] = placedReaders(512);

function placedReaders(count: number): (Reader | undefined)[] {
  const readers: (Reader | undefined)[] = Array.from({ length: count }, () => undefined);
  for (const type of EVENT_TYPES) {
    const { schema, addressed } = VOCABULARY[type];
    let place = placeOf(type, count);
    while (readers[place] !== undefined) place = (place + 1) & (count - 1);
    readers[place] = { type, schema, addressed, validator: undefined };
  }
  return readers;
}

/** Length and three characters tell most types apart. */
function placeOf(type: string, count: number): number {
  const last = type.length - 1;
  const sum = type.charCodeAt(0) + type.charCodeAt(last) * 7 + type.charCodeAt(last - 3) * 31;
  return (sum + last * 101) & (count - 1);
}

function readerOf(type: unknown): Reader | undefined {
  if (typeof type !== 'string') return undefined;
  const { length } = READERS;
  for (let place = placeOf(type, length); ; place = (place + 1) & (length - 1)) {
    const reader = READERS[place];
    if (reader === undefined || reader.type === type) return reader;
  }
}

/**
 * Reads an event in, or says why it is none.
 *
 * `at` and every other instant become epoch milliseconds, a missing tenant becomes `"default"`, unknown fields are kept. A field named
 * `__proto__` is dropped. With `owned` the object itself is completed and returned; otherwise a shallow copy is, and the caller's object
 * stays as it was. Source: events.md §1.
 */
export function parseEvent(input: unknown, owned = false): EventIn | Refusal {
  try {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      const found = describeFound(input, false);
      return new Refusal(
        'invalid_event',
        `expected an event object, found ${found}: send one object`,
      );
    }
    return readFields(owned ? (input as Fields) : copyOf(input));
  } catch (cause) {
    // A getter or proxy of the caller's threw.
    const reason = cause instanceof Error ? cause.name : typeof cause;
    return new Refusal(
      'invalid_event',
      `expected an event whose fields can be read, found one that throws ${reason}: send plain data`,
    );
  }
}

/** A shallow copy; the tenant stands first because a property added after a spread costs six times as much. */
function copyOf(input: object): Fields {
  return { tenant: DEFAULT_TENANT, ...input };
}

function readFields(fields: Fields): EventIn | Refusal {
  if (Object.hasOwn(fields, '__proto__')) delete fields['__proto__'];
  const reader = readerOf(fields['type']);
  if (reader === undefined) return refuseType(fields);
  const validator = (reader.validator ??= Compile(reader.schema));
  if (!validator.Check(fields)) return refuseShape(fields, reader.schema, validator);
  if (reader.addressed && !namesConversation(fields)) return refuseAddress(fields);
  // The name as the program knows it: comparing it costs nothing, where the text of the line would be read each time.
  fields['type'] = reader.type;
  const at = parseInstant(fields['at'] as string | number);
  if (typeof at === 'string') return refuseInstant(fields, 'at', fields['at']);
  fields['at'] = at;
  fields['tenant'] ??= DEFAULT_TENANT;
  return lastReading(fields, reader.type) ?? (fields as unknown as EventIn);
}

/** Reads what only few types have: further instants, durations, hours, scores on a scale. */
function lastReading(fields: Fields, type: EventType): Refusal | undefined {
  if (type === 'work.offered') return readInstants(fields, ['requestedAt', 'expiresAt'], '');
  if (type === 'agent.shift') return readActivities(fields);
  const fault = crossFault(fields, type);
  return fault === undefined ? undefined : refuseField(fields, fault);
}

/** The first field that is wrong beside another one. */
function crossFault(fields: Fields, type: EventType): FieldFault | undefined {
  if (type === 'channel.configured') {
    return channelFault(fields as unknown as EventOf<'channel.configured'>);
  }
  if (type === 'csat.answered') return surveyFault(fields as unknown as EventOf<'csat.answered'>);
  return undefined;
}

function namesConversation(fields: Fields): boolean {
  if (fields['sessionId'] !== undefined) return true;
  return fields['channelId'] !== undefined && fields['endUserId'] !== undefined;
}

/** Replaces written instants by milliseconds, or returns the refusal of the first that is none. */
function readInstants(
  fields: Fields,
  names: readonly string[],
  prefix: string,
): Refusal | undefined {
  for (const name of names) {
    const written = fields[name] as string | number | undefined;
    if (written === undefined) continue;
    const at = parseInstant(written);
    if (typeof at === 'string') return refuseInstant(fields, `${prefix}${name}`, written);
    fields[name] = at;
  }
  return undefined;
}

/** Replaces the activities of a shift by parsed copies, or returns a refusal. */
function readActivities(fields: Fields): Refusal | undefined {
  const activities: Fields[] = [];
  for (const [index, written] of (fields['activities'] as Fields[]).entries()) {
    const activity = { ...written };
    const path = `activities[${index}]`;
    const refusal = readInstants(activity, ['from', 'to'], `${path}.`);
    if (refusal !== undefined)
      return new Refusal(refusal.code, refusal.message, refusal.path, idOf(fields));
    if ((activity['to'] as number) <= (activity['from'] as number)) {
      return refuseField(fields, {
        path: `${path}.to`,
        expected: 'an instant after from',
        found: 'one that is not',
      });
    }
    activities.push(activity);
  }
  fields['activities'] = activities;
  return undefined;
}

/** The refusal of what a schema does not allow; a missing address is named last. */
function refuseShape(fields: Fields, schema: TSchema, validator: Validator): Refusal {
  const [, errors] = validator.Errors(fields);
  const error = errors.find(({ instancePath, keyword, schemaPath }) => {
    return !schemaPath.startsWith('#/anyOf') && (instancePath !== '' || keyword !== 'anyOf');
  });
  return error === undefined
    ? refuseAddress(fields)
    : refuseField(fields, faultOf(schema, fields, error));
}

function refuseField(fields: Fields, fault: FieldFault): Refusal {
  const message = `${fault.path}: expected ${fault.expected}, found ${fault.found}: correct the field`;
  return new Refusal('invalid_event', message, fault.path, idOf(fields));
}

function refuseAddress(fields: Fields): Refusal {
  const path = fields['channelId'] === undefined ? 'channelId' : 'endUserId';
  const message = `${path}: expected channelId and endUserId, or sessionId, found nothing: name the conversation`;
  return new Refusal('invalid_event', message, path, idOf(fields));
}

function refuseType(fields: Fields): Refusal {
  const type = fields['type'];
  if (typeof type !== 'string' || type === '') {
    const found = describeFound(type, false);
    const message = `type: expected the name of an event type, found ${found}: name one of docs/events.md`;
    return new Refusal('invalid_event', message, 'type', idOf(fields));
  }
  const meant = OTHER_SPELLINGS.get(type) ?? nearestName(type, EVENT_TYPES);
  const remedy = meant === undefined ? 'use a type of docs/events.md' : `did you mean ${meant}?`;
  const message = `type: expected a known event type, found ${describeFound(type, true)}: ${remedy}`;
  return new Refusal('unknown_type', message, 'type', idOf(fields));
}

function refuseInstant(fields: Fields, path: string, written: unknown): Refusal {
  const shown = describeFound(written, true);
  if (parseInstant(written as string | number) === 'malformed') {
    const expected = 'a real date and time, RFC 3339 with offset, or integer epoch ms';
    return refuseField(fields, { path, expected, found: shown });
  }
  const seconds = typeof written === 'number' && typeof parseInstant(written * 1000) === 'number';
  const remedy = seconds ? 'these look like seconds, multiply by 1,000' : 'send when it happened';
  const message = `${path}: expected an instant of the years 2000 to 2099, found ${shown}: ${remedy}`;
  return new Refusal('time_out_of_range', message, path, idOf(fields));
}

/** The id of the input, so that its verdict can name it; undefined when it has no usable one. */
function idOf(fields: Fields): string | undefined {
  const id = fields['id'];
  return ID.Check(id) ? id : undefined;
}
