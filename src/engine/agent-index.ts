import type { Conversation } from '../conversation/conversation.ts';

/** Which conversations an agent's presence matters to: work that is theirs, tabs still open, an offer just declined. */
export class AgentIndex {
  readonly #held = new Map<string, Set<string>>();

  /** The ids of the conversations of an agent, in code-unit order. */
  conversationsOf(agentId: string): readonly string[] {
    const ids = this.#held.get(agentId);
    return ids === undefined ? [] : [...ids].toSorted();
  }

  /** Lets go of a conversation. */
  forget(conversation: Conversation): void {
    for (const agentId of agentsOf(conversation)) this.#delete(agentId, conversation.id);
  }

  /** Follows a conversation from one decision to the next. */
  follow(before: Conversation | undefined, after: Conversation): void {
    const sameWork = before?.works === after.works && before.heldTabs === after.heldTabs;
    if (sameWork && before.session?.declinerIds === after.session?.declinerIds) return;
    const gone = before === undefined ? NOBODY : namesIn(before);
    const here = namesIn(after);
    for (const agentId of here) if (!gone.includes(agentId)) this.#add(agentId, after.id);
    for (const agentId of gone) if (!here.includes(agentId)) this.#delete(agentId, after.id);
  }

  #add(agentId: string, conversationId: string): void {
    let ids = this.#held.get(agentId);
    if (ids === undefined) this.#held.set(agentId, (ids = new Set()));
    ids.add(conversationId);
  }

  #delete(agentId: string, conversationId: string): void {
    const ids = this.#held.get(agentId);
    ids?.delete(conversationId);
    if (ids?.size === 0) this.#held.delete(agentId);
  }
}

/** The agents to whom a change of presence matters in a conversation. */
export function agentsOf(conversation: Conversation): Set<string> {
  return new Set(namesIn(conversation));
}

/** As they are named, and as often. */
function namesIn(conversation: Conversation): string[] {
  const names: string[] = [];
  for (const { agentId } of conversation.works) if (agentId !== null) names.push(agentId);
  for (const { agentId } of conversation.heldTabs) names.push(agentId);
  const { session } = conversation;
  if (session !== null) names.push(...session.declinerIds);
  return names;
}

const NOBODY: readonly string[] = [];
