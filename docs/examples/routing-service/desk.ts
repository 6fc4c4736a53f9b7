// What the agents' screens call: each method reports one thing that an agent did.
import type { DispatchOutcome, Engine } from 'holdline';
import type { EventDates } from './event-dates.ts';
import type { Router } from './router.ts';

/** A customer on a channel. */
export interface Customer {
  readonly channelId: string;
  readonly endUserId: string;
}

export class Desk {
  readonly #engine: Engine;
  readonly #dates: EventDates;
  readonly #router: Router;

  constructor(engine: Engine, dates: EventDates, router: Router) {
    this.#engine = engine;
    this.#dates = dates;
    this.#router = router;
  }

  async signIn(agentId: string, capacity: number): Promise<void> {
    await this.#report('agent.presence', { agentId, status: 'online' });
    await this.#report('agent.capacity', { agentId, capacity });
    this.#router.agentIsIn(agentId, capacity);
  }

  async goOnBreak(agentId: string): Promise<void> {
    this.#router.agentIsOut(agentId);
    await this.#report('agent.presence', { agentId, status: 'away' });
  }

  async accept(agentId: string, customer: Customer): Promise<DispatchOutcome> {
    const workId = this.#offerTo(agentId, customer);
    return this.#report('work.accepted', { ...customer, agentId, workId });
  }

  async decline(agentId: string, customer: Customer, reason: string): Promise<DispatchOutcome> {
    const workId = this.#offerTo(agentId, customer);
    return this.#report('work.declined', { ...customer, agentId, workId, reason });
  }

  write(agentId: string, customer: Customer, messageId: string): Promise<DispatchOutcome> {
    return this.#report('agent.message', { ...customer, agentId, messageId });
  }

  /** The agent ends the conversation and closes its tab: only then is the agent free. */
  async close(agentId: string, customer: Customer): Promise<void> {
    await this.#report('agent.ended', { ...customer, agentId });
    await this.#report('agent.closedTab', { ...customer, agentId });
  }

  /** The offer that an agent looks at. @throws Error when it has lapsed or was taken back. */
  #offerTo(agentId: string, customer: Customer): string {
    const works = this.#engine.conversation(customer)?.works ?? [];
    const offer = works.find((work) => work.agentId === agentId && work.status === 'Assigned');
    if (offer === undefined)
      throw new Error(`nothing of ${customer.endUserId} is offered to ${agentId}`);
    return offer.workId;
  }

  #report(type: string, fields: object): Promise<DispatchOutcome> {
    const at = this.#dates.next();
    // A real screen would send an id of its own, so that a request that is repeated counts once.
    return this.#engine.dispatch({ id: `desk:${type}:${at}`, type, at, ...fields });
  }
}
