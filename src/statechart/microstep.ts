// One microstep: what a row does, as a record of its own.
import {
  ASSIGN_CALL,
  ASSIGN_KEYS,
  ASSIGN_ONE,
  CANCEL,
  type CompiledAction,
  EMIT,
  RAISE,
  SCHEDULE,
} from './action.ts';
import type { ChartEvent, ChartFunction, StepArgs } from './chart-args.ts';
import type { EmittedFact } from './compiled-chart.ts';
import type { Instruction, Row } from './row.ts';
import { NO_DELAYS, NO_EVENTS, NO_FACTS, StepRecord, without } from './step-record.ts';
import { slotOf, writeKey } from './write-key.ts';

/**
 * Runs the actions of a row in order. Assigns change `args.context`; the record is made once all else is known, since to
 * fill one that exists costs V8 a check of its age for each field.
 *
 * @internal
 */
export function microstep(row: Row, args: StepArgs): StepRecord {
  let { cancelled } = row;
  let emitted = NO_FACTS;
  let scheduled = NO_DELAYS;
  let raised = NO_EVENTS;
  let facts = 0;
  for (let each = row.first; each !== undefined; each = each.then) {
    switch (each.kind) {
      case EMIT: {
        const fact = each.call(args, each.params) as EmittedFact;
        if (facts === 0) emitted = factsFrom(fact, row.factsCount);
        else (emitted as EmittedFact[])[facts] = fact;
        facts += 1;
        break;
      }
      case ASSIGN_ONE:
        args.context = assignOne(each, args);
        break;
      case SCHEDULE: {
        const delayMs = each.call(args, each.params);
        const { id, name, event } = each.action;
        // As in XState: a delay that is not a number is no delay, and the event is raised at once.
        if (typeof delayMs !== 'number') raised = [...raised, event];
        else scheduled = [...scheduled, { id, name, delayMs, eventType: event.type }];
        break;
      }
      case ASSIGN_KEYS:
        args.context = assignKeys(each.action, args);
        break;
      case ASSIGN_CALL:
        args.context = assignCall(each.action, args);
        break;
      case CANCEL: {
        const id = each.call(args, each.params) as string;
        cancelled = [...cancelled, id];
        scheduled = without(scheduled, [id]);
        break;
      }
      case RAISE:
        raised = [...raised, each.call(args, each.params) as ChartEvent];
        break;
    }
  }
  return new StepRecord(row.next, args.context, row.taken, emitted, scheduled, cancelled, raised);
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

function assignOne(each: Instruction, args: StepArgs): unknown {
  const value = each.call(args, each.params);
  const next = each.copy(args.context as never) as Record<string, unknown>;
  writeKey(next, each.slot, each.key, value);
  return next;
}

/** Every function sees the context as it was before the whole assign. */
function assignKeys(action: CompiledAction, args: StepArgs): unknown {
  const { keys, values } = action;
  const params = action.call(args, action.params);
  const next = action.copy(args.context as never) as Record<string, unknown>;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string;
    const given = values[index];
    const value = typeof given === 'function' ? (given as ChartFunction)(args, params) : given;
    writeKey(next, slotOf(key), key, value);
  }
  return next;
}

function assignCall(action: CompiledAction, args: StepArgs): unknown {
  const update = action.call(args, action.params) as object | undefined;
  return Object.assign(action.copy(args.context as never), update);
}
