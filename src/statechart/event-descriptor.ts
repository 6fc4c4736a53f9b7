// Which descriptors of a state an event type matches, in XState's order: the exact one, then wildcards, longest first.

// XState never selects transitions for these: they begin, stop or fail an actor.
const ACTOR_EVENT = /^xstate\.(?:init$|stop$|error\.actor)/;

/** Whether a descriptor is `*` or ends in `.*`. @internal */
export const isWildcard = (descriptor: string): boolean =>
  descriptor === '*' || descriptor.endsWith('.*');

/**
 * Whether an event type matches a wildcard: `session.*` matches `session`, `session.ended`, `session.a.b`.
 *
 * The events of an actor's own life match none. Source: xstate 5.33.3, matchesEventDescriptor.
 *
 * @internal
 */
export function matchesWildcard(eventType: string, descriptor: string): boolean {
  if (ACTOR_EVENT.test(eventType)) return false;
  if (descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const wanted = descriptor.split('.');
  const tokens = eventType.split('.');
  const star = wanted.indexOf('*');
  if (star !== wanted.length - 1) return false;
  return wanted.slice(0, star).every((token, index) => token === tokens[index]);
}

/** The wildcards among a state's descriptors, in order of precedence: longest first, else as declared. @internal */
export const wildcardsByPrecedence = (descriptors: Iterable<string>): string[] =>
  [...descriptors].filter(isWildcard).toSorted((a, b) => b.length - a.length);
