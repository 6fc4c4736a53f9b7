// A story told step by step to a real engine on a clock of its own: events, time that passes, and what must hold then.
import { AssertionError } from 'node:assert';
import type { AnyFact } from '../events/fact.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { Verdict } from '../events/verdict.ts';
import { parseDuration } from '../time/duration.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import type { ChannelSettings } from './cast-channel.ts';
import type { BuiltEvent } from './event-kit.ts';
import { EventKit } from './event-kit.ts';
import { PLAIN_EQUALITY, type Finding } from './finding.ts';
import type { Checked, Expectation, ScenarioStep } from './scenario-steps.ts';
import { deadlineLine } from './session-timeline.ts';
import { testEngine, type TestEngine, type TestedSession } from './test-engine.ts';

/** How the world of a scenario is set up. */
export interface ScenarioOptions {
  /** The channel of the story, as in `channel.configured`; an enhanced web chat without it. */
  readonly channel?: ChannelSettings;
  /** Its id; `chat` without it. */
  readonly channelId?: string;
  /** A partial policy over the defaults. */
  readonly policy?: object;
  /** When the story begins; Monday, 2 March 2026, 09:00 UTC without it. */
  readonly at?: EpochMs | string;
  /** What passes before each event, an ISO 8601 duration; a second without it, so that the order written is the order of time. */
  readonly pace?: string;
}

/** What is left of a scenario that has held. */
export interface ScenarioOutcome {
  /** The session of the conversation named last; undefined if there is none. */
  readonly session: TestedSession | undefined;
  /** Everything that the engine has told, in order. */
  readonly facts: readonly AnyFact[];
  /** Events with their verdicts and changes of status, a line each. */
  readonly timeline: string;
}

/** A scenario, set up and ready to run. It may be run more than once, each time from the beginning. */
export interface Scenario {
  /**
   * Runs the steps in order.
   *
   * An event that does not apply ends the run, unless the step after it expects that; so does a channel that is refused at the set-up.
   *
   * @throws AssertionError with the step, what was found and the whole timeline.
   */
  run(steps: readonly ScenarioStep[]): Promise<ScenarioOutcome>;
}

/** Sets a scenario up. @throws HoldlineError policy_invalid, time_invalid. */
export function scenario(options: ScenarioOptions = {}): Scenario {
  return {
    async run(steps) {
      const run = new ScenarioRun(options);
      try {
        return await run.play(steps);
      } finally {
        await run.close();
      }
    },
  };
}

class ScenarioRun {
  readonly #test: TestEngine;
  readonly #paceMs: number;
  readonly #options: ScenarioOptions;
  readonly #lines: string[] = [];
  #named: { readonly channelId: string; readonly endUserId: string } | undefined;
  #last: Checked = { outcome: undefined, session: undefined, facts: [] };

  constructor(options: ScenarioOptions) {
    const { at, policy, pace = 'PT1S' } = options;
    this.#options = options;
    this.#paceMs = msOf(pace);
    this.#test = testEngine({
      ...(at === undefined ? {} : { at }),
      ...(policy === undefined ? {} : { policy }),
    });
    this.#test.engine.on('session.statusChanged', ({ at: when, data }) => {
      const { from, to, cause, rule } = data;
      this.#note(when, `  ${from ?? '–'} → ${to}  ${cause} (${rule})`);
    });
    this.#test.engine.on('session.corrected', ({ at: when, data }) => {
      this.#note(when, `  history corrected: facts ${data.supersedes.join(', ')} no longer hold`);
    });
  }

  async play(steps: readonly ScenarioStep[]): Promise<ScenarioOutcome> {
    const { channel, channelId } = this.#options;
    const kit = new EventKit({ ids: 'set-up-' });
    await this.#dispatch(kit.channel(channelId).configured(channel));
    const refused = this.#appliedOrNot();
    if (refused !== undefined) throw this.#failure('set-up', 'channel.configured', refused);
    for (const [index, step] of steps.entries()) {
      // oxlint-disable-next-line no-await-in-loop
      const finding = await this.#take(step, steps[index + 1]);
      if (finding?.pass === false) throw this.#failure(`step ${index + 1}`, nameOf(step), finding);
    }
    return { session: this.#session, facts: this.#test.facts, timeline: this.#lines.join('\n') };
  }

  close(): Promise<void> {
    return this.#test.close();
  }

  async #take(step: ScenarioStep, next: ScenarioStep | undefined): Promise<Finding | undefined> {
    if ('type' in step) {
      await this.#test.clock.advanceBy(this.#paceMs);
      const judge = next !== undefined && 'expects' in next ? next.judges : undefined;
      await this.#dispatch(step, judge === 'final');
      return judge === undefined ? this.#appliedOrNot() : undefined;
    }
    if ('expects' in step) return this.#check(step);
    await this.#test.clock.advanceBy(msOf(step.after));
    return undefined;
  }

  async #dispatch(event: BuiltEvent, isFinal = false): Promise<void> {
    const { clock, engine, facts } = this.#test;
    const before = facts.length;
    const [channelId, endUserId] = [event.channelId, event.endUserId];
    if (channelId !== undefined && endUserId !== undefined) this.#named = { channelId, endUserId };
    const line = this.#note(clock.now(), '');
    const answer = await engine.dispatch({ at: clock.now(), ...event });
    // Nothing earlier is under way in a story: what cannot apply now never will.
    const outcome = isFinal && answer.verdict === 'deferred' ? await this.#settled(answer) : answer;
    const { verdict, code } = outcome;
    const who = endUserId === undefined ? '' : ` ${endUserId}`;
    this.#lines[line] +=
      `${event.type}${who} (${event.id}): ${verdict}${code === undefined ? '' : ` ${code}`}`;
    this.#last = { outcome, session: this.#session, facts: facts.slice(before) };
  }

  async #settled(answer: Verdict): Promise<Verdict> {
    const { engine, clock } = this.#test;
    let final = answer;
    const listen = (verdict: Verdict) => {
      if (verdict.eventId === answer.eventId) final = verdict;
    };
    engine.on('verdict', listen);
    await engine.settle(clock.now() + 1);
    engine.off('verdict', listen);
    return final;
  }

  #check(step: Expectation): Finding {
    const of = step.of ?? this.#named;
    const session = of === undefined ? undefined : this.#test.session(of);
    return step.expects.call(PLAIN_EQUALITY, { ...this.#last, session, facts: this.#test.facts });
  }

  /** A story goes on as it is told, or it is not the story. */
  #appliedOrNot(): Finding | undefined {
    const { outcome } = this.#last;
    if (outcome === undefined || ['applied', 'corrected'].includes(outcome.verdict)) {
      return undefined;
    }
    const { eventId, verdict, code, message } = outcome;
    const why = `${verdict}${code === undefined ? '' : ` ${code}`}`;
    return {
      pass: false,
      actual: why,
      expected: 'applied',
      message: () => `expected ${eventId} to be applied, found ${why}\n  ${message ?? ''}`,
    };
  }

  get #session(): TestedSession | undefined {
    return this.#named === undefined ? undefined : this.#test.session(this.#named);
  }

  #note(at: EpochMs, line: string): number {
    return this.#lines.push(`${formatInstant(at)}  ${line}`) - 1;
  }

  #failure(place: string, name: string, { message, actual, expected }: Finding): AssertionError {
    const now = this.#test.clock.now();
    const next = this.#session?.next ?? [];
    const text = [
      `${place}, ${name}: ${message()}`,
      '',
      'what happened:',
      ...this.#lines.map((line) => `  ${line}`),
      `  ${formatInstant(now)}  now`,
      ...next.map((deadline) => deadlineLine(deadline, now)),
    ].join('\n');
    return new AssertionError({ message: text, actual, expected, operator: name });
  }
}

const nameOf = (step: ScenarioStep): string => {
  if ('type' in step) return step.type;
  return 'expects' in step ? step.name : `after(${step.after})`;
};

function msOf(duration: string): number {
  const ms = parseDuration(duration, 'zeroAllowed');
  if (typeof ms === 'number') return ms;
  throw new HoldlineError(
    'time_invalid',
    `expected an ISO 8601 duration such as "PT30H", found "${duration}": correct it`,
  );
}
