/*
 * The vocabulary: every event that Holdline takes in, by type. The static union and the validators are both read off it.
 */
import { AGENT_EVENTS } from './agent-events.ts';
import { AUTOMATION_EVENTS } from './automation-events.ts';
import { CUSTOMER_EVENTS } from './customer-events.ts';
import type { EventScope, Parsed } from './event-fields.ts';
import { OBSERVATION_EVENTS } from './observation-events.ts';
import { PRESENCE_EVENTS } from './presence-events.ts';
import { ROUTING_EVENTS } from './routing-events.ts';
import { SET_UP_EVENTS } from './set-up-events.ts';

/** Every event definition by type: its JSON Schema, its scope and whether it must name a conversation. Source: events.md §1. */
export const VOCABULARY = {
  ...SET_UP_EVENTS,
  ...CUSTOMER_EVENTS,
  ...AGENT_EVENTS,
  ...AUTOMATION_EVENTS,
  ...ROUTING_EVENTS,
  ...OBSERVATION_EVENTS,
  ...PRESENCE_EVENTS,
} as const;

/** Type of an event in. */
export type EventType = keyof typeof VOCABULARY;

/** The parsed event of one type: `at` and every other instant are epoch milliseconds, `tenant` is filled in. */
export type EventOf<K extends EventType> = Parsed<(typeof VOCABULARY)[K]>;

/** Any parsed event, told apart by `type`. Fields that the vocabulary does not know are kept on the object. */
export type EventIn = { [K in EventType]: EventOf<K> }[EventType];

/** All types, in the order of events.md. */
export const EVENT_TYPES = Object.keys(VOCABULARY) as EventType[];

/** The part of the world that events of this type are about. */
export function scopeOf(type: EventType): EventScope {
  return VOCABULARY[type].scope;
}
