// The public API of holdline/testing, and nothing else.
export { VirtualClock } from './virtual-clock.ts';

export { eventsOf, EventKit } from './event-kit.ts';
export type { AskedOf, BuiltEvent, EventKitOptions, FieldsOf } from './event-kit.ts';
export type { CastAgent } from './cast-agent.ts';
export type { CastBot } from './cast-bot.ts';
export type { CastChannel, ChannelSettings } from './cast-channel.ts';
export type { CastCustomer } from './cast-customer.ts';

export { testEngine, TestEngine } from './test-engine.ts';
export type { TestedSession, TestEngineOptions } from './test-engine.ts';

export { scenario } from './scenario.ts';
export type { Scenario, ScenarioOptions, ScenarioOutcome } from './scenario.ts';
export {
  after,
  expectDeadline,
  expectFact,
  expectRejected,
  expectStatus,
  expectVerdict,
} from './scenario-steps.ts';
export type { After, Expectation, ScenarioStep, StatusDetails } from './scenario-steps.ts';

export { holdlineMatchers } from './matchers.ts';
export type { HoldlineMatchers } from './matchers.ts';
