// What calculators look up: channels and teams as they were at an instant.
import { toChannel, type Channel } from '../policy/channel.ts';
import { HoursHistory, type HoursInForce, type SchedulePolicy } from '../time/hours-history.ts';
import type { EpochMs } from '../time/instant.ts';
import type { EventOf } from '../events/vocabulary.ts';

/** Versions of one thing over time, ascending. */
class Versions<V> {
  readonly #from: EpochMs[] = [];
  readonly #values: V[] = [];

  /** Sets what holds from an instant on; the same instant again replaces it. */
  set(from: EpochMs, value: V): void {
    let index = this.#from.length;
    while (index > 0 && (this.#from[index - 1] as EpochMs) > from) index -= 1;
    if (index > 0 && this.#from[index - 1] === from) this.#values[index - 1] = value;
    else {
      this.#from.splice(index, 0, from);
      this.#values.splice(index, 0, value);
    }
  }

  /** What held at an instant; undefined before the first. */
  at(instant: EpochMs): V | undefined {
    let index = this.#from.length - 1;
    while (index >= 0 && (this.#from[index] as EpochMs) > instant) index -= 1;
    return this.#values[index];
  }
}

const NO_TEAMS: readonly string[] = [];

/** The set-up of one tenant as metrics see it. */
export class MetricSetup {
  readonly #channels = new Map<string, Versions<Channel>>();
  readonly #hours = new Map<string, { readonly entries: HoursInForce[]; history: HoursHistory }>();
  readonly #teams = new Map<string, Versions<readonly string[]>>();

  configure(event: EventOf<'channel.configured'>): void {
    const channel = toChannel(event);
    const { channelId } = channel;
    let versions = this.#channels.get(channelId);
    if (versions === undefined) this.#channels.set(channelId, (versions = new Versions()));
    versions.set(event.at, channel);
    // What is heard again after a late event takes the place of what was heard before.
    const before = this.#hours.get(channelId)?.entries ?? [];
    const entries = [
      ...before.filter(({ from }) => from !== event.at),
      { from: event.at, hours: channel.businessHours },
    ];
    this.#hours.set(channelId, { entries, history: new HoursHistory(entries) });
  }

  setTeams(event: EventOf<'agent.team'>): void {
    let versions = this.#teams.get(event.agentId);
    if (versions === undefined) this.#teams.set(event.agentId, (versions = new Versions()));
    versions.set(event.at, event.teamIds);
  }

  channelAt(channelId: string, at: EpochMs): Channel | undefined {
    return this.#channels.get(channelId)?.at(at);
  }

  teamsAt(agentId: string, at: EpochMs): readonly string[] {
    return this.#teams.get(agentId)?.at(at) ?? NO_TEAMS;
  }

  /** Milliseconds of [from, to) within a channel's opening hours; all of them where it has none. */
  businessMs(channelId: string, from: EpochMs, to: EpochMs, by: SchedulePolicy): number {
    return this.#hours.get(channelId)?.history.businessMs(from, to, by) ?? to - from;
  }

  /** The instant by which so much opening time of a channel has passed since another; undefined where that is never. */
  dueAfter(channelId: string, from: EpochMs, ms: number): EpochMs | undefined {
    const hours = this.#hours.get(channelId);
    return hours === undefined ? from + ms : hours.history.addBusinessTime(from, ms);
  }
}
