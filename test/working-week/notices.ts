// What the shop sends of its own accord, by its systems or its people.
import { at, WORKDAYS } from './company.ts';
import { Conversation } from './conversation.ts';
import { Dice } from './dice.ts';
import type { Agent, Script, Week } from './week.ts';

/** Starts notifications of every longevity. */
export function startNotices(week: Week): void {
  const dice = new Dice(week.seed, 'notices');
  for (let number = 1; number <= 16; number += 1) {
    const channelId = number % 3 === 0 ? 'sms-classic' : 'whatsapp';
    const talk = new Conversation(week, channelId, `parcel-${String(number).padStart(2, '0')}`);
    const start = at(dice.pick(WORKDAYS), '09:00') + dice.within(0, 8 * 3600) * 1000;
    week.start(start, parcelIsOnItsWay(talk));
  }
  for (let number = 1; number <= 8; number += 1) {
    const talk = new Conversation(week, 'whatsapp', `repair-${number}`);
    const start = at(WORKDAYS[number % 4] ?? 'mon', '10:30') + dice.within(0, 4 * 3600) * 1000;
    week.start(start, bikeIsReady(talk, number));
  }
  week.start(at('thu', '10:02:00'), waitsForTheEnd(new Conversation(week, 'whatsapp', 'selma')));
}

/** Starts what people of the workshop write to customers whose bikes are done. */
export function startReminders(week: Week): void {
  const dice = new Dice(week.seed, 'reminders');
  const writers = ['elif', 'farid', 'greta', 'hana'];
  for (let number = 1; number <= 12; number += 1) {
    const channelId = number % 3 === 0 ? 'sms-classic' : 'whatsapp';
    const talk = new Conversation(week, channelId, `pickup-${String(number).padStart(2, '0')}`);
    const start = at(WORKDAYS[number % 4] ?? 'mon', '11:00') + dice.within(0, 3 * 3600) * 1000;
    week.start(start, bikeCanBeFetched(talk, week.agent(dice.pick(writers))));
  }
}

/** A notification that ends at once; an answer is a session of its own. */
function* parcelIsOnItsWay(talk: Conversation): Script {
  talk.notifies('endSession');
  if (!talk.dice.chance(0.25)) return;
  yield* talk.pause(talk.dice.within(300, 2400));
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** Kept open for an answer: every third customer answers, every fourth gets a second notice. */
function* bikeIsReady(talk: Conversation, number: number): Script {
  talk.notifies(number % 2 === 0 ? 'keepOpen' : 'keepOpenOrAppend');
  if (number % 4 === 1) {
    yield* talk.pause(20 * 3600);
    talk.notifies('keepOpenOrAppend');
  }
  if (number % 3 !== 0) return;
  yield* talk.pause(2400);
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** A survey is only sent when nothing is open; a keep-open notice meanwhile is sent without being kept open. */
function* waitsForTheEnd(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  if (seat === undefined) return;
  talk.notifies('endSession', { allowExisting: 'closed' });
  yield* talk.pause(30);
  talk.notifies('keepOpen');
  const last = yield* talk.talk(seat, 1);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** Half of the customers answer; one agent in ten gives up after some hours. */
function* bikeCanBeFetched(talk: Conversation, agent: Agent): Script {
  const { dice, week } = talk;
  const messageId = talk.opens(agent);
  yield* talk.pause(2);
  talk.tell('message.sent', { messageId });
  const throwOf = dice.next();
  if (throwOf > 0.6) return;
  yield* talk.pause(dice.within(600, 7200));
  if (!agent.isOnline) return;
  if (throwOf > 0.5) {
    talk.tell('agent.ended', { agentId: agent.id });
    return;
  }
  talk.customerSays();
  const last = yield* talk.talk(week.seat(agent), dice.within(1, 2));
  yield* talk.pause(dice.within(20, 90));
  if (last !== undefined) yield* talk.agentEnds(last);
}
