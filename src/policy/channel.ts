/*
 * A channel as decisions read it. A later channel.configured states the whole configuration anew: what it leaves out is back at its
 * default, so that a channel never depends on which of its versions arrived first.
 */
import { assertInvariant } from '../events/holdline-error.ts';
import {
  KEYWORD_KINDS,
  type CapacityModel,
  type ConsentType,
  type Deployment,
  type IdleAction,
  type KeywordKind,
  type Platform,
} from '../events/set-up-words.ts';
import type { EventOf } from '../events/vocabulary.ts';
import { parseDuration } from '../time/duration.ts';
import { parseWeeklyHours, type WeeklyHours } from '../time/weekly-hours.ts';
import { frozen } from './frozen.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** What a channel itself says about idle customers; null leaves the choice to the policy. */
export interface ChannelIdle {
  readonly idleMs: number;
  readonly action: IdleAction | null;
  /** Milliseconds after the timer's start at which the customer is warned; null never. */
  readonly warnMs: number | null;
  readonly agentMessageResets: boolean | null;
  readonly endInactiveMs: number | null;
}

/** After-conversation work of a channel. */
export interface ChannelAcw {
  readonly durationMs: number;
  readonly extensionMs: number;
  readonly extensionsMax: number;
}

/** One configuration of a channel, deeply frozen. Durations are milliseconds; null means that the channel has no such thing. */
export interface Channel {
  readonly channelId: string;
  readonly channelType: string;
  readonly platform: Platform;
  readonly capacityModel: CapacityModel;
  /** `web` unless told otherwise on EmbeddedMessaging; null on every other type. */
  readonly deployment: Deployment | null;
  readonly name: string;
  readonly group: string | null;
  readonly intent: string | null;
  readonly locale: string | null;
  readonly queueId: string | null;
  readonly fallbackQueueId: string | null;
  readonly consentType: ConsentType;
  /** The channel's own words by kind; a kind that is absent takes the policy's. */
  readonly keywords: Readonly<Partial<Record<KeywordKind, readonly string[]>>>;
  readonly customerIdle: ChannelIdle | null;
  readonly abandonmentMs: number | null;
  readonly acw: ChannelAcw | null;
  /** Time after the customer's last message in which agents may write; null for ever. */
  readonly sendWindowMs: number | null;
  readonly businessHours: WeeklyHours | null;
  readonly sla: { readonly firstResponseMs: number | null; readonly responseMs: number | null };
}

/**
 * The channel that a parsed `channel.configured` describes.
 *
 * Source: events.md §1 (`channel.configured`) for the fields and defaults; an ACW extension takes as long as the work itself and may be
 * repeated ten times where nothing is said (lifecycle.md §3, T-ACW-EXT).
 */
export function toChannel(event: EventOf<'channel.configured'>): Channel {
  return frozen({
    channelId: event.channelId,
    channelType: event.channelType,
    platform: event.platform,
    capacityModel: event.capacityModel,
    deployment: event.channelType === 'EmbeddedMessaging' ? (event.deployment ?? 'web') : null,
    name: event.name ?? event.channelId,
    group: event.group ?? null,
    intent: event.intent ?? null,
    locale: event.locale ?? null,
    queueId: event.queueId ?? null,
    fallbackQueueId: event.fallbackQueueId ?? null,
    consentType: event.consentType ?? 'implicit',
    keywords: toKeywords(event.keywords),
    customerIdle: toIdle(event.customerIdle),
    abandonmentMs: event.abandonment === undefined ? null : event.abandonment.minutes * MINUTE_MS,
    acw: toAcw(event.acw),
    sendWindowMs: toMs(event.sendWindow),
    businessHours: toHours(event.businessHours),
    sla: {
      firstResponseMs: toMs(event.sla?.firstResponse),
      responseMs: toMs(event.sla?.response),
    },
  });
}

/** False where only customers start conversations: Enhanced Chat on the web. Source: events.md §1 (`deployment`), EB01. */
export function agentsMayInitiate(channel: Channel): boolean {
  return channel.deployment !== 'web';
}

/** The known kinds alone, so that nothing else of the event lives on in the channel. */
function toKeywords(written: EventOf<'channel.configured'>['keywords']): Channel['keywords'] {
  const lists = KEYWORD_KINDS.map((kind) => [kind, written?.[kind]?.slice()] as const);
  return Object.fromEntries(lists.filter(([, list]) => list !== undefined));
}

function toIdle(written: EventOf<'channel.configured'>['customerIdle']): ChannelIdle | null {
  if (written === undefined) return null;
  return {
    idleMs: written.minutes * MINUTE_MS,
    action: written.action ?? null,
    warnMs: written.warnMinutes === undefined ? null : written.warnMinutes * MINUTE_MS,
    agentMessageResets: written.agentMessageResets ?? null,
    endInactiveMs:
      written.endInactiveMinutes === undefined ? null : written.endInactiveMinutes * MINUTE_MS,
  };
}

function toAcw(written: EventOf<'channel.configured'>['acw']): ChannelAcw | null {
  if (written === undefined) return null;
  const durationMs = written.seconds * SECOND_MS;
  return {
    durationMs,
    extensionMs:
      written.extensionSeconds === undefined ? durationMs : written.extensionSeconds * SECOND_MS,
    extensionsMax: written.maxExtensions ?? 10,
  };
}

function toMs(written: string | undefined): number | null {
  if (written === undefined) return null;
  const ms = parseDuration(written);
  assertInvariant(typeof ms === 'number', 'a parsed channel.configured has valid durations');
  return ms;
}

function toHours(written: EventOf<'channel.configured'>['businessHours']): WeeklyHours | null {
  if (written === undefined) return null;
  const hours = parseWeeklyHours(written);
  assertInvariant('open' in hours, 'a parsed channel.configured has valid business hours');
  return hours;
}
