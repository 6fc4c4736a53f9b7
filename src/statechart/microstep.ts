// One microstep: what a row does, as a record of its own.
import type { CompiledAction } from './action.ts';
import type { ChartEvent, ChartFunction, StepArgs } from './chart-args.ts';
import type { EmittedFact } from './compiled-chart.ts';
import type { Row } from './row.ts';
import { NO_DELAYS, NO_EVENTS, NO_FACTS, StepRecord, without } from './step-record.ts';
import { writeKey } from './write-key.ts';

/**
 * Runs the actions of a row in order. Assigns change `args.context`; the record is made once all else is known, since to
 * fill one that exists costs V8 a check of its age for each field.
 *
 * Long on purpose: V8 compiles it as a piece of its own, with the little functions that it calls inside.
 *
 * @internal
 */
export function microstep(row: Row, args: StepArgs): StepRecord {
  let { cancelled } = row;
  let emitted = NO_FACTS;
  let scheduled = NO_DELAYS;
  let raised = NO_EVENTS;
  let facts = 0;
  for (let each = row.first; each !== undefined; each = each.following) {
    const { kind, call, params } = each;
    if (kind === 'emit') {
      const fact = call(args, params) as EmittedFact;
      if (facts === 0) emitted = factsFrom(fact, row.factsCount);
      else (emitted as EmittedFact[])[facts] = fact;
      facts += 1;
    } else if (kind === 'assignOne') {
      const value = call(args, params);
      const next = each.copy(args.context as never) as Record<string, unknown>;
      writeKey(next, each.slot, each.key, value);
      args.context = next;
    } else if (kind === 'schedule') {
      const delayMs = call(args, params);
      const { id, name, event } = each.action;
      // As in XState: a delay that is not a number is no delay, and the event is raised at once.
      if (typeof delayMs !== 'number') raised = [...raised, event];
      else {
        const delay = { id, name, delayMs, eventType: event.type };
        scheduled = scheduled.length === 0 ? [delay] : [...scheduled, delay];
      }
    } else if (kind === 'assignKeys') {
      args.context = assignKeys(each.action, args);
    } else if (kind === 'assignCall') {
      const update = call(args, params) as object | undefined;
      args.context = Object.assign(each.copy(args.context as never), update);
    } else if (kind === 'raise') {
      raised = [...raised, call(args, params) as ChartEvent];
    } else {
      const id = call(args, params) as string;
      cancelled = [...cancelled, id];
      scheduled = without(scheduled, [id]);
    }
  }
  return new StepRecord(row.next, args.context, row.taken, {
    emitted,
    scheduled,
    cancelled,
    raised,
  });
}

/** A list with room for `count` facts: the same fact stands where the others will be written, since a list that grows costs more. */
function factsFrom(fact: EmittedFact, count: number): EmittedFact[] {
  switch (count) {
    case 1:
      return [fact];
    case 2:
      return [fact, fact];
    case 3:
      return [fact, fact, fact];
    case 4:
      return [fact, fact, fact, fact];
    default:
      return Array.from({ length: count }, () => fact);
  }
}

/** Every function sees the context as it was before the whole assign. */
function assignKeys(action: CompiledAction, args: StepArgs): unknown {
  const { keys, slots, values } = action;
  const params = action.call(args, action.params);
  const next = action.copy(args.context as never) as Record<string, unknown>;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string;
    const given = values[index];
    const value = typeof given === 'function' ? (given as ChartFunction)(args, params) : given;
    writeKey(next, slots[index] as number, key, value);
  }
  return next;
}
