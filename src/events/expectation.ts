/*
 * Turns what a validator reports into a path, an expectation and a finding. It runs for refused input only, so it may take its time.
 */

/** What is wrong with a value, and where. */
export interface FieldFault {
  /** `customerIdle.minutes`, `activities[0].from`; empty for the whole value. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** The part of a JSON Schema that explains itself. */
interface ExplainedSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, ExplainedSchema>>;
  readonly items?: ExplainedSchema;
  readonly enum?: readonly unknown[];
}

/** The part of a validator's report that is read here. */
export interface ReportedError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
}

/** Texts longer than this are cut in a finding. */
const SHOWN_LENGTH_MAX = 40;

/** The fault of a value that a validator reports against its schema. */
export function faultOf(schema: object, value: unknown, error: ReportedError): FieldFault {
  const steps = stepsTo(error);
  let at: ExplainedSchema | undefined = schema;
  let found: unknown = value;
  let path = '';
  for (const step of steps) {
    at = at?.properties?.[step] ?? at?.items;
    found = memberOf(found, step);
    path += /^\d+$/.test(step) ? `[${step}]` : `${path === '' ? '' : '.'}${step}`;
  }
  return {
    path,
    expected: at?.description ?? 'nothing of this name',
    found: describeFound(found, at?.enum !== undefined),
  };
}

/**
 * A short description of a value for a message.
 *
 * Strings are named by their length alone unless `show` is set, so that no message text gets into a log.
 */
export function describeFound(value: unknown, show: boolean): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') {
    if (value === '') return 'an empty string';
    return show ? JSON.stringify(shortened(value)) : `a string of ${value.length} characters`;
  }
  return typeof value === 'number' || typeof value === 'boolean'
    ? `the ${typeof value} ${value}`
    : `a value of type ${typeof value}`;
}

function shortened(text: string): string {
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
}

/** The path as steps: a missing property is the step that is missing. */
function stepsTo(error: ReportedError): readonly string[] {
  const steps = error.instancePath.split('/').slice(1).map(unescaped);
  const missing =
    namesIn(error.params, 'requiredProperties') ?? namesIn(error.params, 'additionalProperties');
  return missing?.[0] === undefined ? steps : [...steps, missing[0]];
}

function namesIn(params: object, key: string): readonly string[] | undefined {
  return (params as Readonly<Record<string, readonly string[] | undefined>>)[key];
}

/** A step of a JSON pointer as it was before escaping. Source: RFC 6901 §4. */
function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function memberOf(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[step]
    : undefined;
}
