// Builders of events for tests: a cast of channels, customers, agents and bots whose doings are valid events in.
import type { AGENT_EVENTS } from '../events/agent-events.ts';
import type { AUTOMATION_EVENTS } from '../events/automation-events.ts';
import type { CUSTOMER_EVENTS } from '../events/customer-events.ts';
import type { OBSERVATION_EVENTS } from '../events/observation-events.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { ROUTING_EVENTS } from '../events/routing-events.ts';
import type { EventOf, EventType } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { CastAgent } from './cast-agent.ts';
import { CastBot } from './cast-bot.ts';
import { CastChannel } from './cast-channel.ts';
import { CastCustomer } from './cast-customer.ts';

/** Types of events that must name a conversation. */
export type AddressedType =
  | keyof typeof CUSTOMER_EVENTS
  | keyof typeof AGENT_EVENTS
  | keyof typeof AUTOMATION_EVENTS
  | keyof typeof ROUTING_EVENTS
  | keyof typeof OBSERVATION_EVENTS
  | Extract<EventType, `focus.${string}`>;

/** The two ways to name a conversation. */
export type Address =
  | { readonly channelId: string; readonly endUserId: string }
  | { readonly sessionId: string };

/** What every event has; a kit fills it in where a test does not say it. */
export interface EnvelopeFields {
  readonly id?: string;
  /** RFC 3339 with offset, or epoch milliseconds. */
  readonly at?: EpochMs | string;
  readonly tenant?: string;
}

/** The fields of a type, its envelope left to the kit. */
export type FieldsOf<K extends EventType> = Omit<EventOf<K>, 'id' | 'type' | 'at' | 'tenant'> &
  EnvelopeFields;

/** The fields of a type that a kit asks for: with an address where the type needs one. */
export type AskedOf<K extends EventType> = K extends AddressedType
  ? FieldsOf<K> & Address
  : FieldsOf<K>;

/** The last argument of a builder; it may be left out where no field is required. */
export type Given<Fields> = object extends Fields ? [fields?: Fields] : [fields: Fields];

/** An event as a kit writes it: plain data for `dispatch`. Without a clock it has no `at` yet; a scenario gives it one. */
export type BuiltEvent<K extends EventType = EventType> = {
  readonly [T in K]: Omit<EventOf<T>, 'at'> & { readonly at?: EpochMs | string };
}[K];

/** Makes one event; what the cast is given to work with. @internal */
export type MakeEvent = <K extends EventType>(type: K, fields: FieldsOf<K>) => BuiltEvent<K>;

/** What a kit may be told. */
export interface EventKitOptions {
  /** Dates the events, when they are made. Without it they are undated: a scenario dates them when their turn comes. */
  readonly clock?: { now(): EpochMs };
  /** `default` without it. */
  readonly tenant?: string;
  /** What ids begin with; `e` without it. Two kits whose events meet in one tenant need two of them. */
  readonly ids?: string;
}

/** Digits of an id: at one instant events of one kind count in the order of their ids, so they must sort as they were made. */
const ID_DIGITS = 6;

/** A maker of events with ids of their own, typed by the vocabulary: what does not compile would be refused. */
export class EventKit {
  readonly tenant: string;
  readonly #clock: { now(): EpochMs } | undefined;
  readonly #prefix: string;
  #made = 0;

  constructor({ clock, tenant = DEFAULT_TENANT, ids = 'e' }: EventKitOptions = {}) {
    this.#clock = clock;
    this.tenant = tenant;
    this.#prefix = ids;
  }

  /** An event of any type of the vocabulary; one about a conversation names it. */
  event<K extends EventType>(type: K, ...[fields]: Given<AskedOf<K>>): BuiltEvent<K> {
    return this.#make(type, (fields ?? {}) as FieldsOf<K>);
  }

  /** A channel of the cast, `chat` if unnamed. */
  channel(channelId = 'chat'): CastChannel {
    return new CastChannel(this.#maker, channelId, this.tenant);
  }

  /** A customer on a channel, `chat` if unnamed. */
  customer(endUserId: string, channelId = 'chat'): CastCustomer {
    return new CastCustomer(this.#maker, { endUserId, channelId, tenant: this.tenant });
  }

  /** A human agent. */
  agent(agentId: string): CastAgent {
    return new CastAgent(this.#maker, agentId);
  }

  /** A bot. */
  bot(botId: string): CastBot {
    return new CastBot(botId);
  }

  /** A change of the policy, partial as in `policy.changed`. */
  policy(policy: object, envelope: EnvelopeFields = {}): BuiltEvent<'policy.changed'> {
    return this.#make('policy.changed', { policy, ...envelope });
  }

  readonly #maker: MakeEvent = (type, fields) => this.#make(type, fields);

  #make<K extends EventType>(type: K, fields: FieldsOf<K>): BuiltEvent<K> {
    this.#made += 1;
    const id = `${this.#prefix}${String(this.#made).padStart(ID_DIGITS, '0')}`;
    const dated = this.#clock === undefined ? {} : { at: this.#clock.now() };
    return { id, type, tenant: this.tenant, ...dated, ...fields } as unknown as BuiltEvent<K>;
  }
}

/** A kit of builders: `const { ... } = eventsOf({ clock })`, then `kit.customer('ada').writes()`. */
export const eventsOf = (options: EventKitOptions = {}): EventKit => new EventKit(options);
