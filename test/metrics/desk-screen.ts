// A slow reading of what agents looked at, with no notion of a visit: what is on the screen between any two moments.
import type { Moment, Observation } from '../../src/metrics/observation.ts';
import type { FocusOptions } from '../../src/policy/metric-options.ts';

interface SeenClient {
  readonly agentId: string;
  readonly conversationId: string;
  readonly raisedAs: number;
  isCovered: boolean;
  isOver: boolean;
}

/** The screens of all agents, moment by moment. */
class Screens {
  readonly #focus: FocusOptions;
  readonly #clients = new Map<string, SeenClient>();
  readonly #off = new Set<string>();
  #raised = 0;

  constructor(focus: FocusOptions) {
    this.#focus = focus;
  }

  isOff(agentId: string): boolean {
    return this.#off.has(agentId);
  }

  /** The conversation in front of an agent. */
  front(agentId: string): string | undefined {
    return [...this.#clients.values()]
      .filter((client) => client.agentId === agentId && !client.isCovered && !client.isOver)
      .toSorted((a, b) => b.raisedAs - a.raisedAs)[0]?.conversationId;
  }

  see(seen: Observation, conversationId: string): void {
    switch (seen.type) {
      case 'focus.opened':
      case 'focus.regained':
        this.#raised += 1;
        this.#clients.set(`${seen.agentId} ${seen.clientId}`, {
          agentId: seen.agentId,
          conversationId,
          raisedAs: this.#raised,
          isCovered: false,
          isOver: false,
        });
        return;
      case 'focus.closed': {
        const key = `${seen.agentId} ${seen.clientId}`;
        if (this.#clients.get(key)?.conversationId === conversationId) this.#clients.delete(key);
        return;
      }
      case 'focus.blurred': {
        const client = this.#clients.get(`${seen.agentId} ${seen.clientId}`);
        if (client !== undefined && this.#focus.blur === 'pause') client.isCovered = true;
        return;
      }
      case 'agent.presence':
        this.#turn(seen.agentId, seen.status);
        return;
      case 'engagement.started':
        this.#setOver(seen.data.agentId, conversationId, false);
        return;
      case 'engagement.ended':
        this.#setOver(seen.data.agentId, conversationId, this.#focus.stopOnEngagementEnd);
        return;
      default:
        return;
    }
  }

  #turn(agentId: string, status: string): void {
    this.#off.delete(agentId);
    if (status !== 'offline' && !(status === 'away' && this.#focus.awayStops)) return;
    this.#off.add(agentId);
    for (const [key, client] of this.#clients) {
      if (client.agentId === agentId) this.#clients.delete(key);
    }
  }

  #setOver(agentId: string, conversationId: string, isOver: boolean): void {
    for (const client of this.#clients.values()) {
      if (client.agentId !== agentId || client.conversationId !== conversationId) continue;
      client.isOver = isOver;
    }
  }
}

/** Milliseconds in front by agent and conversation, and at work by agent, from an instant on. */
export function lookedAtSlowly(
  moments: readonly Moment[],
  focus: FocusOptions,
  from: number,
): { readonly front: ReadonlyMap<string, number>; readonly work: ReadonlyMap<string, number> } {
  const screens = new Screens(focus);
  const front = new Map<string, number>();
  const work = new Map<string, number>();
  let now = from;
  for (const { at, observations, conversationId } of moments) {
    for (const agentId of ['A', 'B']) {
      if (screens.isOff(agentId)) continue;
      add(work, agentId, at - now);
      const shown = screens.front(agentId);
      if (shown !== undefined) add(front, `${agentId} ${shown}`, at - now);
    }
    now = at;
    for (const seen of observations) screens.see(seen, conversationId ?? '');
  }
  return { front, work };
}

function add(sums: Map<string, number>, key: string, ms: number): void {
  if (ms > 0) sums.set(key, (sums.get(key) ?? 0) + ms);
}
