// Engagements as stories tell them, and the beginnings that their tests share.
import { formatInstant } from '../../src/time/instant.ts';
import { Story, type Fields, type Scene, type Step } from './story.ts';

/** Engagements as the feed tells them: agent, start with its reason, end with its reason, seconds. A better reason replaces the first. */
export function legs(scene: Scene, ...steps: readonly Step[]): readonly string[] {
  return legsOf(new Story(scene).tell(...steps));
}

export function legsOf({ facts }: Story): readonly string[] {
  const told = new Map<string, string>();
  const begun = new Map<string, string>();
  for (const { type, at, data } of facts) {
    if (type === 'engagement.started') {
      const text = `${data.agentId} ${clock(at)} ${data.startReason}`;
      begun.set(data.engagementId, text);
      told.set(data.engagementId, text);
    } else if (type === 'engagement.ended') {
      const { engagementId, endReason, startedAt, supersedes } = data;
      if (supersedes !== (told.get(engagementId)?.includes('→') === true)) {
        throw new Error(`${engagementId} ends with supersedes ${supersedes} where it must not`);
      }
      const seconds = (at - startedAt) / 1000;
      told.set(engagementId, `${begun.get(engagementId)} → ${clock(at)} ${endReason} ${seconds} s`);
    } else if (type === 'engagement.discarded') {
      told.set(data.engagementId, `${begun.get(data.engagementId)} → discarded`);
    }
  }
  return [...told.values()];
}

const clock = (at: number) => formatInstant(at).slice(11, 19);

export const ticket = (time: string, to: string, fields: Fields = {}): Step => [
  `${time} ticket.statusChanged`,
  { ticketId: 't1', to, by: 'ann', ...fields },
];
export const assigned = (time: string, to: string | null, by: string): Step => [
  `${time} assignment.changed`,
  { to, by },
];
export const hands = (time: string, kind: string, id: string): Step => [
  `${time} agent.transferred`,
  { to: { kind, id } },
];

export const EXAMPLE_1: readonly Step[] = [
  '10:00 customer.message',
  '10:01:50 work.offered',
  '10:02 work.accepted',
  '10:03 agent.message',
];
/** Ann has been engaged since 10:02, and Cora has just written. */
export const ENGAGED: readonly Step[] = [...EXAMPLE_1, '10:03:30 customer.message'];
export const ROUTED = 'ann 10:02:00 routingAssignmentAccepted';
