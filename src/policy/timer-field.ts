import { duration, refuse, type PolicyField, type PolicyIssue } from './policy-field.ts';
import type { SweepTimer, TimerMode } from './timer-mode.ts';

const positive = duration();
const anyLength = duration('zeroAllowed');

const EXACT_KEYS = ['mode', 'after', 'altSweep'];
const SWEEP_KEYS = ['mode', 'threshold', 'every', 'phase', 'altSweep'];
const NOTHING = 0;

/**
 * A timer: `"PT30H"`, `{"mode": "exact", "after": …}` or `{"mode": "sweep", "threshold": …, "every": …, "phase": …}`.
 *
 * It replaces the timer in force as a whole. `altSweep` holds the sweep that the exact time stands for: `"mode": "sweep"` takes from it
 * what is not said beside it. Source: lifecycle.md §0.1 X1 and §9 (`inactiveExpiry`).
 */
export const timer: PolicyField<TimerMode> = {
  read: (written, inForce, path, issues) => {
    if (typeof written === 'string') {
      return whenClean(issues, inForce, (own) => ({
        mode: 'exact',
        after: positive.read(written, NOTHING, path, own),
      }));
    }
    if (typeof written !== 'object' || written === null || Array.isArray(written)) {
      return refuse(issues, path, 'a duration such as "PT30H" or a timer object', written, inForce);
    }
    return whenClean(issues, inForce, (own) =>
      readTimer(new Map(Object.entries(written)), path, own),
    );
  },
  schema: {
    anyOf: [
      positive.schema,
      {
        type: 'object',
        properties: {
          mode: { const: 'exact' },
          after: positive.schema,
          altSweep: { type: 'object' },
        },
        required: ['mode', 'after'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          mode: { const: 'sweep' },
          threshold: positive.schema,
          every: positive.schema,
          phase: anyLength.schema,
          altSweep: { type: 'object' },
        },
        required: ['mode'],
        additionalProperties: false,
      },
    ],
  },
};

type Written = ReadonlyMap<string, unknown>;

function readTimer(written: Written, path: string, issues: PolicyIssue[]): TimerMode {
  const mode = written.get('mode');
  const alternative = readAlternative(written.get('altSweep'), `${path}.altSweep`, issues);
  if (mode === 'sweep') {
    refuseOthers(written, SWEEP_KEYS, path, issues);
    const own = new Map([...written].filter(([key]) => key !== 'mode' && key !== 'altSweep'));
    return readSweep(new Map([...alternative, ...own]), path, issues);
  }
  if (mode !== 'exact') refuse(issues, `${path}.mode`, 'exact or sweep', mode, undefined);
  else refuseOthers(written, EXACT_KEYS, path, issues);
  const after =
    mode === 'exact'
      ? positive.read(written.get('after'), NOTHING, `${path}.after`, issues)
      : NOTHING;
  return { mode: 'exact', after };
}

/** The parts of `altSweep`, checked even where they are not used. */
function readAlternative(written: unknown, path: string, issues: PolicyIssue[]): Written {
  if (written === undefined) return new Map();
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return refuse(
      issues,
      path,
      'an object with threshold and every',
      written,
      new Map<string, unknown>(),
    );
  }
  const parts: Written = new Map(Object.entries(written));
  refuseOthers(parts, SWEEP_KEYS.slice(1, -1), path, issues);
  readSweep(parts, path, issues);
  return parts;
}

function readSweep(parts: Written, path: string, issues: PolicyIssue[]): SweepTimer {
  return {
    mode: 'sweep',
    threshold: positive.read(parts.get('threshold'), NOTHING, `${path}.threshold`, issues),
    every: positive.read(parts.get('every'), NOTHING, `${path}.every`, issues),
    phase: anyLength.read(parts.get('phase') ?? 'PT0S', NOTHING, `${path}.phase`, issues),
  };
}

function refuseOthers(
  written: Written,
  known: readonly string[],
  path: string,
  issues: PolicyIssue[],
): void {
  for (const key of written.keys()) {
    if (!known.includes(key)) {
      issues.push({
        path: `${path}.${key}`,
        expected: `one of ${known.join(', ')}`,
        found: 'an unknown setting',
      });
    }
  }
}

/** The value that `read` makes, unless it reports issues: then what is in force stays. */
function whenClean(
  issues: PolicyIssue[],
  inForce: TimerMode,
  read: (own: PolicyIssue[]) => TimerMode,
): TimerMode {
  const own: PolicyIssue[] = [];
  const value = read(own);
  issues.push(...own);
  return own.length === 0 ? value : inForce;
}
