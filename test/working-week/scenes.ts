// Scenes that are written out, so that the week shows everything that a session can go through.
import { at, type ChannelId } from './company.ts';
import { Conversation } from './conversation.ts';
import { changePresence } from './shifts.ts';
import type { Script, Week } from './week.ts';

/** Starts the written scenes. */
export function startScenes(week: Week): void {
  const talk = (channelId: ChannelId, endUserId: string) =>
    new Conversation(week, channelId, endUserId);
  week.start(at('tue', '10:12:05'), fallsSilent(talk('web-chat', 'nora')));
  week.start(at('wed', '11:20:00'), neverAnswers(talk('whatsapp', 'tomas')));
  week.start(at('mon', '14:10:00'), answersAtOnce(talk('whatsapp', 'irene')));
  week.start(at('tue', '15:40:00'), answersAtNight(talk('whatsapp', 'luca')));
  week.start(at('thu', '09:15:00'), writtenToAgain(talk('whatsapp', 'maud')));
  week.start(at('wed', '10:05:00'), pausedTooLong(talk('whatsapp', 'petra')));
  week.start(at('tue', '11:00:00'), optedInAndAnswers(talk('sms', 'ravi')));
  week.start(at('tue', '09:30:00'), remembersTheBike(talk('sms-classic', 'sofia')));
  week.start(at('wed', '09:30:00'), forgetsTheBike(talk('sms-classic', 'hugo')));
  week.start(at('thu', '15:30:00'), answersTheOldNumberAtNight(talk('sms-classic', 'jana')));
  week.start(at('mon', '13:05:00'), leftOpen(talk('sms-classic', 'kai')));
  week.start(at('tue', '13:45:00'), handedToColleague(talk('facebook', 'mina')));
  week.start(at('wed', '14:20:00'), handedToColleague(talk('web-chat', 'oskar')));
  week.start(at('thu', '11:10:00'), unfinishedOrder(talk('web-chat', 'pilar')));
  week.start(at('fri', '10:40:00'), failsInTheMiddle(talk('dealers', 'bergstrom-bikes')));
  week.start(at('wed', '15:10:00'), routingFails(talk('dealers', 'velo-dumont')));
  week.start(at('tue', '16:10:00'), partnerLetsGo(talk('dealers', 'radhaus-kern')));
  week.start(at('thu', '14:03:10'), losesItsAgent(talk('web-chat', 'lotte')));
  week.start(at('thu', '14:03:50'), losesItsAgent(talk('facebook', 'mats')));
  week.start(at('thu', '14:04:50'), offeredTooLate(talk('web-chat', 'siri')));
  week.start(at('thu', '14:05:00'), laptopDies(week));
  week.start(at('fri', '09:25:00'), cannotWait(talk('web-chat', 'timo')));
  week.once(at('tue', '19:30:00'), () => talk('facebook', 'stina').customerSays('Unsubscribe'));
  week.once(at('mon', '17:20:00'), () => talk('sms', 'abel').customerSays('START'));
  week.once(at('wed', '19:05:00'), () => talk('sms', 'cora').customerSays('help'));
  week.start(at('wed', '13:00:00'), glitch(week));
  week.start(at('thu', '10:30:00'), forgottenOnLine(talk('line', 'haruka')));
  week.start(at('thu', '15:50:00'), forgottenOnLine(talk('line', 'kenji')));
  week.once(at('thu', '17:00:00'), () => week.tell('channel.disabled', { channelId: 'line' }));
  for (const [index, name] of ['anton', 'bea', 'cleo', 'dov'].entries()) {
    const time = `${18 + index}:${index}7:20`;
    week.start(at('fri', time), waitsInVain(talk(index % 2 === 0 ? 'whatsapp' : 'facebook', name)));
  }
}

/** The whole way of a routed session: declined once, answered, gone quiet, ended 30 hours later. */
function* fallsSilent(talk: Conversation): Script {
  const { week } = talk;
  talk.customerSays();
  yield* talk.pause(4);
  yield* talk.declinedBy(week.agent('bram'), 11, 'on a call');
  yield* talk.pause(2);
  const seat = yield* talk.handsTo(week.agent('amara'), 14);
  yield* talk.pause(48);
  talk.agentSays(seat.agent);
  yield* talk.pause(95);
  talk.customerSays();
  yield* talk.pause(71);
  talk.agentSays(seat.agent);
  yield* talk.pause(25);
  talk.agentSays(seat.agent);
  yield* talk.pause(661);
  week.free(seat);
}

/** An agent writes first and again, and nobody answers for 48 hours. */
function* neverAnswers(talk: Conversation): Script {
  const elif = talk.week.agent('elif');
  talk.opens(elif);
  yield* talk.until(at('wed', '15:05:00'));
  talk.agentSays(elif, { visibility: 'note' });
  talk.notifies('keepOpenOrAppend');
}

function* answersAtOnce(talk: Conversation): Script {
  const { week } = talk;
  const diego = week.agent('diego');
  talk.opens(diego);
  yield* talk.pause(2 * 3600 + 340);
  talk.customerSays();
  const seat = week.seat(diego);
  const last = yield* talk.talk(seat, 2);
  yield* talk.pause(70);
  if (last !== undefined) yield* talk.agentEnds(last);
}

function* answersAtNight(talk: Conversation): Script {
  talk.opens(talk.week.agent('amara'));
  yield* talk.until(at('tue', '21:34:10'));
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  yield* talk.pause(50);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** An inactive session makes room for one that an agent opens. */
function* writtenToAgain(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  yield* talk.pause(900);
  talk.tell('agent.markedInactive', { agentId: last.agent.id });
  talk.week.free(last);
  yield* talk.until(at('thu', '13:20:00'));
  talk.opens(last.agent);
  yield* talk.until(at('thu', '17:02:00'));
  talk.customerSays('stop');
}

/** A pause that nobody ends; by then the company limits pauses to eight hours. */
function* pausedTooLong(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  if (last === undefined) return;
  yield* talk.pause(120);
  talk.tell('agent.paused', { agentId: last.agent.id });
  talk.week.free(last);
}

/** Tab-based, the answer to an agent is routed like any other. */
function* optedInAndAnswers(talk: Conversation): Script {
  talk.tell('endUser.updated', { consent: 'ExplicitlyOptedIn', locale: 'en-GB' });
  yield* talk.pause(30);
  talk.opens(talk.week.agent('farid'));
  yield* talk.pause(3 * 3600);
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  yield* talk.pause(45);
  if (last !== undefined) yield* talk.agentEnds(last);
}

function* remembersTheBike(talk: Conversation): Script {
  const { week } = talk;
  const elif = week.agent('elif');
  const messageId = talk.opens(elif);
  yield* talk.pause(2);
  talk.tell('message.sent', { messageId });
  yield* talk.pause(5400);
  talk.customerSays();
  const last = yield* talk.talk(week.seat(elif), 2);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

function* forgetsTheBike(talk: Conversation): Script {
  const messageId = talk.opens(talk.week.agent('farid'));
  yield* talk.pause(1);
  talk.tell('message.sent', { messageId });
}

function* answersTheOldNumberAtNight(talk: Conversation): Script {
  const messageId = talk.opens(talk.week.agent('elif'));
  yield* talk.pause(2);
  talk.tell('message.sent', { messageId });
  yield* talk.until(at('thu', '20:15:00'));
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** Nobody ends a session on the old number: the company's own limit does, after 48 hours. */
function* leftOpen(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  if (last !== undefined) talk.week.free(last);
}

function* handedToColleague(talk: Conversation): Script {
  const { week } = talk;
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  yield* talk.pause(35);
  const greta = week.agent('greta');
  talk.tell('agent.transferred', { agentId: last.agent.id, to: { kind: 'agent', id: 'greta' } });
  week.free(last);
  const workId = week.workId();
  yield* talk.pause(12);
  talk.tell('work.accepted', { workId, agentId: 'greta' });
  const own = yield* talk.talk(week.seat(greta), 2);
  yield* talk.pause(60);
  if (own !== undefined) yield* talk.agentEnds(own);
}

/** A record that cannot be written: the same cause twice is one session, another cause is another one. */
function* unfinishedOrder(talk: Conversation): Script {
  const reason = 'Order number is missing';
  talk.tell('record.failed', { reason });
  yield* talk.pause(140);
  talk.tell('record.failed', { reason: 'order number  is missing' });
  yield* talk.pause(600);
  talk.tell('record.failed', { reason: 'Contact is locked' });
  yield* talk.pause(3600);
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

function* failsInTheMiddle(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  yield* talk.pause(70);
  talk.tell('record.failed', { reason: 'Field Dealer number is required' });
  talk.week.free(last);
}

function* routingFails(talk: Conversation): Script {
  talk.customerSays();
  yield* talk.pause(3);
  talk.tell('routing.failed');
  const seat = yield* talk.route({ team: 'orders' });
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

function* partnerLetsGo(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  yield* talk.pause(200);
  talk.tell('partner.inactivated', { by: 'endUser' });
  talk.week.free(last);
  // Within the hour after which the channel ends what is inactive (T-END-INACTIVE).
  yield* talk.pause(2700);
  talk.tell('supervisor.ended');
}

/** Tab-based, what an agent held is routed anew when they drop out. */
function* losesItsAgent(talk: Conversation): Script {
  talk.customerSays();
  yield* talk.pause(3);
  const seat = yield* talk.handsTo(talk.week.agent('chloe'), 9);
  yield* talk.pause(40);
  talk.agentSays(seat.agent);
  yield* talk.pause(120);
  talk.customerSays();
  const next = yield* talk.route();
  const last = next === undefined ? undefined : yield* talk.talk(next, 2);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** An offer that reaches an agent in the moment in which they drop out. */
function* offeredTooLate(talk: Conversation): Script {
  talk.customerSays();
  yield* talk.pause(2);
  talk.offers(talk.week.agent('chloe'));
  yield* talk.pause(11);
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  yield* talk.pause(40);
  if (last !== undefined) yield* talk.agentEnds(last);
}

/** The customer ends the session while it is offered. */
function* cannotWait(talk: Conversation): Script {
  talk.customerSays();
  yield* talk.pause(3);
  talk.offers(talk.week.agent('bram'));
  yield* talk.pause(6);
  talk.tell('customer.ended');
}

/** An agent drops out in the middle of the afternoon, with whatever they hold. */
function* laptopDies(week: Week): Script {
  const chloe = week.agent('chloe');
  changePresence(week, chloe, 'offline', 'connection lost');
  yield week.in(2400);
  changePresence(week, chloe, 'online');
}

/** The dealer portal is off for forty minutes: nothing happens to its sessions. */
function* glitch(week: Week): Script {
  week.tell('channel.disabled', { channelId: 'dealers' });
  yield week.in(2400);
  week.tell('channel.enabled', { channelId: 'dealers' });
}

/** Active on LINE when the pilot ends; nobody comes back to it. */
function* forgottenOnLine(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 2);
  if (last !== undefined) talk.week.free(last);
}

/** Writes when the desk has closed for the weekend. */
function* waitsInVain(talk: Conversation): Script {
  talk.customerSays();
  yield* talk.pause(600);
  talk.customerSays();
}
