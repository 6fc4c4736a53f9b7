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
    if (before === undefined) {
      for (const agentId of agentsOf(after)) this.#add(agentId, after.id);
      return;
    }
    const sameWork = before.works === after.works && before.heldTabs === after.heldTabs;
    if (sameWork && before.session?.declinerIds === after.session?.declinerIds) return;
    if (haveSameAgents(before, after)) return;
    const gone = agentsOf(before);
    for (const agentId of agentsOf(after)) {
      if (!gone.delete(agentId)) this.#add(agentId, after.id);
    }
    for (const agentId of gone) this.#delete(agentId, after.id);
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

/** Whether two decisions name the same agents in the same places, as after most steps of work. */
function haveSameAgents(before: Conversation, after: Conversation): boolean {
  const { works, heldTabs } = after;
  if (before.heldTabs !== heldTabs || before.works.length !== works.length) return false;
  if (before.session?.declinerIds !== after.session?.declinerIds) return false;
  for (let index = 0; index < works.length; index += 1) {
    if (works[index]?.agentId !== before.works[index]?.agentId) return false;
  }
  return true;
}

/** The agents to whom a change of presence matters in a conversation. */
export function agentsOf(conversation: Conversation): Set<string> {
  const agents = new Set<string>();
  for (const { agentId } of conversation.works) if (agentId !== null) agents.add(agentId);
  for (const { agentId } of conversation.heldTabs) agents.add(agentId);
  for (const agentId of conversation.session?.declinerIds ?? []) agents.add(agentId);
  return agents;
}
