// A conversation told in seconds after ten o'clock: wire events with ids of their own, in the order in which they are told.
type Fields = Readonly<Record<string, unknown>>;

const TEN = Date.parse('2026-03-03T10:00:00Z');

/** Tells the story of one conversation on one enhanced channel. Times are seconds after 10:00:00. */
export class Story {
  readonly events: object[] = [];
  readonly #where: Fields;

  constructor(channel: Fields = {}, endUserId = 'u1') {
    this.#where = { channelId: 'chat', endUserId };
    this.#add(-3600, 'channel.configured', {
      channelId: 'chat',
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'tabBased',
      queueId: 'Q1',
      ...channel,
    });
  }

  /** Any event of the conversation. */
  tell(second: number, type: string, fields: Fields = {}): this {
    return this.#add(second, type, { ...this.#where, ...fields });
  }

  customer(second: number, messageId = `u${second}`, fields: Fields = {}): this {
    return this.tell(second, 'customer.message', { messageId, ...fields });
  }

  agent(second: number, messageId = `a${second}`, agentId = 'A', fields: Fields = {}): this {
    return this.tell(second, 'agent.message', { agentId, messageId, ...fields });
  }

  /** The agent is offered the work and accepts it at once. */
  accept(second: number, agentId = 'A', workId = `w${second}`): this {
    return this.tell(second, 'work.offered', { workId, agentId }).tell(second, 'work.accepted', {
      workId,
      agentId,
    });
  }

  bot(second: number, messageId = `b${second}`): this {
    return this.tell(second, 'bot.message', { botId: 'bot', messageId });
  }

  failed(second: number, messageId: string): this {
    return this.tell(second, 'message.failed', { messageId, statusCode: 470 });
  }

  end(second: number, agentId = 'A'): this {
    return this.tell(second, 'agent.ended', { agentId });
  }

  #add(second: number, type: string, fields: Fields): this {
    const id = `s${String(this.events.length + 1).padStart(3, '0')}`;
    this.events.push({ id, type, at: TEN + second * 1000, ...fields });
    return this;
  }
}

/** The instant of a second of a story. */
export const second = (after: number) => new Date(TEN + after * 1000).toISOString();
