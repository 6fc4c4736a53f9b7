// Who gets what: the longest wait goes to the agent who holds least. The engine knows who waits, what is offered and what
// each agent holds; the router adds the choice, and keeps nothing that it could not find out again.
import type { AnyFact, Engine, SessionView } from 'holdline';
import type { EventDates } from './event-dates.ts';

/** How long an agent may look at an offer, milliseconds. */
const OFFER_MS = 30_000;

export class Router {
  readonly #engine: Engine;
  readonly #dates: EventDates;
  /** Capacity of each agent who is signed in. */
  readonly #capacities = new Map<string, number>();
  /** Ids of the sessions that wait, the longest wait first. */
  readonly #waiting = new Set<string>();
  /** Offers on their way to the engine, by session. */
  readonly #offers = new Map<string, { readonly agentId: string; readonly done: Promise<void> }>();

  constructor(engine: Engine, dates: EventDates) {
    this.#engine = engine;
    this.#dates = dates;
    engine.on('fact', (fact) => this.#hear(fact));
  }

  /** Finds those who waited when the last process ended. */
  async findWaiting(): Promise<void> {
    for (const { id } of await this.#engine.sessions({ status: 'Waiting' })) this.#waiting.add(id);
    this.route();
  }

  /** An agent is there and can hold that many conversations. */
  agentIsIn(agentId: string, capacity: number): void {
    this.#capacities.set(agentId, capacity);
    this.route();
  }

  /** An agent gets no more offers. */
  agentIsOut(agentId: string): void {
    this.#capacities.delete(agentId);
  }

  /** Offers whatever can be offered. */
  route(): void {
    for (const sessionId of this.#waiting) {
      const session = this.#engine.session(sessionId);
      if (session?.status !== 'Waiting') this.#waiting.delete(sessionId);
      else if (!this.#isOffered(session)) this.#offer(session);
    }
  }

  /** Resolves once no offer is on its way. */
  async whenDone(): Promise<void> {
    for (const { done } of this.#offers.values()) {
      // oxlint-disable-next-line no-await-in-loop
      await done;
    }
  }

  #hear({ type, sessionId, data }: AnyFact): void {
    if (type === 'session.queued' && sessionId !== null) this.#waiting.add(sessionId);
    // Who does not answer is not there: no more offers until they sign in again.
    if (type === 'work.timedOut' && data.agentId !== undefined) this.agentIsOut(data.agentId);
    // Somebody waits, has said no, has let an offer lapse, or is free again.
    if (type === 'session.queued' || type.startsWith('work.')) this.route();
  }

  #isOffered({ id, conversationId }: SessionView): boolean {
    if (this.#offers.has(id)) return true;
    const works = this.#engine.conversation(conversationId)?.works ?? [];
    return works.some(({ sessionId, status }) => sessionId === id && status === 'Assigned');
  }

  #offer({ id: sessionId, conversationId }: SessionView): void {
    const conversation = this.#engine.conversation(conversationId);
    const agentId = this.#freeAgent(conversation?.session?.declinerIds ?? []);
    if (agentId === undefined) return;
    const workId = `${sessionId}/offer-${(conversation?.attemptsCount ?? 0) + 1}`;
    const at = this.#dates.next();
    const expiresAt = at + OFFER_MS;
    const offer = { id: workId, type: 'work.offered', at, sessionId, workId, agentId, expiresAt };
    this.#offers.set(sessionId, { agentId, done: this.#dispatch(offer) });
  }

  async #dispatch(offer: { readonly sessionId: string }): Promise<void> {
    try {
      await this.#engine.dispatch(offer);
    } catch (error) {
      // The session still waits: whatever happens next has it routed again.
      console.error(error);
    } finally {
      this.#offers.delete(offer.sessionId);
    }
  }

  #freeAgent(declinerIds: readonly string[]): string | undefined {
    const free = [...this.#capacities]
      .map(([agentId, capacity]) => ({ agentId, capacity, holds: this.#holds(agentId) }))
      .filter(({ agentId, capacity, holds }) => holds < capacity && !declinerIds.includes(agentId));
    return free.toSorted((a, b) => a.holds - b.holds)[0]?.agentId;
  }

  #holds(agentId: string): number {
    const underWay = [...this.#offers.values()].filter((offer) => offer.agentId === agentId);
    return this.#engine.loadOf(agentId).items + underWay.length;
  }
}
