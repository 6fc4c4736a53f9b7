/*
 * The building blocks of the vocabulary: field schemas and the forms of an event. Each leaf carries a `description` that completes
 * "expected …" in a refusal, and that the published JSON Schema shows.
 *
 * Static types are those after parsing: an instant is written as text or number and read as epoch milliseconds.
 */
import {
  Type,
  type Static,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
} from 'typebox';
import type { EpochMs } from '../time/instant.ts';

const ID_LENGTH_MAX = 128;
const NAME_LENGTH_MAX = 256;

/** An identifier given by the host. */
export const Id = Type.String({
  minLength: 1,
  maxLength: ID_LENGTH_MAX,
  description: `a string of 1 to ${ID_LENGTH_MAX} characters`,
});

/** Holds a session id made of the longest ids, each character of them escaped, and an ordinal. */
const SESSION_ID_LENGTH_MAX = 3 * 3 * ID_LENGTH_MAX + 20;

const SessionId = Type.String({
  minLength: 1,
  maxLength: SESSION_ID_LENGTH_MAX,
  description: `a string of 1 to ${SESSION_ID_LENGTH_MAX} characters`,
});

/** A name, reason or other short text. */
export const Name = Type.String({
  minLength: 1,
  maxLength: NAME_LENGTH_MAX,
  description: `a string of 1 to ${NAME_LENGTH_MAX} characters`,
});

/** Text of a message: matched against keywords, and stored only when the policy says so. */
export const Text = Type.String({ description: 'a string' });

/** A switch. */
export const Flag = Type.Boolean({ description: 'true or false' });

/**
 * An instant: text or number when written, {@link EpochMs} after parsing.
 *
 * No `format`: the validator would read the text with a regular expression, and parseInstant reads it anyway.
 */
export const Instant = Type.Unsafe<EpochMs>(
  Type.Union([Type.String(), Type.Integer()], {
    description: 'an RFC 3339 time with offset such as "2026-03-03T09:00:00Z", or integer epoch ms',
  }),
);

/** An ISO 8601 duration; what it means is checked in channel-fields.ts. */
export const IsoDuration = Type.String({ description: 'an ISO 8601 duration such as "PT24H"' });

/** A number that is zero or more. */
export const Amount = Type.Number({ minimum: 0, description: 'a number that is zero or more' });

/** An integer within bounds, both included. */
export function integerWithin(minimum: number, maximum: number) {
  return Type.Integer({
    minimum,
    maximum,
    description: `an integer from ${minimum} to ${maximum}`,
  });
}

/** One of several words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return Type.Unsafe<Words[number]>(
    Type.Enum([...words], { description: `one of ${words.join(', ')}` }),
  );
}

/** A list of any length. */
export function listOf<Item extends TObject | ReturnType<typeof Type.String>>(item: Item) {
  return Type.Array(item, { description: 'a list' });
}

/** A field that may be left out. */
export function optional<Field extends TSchema>(field: Field): TOptional<Field> {
  return Type.Optional(field) as TOptional<Field>;
}

/** The part of the world that an event is about; it decides who receives it. */
export type EventScope = 'tenant' | 'channel' | 'conversation' | 'agent';

/** One entry of the vocabulary. */
export interface EventDefinition<Schema extends TObject = TObject> {
  readonly schema: Schema;
  readonly scope: EventScope;
  /** True when the event must name a conversation: `channelId` and `endUserId`, or `sessionId`. */
  readonly addressed: boolean;
}

/** The fields of every event, but its type. */
const ENVELOPE = { id: Id, at: Instant, tenant: Type.Optional(Id) };

/** Whom an event may name, whatever its type. Source: events.md §1. */
const PARTIES = {
  channelId: Type.Optional(Id),
  endUserId: Type.Optional(Id),
  sessionId: Type.Optional(SessionId),
  agentId: Type.Optional(Id),
  botId: Type.Optional(Id),
};

/** The address of a conversation, for readers of the published schema; {@link EventDefinition.addressed} is what parsing obeys. */
const ADDRESS = [{ required: ['sessionId'] }, { required: ['channelId', 'endUserId'] }];

type Basis<K extends string> = typeof ENVELOPE &
  typeof PARTIES & { type: ReturnType<typeof Type.Literal<K>> };
type Overlaid<Base, Fields> = {
  [P in keyof Base | keyof Fields]: P extends keyof Fields
    ? Fields[P]
    : P extends keyof Base
      ? Base[P]
      : never;
};
type EventSchema<K extends string, Fields extends TProperties> = TObject<
  Overlaid<Basis<K>, Fields>
>;

/** An event about one conversation. */
export function conversationEvent<const K extends string, Fields extends TProperties>(
  type: K,
  fields: Fields,
): EventDefinition<EventSchema<K, Fields>> {
  return { schema: eventSchema(type, fields, true), scope: 'conversation', addressed: true };
}

/** An event about one agent; it names a conversation only when the agent's screen shows one. */
export function agentEvent<const K extends string, Fields extends TProperties>(
  type: K,
  fields: Fields,
  addressed: 'addressed' | 'unaddressed' = 'unaddressed',
): EventDefinition<EventSchema<K, Fields & { agentId: typeof Id }>> {
  const named = addressed === 'addressed';
  return {
    schema: eventSchema(type, { ...fields, agentId: Id }, named),
    scope: 'agent',
    addressed: named,
  };
}

/** An event about a channel or about the whole tenant; its fields say what they need themselves. */
export function plainEvent<const K extends string, Fields extends TProperties>(
  type: K,
  scope: EventScope,
  fields: Fields,
): EventDefinition<EventSchema<K, Fields>> {
  return { schema: eventSchema(type, fields, false), scope, addressed: false };
}

function eventSchema<const K extends string, Fields extends TProperties>(
  type: K,
  fields: Fields,
  addressed: boolean,
): EventSchema<K, Fields> {
  const properties = { ...ENVELOPE, type: Type.Literal(type), ...PARTIES, ...fields };
  const options = addressed ? { title: type, anyOf: ADDRESS } : { title: type };
  return Type.Object(properties, options) as unknown as EventSchema<K, Fields>;
}

/** The parsed event of a definition: the tenant is filled in. */
export type Parsed<Definition> =
  Definition extends EventDefinition<infer Schema>
    ? Flat<Readonly<Static<Schema>> & { readonly tenant: string }>
    : never;

type Flat<T> = { [P in keyof T]: T[P] };
