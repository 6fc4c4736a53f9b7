// The ordinary traffic of the week: who writes where and when, and how such conversations go on each channel.
import { at, WORKDAYS, type ChannelId, type Day } from './company.ts';
import { Conversation } from './conversation.ts';
import { Dice } from './dice.ts';
import { isHeld, type Script, type Seat, type Week } from './week.ts';

/** Conversations that begin on a channel in the week. */
const VOLUME: Readonly<Record<ChannelId, number>> = {
  'web-chat': 54,
  whatsapp: 28,
  sms: 13,
  facebook: 16,
  'sms-classic': 6,
  dealers: 15,
  apple: 20,
  line: 5,
};

/** How likely a conversation begins on a day, in parts of all. */
const DAY_WEIGHTS = [28, 21, 18, 18, 15];

/** How likely it begins in an hour, from 7 o'clock on. */
const HOUR_WEIGHTS = [3, 9, 12, 13, 11, 8, 9, 10, 10, 9, 6, 4, 3, 2];
const FIRST_HOUR = 7;

const NAMES = (
  'aino ben carla dara emil fatou gil ida jonas kofi lena milo ' +
  'nadia owen paz quinn rosa sami tess umar vera wim yara zoe'
).split(' ');

/** Starts every ordinary conversation of the week. */
export function startEveryday(week: Week): void {
  const dice = new Dice(week.seed, 'arrivals');
  let number = 0;
  for (const [channelId, count] of Object.entries(VOLUME) as [ChannelId, number][]) {
    for (let index = 0; index < count; index += 1) {
      number += 1;
      const endUserId = `${dice.pick(NAMES)}-${String(number).padStart(3, '0')}`;
      const talk = new Conversation(week, channelId, endUserId);
      week.start(arrival(dice, channelId), SCRIPTS[channelId](talk));
    }
  }
}

/** Chats after the newsletter of Monday morning, when only the early shift is there. */
const NEWSLETTER = { count: 15, from: at('mon', '08:12:00'), seconds: 540 } as const;

/** Starts the rush: people wait, and some do not wait long enough. */
export function startRush(week: Week): void {
  const dice = new Dice(week.seed, 'newsletter');
  for (let number = 1; number <= NEWSLETTER.count; number += 1) {
    const endUserId = `${dice.pick(NAMES)}-n${String(number).padStart(2, '0')}`;
    const start = NEWSLETTER.from + dice.within(0, NEWSLETTER.seconds) * 1000;
    week.start(start, webChat(new Conversation(week, 'web-chat', endUserId)));
  }
}

function arrival(dice: Dice, channelId: ChannelId): number {
  const days = channelId === 'line' ? WORKDAYS.slice(0, 3) : WORKDAYS;
  const day = days[weighted(dice, DAY_WEIGHTS.slice(0, days.length))] as Day;
  const hour = FIRST_HOUR + weighted(dice, HOUR_WEIGHTS);
  return at(day, `${hour}:00`) + dice.within(0, 3599) * 1000;
}

function weighted(dice: Dice, weights: readonly number[]): number {
  let throwOf = dice.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (throwOf -= weight) < 0),
  );
}

const SCRIPTS: Readonly<Record<ChannelId, (talk: Conversation) => Script>> = {
  'web-chat': webChat,
  whatsapp,
  sms,
  facebook: standardTalk,
  'sms-classic': standardTalk,
  dealers: webChat,
  apple,
  line: whatsapp,
};

function* asks(talk: Conversation): Script {
  talk.customerSays();
  if (!talk.dice.chance(0.3)) return;
  yield* talk.pause(talk.dice.within(5, 40));
  talk.customerSays();
}

/** Tab-based with a customer-idle rule: the shop's chat and the dealers' portal. */
function* webChat(talk: Conversation): Script {
  const { dice, week } = talk;
  yield* asks(talk);
  const leaves = talk.channelId === 'web-chat';
  const seat = yield* talk.route(leaves ? { patience: dice.seconds(240, 900, 2400) } : {});
  if (seat === undefined) {
    if (!leaves) return;
    talk.tell('customer.left');
    if (!dice.chance(0.15)) return;
    yield* talk.pause(dice.within(40, 200));
    talk.tell('customer.returned');
    yield* serve(talk, yield* talk.route());
    return;
  }
  const silent = dice.chance(0.2);
  if (silent) {
    const last = yield* talk.talk(seat, dice.within(1, 3));
    if (last === undefined) return;
    const idleMinutes = leaves ? 10 : 15;
    yield* talk.pause((idleMinutes - 1) * 60);
    if (!isHeld(last)) {
      yield* serve(talk, yield* talk.route());
      return;
    }
    yield* talk.pause(130);
    week.free(last);
    if (!leaves || !dice.chance(0.4)) return;
    yield* talk.pause(dice.within(1800, 5 * 3600));
    talk.customerSays();
    yield* serve(talk, yield* talk.route());
    return;
  }
  yield* serve(talk, seat);
}

/** An agent helps until somebody ends the session; now and then another team has to take it. */
function* serve(talk: Conversation, seat: Seat | undefined): Script {
  const { dice, week } = talk;
  if (seat === undefined) return;
  let last = yield* talk.talk(seat, dice.within(1, 4));
  yield* talk.pause(dice.within(10, 60));
  if (last !== undefined && isHeld(last) && dice.chance(0.1)) {
    const team = last.agent.team === 'orders' ? 'workshop' : 'orders';
    talk.tell('agent.transferred', { agentId: last.agent.id, to: { kind: 'queue', id: team } });
    week.free(last);
    last = yield* talk.route({ team });
    if (last !== undefined) last = yield* talk.talk(last, dice.within(1, 2));
  }
  if (last === undefined) return;
  yield* talk.pause(dice.seconds(8, 40, 240));
  if (dice.chance(0.6)) talk.customerSays();
  yield* talk.pause(dice.within(10, 60));
  last = yield* talk.served(last);
  if (last === undefined) return;
  if (dice.chance(0.15)) yield* talk.customerEnds(last);
  else yield* talk.agentEnds(last);
  yield* afterwards(talk);
}

const TOPICS = ['delivery', 'returns', 'sizing', 'repair', 'warranty', 'invoice'];

/** What the shop notes and asks when a session is over. */
function* afterwards(talk: Conversation): Script {
  const { dice } = talk;
  if (dice.chance(0.5)) {
    talk.tell('conversation.tagged', { tagId: dice.pick(TOPICS), kind: 'topic' });
  }
  if (talk.channelId !== 'web-chat') return;
  const surveyId = `survey-${talk.endUserId}`;
  talk.tell('csat.requested', { surveyId, scale: 5 });
  if (!dice.chance(0.35)) return;
  yield* talk.pause(dice.seconds(20, 90, 1800));
  talk.tell('csat.answered', { surveyId, scale: 5, score: dice.pick([2, 3, 4, 4, 5, 5, 5]) });
}

/** Status-based: people write over hours; agents pause what waits, and mark inactive what has gone quiet. */
function* whatsapp(talk: Conversation): Script {
  const { dice, week } = talk;
  yield* asks(talk);
  const seat = yield* talk.route();
  if (seat === undefined) return;
  let last = yield* talk.talk(seat, dice.within(1, 3));
  if (last === undefined) return;
  const throwOf = dice.next();
  yield* talk.pause(dice.within(30, 300));
  last = yield* talk.served(last);
  if (last === undefined) return;
  const agentId = last.agent.id;
  if (throwOf < 0.22) {
    talk.tell('agent.paused', { agentId });
    week.free(last);
    yield* talk.pause(dice.within(600, 3 * 3600));
    if (dice.chance(0.5) || !last.agent.isOnline) talk.customerSays();
    else talk.tell('agent.resumed', { agentId });
    yield* serve(talk, yield* talk.served(week.seat(last.agent)));
    return;
  }
  if (throwOf < 0.5) {
    talk.tell('agent.markedInactive', { agentId });
    week.free(last);
    if (!dice.chance(0.45)) return;
    yield* talk.pause(dice.within(1800, 20 * 3600));
    talk.customerSays();
    const again = { agent: last.agent, login: -1 };
    yield* serve(talk, yield* talk.served(again));
    return;
  }
  yield* serve(talk, last);
}

/** Texts to the workshop: nothing is routed before the customer has opted in. */
function* sms(talk: Conversation): Script {
  const { dice } = talk;
  const throwOf = dice.next();
  if (throwOf < 0.15) {
    talk.customerSays(dice.pick(['START', 'Help']));
    return;
  }
  if (throwOf < 0.55) {
    talk.customerSays();
    yield* talk.pause(dice.within(20, 400));
    talk.customerSays('yes');
  } else {
    talk.customerSays('Start');
    yield* talk.pause(dice.within(15, 200));
    yield* asks(talk);
  }
  const seat = yield* talk.route();
  if (seat === undefined) return;
  const last = yield* talk.talk(seat, dice.within(1, 3));
  if (last === undefined) return;
  yield* talk.pause(dice.within(20, 300));
  if (dice.chance(0.15)) {
    talk.customerSays('STOP');
    yield* talk.wrapsUp(last);
    talk.week.free(last);
    return;
  }
  const owner = yield* talk.served(last);
  if (owner !== undefined) yield* talk.agentEnds(owner);
}

/** Standard channels know neither idle rules nor Inactive. */
function* standardTalk(talk: Conversation): Script {
  yield* asks(talk);
  yield* serve(talk, yield* talk.route());
}

/** A bot answers first; what it cannot solve goes to the workshop. */
function* apple(talk: Conversation): Script {
  const { dice, week } = talk;
  yield* asks(talk);
  yield* talk.pause(dice.within(1, 3));
  talk.tell('bot.accepted', { botId: 'spoke', workId: week.workId() });
  const turns = dice.within(1, 4);
  for (let turn = 1; turn <= turns; turn += 1) {
    yield* talk.pause(dice.within(1, 4));
    talk.botSays();
    if (turn === turns) break;
    yield* talk.pause(dice.seconds(8, 30, 200));
    talk.customerSays();
  }
  const throwOf = dice.next();
  if (throwOf < 0.15) return;
  yield* talk.pause(dice.within(10, 60));
  if (throwOf < 0.5) {
    talk.tell('bot.ended', { botId: 'spoke', outcome: 'resolved' });
    return;
  }
  talk.customerSays();
  yield* talk.pause(2);
  if (week.freeAgent('workshop') === undefined) {
    talk.tell('bot.escalated', { botId: 'spoke', available: false });
    yield* talk.pause(3);
    talk.botSays();
    return;
  }
  talk.tell('bot.escalated', { botId: 'spoke' });
  yield* serve(talk, yield* talk.route());
}
