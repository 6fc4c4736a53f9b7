// What the hosts are fed: many conversations on channels of every kind, agents that come and go, in an order that is not quite
// that of time. The same for the same seed.
import { REQUIRED_FIELDS } from '../events/event-samples.ts';
import { Seeded } from '../bench/seeded.ts';
import { CONVERSATION_TYPES, SCENES } from '../replay/scenes.ts';
import { CHANNEL_IDS, ORIGIN, POLICIES, SET_UP, type Template } from '../replay/world.ts';
import type { HostEvent } from './host-protocol.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const AGENTS = ['ann', 'bob', 'cem'];

/** Events that are answered, all of them, before the next stretch begins; time lies still between. */
export interface Stretch {
  readonly events: readonly HostEvent[];
}

/** Everything that happens in one file. */
export interface Workload {
  readonly tenants: readonly string[];
  readonly stretches: readonly Stretch[];
}

type Dated = Template & { readonly at: number; readonly tenant: string };

/** How long a story waits between two of its events, milliseconds. */
const waitOf = (chance: Seeded) =>
  chance.pick([0, 1, SECOND, 20 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 7 * MINUTE]);

/** The workload of a seed. @param conversations Conversations a stretch, count. */
export function workloadOf(seed: number, stretchCount: number, conversations: number): Workload {
  const chance = new Seeded(seed);
  const tenants = ['default', 'other'];
  let at = ORIGIN;
  const setUp = tenants.flatMap((tenant) => SET_UP.map((event) => ({ ...event, tenant, at })));
  const stretches = [setUp];
  for (let index = 0; index < stretchCount; index += 1) {
    at += chance.pick([MINUTE, 20 * MINUTE, 30 * HOUR]);
    const events = stretchOf(index, at, { chance, tenants, conversations });
    stretches.push(events);
    at = events.reduce((latest, event) => Math.max(latest, event.at), at);
  }
  let number = 0;
  return {
    tenants,
    stretches: stretches.map((events) => ({
      events: arrivalOrder(events, chance).map((event) => {
        number += 1;
        // The order of ids is not that of their making.
        return { ...event, id: `e${String((number * 7919) % 1_000_003).padStart(7, '0')}` };
      }),
    })),
  };
}

interface Making {
  readonly chance: Seeded;
  readonly tenants: readonly string[];
  readonly conversations: number;
}

function stretchOf(
  index: number,
  from: number,
  { chance, tenants, conversations }: Making,
): Dated[] {
  const events: Dated[] = [];
  for (let ordinal = 0; ordinal < conversations; ordinal += 1) {
    const tenant = chance.chance(0.8) ? 'default' : 'other';
    const channelId = chance.chance(0.03) ? 'nowhere' : chance.pick(CHANNEL_IDS);
    // Some come back in a later stretch, days after.
    const endUserId = `u${index - (chance.chance(0.4) ? 1 : 0)}-${ordinal}`;
    let at = from + chance.between(0, 40 * MINUTE);
    for (const { expiresIn, ...event } of storyOf(chance)) {
      at += waitOf(chance);
      const offer = typeof expiresIn === 'number' ? { expiresAt: at + expiresIn } : {};
      events.push({ ...(event as Template), ...offer, tenant, channelId, endUserId, at });
    }
  }
  const changes = chance.between(0, conversations / 4);
  for (let count = 0; count < changes; count += 1) {
    const at = from + chance.between(0, 60 * MINUTE);
    events.push({ ...changeOf(chance), tenant: chance.pick(tenants), at });
  }
  return events;
}

function storyOf(chance: Seeded): readonly Template[] {
  return Array.from({ length: chance.between(1, 2) }, (_, index) => {
    if (chance.chance(0.2)) {
      const type = chance.pick(CONVERSATION_TYPES);
      return [{ type, ...REQUIRED_FIELDS[type] }];
    }
    return chance.pick(SCENES)({ agentId: chance.pick(AGENTS), workId: `w-${index}` });
  }).flat();
}

/** What happens to a whole tenant. */
function changeOf(chance: Seeded): Template {
  const agentId = chance.pick(AGENTS);
  const channelId = chance.pick(CHANNEL_IDS);
  const dice = chance.between(1, 10);
  if (dice <= 5) {
    return { type: 'agent.presence', agentId, status: chance.pick(['online', 'away', 'offline']) };
  }
  if (dice <= 6) return { type: 'agent.heartbeat', agentId };
  if (dice <= 7) return { type: 'policy.changed', policy: chance.pick(POLICIES) };
  if (dice <= 8) return { type: 'channel.disabled', channelId };
  if (dice <= 9) return { type: 'channel.enabled', channelId };
  return { type: 'contact.merged', survivorId: 'p-1', mergedId: 'p-2' };
}

/** Most come within three minutes of their time, some at the very edge of the lateness bound, a few too late. */
function arrivalOrder(events: readonly Dated[], chance: Seeded): readonly Dated[] {
  return events
    .map((event) => {
      const delay = chance.chance(0.01) ? 30 * MINUTE : chance.between(0, 3 * MINUTE);
      return { event, arriveAt: event.at + delay };
    })
    .toSorted((a, b) => a.arriveAt - b.arriveAt)
    .map(({ event }) => event);
}
