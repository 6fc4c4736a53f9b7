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
    for (const agentId of agentsOf(conversation)) {
      const ids = this.#held.get(agentId);
      ids?.delete(conversation.id);
      if (ids?.size === 0) this.#held.delete(agentId);
    }
  }

  /** Follows a conversation from one decision to the next. */
  follow(before: Conversation | undefined, after: Conversation): void {
    const sameWork = before?.works === after.works && before.heldTabs === after.heldTabs;
    if (sameWork && before.session?.declinerIds === after.session?.declinerIds) return;
    const gone = before === undefined ? new Set<string>() : agentsOf(before);
    for (const agentId of agentsOf(after)) {
      gone.delete(agentId);
      let ids = this.#held.get(agentId);
      if (ids === undefined) this.#held.set(agentId, (ids = new Set()));
      ids.add(after.id);
    }
    for (const agentId of gone) {
      const ids = this.#held.get(agentId);
      ids?.delete(after.id);
      if (ids?.size === 0) this.#held.delete(agentId);
    }
  }
}

/** The agents to whom a change of presence matters in a conversation. */
export function agentsOf(conversation: Conversation): Set<string> {
  const agents = new Set<string>();
  for (const { agentId } of conversation.works) if (agentId !== null) agents.add(agentId);
  for (const { agentId } of conversation.heldTabs) agents.add(agentId);
  for (const agentId of conversation.session?.declinerIds ?? []) agents.add(agentId);
  return agents;
}
