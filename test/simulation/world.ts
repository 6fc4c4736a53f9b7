// The workload of a simulation: what happens in a small contact centre, and in which order an engine hears of it.
import { conversationId, sessionIdOf } from '../../src/conversation/conversation-id.ts';
import { Seeded } from '../bench/seeded.ts';
import { REQUIRED_FIELDS } from '../events/event-samples.ts';
import { CONVERSATION_TYPES, SCENES } from '../replay/scenes.ts';
import { CHANNEL_IDS, CHANNELS, ORIGIN, POLICIES, type Template } from '../replay/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The lateness bound of the default policy. */
const LATENESS_MS = 10 * MINUTE;

const AGENTS = ['ann', 'bob', 'cem'];

/** An event as a host reports it; its other fields are there as well. */
export interface WorldEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly tenant: string;
  readonly [field: string]: unknown;
}

/** An event, and the instant at which the engine's machine receives it by its own clock. */
export interface Arrival {
  readonly event: WorldEvent;
  readonly arriveAt: number;
}

/** What one seed is about. */
export interface World {
  readonly tenants: readonly string[];
  /** In the order of their arrival. */
  readonly arrivals: readonly Arrival[];
  /** To this instant time goes on after the last event; nothing happens later than it. */
  readonly endAt: number;
}

type Undated = Template & { readonly tenant: string };
type Dated = Undated & { readonly at: number };

/** How the happenings of one world lie in time. */
type Pace = 'tight' | 'timers' | 'long';

/** The world of a seed: the same for the same seed. */
export function worldOf(seed: number): World {
  const chance = new Seeded(seed * 2 + 1);
  const tenants = chance.chance(0.25) ? ['default', 'other'] : ['default'];
  const events: Dated[] = [];
  for (const tenant of tenants) events.push(...tenantEvents(tenant, chance));
  const named = events.map((event, index) => {
    // The order of ids is not that of their making.
    const mixed = String((index * 7919) % 10_007).padStart(5, '0');
    return { id: `e${mixed}`, ...event };
  });
  const arrivals = arrivalsOf(named, chance);
  const last = arrivals.reduce(
    (latest, { event, arriveAt }) =>
      Math.max(latest, arriveAt, event.at < ORIGIN + 150 * DAY ? event.at : 0),
    ORIGIN,
  );
  const endAt = last + chance.pick([0, 1, 20 * MINUTE, 3 * HOUR, 50 * HOUR]);
  return { tenants, arrivals, endAt };
}

function tenantEvents(tenant: string, chance: Seeded): Dated[] {
  const channelIds = Array.from({ length: chance.between(1, 3) }, () => chance.pick(CHANNEL_IDS));
  const pace = chance.pick<Pace>(['tight', 'tight', 'timers', 'timers', 'long']);
  const events: Dated[] = [];
  const setUpSpread = chance.chance(0.2) ? 5 * MINUTE : 0;
  for (const channelId of new Set(channelIds)) {
    const at = ORIGIN + chance.between(0, setUpSpread);
    events.push({ ...(CHANNELS[channelId] as Template), channelId, tenant, at });
  }
  const conversations = chance.between(1, 4);
  for (let index = 0; index < conversations; index += 1) {
    const channelId = chance.chance(0.03) ? 'nowhere' : chance.pick(channelIds);
    const place = { tenant, channelId, endUserId: `u${chance.between(0, index)}` };
    const templates = storyOf(chance).map((event) => addressed(event, place, chance));
    events.push(...dated(templates, startOf(chance), pace, chance));
  }
  // Swarm: some worlds stand still around their conversations, others do not.
  if (chance.chance(0.7)) {
    const changes = Array.from({ length: chance.between(1, 12) }, () => ({
      ...changeOf(channelIds, chance),
      tenant,
    }));
    events.push(...dated(changes, startOf(chance), pace, chance));
  }
  if (chance.chance(0.03)) {
    const at = ORIGIN + 150 * DAY;
    events.push({ type: 'customer.message', ...placeOf(tenant, channelIds), messageId: 'm', at });
  }
  return events;
}

const placeOf = (tenant: string, channelIds: readonly string[]) => ({
  tenant,
  channelId: channelIds[0] as string,
  endUserId: 'u0',
});

const startOf = (chance: Seeded) =>
  ORIGIN + (chance.chance(0.3) ? 0 : chance.between(0, 10 * MINUTE));

function storyOf(chance: Seeded): readonly Template[] {
  return Array.from({ length: chance.between(1, 3) }, (_, index) => {
    if (chance.chance(0.25)) {
      const type = chance.pick(CONVERSATION_TYPES);
      return [{ type, ...REQUIRED_FIELDS[type] }];
    }
    return chance.pick(SCENES)({ agentId: chance.pick(AGENTS), workId: `w-${index}` });
  }).flat();
}

interface Place {
  readonly tenant: string;
  readonly channelId: string;
  readonly endUserId: string;
}

/** An event of a conversation; now and then it names its session as well, or nothing else. */
function addressed(told: Template, place: Place, chance: Seeded): Undated {
  if (!chance.chance(0.06)) return { ...told, ...place };
  const id = conversationId(place.tenant, place.channelId, place.endUserId);
  const sessionId = sessionIdOf(id, chance.between(1, 2));
  if (chance.chance(0.5)) return { ...told, ...place, sessionId };
  const { tenant } = place;
  const { channelId: _channel, endUserId: _person, ...unplaced } = told;
  return { ...(unplaced as Template), tenant, sessionId };
}

function dated(events: readonly Undated[], startAt: number, pace: Pace, chance: Seeded): Dated[] {
  let at = startAt;
  return events.map(({ expiresIn, ...event }) => {
    at += gapOf(pace, chance);
    const offer = typeof expiresIn === 'number' ? { expiresAt: at + expiresIn } : {};
    return { ...(event as Undated), ...offer, at };
  });
}

function gapOf(pace: Pace, chance: Seeded): number {
  if (chance.chance(0.25)) return chance.pick([0, 0, 1]);
  if (pace === 'tight') return chance.between(0, 90) * SECOND;
  const timers = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE - 1, 10 * MINUTE + 1];
  if (pace === 'timers' || chance.chance(0.6)) {
    return chance.chance(0.7) ? chance.pick(timers) : chance.between(0, 15 * MINUTE);
  }
  return chance.pick([HOUR, 2 * HOUR, 24 * HOUR, 30 * HOUR, 48 * HOUR]);
}

/** What happens to a whole tenant. */
function changeOf(channelIds: readonly string[], chance: Seeded): Template {
  const agentId = chance.pick(AGENTS);
  const channelId = chance.chance(0.03) ? 'nowhere' : chance.pick(channelIds);
  const dice = chance.between(1, 20);
  if (dice <= 7) {
    const status = chance.pick(['online', 'away', 'busy', 'offline', 'offline']);
    return { type: 'agent.presence', agentId, status };
  }
  if (dice <= 8) return { type: 'agent.capacity', agentId, capacity: 1 };
  if (dice <= 9) return { type: 'agent.team', agentId, teamIds: ['t1'] };
  if (dice <= 12) {
    const bounds = [{ lateness: 'PT5M' }, { lateness: 'PT0S' }, { lateness: 'PT1H' }];
    const policy = chance.chance(0.2) ? chance.pick(bounds) : chance.pick(POLICIES);
    return { type: 'policy.changed', policy };
  }
  if (dice <= 14) return { type: 'channel.disabled', channelId };
  if (dice <= 16) return { type: 'channel.enabled', channelId };
  if (dice <= 17) {
    const like = CHANNELS[chance.pick(CHANNEL_IDS)] as Template;
    return { ...like, channelId: chance.pick(channelIds) };
  }
  if (dice <= 18) return { type: 'contact.merged', survivorId: 'p-1', mergedId: 'p-2' };
  if (dice <= 19) return { type: 'agent.heartbeat', agentId };
  return { type: 'clock.advanced' };
}

/** Who hears of what when: in order, shuffled inside the lateness bound, or wildly; by a clock that may be behind. */
function arrivalsOf(events: readonly WorldEvent[], chance: Seeded): Arrival[] {
  const order = chance.pick(['inOrder', 'near', 'bound', 'bound', 'wild'] as const);
  const delayMax = { inOrder: 0, near: MINUTE, bound: LATENESS_MS, wild: 40 * MINUTE }[order];
  const skewMax = chance.chance(0.3) ? 3 * MINUTE : 0;
  return events
    .map((event) => {
      const delay = chance.chance(0.1) ? delayMax : chance.between(0, delayMax);
      const isAstray = event.at >= ORIGIN + 150 * DAY;
      const at = isAstray ? ORIGIN + chance.between(0, HOUR) : event.at;
      return { event, arriveAt: Math.max(ORIGIN, at + delay - chance.between(0, skewMax)) };
    })
    .toSorted((a, b) => a.arriveAt - b.arriveAt || (a.event.id < b.event.id ? -1 : 1));
}
