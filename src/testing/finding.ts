import { isDeepStrictEqual } from 'node:util';

/** What a matcher has found, as test runners take it. */
export interface Finding {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** How matchers compare where no test runner lends its own way. */
export const PLAIN_EQUALITY = { equals: isDeepStrictEqual };
