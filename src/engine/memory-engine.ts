// The small host: everything in memory, on virtual time. It decides what arrives with the very core that every host uses.
import EventEmitter from 'eventemitter3';
import type { Conversation } from '../conversation/conversation.ts';
import type { AnyFact, Fact, FactType } from '../events/fact.ts';
import { parseEvent } from '../events/parse-event.ts';
import { Refusal } from '../events/refusal.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { Load } from '../desk/load.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { parseInstant, type EpochMs } from '../time/instant.ts';
import type { EngineSink } from './engine-sink.ts';
import { Tenant } from './tenant.ts';
