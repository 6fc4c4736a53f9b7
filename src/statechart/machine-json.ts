import type { AnyStateMachine } from 'xstate';
import { ChartUnsupportedError } from './chart-error.ts';
import { compile } from './compile.ts';
import { initialStep } from './step.ts';

/** A value that JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * A machine's configuration as plain data: what Stately's tools import, and what `createMachine` takes.
 *
 * Guards, actions and delays are names; their implementations are not data and stay behind. The context is the one that
 * the machine has without input.
 *
 * @throws ChartUnsupportedError for a guard, action or delay that is a function written in place, and for what a
 * compiled chart does not support.
 */
export function toMachineJson(machine: AnyStateMachine): Json {
  const { context, ...config } = machine.config as Readonly<Record<string, unknown>>;
  const plain = plainOf(config, machine.id, '') as Readonly<Record<string, Json>>;
  if (context === undefined) return plain;
  const start = initialStep(compile(machine), undefined);
  return { ...plain, context: plainOf(start.context, machine.id, 'context') };
}

function plainOf(value: unknown, machineId: string, path: string): Json {
  if (Array.isArray(value)) {
    return value.map((item, index) => plainOf(item, machineId, `${path}[${index}]`));
  }
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return Object.fromEntries(
      fields.map(([key, field]) => [
        key,
        plainOf(field, machineId, path === '' ? key : `${path}.${key}`),
      ]),
    );
  }
  if (typeof value !== 'function') return value as Json;
  throw new ChartUnsupportedError(
    { machineId, path },
    'function written in place, which is no data',
    'give it a name in setup and use the name',
  );
}
