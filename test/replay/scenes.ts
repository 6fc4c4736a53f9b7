// What happens in one conversation: scenes that lead somewhere, and single events that often do not.
import * as fc from 'fast-check';
import { EVENT_TYPES, VOCABULARY } from '../../src/events/vocabulary.ts';
import { REQUIRED_FIELDS } from '../events/event-samples.ts';
import { agentIds, type Template } from './world.ts';

/** What a scene is about: the agent, and the router's id of the work. */
export interface Cast {
  readonly agentId: string;
  readonly workId: string;
}

/** The events of a scene, in order. */
export type Scene = (cast: Cast) => readonly Template[];

const says = { type: 'customer.message', messageId: 'm-c' };
const keyword = (word: string): Template => ({ ...says, keyword: word });
const answers = ({ agentId }: Cast): Template => ({
  type: 'agent.message',
  agentId,
  messageId: 'm-a',
});
const ticket = (to: string, { agentId }: Cast): Template => ({
  type: 'ticket.statusChanged',
  ticketId: 't-1',
  to,
  by: agentId,
});
const assigned = (to: string | null, by: string): Template => ({
  type: 'assignment.changed',
  to,
  by,
});
const accepts = (cast: Cast): Template => ({ type: 'work.accepted', ...cast });
const offered = (cast: Cast): Template => ({ type: 'work.offered', ...cast });
const opens = ({ agentId }: Cast): Template => ({
  type: 'agent.opened',
  agentId,
  messageId: 'm-open',
});
const does = (type: string, fields: object = {}): Template => ({ type, ...fields });
const notifies = (longevity: string, allowExisting = 'any'): Template =>
  does('automation.message', { messageId: 'm-n', longevity, allowExisting });

const served = (cast: Cast) => [says, offered(cast), accepts(cast), answers(cast)];

/** Scenes that lead somewhere. */
export const SCENES: readonly Scene[] = [
  served,
  (cast) => [says, accepts(cast), answers(cast), answers(cast), says],
  (cast) => [...served(cast), does('agent.markedInactive', { agentId: cast.agentId }), says],
  (cast) => [...served(cast), does('agent.closedTab', { outcome: 'noCustomerResponse' })],
  (cast) => [...served(cast), does('agent.ended', { agentId: cast.agentId }), does('acw.extended')],
  (cast) => [...served(cast), does('supervisor.ended'), does('agent.closedTab'), does('acw.ended')],
  (cast) => [
    ...served(cast),
    does('agent.transferred', { to: { kind: 'agent', id: 'bob' } }),
    accepts({ agentId: 'bob', workId: `${cast.workId}-to-bob` }),
  ],
  (cast) => [...served(cast), does('agent.transferred', { to: { kind: 'queue', id: 'q-2' } })],
  (cast) => [says, { ...offered(cast), expiresIn: 60_000 }, does('work.timedOut')],
  (cast) => [says, { ...offered(cast), expiresIn: 0 }, accepts(cast)],
  (cast) => [
    says,
    offered(cast),
    { type: 'work.declined', ...cast, reason: 'lunch' },
    offered({ ...cast, workId: `${cast.workId}-again` }),
  ],
  (cast) => [says, offered(cast), offered({ agentId: 'cem', workId: `${cast.workId}-cem` })],
  (cast) => [...served(cast), does('agent.paused'), does('agent.resumed')],
  (cast) => [...served(cast), does('agent.paused'), says],
  () => [says, does('bot.accepted', { botId: 'robot' }), does('bot.message'), says],
  (cast) => [
    says,
    does('bot.accepted', { botId: 'robot' }),
    does('bot.escalated'),
    accepts(cast),
    answers(cast),
  ],
  () => [says, does('bot.accepted'), does('bot.ended', { outcome: 'resolved' })],
  (cast) => [opens(cast), does('message.sent', { messageId: 'm-open' }), answers(cast), says],
  (cast) => [opens(cast), does('message.failed', { messageId: 'm-open', statusCode: 1 })],
  (cast) => [opens(cast), says, accepts(cast), answers(cast)],
  () => [notifies('keepOpen'), says],
  () => [notifies('endSession'), notifies('keepOpenOrAppend'), notifies('keepOpenOrAppend')],
  (cast) => [...served(cast), notifies('endSession', 'nonActive'), notifies('keepOpen', 'closed')],
  () => [says, does('customer.left'), does('customer.returned'), does('customer.left')],
  () => [keyword('help'), keyword('optIn'), says],
  () => [keyword('optIn'), keyword('doubleOptIn'), says],
  () => [{ ...says, text: ' STOP ' }, notifies('endSession'), says, keyword('optIn')],
  () => [does('endUser.updated', { consent: 'ExplicitlyOptedIn', contactId: 'p-2' }), says],
  () => [says, does('record.failed', { reason: 'FIELD_REQUIRED' })],
  () => [
    does('record.failed', { reason: 'FIELD_REQUIRED' }),
    does('record.failed', { reason: ' field_required' }),
  ],
  (cast) => [...served(cast), does('automation.inactivated'), opens(cast)],
  (cast) => [...served(cast), does('partner.inactivated', { by: 'endUser' }), does('agent.ended')],
  (cast) => [...served(cast), does('channel.controlLost')],
  (cast) => [...served(cast), ticket('pending', cast), says, ticket('open', cast), says],
  (cast) => [
    ...served(cast),
    does('agent.ended', { agentId: cast.agentId }),
    ticket('solved', cast),
  ],
  (cast) => [...served(cast), assigned('cem', 'manualSupervisor'), says, assigned(null, 'api')],
  () => [says, assigned('ann', 'soleGroupMember'), says],
  () => [says, does('routing.failed'), does('customer.deletedConversation')],
];

/** Types of events that belong to one conversation. */
export const CONVERSATION_TYPES = EVENT_TYPES.filter((type) => VOCABULARY[type].addressed);

/** Any event of a conversation, in whatever status it finds the session. */
const anything: fc.Arbitrary<Scene> = fc
  .constantFrom(...CONVERSATION_TYPES)
  .map((type) => () => [{ type, ...REQUIRED_FIELDS[type] }]);

const scenes = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...SCENES) },
  { weight: 2, arbitrary: anything },
);

/** What one conversation lives through, in order. */
export const stories: fc.Arbitrary<readonly Template[]> = fc
  .array(fc.tuple(scenes, agentIds), { minLength: 1, maxLength: 4 })
  .map((cast) =>
    cast.flatMap(([scene, agentId], index) => scene({ agentId, workId: `w-${index}` })),
  );
