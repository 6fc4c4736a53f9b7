// The workload of the step bench: whole lives of sessions on an enhanced channel, messages for the most part.
import {
  ENHANCED_SETTINGS,
  type SessionEvent,
  type SessionSettings,
} from '../../machines/index.ts';
import { Seeded } from './seeded.ts';

/** One life: what the channel says, and what happens. */
export interface SessionLife {
  readonly settings: SessionSettings;
  readonly events: readonly SessionEvent[];
}

const IDLE_RULE: SessionSettings = Object.freeze({ ...ENHANCED_SETTINGS, customerIdleMs: 600_000 });

/** Lives of sessions, the same for the same seed; every second channel has a customer-idle rule. */
export function sessionLives(count: number, seed = 4711): readonly SessionLife[] {
  const chance = new Seeded(seed);
  return Array.from({ length: count }, (_, index) => ({
    settings: index % 2 === 0 ? ENHANCED_SETTINGS : IDLE_RULE,
    events: [...life(`s${index}`, chance)],
  }));
}

function* life(key: string, chance: Seeded): Generator<SessionEvent> {
  let messages = 0;
  const messageId = () => `${key}-${(messages += 1)}`;
  yield { type: 'customer.message', messageId: messageId() };
  if (chance.chance(0.2)) yield { type: 'customer.message', messageId: messageId() };
  yield { type: 'work.offered' };
  if (chance.chance(0.1)) {
    yield { type: 'work.declined' };
    yield { type: 'work.offered' };
  }
  yield { type: 'work.accepted' };
  yield* talk(chance.between(10, 20), messageId, chance);
  if (chance.chance(0.5)) {
    yield { type: 'agent.markedInactive' };
    yield { type: 'customer.message', messageId: messageId() };
    yield { type: 'work.offered' };
    yield { type: 'work.accepted' };
    yield* talk(chance.between(3, 8), messageId, chance);
  }
  yield { type: chance.chance(0.7) ? 'agent.ended' : 'customer.ended' };
}

function* talk(count: number, messageId: () => string, chance: Seeded): Generator<SessionEvent> {
  for (let index = 0; index < count; index += 1) {
    const fromAgent = chance.chance(0.15) ? index % 2 === 1 : index % 2 === 0;
    if (!fromAgent) yield { type: 'customer.message', messageId: messageId() };
    else if (chance.chance(0.05)) {
      yield { type: 'agent.message', messageId: messageId(), visibility: 'note' };
    } else yield { type: 'agent.message', messageId: messageId() };
  }
}
