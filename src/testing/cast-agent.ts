import type { CastCustomer, MessageFields } from './cast-customer.ts';
import type { BuiltEvent, EnvelopeFields, FieldsOf, MakeEvent } from './event-kit.ts';

type Of<K extends 'work.offered' | 'work.accepted' | 'work.declined' | 'agent.closedTab'> = Partial<
  Omit<FieldsOf<K>, 'agentId' | 'channelId' | 'endUserId'>
>;

/** A human agent in a test, and what they do in conversations. */
export class CastAgent {
  readonly agentId: string;
  readonly #make: MakeEvent;

  constructor(make: MakeEvent, agentId: string) {
    this.#make = make;
    this.agentId = agentId;
  }

  /** Their presence changes. */
  becomes(
    status: FieldsOf<'agent.presence'>['status'],
    fields: Partial<Omit<FieldsOf<'agent.presence'>, 'agentId' | 'status'>> = {},
  ): BuiltEvent<'agent.presence'> {
    return this.#make('agent.presence', { agentId: this.agentId, status, ...fields });
  }

  /** The router offers them a conversation. */
  isOffered(customer: CastCustomer, fields: Of<'work.offered'> = {}): BuiltEvent<'work.offered'> {
    const workId = customer.offerTo(this.agentId);
    return customer.event('work.offered', { agentId: this.agentId, workId, ...fields });
  }

  /** They accept: what was offered to them, or straight away. */
  accepts(customer: CastCustomer, fields: Of<'work.accepted'> = {}): BuiltEvent<'work.accepted'> {
    const workId = customer.takeOffer(this.agentId);
    return customer.event('work.accepted', { agentId: this.agentId, workId, ...fields });
  }

  /** They decline what was offered to them. */
  declines(customer: CastCustomer, fields: Of<'work.declined'> = {}): BuiltEvent<'work.declined'> {
    const workId = customer.takeOffer(this.agentId);
    return customer.event('work.declined', { agentId: this.agentId, workId, ...fields });
  }

  /** They write to a customer. */
  writes(
    customer: CastCustomer,
    fields: MessageFields<'agent.message'> = {},
  ): BuiltEvent<'agent.message'> {
    const messageId = customer.nextMessageId();
    return customer.event('agent.message', { agentId: this.agentId, messageId, ...fields });
  }

  /** They start a conversation. */
  opens(customer: CastCustomer, envelope: EnvelopeFields = {}): BuiltEvent<'agent.opened'> {
    const messageId = customer.nextMessageId();
    return customer.event('agent.opened', { agentId: this.agentId, messageId, ...envelope });
  }

  /** They mark the session as inactive. */
  marksInactive(
    customer: CastCustomer,
    envelope: EnvelopeFields = {},
  ): BuiltEvent<'agent.markedInactive'> {
    return customer.event('agent.markedInactive', { agentId: this.agentId, ...envelope });
  }

  /** They pause the session. */
  pauses(customer: CastCustomer, envelope: EnvelopeFields = {}): BuiltEvent<'agent.paused'> {
    return customer.event('agent.paused', { agentId: this.agentId, ...envelope });
  }

  /** They go on with it. */
  resumes(customer: CastCustomer, envelope: EnvelopeFields = {}): BuiltEvent<'agent.resumed'> {
    return customer.event('agent.resumed', { agentId: this.agentId, ...envelope });
  }

  /** They hand the conversation on. */
  transfers(
    customer: CastCustomer,
    to: FieldsOf<'agent.transferred'>['to'],
    envelope: EnvelopeFields = {},
  ): BuiltEvent<'agent.transferred'> {
    return customer.event('agent.transferred', { agentId: this.agentId, to, ...envelope });
  }

  /** They close the tab. */
  closesTab(
    customer: CastCustomer,
    fields: Of<'agent.closedTab'> = {},
  ): BuiltEvent<'agent.closedTab'> {
    return customer.event('agent.closedTab', { agentId: this.agentId, ...fields });
  }

  /** They end the session. */
  ends(customer: CastCustomer, envelope: EnvelopeFields = {}): BuiltEvent<'agent.ended'> {
    return customer.event('agent.ended', { agentId: this.agentId, ...envelope });
  }
}
