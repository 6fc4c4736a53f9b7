// What may happen to a conversation next: a small alphabet with two agents, and the router's word on each offer that stands.
import type { Work } from '../../src/conversation/work.ts';
import { AGENTS, firstDue, type Happening, holds, type World } from './conversation-world.ts';

/** Happenings that need nothing to be known of the conversation. */
const ALWAYS: readonly Happening[] = [
  { type: 'customer.message', messageId: 'm-c' },
  { type: 'customer.message', messageId: 'm-out', keyword: 'optOut' },
  { type: 'customer.message', messageId: 'm-in', keyword: 'optIn' },
  { type: 'customer.message', messageId: 'm-help', keyword: 'help' },
  { type: 'customer.ended' },
  { type: 'customer.deletedConversation' },
  { type: 'customer.left' },
  { type: 'customer.returned' },
  ...AGENTS.flatMap((agentId) => [
    { type: 'agent.opened', agentId, messageId: 'm-o' },
    { type: 'agent.message', agentId, messageId: 'm-a' },
    { type: 'agent.markedInactive', agentId },
    { type: 'agent.ended', agentId },
    { type: 'agent.paused', agentId },
    { type: 'agent.resumed', agentId },
    { type: 'agent.closedTab', agentId, outcome: 'end' },
    { type: 'agent.closedTab', agentId, outcome: 'noCustomerResponse' },
    { type: 'agent.transferred', agentId, to: { kind: 'queue', id: 'q2' } },
  ]),
  { type: 'agent.transferred', agentId: 'ann', to: { kind: 'agent', id: 'bob' } },
  { type: 'agent.transferred', agentId: 'bob', to: { kind: 'agent', id: 'ann' } },
  { type: 'agent.message', agentId: 'ann', messageId: 'm-n', visibility: 'note' },
  { type: 'acw.extended' },
  { type: 'acw.ended' },
  { type: 'bot.accepted', botId: 'robot' },
  { type: 'bot.message', messageId: 'm-b' },
  { type: 'bot.escalated' },
  { type: 'bot.escalated', available: false },
  { type: 'bot.ended' },
  ...(['endSession', 'keepOpen', 'keepOpenOrAppend'] as const).map((longevity) => ({
    type: 'automation.message',
    messageId: 'm-s',
    longevity,
  })),
  { type: 'automation.ended' },
  { type: 'automation.inactivated' },
  { type: 'supervisor.ended' },
  { type: 'partner.ended', by: 'endUser' },
  { type: 'partner.inactivated', by: 'system' },
  { type: 'channel.controlLost' },
  { type: 'record.failed', reason: 'validation rule' },
  { type: 'record.failed', reason: 'Validation  Rule' },
  { type: 'record.failed', reason: 'required field' },
  { type: 'routing.failed' },
  { type: 'message.sent', messageId: 'm-o' },
  { type: 'message.failed', messageId: 'm-o', statusCode: '500' },
  { type: 'endUser.updated', consent: 'ExplicitlyOptedIn' },
  { type: 'assignment.changed', to: 'ann', by: 'manualSelf' },
  { type: 'assignment.changed', to: 'bob', by: 'transfer' },
  { type: 'assignment.changed', to: null, by: 'manualSupervisor' },
  ...(['open', 'pending', 'solved', 'deleted'] as const).map((to) => ({
    type: 'ticket.statusChanged',
    ticketId: 't1',
    to,
    by: 'ann',
  })),
];

/** Notifications that may have to wait; one at a time. */
const DEFERRED: readonly Happening[] = [
  { type: 'automation.message', messageId: 'm-d', allowExisting: 'closed' },
  {
    type: 'automation.message',
    messageId: 'm-d',
    allowExisting: 'nonActive',
    longevity: 'keepOpen',
  },
];

/** Everything that may happen next. */
export function happenings(world: World): readonly Happening[] {
  const { conversation, disabledAt, offline } = world;
  const next: Happening[] = [...ALWAYS];
  if (firstDue(conversation) !== undefined) next.push({ type: 'silence' });
  if (conversation.pending.length === 0) next.push(...DEFERRED);
  next.push({ type: disabledAt === null ? 'channel.disabled' : 'channel.enabled' });
  const workId = `w-${conversation.attemptsCount + 1}`;
  for (const agentId of AGENTS) {
    const isOffline = offline.has(agentId);
    next.push(
      { type: 'agent.presence', agentId, status: isOffline ? 'online' : 'offline' },
      { type: 'work.offered', agentId, workId },
      { type: 'work.offered', agentId, workId, expiresAt: world.at + 30_000 },
      { type: 'work.accepted', agentId, workId },
    );
    if (holds(conversation, agentId)) {
      next.push({ type: 'agent.openedElsewhere', agentId });
      if (!isOffline) next.push({ type: 'agent.presence', agentId, status: 'busy' });
    }
  }
  for (const work of conversation.works) next.push(...routersWord(work));
  const lapsed = conversation.session?.lapsedWorkId;
  if (typeof lapsed === 'string') next.push({ type: 'work.timedOut', workId: lapsed });
  return next;
}

/** What the router may say of an offer. */
function routersWord({ workId, agentId, value }: Work): readonly Happening[] {
  if (!value.startsWith('Assigned') && value !== 'Superseded') return [];
  return [
    { type: 'work.accepted', workId, agentId },
    { type: 'work.declined', workId, agentId },
    { type: 'work.timedOut', workId },
    { type: 'work.rescinded', workId },
  ];
}
