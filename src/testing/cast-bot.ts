import type { CastCustomer } from './cast-customer.ts';
import type { BuiltEvent, EnvelopeFields, FieldsOf } from './event-kit.ts';

/** A bot in a test, and what it does in conversations. */
export class CastBot {
  readonly botId: string;

  constructor(botId: string) {
    this.botId = botId;
  }

  /** It takes the conversation. */
  accepts(customer: CastCustomer, envelope: EnvelopeFields = {}): BuiltEvent<'bot.accepted'> {
    return customer.event('bot.accepted', { botId: this.botId, ...envelope });
  }

  /** It writes to a customer. */
  writes(customer: CastCustomer, envelope: EnvelopeFields = {}): BuiltEvent<'bot.message'> {
    const messageId = customer.nextMessageId();
    return customer.event('bot.message', { botId: this.botId, messageId, ...envelope });
  }

  /** It hands the conversation to people. */
  escalates(
    customer: CastCustomer,
    fields: Partial<Omit<FieldsOf<'bot.escalated'>, 'botId'>> = {},
  ): BuiltEvent<'bot.escalated'> {
    return customer.event('bot.escalated', { botId: this.botId, ...fields });
  }

  /** Its part is over. */
  ends(
    customer: CastCustomer,
    fields: Partial<Omit<FieldsOf<'bot.ended'>, 'botId'>> = {},
  ): BuiltEvent<'bot.ended'> {
    return customer.event('bot.ended', { botId: this.botId, ...fields });
  }
}
