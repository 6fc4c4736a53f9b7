/*
 * What a host's program gives to a call is checked on every level, by shapes written as data: a misspelt option would be the default, and a
 * misspelt filter would let everything through.
 */
import { HoldlineError } from '../events/holdline-error.ts';
import { nearestName } from '../events/nearest-name.ts';
import { group, refuse, type PolicyField, type PolicyIssue } from '../policy/policy-field.ts';

/** What one argument of a call may be; the value is that of the caller, as it was given. */
export type ArgumentShape<T> = PolicyField<T>;

/** A value that a test lets through. */
export const fitting = <T>(
  expected: string,
  isFit: (value: unknown) => boolean,
): ArgumentShape<T> => ({
  read: (written, inForce, path, issues) =>
    isFit(written) ? (written as T) : refuse(issues, path, expected, written, inForce),
  schema: { description: expected },
});

/** Text that is not empty. */
export const text: ArgumentShape<string> = fitting(
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
);

/** A whole number from a least one on, or Infinity for no limit. */
export const countFrom = (least: number): ArgumentShape<number> =>
  fitting(
    `a whole number from ${least} on, or Infinity`,
    (value) =>
      typeof value === 'number' &&
      value >= least &&
      (Number.isSafeInteger(value) || value === Infinity),
  );

/** Milliseconds, or an instant as epoch milliseconds. */
export const instantMs: ArgumentShape<number> = fitting(
  'epoch milliseconds',
  (value) => typeof value === 'number' && Number.isFinite(value),
);

/** An object or class instance that has these methods. */
export const having = <T>(expected: string, ...methods: readonly string[]): ArgumentShape<T> =>
  fitting(
    expected,
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function'),
  );

/** One of some names; `what` says of what. */
export const nameOf = <T extends string>(names: readonly T[], what: string): ArgumentShape<T> => ({
  read: (written, inForce, path, issues) => {
    if (names.includes(written as T)) return written as T;
    const meant = typeof written === 'string' ? nearestName(written, names) : undefined;
    const expected = meant === undefined ? what : `${what}; did you mean ${meant}?`;
    return refuse(issues, path, expected, written, inForce);
  },
  schema: { enum: names },
});

/** A list of these. */
export const listOf = <T>(item: ArgumentShape<T>, what: string): ArgumentShape<readonly T[]> => ({
  read: (written, inForce, path, issues) => {
    if (!Array.isArray(written)) return refuse(issues, path, `a list of ${what}`, written, inForce);
    return written.map((one, place) => item.read(one, one as T, `${path}[${place}]`, issues));
  },
  schema: { type: 'array', items: item.schema },
});

/** An object of named fields, which may be left out but for those that are required. */
export function fields<T extends object>(
  of: { readonly [K in keyof Required<T>]: ArgumentShape<NonNullable<T[K]>> },
  required: readonly (keyof T & string)[] = [],
): ArgumentShape<T> {
  const shape = group<T>(of as unknown as { readonly [K in keyof T]: PolicyField<T[K]> });
  const names = Object.keys(of).join(', ');
  return {
    read: (written, inForce, path, issues) => {
      if (typeof written !== 'object' || written === null || Array.isArray(written)) {
        return refuse(issues, path, `an object with ${names}`, written, inForce);
      }
      const read = shape.read(written, inForce, path, issues);
      for (const name of required) {
        if ((written as T)[name] !== undefined) continue;
        const at = path === '' ? name : `${path}.${name}`;
        refuse(issues, at, String(of[name].schema['description']), undefined, undefined);
      }
      return read;
    },
    schema: shape.schema,
  };
}

/**
 * Reads an argument: only what its shape names is in the result. Of fields that are undefined nothing is.
 *
 * @throws HoldlineError argument_invalid with the path of everything that is unknown or has a wrong value.
 */
export function readArgument<T extends object>(
  call: string,
  shape: ArgumentShape<T>,
  written: unknown,
  name = '',
): T {
  const issues: PolicyIssue[] = [];
  const read = shape.read(written, {} as T, name, issues);
  if (issues.length > 0) throw invalid(call, issues);
  return read;
}

/** As `readArgument`, for an argument that is no object: nothing is read. */
export function assertArgument<T>(
  call: string,
  shape: ArgumentShape<T>,
  written: unknown,
  name: string,
): void {
  const issues: PolicyIssue[] = [];
  shape.read(written, undefined as T, name, issues);
  if (issues.length > 0) throw invalid(call, issues);
}

function invalid(call: string, issues: readonly PolicyIssue[]): HoldlineError {
  const found = issues.map(({ path, expected, found: what }) => {
    const place = path === '' ? '' : `${path}: `;
    return `${place}expected ${expected}, found ${what}`;
  });
  return new HoldlineError('argument_invalid', `${call}: ${found.join('; ')}: correct the call`, {
    details: { call, path: issues[0]?.path ?? '' },
  });
}
