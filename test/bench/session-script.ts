// One session as a contact centre would report it: who writes when, who is offered the work, how it ends.
import type { Seeded } from './seeded.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** One event before it has an id. */
export interface Line {
  readonly type: string;
  readonly at: number;
  readonly [field: string]: unknown;
}

/** An end user; `freeAt` is when the last session that the script gave them is over. */
export interface Person {
  readonly endUserId: string;
  readonly channel: (typeof CHANNELS)[number];
  freeAt: number;
}

/** Channels of every platform and capacity model, with and without the rules that start timers. */
export const CHANNELS = [
  {
    channelId: 'web-chat',
    channelType: 'EmbeddedMessaging',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'q-web',
    customerIdle: { minutes: 12, action: 'inactivate' },
    acw: { seconds: 60 },
  },
  {
    channelId: 'whatsapp',
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: 'statusBased',
    queueId: 'q-social',
  },
  {
    channelId: 'apple',
    channelType: 'AppleBusinessChat',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'q-social',
    fallbackQueueId: 'q-web',
  },
  {
    channelId: 'sms',
    channelType: 'Text',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'q-text',
    consentType: 'explicit',
  },
  {
    channelId: 'facebook',
    channelType: 'Facebook',
    platform: 'standard',
    capacityModel: 'tabBased',
    queueId: 'q-social',
  },
  {
    channelId: 'line',
    channelType: 'Line',
    platform: 'standard',
    capacityModel: 'statusBased',
    queueId: 'q-line',
  },
] as const;

/** What customers write: hosts send the text, for keywords are matched against it. */
const TEXTS = [
  'Hi, my parcel should have been here on Monday.',
  'Yes, that is the right address.',
  'Thank you!',
  'The tracking page still says that it is at the depot.',
  'ok',
  'Can you send me the return label once more please?',
  'I have tried that twice, it shows the same message every time I log in.',
  'Tomorrow afternoon would be fine.',
];

/** The events of one session. */
export class SessionScript {
  readonly lines: Line[] = [];
  readonly #person: Person;
  readonly #chance: Seeded;
  readonly #agents: number;
  readonly #key: string;
  #at: number;
  #messages = 0;
  #works = 0;
  #agentId = '';

  constructor(person: Person, startAt: number, agents: number, chance: Seeded) {
    this.#person = person;
    this.#chance = chance;
    this.#agents = agents;
    this.#at = startAt;
    this.#key = `${person.endUserId}-${(startAt / SECOND).toString(36).replace('.', '')}`;
    this.#play();
  }

  /** The instant of the last event. */
  get endAt(): number {
    return this.#at;
  }

  #play(): void {
    const chance = this.#chance;
    const { channel } = this.#person;
    const isOutbound = channel.channelId !== 'web-chat' && chance.chance(0.12);
    if (isOutbound) {
      if (!this.#reachOut()) return;
    } else {
      if (channel.channelId === 'sms') this.#write(chance.chance(0.98) ? 'START' : undefined);
      this.#write();
      if (chance.chance(0.15)) this.#botFirst();
      if (chance.chance(0.03)) {
        this.#add('customer.ended', 5 * MINUTE);
        return;
      }
      this.#route();
    }
    this.#talk(chance.between(3, 20));
    if (chance.chance(0.1)) this.#transfer();
    if (chance.chance(0.25)) this.#rest();
    this.#talk(chance.between(2, 20));
    this.#end();
  }

  /** An agent or an automation writes first; false if nobody answers. */
  #reachOut(): boolean {
    const chance = this.#chance;
    this.#pickAgent();
    if (chance.chance(0.5)) this.#agent('agent.opened', 1, { messageId: this.#messageId() });
    else {
      const longevity = chance.pick(['endSession', 'keepOpen', 'keepOpenOrAppend']);
      const allowExisting = 'any';
      const messageId = this.#messageId();
      this.#add('automation.message', 1, { messageId, longevity, allowExisting });
      if (longevity === 'endSession' || chance.chance(0.6)) return false;
      this.#at += 2 * HOUR;
      this.#write();
      this.#route();
      return true;
    }
    this.#add('message.sent', 2 * SECOND, { messageId: this.#lastMessageId() });
    if (chance.chance(0.4)) return false;
    this.#write();
    return true;
  }

  #botFirst(): void {
    this.#add('bot.accepted', SECOND, { botId: 'bot-1', workId: this.#workId() });
    for (let turn = this.#chance.between(1, 3); turn > 0; turn -= 1) {
      this.#add('bot.message', 2 * SECOND, { botId: 'bot-1', messageId: this.#messageId() });
      this.#write();
    }
    this.#add('bot.escalated', SECOND, { botId: 'bot-1' });
  }

  /** Offers until somebody accepts. */
  #route(): void {
    for (;;) {
      const chance = this.#chance;
      this.#pickAgent();
      const workId = this.#workId();
      this.#at += chance.between(2, 40) * SECOND;
      const requestedAt = this.#at;
      const expiresAt = requestedAt + 30 * SECOND;
      this.#agent('work.offered', 0, { workId, requestedAt, expiresAt });
      if (chance.chance(0.06)) this.#agent('work.declined', 5 * SECOND, { workId });
      else if (chance.chance(0.05)) this.#add('work.timedOut', 31 * SECOND, { workId });
      else {
        this.#agent('work.accepted', chance.between(1, 20) * SECOND, { workId });
        return;
      }
    }
  }

  #talk(turns: number): void {
    const chance = this.#chance;
    for (let turn = 0; turn < turns; turn += 1) {
      if (chance.chance(0.5)) this.#reply();
      else this.#write();
    }
  }

  #reply(): void {
    const messageId = this.#messageId();
    this.#agent('agent.message', this.#chance.between(10, 120) * SECOND, { messageId });
    if (this.#person.channel.channelId === 'web-chat' || this.#chance.chance(0.6)) return;
    this.#add('message.delivered', SECOND, { messageId });
  }

  #write(text?: string): void {
    const messageId = this.#messageId();
    const fields = { messageId, text: text ?? this.#chance.pick(TEXTS) };
    this.#add('customer.message', this.#chance.between(15, 180) * SECOND, fields);
  }

  #transfer(): void {
    const toAgent = this.#chance.chance(0.5);
    const before = this.#agentId;
    this.#pickAgent();
    const to = toAgent ? { kind: 'agent', id: this.#agentId } : { kind: 'queue', id: 'q-second' };
    const workId = this.#workId();
    this.#add('agent.transferred', 20 * SECOND, { agentId: before, to });
    this.#agent('work.offered', 3 * SECOND, { workId });
    this.#agent('work.accepted', 8 * SECOND, { workId });
  }

  /** Inactive on enhanced channels, and awake again hours later; nothing on standard ones. */
  #rest(): void {
    const { channel } = this.#person;
    if (channel.platform === 'standard') return;
    this.#agent('agent.markedInactive', 10 * MINUTE);
    this.#at += this.#chance.between(1, 20) * HOUR;
    this.#write();
    if (channel.capacityModel === 'tabBased') this.#route();
  }

  #end(): void {
    const chance = this.#chance;
    const { channel } = this.#person;
    if (chance.chance(0.55)) this.#agent('agent.ended', 2 * MINUTE);
    else if (chance.chance(0.5)) this.#add('customer.ended', 3 * MINUTE);
    else if (chance.chance(0.1)) this.#write('STOP');
    else if (channel.platform === 'enhanced') this.#agent('agent.markedInactive', 15 * MINUTE);
    else this.#agent('agent.closedTab', 3 * MINUTE, { outcome: 'end' });
    if (channel.capacityModel === 'tabBased') {
      this.#agent('agent.closedTab', 30 * SECOND, { outcome: 'noCustomerResponse' });
    }
  }

  #agent(type: string, afterMs: number, fields: object = {}): void {
    this.#add(type, afterMs, { agentId: this.#agentId, ...fields });
  }

  #add(type: string, afterMs: number, fields: object = {}): void {
    this.#at += afterMs;
    const { endUserId, channel } = this.#person;
    const { channelId } = channel;
    this.lines.push({ type, at: this.#at, channelId, endUserId, ...fields });
  }

  #pickAgent(): void {
    this.#agentId = `agent-${this.#chance.between(1, this.#agents)}`;
  }

  #messageId(): string {
    this.#messages += 1;
    return this.#lastMessageId();
  }

  #lastMessageId(): string {
    return `m-${this.#key}-${this.#messages}`;
  }

  #workId(): string {
    this.#works += 1;
    return `w-${this.#key}-${this.#works}`;
  }
}
