// Whom it concerns that something has arrived before what was folded already.
import type { Moment, Observation } from './observation.ts';
import { leftAgent, namedAgent } from './named-agent.ts';

/** Events of an agent alone: nobody else hears of them. */
const OF_AGENTS: ReadonlySet<string> = new Set<Observation['type']>([
  'agent.presence',
  'agent.heartbeat',
  'agent.capacity',
  'agent.shift',
  'agent.activity',
]);

/** What has arrived late, by whom it is about. */
export class LateWord {
  readonly conversations = new Set<string>();
  readonly agents = new Set<string>();
  /** Whether it may concern anybody: a channel, a team, contacts that are one. */
  isAboutAll = false;

  get isNone(): boolean {
    return !this.isAboutAll && this.conversations.size === 0 && this.agents.size === 0;
  }

  note({ conversationId }: Moment, seen: Observation): void {
    if (conversationId !== null) this.conversations.add(conversationId);
    else if (!OF_AGENTS.has(seen.type) && seen.type !== 'clock.advanced') this.isAboutAll = true;
    for (const agentId of agentsToldOf(seen)) this.agents.add(agentId);
  }
}

/** The agents to whom an observation is told. */
export function agentsToldOf(seen: Observation): readonly string[] {
  const [named, left] = [namedAgent(seen), leftAgent(seen)];
  if (left !== null) return named === null ? [left] : [named, left];
  return named === null ? NOBODY : [named];
}

const NOBODY: readonly string[] = [];
