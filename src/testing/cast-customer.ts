import type {
  AddressedType,
  BuiltEvent,
  EnvelopeFields,
  FieldsOf,
  Given,
  MakeEvent,
} from './event-kit.ts';

/** What a message may say beyond that it was written. */
export type MessageFields<K extends 'customer.message' | 'agent.message'> = Partial<
  Omit<FieldsOf<K>, 'agentId' | 'channelId' | 'endUserId'>
>;

/** A customer on one channel: the address of a conversation, and what its customer does there. */
export class CastCustomer {
  readonly endUserId: string;
  readonly channelId: string;
  readonly tenant: string;
  readonly #make: MakeEvent;
  #messages = 0;
  #works = 0;
  readonly #offers = new Map<string, string>();

  constructor(
    make: MakeEvent,
    address: { readonly endUserId: string; readonly channelId: string; readonly tenant: string },
  ) {
    this.#make = make;
    this.endUserId = address.endUserId;
    this.channelId = address.channelId;
    this.tenant = address.tenant;
  }

  /** The conversation's name on the wire. */
  get address(): { readonly channelId: string; readonly endUserId: string } {
    return { channelId: this.channelId, endUserId: this.endUserId };
  }

  /** Any event about this conversation. */
  event<K extends AddressedType>(type: K, ...[fields]: Given<FieldsOf<K>>): BuiltEvent<K> {
    return this.#make(type, { ...this.address, ...fields } as unknown as FieldsOf<K>);
  }

  /** They write. A text counts only for keywords, and is never kept. */
  writes(fields: MessageFields<'customer.message'> = {}): BuiltEvent<'customer.message'> {
    return this.event('customer.message', { messageId: this.nextMessageId(), ...fields });
  }

  /** They close the conversation. */
  ends(envelope: EnvelopeFields = {}): BuiltEvent<'customer.ended'> {
    return this.event('customer.ended', envelope);
  }

  /** They delete the conversation on their side. */
  deletesConversation(envelope: EnvelopeFields = {}): BuiltEvent<'customer.deletedConversation'> {
    return this.event('customer.deletedConversation', envelope);
  }

  /** They leave the chat window. */
  leaves(envelope: EnvelopeFields = {}): BuiltEvent<'customer.left'> {
    return this.event('customer.left', envelope);
  }

  /** They are back in the chat window. */
  returns(envelope: EnvelopeFields = {}): BuiltEvent<'customer.returned'> {
    return this.event('customer.returned', envelope);
  }

  /** An id for a message of this conversation that no other has. @internal */
  nextMessageId(): string {
    this.#messages += 1;
    return `${this.endUserId}-m${this.#messages}`;
  }

  /** The work that is offered to an agent here: a new one. @internal */
  offerTo(agentId: string): string {
    this.#works += 1;
    const workId = `${this.endUserId}-w${this.#works}`;
    this.#offers.set(agentId, workId);
    return workId;
  }

  /** The work that was offered to an agent here and is taken up now; without an offer a new one. @internal */
  takeOffer(agentId: string): string {
    const workId = this.#offers.get(agentId) ?? this.offerTo(agentId);
    this.#offers.delete(agentId);
    return workId;
  }
}
