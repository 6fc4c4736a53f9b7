// The agent of an observation: most are told to one agent, too.
import type { Observation } from './observation.ts';

/** The agent whom an observation names as the one who acted or holds; null for none. */
export function namedAgent(seen: Observation): string | null {
  if (seen.type === 'message.recorded') {
    return seen.data.actor === 'Agent' ? (seen.data.actorId ?? null) : null;
  }
  const { agentId, data } = seen as {
    agentId?: string;
    data?: { agentId?: string; actorId?: string; actor?: string };
  };
  if (data === undefined) return agentId ?? null;
  if (data.agentId !== undefined) return data.agentId;
  return data.actor === 'Agent' ? (data.actorId ?? null) : null;
}

/** The agent from whom an observation takes a session: it is told to that one, too; null for none. */
export function leftAgent(seen: Observation): string | null {
  return seen.type === 'session.transferred' ? (seen.data.fromAgentId ?? null) : null;
}
