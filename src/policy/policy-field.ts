/*
 * How the settings of a policy are written: one field a kind of setting. A field reads a written value over the value in force, reports
 * what it cannot read, and describes itself as JSON Schema. Groups merge key by key; every other field replaces its value.
 */
import { describeFound } from '../events/expectation.ts';
import { nearestName } from '../events/nearest-name.ts';
import { DURATION_EXPECTED, parseDuration } from '../time/duration.ts';

/** One thing that is wrong with a written policy. */
export interface PolicyIssue {
  /** `noReply.standard`, `idle.channelTypes[0]`; empty when the policy itself is no object. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** JSON Schema of one setting. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How one setting is read and described. */
export interface PolicyField<T> {
  /** The setting after `written`; `inForce` when that cannot be read, with an issue added. */
  readonly read: (written: unknown, inForce: T, path: string, issues: PolicyIssue[]) => T;
  readonly schema: JsonSchema;
}

/** Settings by name, merged key by key. `ignored` names keys that are accepted and mean nothing here. */
export function group<T extends object>(
  fields: { readonly [K in keyof T]: PolicyField<T[K]> },
  ignored: readonly string[] = [],
): PolicyField<T> {
  const names = Object.keys(fields);
  const fieldOf = new Map<string, PolicyField<unknown>>(Object.entries(fields));
  return {
    read: (written, inForce, path, issues) => {
      if (typeof written !== 'object' || written === null || Array.isArray(written)) {
        return refuse(issues, path, 'an object of settings', written, inForce);
      }
      const merged = { ...inForce } as Record<string, unknown>;
      for (const [key, value] of Object.entries(written)) {
        const name = nameOf(key, fieldOf);
        const field = fieldOf.get(name);
        const at = path === '' ? key : `${path}.${key}`;
        if (field === undefined) {
          if (!ignored.includes(key)) issues.push(unknownKey(at, key, names));
        } else if (value !== undefined) {
          merged[name] = field.read(value, merged[name], at, issues);
        }
      }
      return merged as T;
    },
    schema: {
      type: 'object',
      properties: {
        ...Object.fromEntries([...fieldOf].map(([name, field]) => [name, field.schema])),
        ...Object.fromEntries(
          ignored.map((name) => [name, { description: 'accepted and ignored' }]),
        ),
      },
      additionalProperties: false,
    },
  };
}

/** One of several words; the first letter may be written in upper case, as the vendor's metadata does. */
export function choice<const Words extends readonly [string, ...string[]]>(
  words: Words,
): PolicyField<Words[number]> {
  return {
    read: (written, inForce, path, issues) => {
      const word = words.find((each) => each === written || each === uncapitalised(written));
      return word ?? refuse(issues, path, `one of ${words.join(', ')}`, written, inForce);
    },
    schema: { enum: words },
  };
}

/** True or false. */
export const flag: PolicyField<boolean> = {
  read: (written, inForce, path, issues) =>
    typeof written === 'boolean'
      ? written
      : refuse(issues, path, 'true or false', written, inForce),
  schema: { type: 'boolean' },
};

/** An integer within bounds, both included. */
export function integer(minimum: number, maximum: number): PolicyField<number> {
  return {
    read: (written, inForce, path, issues) =>
      typeof written === 'number' &&
      Number.isInteger(written) &&
      written >= minimum &&
      written <= maximum
        ? written
        : refuse(issues, path, `an integer from ${minimum} to ${maximum}`, written, inForce),
    schema: { type: 'integer', minimum, maximum },
  };
}

/** Longest word of a list, UTF-16 units: that of a name in an event. */
const WORD_LENGTH_MAX = 256;

/** A list of words; it replaces the list in force. */
export const words: PolicyField<readonly string[]> = {
  read: (written, inForce, path, issues) => {
    if (!Array.isArray(written)) return refuse(issues, path, 'a list of words', written, inForce);
    const wrong = written.findIndex((word) => !isWord(word));
    if (wrong === -1) return written as string[];
    const expected = `a word of at most ${WORD_LENGTH_MAX} characters`;
    return refuse(issues, `${path}[${wrong}]`, expected, written[wrong], inForce);
  },
  schema: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: WORD_LENGTH_MAX },
  },
};

const isWord = (written: unknown): boolean =>
  typeof written === 'string' && written.trim() !== '' && written.length <= WORD_LENGTH_MAX;

/** A fixed length of time, as milliseconds. */
export function duration(zero: 'positive' | 'zeroAllowed' = 'positive'): PolicyField<number> {
  return {
    read: (written, inForce, path, issues) => {
      const ms = parseDuration(written, zero);
      return typeof ms === 'number'
        ? ms
        : refuse(issues, path, DURATION_EXPECTED[ms], written, inForce);
    },
    schema: { type: 'string', format: 'duration' },
  };
}

/** A setting that null switches off. */
export function orNull<T>(field: PolicyField<T>): PolicyField<T | null> {
  return {
    // A setting that is off has no value in force; the fields wrapped here replace theirs and only hand it back with an issue.
    read: (written, inForce, path, issues) =>
      written === null ? null : field.read(written, inForce as T, path, issues),
    schema: { anyOf: [field.schema, { type: 'null' }] },
  };
}

/** Adds an issue and keeps what is in force. */
export function refuse<T>(
  issues: PolicyIssue[],
  path: string,
  expected: string,
  found: unknown,
  inForce: T,
): T {
  issues.push({ path, expected, found: describeFound(found, true) });
  return inForce;
}

function unknownKey(path: string, key: string, names: readonly string[]): PolicyIssue {
  const meant = nearestName(key, names);
  const expected =
    meant === undefined ? `one of ${names.join(', ')}` : `a known setting; did you mean ${meant}?`;
  return { path, expected, found: 'an unknown setting' };
}

/** The key itself, or the same with a small first letter (`TabBased` → `tabBased`) where only that is known. */
function nameOf(key: string, fieldOf: ReadonlyMap<string, unknown>): string {
  return fieldOf.has(key) ? key : (uncapitalised(key) ?? key);
}

function uncapitalised(value: unknown): string | undefined {
  return typeof value === 'string' && value !== ''
    ? value.charAt(0).toLowerCase() + value.slice(1)
    : undefined;
}
