// What Holdline refuses during the week, each thing for another reason.
import { at, type ChannelId } from './company.ts';
import { Conversation } from './conversation.ts';
import type { Script, Week } from './week.ts';

/** Starts what is refused, each for another reason. */
export function startRefusals(week: Week): void {
  const talk = (channelId: ChannelId, endUserId: string) =>
    new Conversation(week, channelId, endUserId);
  week.start(at('mon', '10:20:00'), blockedAfterOptOut(talk('whatsapp', 'greg')));
  week.start(at('tue', '14:30:00'), twoAgentsAtOnce(talk('whatsapp', 'ella')));
  week.once(at('wed', '09:40:00'), () => onlyCustomersBegin(talk('web-chat', 'finn')));
  week.start(at('tue', '15:10:00'), windowHasClosed(talk('whatsapp', 'ivo')));
  week.start(at('thu', '12:30:00'), writesToTheSilent(talk('web-chat', 'uma')));
  week.once(at('wed', '10:50:00'), () => noConsentYet(talk('sms', 'noor')));
  week.start(at('fri', '11:15:00'), noInactiveOnStandard(talk('facebook', 'rhea')));
}

function* blockedAfterOptOut(talk: Conversation): Script {
  talk.customerSays('STOP');
  yield* talk.pause(3600);
  talk.tellRefused('opted_out', 'automation.message', {
    messageId: talk.week.messageId(),
    longevity: 'endSession',
  });
  yield* talk.pause(5400);
  talk.tellRefused('opted_out', 'agent.opened', {
    agentId: 'bram',
    messageId: talk.week.messageId(),
  });
}

function* twoAgentsAtOnce(talk: Conversation): Script {
  const { week } = talk;
  talk.opens(week.agent('diego'));
  yield* talk.pause(1200);
  const opening = { agentId: 'bram', messageId: week.messageId() };
  talk.tellRefused('session_open', 'agent.opened', opening);
  yield* talk.pause(900);
  talk.customerSays();
  const seat = week.seat(week.agent('diego'));
  yield* talk.pause(50);
  talk.tellRefused('not_owner', 'agent.ended', { agentId: 'bram' });
  const last = yield* talk.talk(seat, 2);
  yield* talk.pause(30);
  if (last === undefined) return;
  yield* talk.agentEnds(last);
  yield* talk.pause(4);
  talk.tellRefused('no_session', 'customer.ended', {});
}

function onlyCustomersBegin(talk: Conversation): void {
  const opening = { agentId: 'elif', messageId: talk.week.messageId() };
  talk.tellRefused('initiation_not_available', 'agent.opened', opening);
}

/** WhatsApp takes free text for 24 hours after the customer's last message; after that, templates. */
function* windowHasClosed(talk: Conversation): Script {
  const { week } = talk;
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  week.free(last);
  yield* talk.until(at('wed', '15:40:00'));
  const answer = { agentId: last.agent.id, messageId: week.messageId() };
  talk.tellRefused('send_window_closed', 'agent.message', answer);
  yield* talk.pause(150);
  talk.notifies('endSession', { allowExisting: 'any' });
  yield* talk.pause(30);
  talk.tell('agent.ended', { agentId: last.agent.id });
}

function* writesToTheSilent(talk: Conversation): Script {
  const { week } = talk;
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  yield* talk.pause(730);
  week.free(last);
  const answer = { agentId: last.agent.id, messageId: week.messageId() };
  talk.tellRefused('status_not_available', 'agent.message', answer);
}

function noConsentYet(talk: Conversation): void {
  const opening = { agentId: 'farid', messageId: talk.week.messageId() };
  talk.tellRefused('consent_required', 'agent.opened', opening);
}

function* noInactiveOnStandard(talk: Conversation): Script {
  talk.customerSays();
  const seat = yield* talk.route();
  const last = seat === undefined ? undefined : yield* talk.talk(seat, 1);
  if (last === undefined) return;
  yield* talk.pause(200);
  talk.tellRefused('status_not_available', 'agent.markedInactive', { agentId: last.agent.id });
  yield* talk.pause(30);
  yield* talk.agentEnds(last);
}
