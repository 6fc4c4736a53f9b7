// Who may act on a session (I13), and what to say when its status does not allow it.
import type { Draft } from './draft.ts';
import { placeOf, placesFor, type PossiblePlace } from './possible-places.ts';
import { refused, type Refused } from './refusals.ts';
import type { RuleId } from './rules.ts';
import type { Session } from './session.ts';

/** Refuses an agent who is not the owner; an event that names no agent is taken as the owner's. */
export function requireOwner(
  draft: Draft,
  session: Session,
  agentId: string | undefined,
): Refused | undefined {
  if (agentId === undefined || session.waitingFor === 'routing') return undefined;
  if (session.ownerId === null || session.ownerId === agentId) return undefined;
  const rule = session.status === 'New' ? 'EB05' : 'I13';
  return refused(
    'not_owner',
    `session ${session.id} belongs to ${session.ownerId}, not to ${agentId}: transfer it first`,
    rule,
  );
}

/** Refuses an event that the session's status does not know. */
export function statusNotAvailable(session: Session, eventType: string): Refused {
  return refused(
    'status_not_available',
    `${eventType} is not possible while session ${session.id} is ${placeOf(session.graph, session.value)}: ${insteadOf(session, eventType)}`,
    ruleOfRefusal(session, eventType),
  );
}

/** What to do in place of an event that the status does not know: where it is possible, and by which rows. */
function insteadOf({ graph, value, isEnhanced }: Session, eventType: string): string {
  const places = placesFor(graph, eventType);
  if (places.length === 0) {
    return `no session of ${isEnhanced ? 'an enhanced' : 'a standard'} channel knows it, leave it out`;
  }
  const here = places.find(({ name }) => name === placeOf(graph, value));
  if (here !== undefined)
    return `it asks for ${here.guards.join(' or ')} (${here.rules.join(', ')})`;
  return `leave it out, or send it while the session is ${places.map(placeWithRules).join(' or ')}`;
}

const placeWithRules = ({ name, rules }: PossiblePlace) => `${name} (${rules.join(', ')})`;

/** Rows that say no by name: standard channels know no Inactive, no idle rule and no Error. */
function ruleOfRefusal(session: Session, eventType: string): RuleId | undefined {
  if (session.isEnhanced) return undefined;
  const isUnknownThere =
    eventType.endsWith('.inactivated') ||
    eventType === 'agent.markedInactive' ||
    eventType === 'agent.paused' ||
    eventType === 'record.failed';
  return isUnknownThere ? 'SC14' : undefined;
}
