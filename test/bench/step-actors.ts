// The contestant of the step bench that is an XState actor, and the comparison of all outputs, in a process of their own: an actor
// calls the same guards and actions as `step` does, with arguments of other shapes, and V8 compiles a function for all the shapes
// that it has seen. A process that steps charts runs no actors beside them, so neither may slow the other down here.
import { deepStrictEqual } from 'node:assert/strict';
import { type Actor, createActor, SimulatedClock } from 'xstate';
import { enhancedCustomer, type SessionContext, type SessionFact } from '../../machines/index.ts';
import { sessionCharts } from '../../src/conversation/charts.ts';
import type { ChartState } from '../../src/statechart/compiled-chart.ts';
import { toPath } from '../../src/statechart/state-path.ts';
import { initialStep, step } from '../../src/statechart/step.ts';
import { stepByHand } from './hand-written-switch.ts';
import { stepOrdinarily } from './ordinary-switch.ts';
import { unbornSession, type PlainStep } from './plain-session.ts';
import { sessionLives, type SessionLife } from './session-life.ts';

/** What the process is asked to do with the first so many lives. */
export interface ActorTask {
  readonly task: 'compare' | 'time';
  readonly lives: number;
}

const chart = sessionCharts['enhanced-customer'];

/** What all contestants must agree on after each event. */
interface Outcome {
  readonly value: string;
  readonly context: unknown;
  readonly facts: readonly SessionFact[];
  /** Delays started, milliseconds each. */
  readonly delays: readonly number[];
}

process.on('message', ({ task, lives: count }: ActorTask) => {
  const lives = sessionLives(count);
  if (task === 'compare') for (const life of lives) assertSame(life);
  process.send?.(task === 'time' ? timedActors(lives) : 0);
});

/** Events a millisecond; the actors are made and started outside of the measured time, and nobody subscribes. */
function timedActors(lives: readonly SessionLife[]): number {
  const actors = lives.map(({ settings }) => startActor(settings, new SimulatedClock()));
  let events = 0;
  const start = performance.now();
  for (let index = 0; index < lives.length; index += 1) {
    const actor = actors[index] as Actor<typeof enhancedCustomer>;
    for (const event of (lives[index] as SessionLife).events) actor.send(event);
    events += (lives[index] as SessionLife).events.length;
  }
  const took = performance.now() - start;
  for (const actor of actors) actor.stop();
  return events / took;
}

function startActor(settings: SessionLife['settings'], clock: SimulatedClock) {
  return createActor(enhancedCustomer, { input: { settings }, clock }).start();
}

/** A clock that notes which delays it was asked for. */
class NotingClock extends SimulatedClock {
  readonly delays: number[] = [];

  override setTimeout(callback: () => void, delayMs: number): number {
    this.delays.push(delayMs);
    return super.setTimeout(callback, delayMs);
  }
}

function assertSame({ settings, events }: SessionLife): void {
  const clock = new NotingClock();
  const actor = startActor(settings, clock);
  const emitted: SessionFact[] = [];
  actor.on('*', (fact) => emitted.push(fact));
  let state: ChartState<SessionContext> = initialStep(chart, { settings });
  let ordinary = unbornSession(settings);
  let tuned = unbornSession(settings);
  for (const event of events) {
    const result = step(chart, state, event);
    const ordinarily = stepOrdinarily(ordinary, event);
    const plain = stepByHand(tuned, event);
    emitted.length = 0;
    clock.delays.length = 0;
    actor.send(event);
    const stepped: Outcome = {
      value: result.value,
      context: result.context,
      facts: result.emitted,
      delays: result.scheduled.map((delay) => delay.delayMs),
    };
    const snapshot = actor.getSnapshot();
    const acted: Outcome = {
      value: toPath(snapshot.value),
      context: snapshot.context,
      facts: [...emitted],
      delays: [...clock.delays],
    };
    deepStrictEqual(outcomeOf(plain), stepped, event.type);
    deepStrictEqual(acted, stepped, event.type);
    deepStrictEqual(ordinarily, plain, event.type);
    // Ids, names and cancellations have no counterpart in an actor that can be read from outside.
    deepStrictEqual(plain.scheduled, result.scheduled, event.type);
    deepStrictEqual(plain.cancelled, result.cancelled, event.type);
    state = result;
    ordinary = ordinarily.session;
    tuned = plain.session;
  }
  actor.stop();
}

function outcomeOf({ session, facts, scheduled }: PlainStep): Outcome {
  const { value, ...context } = session;
  return { value, context, facts, delays: delaysOf(scheduled) };
}

const delaysOf = (scheduled: readonly { readonly delayMs: number }[]) =>
  scheduled.map((delay) => delay.delayMs);
