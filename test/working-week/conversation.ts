// One customer on one channel: the verbs that scripts are written in.
import type { VerdictCode } from '../../src/events/codes.ts';
import type { EventType } from '../../src/events/vocabulary.ts';
import { at, CHANNELS, DAYS, WAIT_LIMIT, WORKDAYS, type ChannelId, type Team } from './company.ts';
import { Dice } from './dice.ts';
import { isHeld, type Agent, type Script, type Seat, type Week } from './week.ts';

/** Seconds after which the router looks for somebody else. */
const OFFER_SECONDS = 45;
const OPENS = '08:00';
const CLOSES = '18:00';

type Fields = Readonly<Record<string, unknown>>;

/** A conversation of the week. */
export class Conversation {
  readonly week: Week;
  readonly channelId: ChannelId;
  readonly endUserId: string;
  readonly dice: Dice;
  readonly isTabBased: boolean;
  readonly hasAcw: boolean;

  constructor(week: Week, channelId: ChannelId, endUserId: string) {
    this.week = week;
    this.channelId = channelId;
    this.endUserId = endUserId;
    this.dice = new Dice(week.seed, `${channelId}/${endUserId}`);
    this.isTabBased = CHANNELS[channelId].capacityModel === 'tabBased';
    this.hasAcw = 'acw' in CHANNELS[channelId];
  }

  tell(type: EventType, fields: Fields = {}): string {
    const { channelId, endUserId } = this;
    return this.week.tell(type, { channelId, endUserId, ...fields });
  }

  /** Tells an event that Holdline must refuse. */
  tellRefused(code: VerdictCode, type: EventType, fields: Fields): void {
    const { channelId, endUserId } = this;
    this.week.tellRefused(code, type, { channelId, endUserId, ...fields });
  }

  /** Lets seconds pass. */
  *pause(seconds: number): Script {
    yield this.week.in(seconds);
  }

  /** Lets time pass until an instant. */
  *until(instant: number): Script {
    if (instant > this.week.now) yield instant;
  }

  customerSays(text?: string): void {
    const messageId = this.week.messageId();
    this.tell('customer.message', text === undefined ? { messageId } : { messageId, text });
  }

  agentSays(agent: Agent, fields: Fields = {}): void {
    const messageId = this.week.messageId();
    this.tell('agent.message', { agentId: agent.id, messageId, ...fields });
    if (this.channelId !== 'whatsapp' || fields['visibility'] === 'note') return;
    this.week.once(this.week.in(this.dice.within(1, 3)), () => {
      this.tell('message.delivered', { messageId });
    });
  }

  botSays(): void {
    this.tell('bot.message', { botId: 'spoke', messageId: this.week.messageId() });
  }

  /** An agent opens the conversation. */
  opens(agent: Agent): string {
    const messageId = this.week.messageId();
    agent.interruptions += 1;
    this.tell('agent.opened', { agentId: agent.id, messageId });
    return messageId;
  }

  notifies(longevity: string, fields: Fields = {}): void {
    this.tell('automation.message', { messageId: this.week.messageId(), longevity, ...fields });
  }

  /** Offers the conversation to an agent and lets them accept. */
  *handsTo(agent: Agent, seconds: number): Script<Seat> {
    const workId = this.offers(agent);
    const seat = this.week.seat(agent);
    yield* this.pause(seconds);
    this.tell('work.accepted', { workId, agentId: agent.id });
    return seat;
  }

  /** Offers the conversation to an agent who declines. */
  *declinedBy(agent: Agent, seconds: number, reason: string): Script {
    const workId = this.offers(agent);
    yield* this.pause(seconds);
    this.tell('work.declined', { workId, agentId: agent.id, reason });
  }

  /**
   * Routes the conversation until somebody accepts. Undefined when nobody does: the customer lost patience, the wait is limited,
   * or the week is over.
   */
  *route(options: { team?: Team; patience?: number } = {}): Script<Seat | undefined> {
    const { week, dice } = this;
    const { team = CHANNELS[this.channelId].queueId, patience = Infinity } = options;
    const queuedAt = week.now;
    const givesUpAt = queuedAt + patience * 1000;
    const endsAt = queuedAt >= WAIT_LIMIT.from ? queuedAt + WAIT_LIMIT.ms : Infinity;
    let lastDecliner: Agent | undefined;
    yield* this.pause(dice.within(1, 4));
    for (;;) {
      if (week.now >= Math.min(givesUpAt, endsAt)) return undefined;
      const agent = week.freeAgent(team, lastDecliner);
      if (agent === undefined) {
        const next = this.#nextLook(team);
        if (next > endsAt || next === Infinity) return undefined;
        yield Math.min(next, givesUpAt);
        continue;
      }
      const seat = week.seat(agent);
      const outcome = yield* this.#offered(seat);
      if (outcome === 'accepted') return seat;
      week.free(seat);
      if (outcome === 'declined') lastDecliner = agent;
      yield* this.pause(dice.within(1, 4));
    }
  }

  *#offered(seat: Seat): Script<'accepted' | 'declined' | 'lapsed' | 'unavailable'> {
    const { dice } = this;
    const { id: agentId } = seat.agent;
    const workId = this.offers(seat.agent);
    const throwOf = dice.next();
    if (throwOf < 0.04) {
      yield* this.pause(dice.within(6, 20));
      if (!isHeld(seat)) return 'unavailable';
      this.tell('work.declined', {
        workId,
        agentId,
        reason: dice.pick(['on a call', 'wrong team']),
      });
      return 'declined';
    }
    if (throwOf < 0.07) {
      yield* this.pause(OFFER_SECONDS);
      return 'lapsed';
    }
    yield* this.pause(dice.seconds(3, 9, 40));
    if (!isHeld(seat)) return 'unavailable';
    this.tell('work.accepted', { workId, agentId });
    return 'accepted';
  }

  /** Offers the conversation to an agent. Returns the id of the work. */
  offers(agent: Agent): string {
    const workId = this.week.workId();
    const expiresAt = instantText(this.week.in(OFFER_SECONDS));
    this.tell('work.offered', { workId, agentId: agent.id, expiresAt });
    return workId;
  }

  /** When to look for an agent again: soon, or when the desk opens. */
  #nextLook(team: Team): number {
    const { week, dice } = this;
    const isStaffed = week.agents.some((agent) => agent.team === team && agent.isOnline);
    const isOpen = WORKDAYS.some((day) => at(day, OPENS) <= week.now && week.now < at(day, CLOSES));
    if (isStaffed || isOpen) return week.in(dice.within(5, 12));
    const opening = WORKDAYS.map((day) => at(day, OPENS)).find((instant) => instant > week.now);
    return opening === undefined ? Infinity : opening + dice.within(30, 400) * 1000;
  }

  /**
   * The agent who has the conversation now. Tab-based, one who went offline has lost it and it is routed anew; status-based, it waits
   * until they are back.
   */
  *served(seat: Seat): Script<Seat | undefined> {
    if (isHeld(seat)) return seat;
    if (this.isTabBased) return yield* this.route();
    while (!seat.agent.isOnline) {
      if (this.week.now > DAYS.fri + 20 * 3_600_000) return undefined;
      yield* this.pause(300);
    }
    return this.week.seat(seat.agent);
  }

  /** The agent answers what the customer has asked, `turns` times; the agent has the last word. */
  *talk(seat: Seat, turns: number): Script<Seat | undefined> {
    const { dice } = this;
    let current: Seat | undefined = seat;
    for (let turn = 1; turn <= turns; turn += 1) {
      yield* this.pause(turn === 1 ? dice.seconds(6, 28, 190) : dice.seconds(8, 45, 420));
      current = yield* this.served(current);
      if (current === undefined) return undefined;
      this.agentSays(current.agent);
      if (dice.chance(0.2)) {
        yield* this.pause(dice.within(8, 40));
        if (isHeld(current)) this.agentSays(current.agent);
      }
      if (turn === turns) return current;
      yield* this.pause(dice.seconds(10, 55, 300));
      this.customerSays();
      if (dice.chance(0.25)) {
        yield* this.pause(dice.within(4, 25));
        this.customerSays();
      }
    }
    return current;
  }

  /** The agent ends the session, wraps up, and is free. */
  *agentEnds({ agent, login }: Seat): Script {
    const agentId = agent.id;
    const closesTab = this.isTabBased && !this.hasAcw && this.dice.chance(0.35);
    if (closesTab) this.tell('agent.closedTab', { agentId, outcome: 'end' });
    else this.tell('agent.ended', { agentId });
    if (!closesTab) yield* this.wrapsUp({ agent, login });
    this.week.free({ agent, login });
  }

  /** What the agent does after the end: after-conversation work, or closing the tab. */
  *wrapsUp(seat: Seat): Script {
    const { dice } = this;
    const { agent } = seat;
    const agentId = agent.id;
    if (this.hasAcw) {
      const { interruptions } = agent;
      const throwOf = dice.next();
      if (throwOf < 0.4) {
        yield* this.pause(dice.within(12, 55));
        if (agent.interruptions === interruptions) this.tell('acw.ended', { agentId });
      } else if (throwOf < 0.5) {
        yield* this.pause(dice.within(30, 55));
        if (agent.interruptions === interruptions) this.tell('acw.extended', { agentId });
        yield* this.pause(125);
      } else yield* this.pause(61);
    } else if (this.isTabBased) {
      yield* this.pause(dice.within(5, 90));
      this.tell('agent.closedTab', { agentId });
    }
  }

  /** The customer ends the session; the agent wraps up. */
  *customerEnds(seat: Seat): Script {
    this.tell('customer.ended');
    yield* this.wrapsUp(seat);
    this.week.free(seat);
  }
}

/** An instant as the week writes it: whole seconds. */
export const instantText = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
