import * as fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import {
  POLICY_JSON_SCHEMA,
  describePolicyIssues,
  isPolicyIssues,
  parsePolicy,
} from '../../src/policy/parse-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';

const HOUR = 3_600_000;

/** The JSON of lifecycle.md §9, as it stands there. */
const SUMMARY = `{
  "profile": { "metrics": "v67", "newScope": "all", "capacity": "TabBased|StatusBased per service channel" },
  "inactiveExpiry": { "mode": "exact", "after": "PT30H", "altSweep": { "threshold": "PT24H", "every": "PT6H" } },
  "consentExpiry": "PT30H", "pausedExpiry": null,
  "noReply": { "standard": "PT24H", "enhanced": "PT48H", "anchor": "last" },
  "notification": { "keepOpen": "PT48H", "blocked": "defer", "keepOpenConflict": "downgrade" },
  "channelDisabled": "PT48H",
  "idle": { "minMinutes": 5, "maxMinutes": 30, "channelTypes": ["EmbeddedMessaging", "Custom"],
            "allowWithStatusBased": false, "agentMessageResets": false, "action": "Inactivate", "endInactiveAfterMinutes": null },
  "bot": { "idle": "PT2H" }, "maxWaiting": null,
  "outboundAwaiting": { "standard": "waiting", "enhanced": "new" }, "tabReply": { "mode": "rerouteSameRecord", "preferOwner": false },
  "repMessageOnInactive": "endAndStartNew",
  "consent": { "match": "exact", "implicitReoptIn": false, "routeBeforeOptIn": false,
               "optOut": ["stop","stopall","unsubscribe","cancel","end","quit"], "smsExtraOptOut": ["revoke","opt out"],
               "optIn": ["start"], "help": ["help"] },
  "acceptTime": "firstHuman", "legacyCounters": "standardOnly",
  "metrics": { "anchor": "first", "botAnswers": true, "noSample": "zero" },
  "capacity": { "maxItems": 100, "releaseOnEnd": { "TabBased": "tabCloseOrAcwEnd", "StatusBased": "afterAcw" } },
  "decline": { "excludeLastDeclinerUntilPresenceCycle": true, "whenAllDeclined": "everyoneEligible" },
  "quotas": { "activeEnhanced": 11000, "outbound": 4000, "outboundActiveWindow": "PT5M", "retry": "PT10M" },
  "standard": { "allowTransfer": true, "maxIdle": null }
}`;

function policyOf(partial: unknown, base?: Policy): Policy {
  const result = parsePolicy(partial, base);
  if (isPolicyIssues(result)) throw new Error(describePolicyIssues(result));
  return result;
}

function issuesOf(partial: unknown, base?: Policy) {
  const result = parsePolicy(partial, base);
  return isPolicyIssues(result) ? result : [];
}

describe('DEFAULT_POLICY (lifecycle.md §9)', () => {
  it('is what the summary of the specification says', () => {
    expect(policyOf(JSON.parse(SUMMARY))).toEqual(DEFAULT_POLICY);
  });

  it('has the defaults that the contract adds: lateness PT10M, endOnDeliveryFailure false', () => {
    expect(DEFAULT_POLICY.lateness).toBe(600_000);
    expect(DEFAULT_POLICY.endOnDeliveryFailure).toBe(false);
    expect(DEFAULT_POLICY.consent.customKeywordIsConsent).toBe(false);
  });

  it('cannot be changed, at any depth', () => {
    expect(Object.isFrozen(DEFAULT_POLICY.consent.optOut)).toBe(true);
    expect(Object.isFrozen(DEFAULT_POLICY.noReply.enhanced)).toBe(true);
  });
});

describe('parsePolicy', () => {
  it('merges key by key and leaves the rest as it was', () => {
    const policy = policyOf({
      noReply: { standard: 'PT12H' },
      idle: { allowWithStatusBased: true },
    });
    expect(policy.noReply).toEqual({
      ...DEFAULT_POLICY.noReply,
      standard: { mode: 'exact', after: 12 * HOUR },
    });
    expect(policy.idle).toEqual({ ...DEFAULT_POLICY.idle, allowWithStatusBased: true });
    expect(policy.consent).toEqual(DEFAULT_POLICY.consent);
    expect(Object.isFrozen(policy.noReply.standard)).toBe(true);
  });

  it('merges over the policy that it is given', () => {
    const base = policyOf({ bot: { idle: null }, tabReply: { preferOwner: true } });
    const policy = policyOf({ tabReply: { mode: 'newSessionRecord' } }, base);
    expect(policy.bot.idle).toBeNull();
    expect(policy.tabReply).toEqual({ mode: 'newSessionRecord', preferOwner: true });
  });

  it('replaces lists as a whole and does not keep the list that it was given', () => {
    const optOut = ['arrêt'];
    const policy = policyOf({ consent: { optOut } });
    optOut.push('basta');
    expect(policy.consent.optOut).toEqual(['arrêt']);
  });

  it.each([
    ['PT24H', { mode: 'exact', after: 24 * HOUR }],
    [
      { mode: 'exact', after: 'P1D' },
      { mode: 'exact', after: 24 * HOUR },
    ],
    [
      { mode: 'sweep', threshold: 'PT24H', every: 'PT6H' },
      { mode: 'sweep', threshold: 24 * HOUR, every: 6 * HOUR, phase: 0 },
    ],
    [
      { mode: 'sweep', threshold: 'PT24H', every: 'PT6H', phase: 'PT1H' },
      { mode: 'sweep', threshold: 24 * HOUR, every: 6 * HOUR, phase: HOUR },
    ],
    [
      { mode: 'sweep', altSweep: { threshold: 'PT24H', every: 'PT6H' }, every: 'PT1H' },
      { mode: 'sweep', threshold: 24 * HOUR, every: HOUR, phase: 0 },
    ],
    [null, null],
  ])('reads the timer %j (X1)', (written, mode) => {
    expect(policyOf({ inactiveExpiry: written }).inactiveExpiry).toEqual(mode);
    expect(policyOf({ noReply: { enhanced: written } }).noReply.enhanced).toEqual(mode);
  });

  it('takes no word that is longer than a name in an event', () => {
    const issues = parsePolicy({ consent: { optOut: ['stop', 'x'.repeat(257)] } });
    expect(issues).toMatchObject([{ path: 'consent.optOut[1]' }]);
    expect(isPolicyIssues(parsePolicy({ consent: { optOut: ['x'.repeat(256)] } }))).toBe(false);
  });

  it("accepts the vendor's capitals in names and words", () => {
    const policy = policyOf({
      idle: { action: 'InactivateAndEnd' },
      capacity: { releaseOnEnd: { StatusBased: 'sessionEnd' } },
    });
    expect(policy.idle.action).toBe('inactivateAndEnd');
    expect(policy.capacity.releaseOnEnd.statusBased).toBe('sessionEnd');
  });

  it.each([
    ['', 5],
    ['', null],
    ['', []],
    ['noReplay', { noReplay: 'PT1H' }],
    ['noReply', { noReply: 'PT24H' }],
    ['noReply.standard', { noReply: { standard: '24h' } }],
    ['noReply.standart', { noReply: { standart: 'PT24H' } }],
    ['noReply.anchor', { noReply: { anchor: 'middle' } }],
    ['noReply.anchor', { noReply: { anchor: null } }],
    ['lateness', { lateness: 'PT-5M' }],
    ['lateness', { lateness: null }],
    ['lateness', { lateness: 600_000 }],
    ['inactiveExpiry', { inactiveExpiry: 'P1M' }],
    ['inactiveExpiry', { inactiveExpiry: 5 }],
    ['inactiveExpiry', { inactiveExpiry: 'PT0S' }],
    ['inactiveExpiry.mode', { inactiveExpiry: { after: 'PT1H' } }],
    ['inactiveExpiry.after', { inactiveExpiry: { mode: 'exact' } }],
    ['inactiveExpiry.threshold', { inactiveExpiry: { mode: 'sweep', every: 'PT6H' } }],
    [
      'inactiveExpiry.every',
      { inactiveExpiry: { mode: 'sweep', threshold: 'PT6H', every: 'PT0S' } },
    ],
    ['inactiveExpiry.every', { inactiveExpiry: { mode: 'exact', after: 'PT1H', every: 'PT1H' } }],
    [
      'inactiveExpiry.altSweep',
      { inactiveExpiry: { mode: 'exact', after: 'PT1H', altSweep: 'PT6H' } },
    ],
    [
      'inactiveExpiry.altSweep.every',
      { inactiveExpiry: { mode: 'exact', after: 'PT1H', altSweep: { threshold: 'PT6H' } } },
    ],
    ['idle.channelTypes', { idle: { channelTypes: 'Custom' } }],
    ['idle.channelTypes[1]', { idle: { channelTypes: ['Custom', 5] } }],
    ['idle.minMinutes', { idle: { minMinutes: 0 } }],
    ['idle.endInactiveAfterMinutes', { idle: { endInactiveAfterMinutes: 1.5 } }],
    ['consent.optOut[0]', { consent: { optOut: [' '] } }],
    ['capacity.releaseOnEnd.tabBased', { capacity: { releaseOnEnd: { tabBased: 'never' } } }],
    ['standard.allowTransfer', { standard: { allowTransfer: 'yes' } }],
    ['toString', { toString: 1 }],
  ])('names %s as the place of an issue in %j', (path, partial) => {
    const issues = issuesOf(partial);
    expect(issues.map((issue) => issue.path)).toContain(path);
    expect(describePolicyIssues(issues)).toMatch(/expected .+, found .+/);
  });

  it('reports every issue, not only the first', () => {
    const issues = issuesOf({ a: 1, lateness: 'x', idle: { action: 'x', minMinutes: 'x' } });
    expect(issues.map((issue) => issue.path)).toEqual([
      'a',
      'lateness',
      'idle.action',
      'idle.minMinutes',
    ]);
  });

  it('proposes the setting that was meant', () => {
    expect(issuesOf({ noReplay: 1 })[0]?.expected).toContain('did you mean noReply?');
    expect(issuesOf({ consent: { optout: [] } })[0]?.expected).toContain('did you mean optOut?');
  });

  it('takes nothing through __proto__', () => {
    expect(issuesOf(JSON.parse('{"__proto__": {"lateness": "PT1S"}}'))[0]?.path).toBe('__proto__');
    expect(issuesOf(JSON.parse('{"noReply": {"__proto__": {"standard": null}}}'))).toHaveLength(1);
  });
});

const timers = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 1, max: 99 }).map((hours) => `PT${hours}H`),
  fc
    .integer({ min: 1, max: 99 })
    .map((h) => ({ mode: 'sweep', threshold: `PT${h}H`, every: 'PT6H' })),
);
const partials = fc.record(
  {
    lateness: fc.constantFrom('PT0S', 'PT1M', 'PT1H', 'nonsense'),
    inactiveExpiry: timers,
    noReply: fc.record({ standard: timers, enhanced: timers }, { requiredKeys: [] }),
    idle: fc.record(
      { minMinutes: fc.integer({ min: 1, max: 60 }), maxMinutes: fc.integer({ min: 1, max: 60 }) },
      { requiredKeys: [] },
    ),
    consent: fc.record({ optIn: fc.array(fc.string()) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

describe('parsePolicy, as a law', () => {
  it('is idempotent: the same partial again changes nothing', () => {
    fc.assert(
      fc.property(partials, (partial) => {
        const once = parsePolicy(partial);
        fc.pre(!isPolicyIssues(once));
        expect(parsePolicy(partial, once)).toEqual(once);
      }),
    );
  });

  it('finds the same issues whatever policy was in force', () => {
    fc.assert(
      fc.property(partials, partials, (first, second) => {
        const base = parsePolicy(first);
        fc.pre(!isPolicyIssues(base));
        expect(issuesOf(second, base)).toEqual(issuesOf(second));
      }),
    );
  });

  it('changes nothing by an empty partial', () => {
    expect(policyOf({})).toEqual(DEFAULT_POLICY);
  });
});

describe('POLICY_JSON_SCHEMA', () => {
  const schema = Compile(POLICY_JSON_SCHEMA);

  it('accepts what parsePolicy accepts, in the canonical spelling', () => {
    for (const partial of [
      {},
      {
        noReply: {
          standard: 'PT12H',
          enhanced: { mode: 'sweep', threshold: 'PT48H', every: 'PT6H' },
        },
      },
      { inactiveExpiry: null, idle: { action: 'end' } },
    ]) {
      expect(isPolicyIssues(parsePolicy(partial))).toBe(false);
      expect(schema.Check(partial)).toBe(true);
    }
  });

  it('refuses unknown settings and wrong kinds of values', () => {
    for (const partial of [{ noReplay: 1 }, { lateness: 5 }, { idle: { action: 'x' } }, 5]) {
      expect(isPolicyIssues(parsePolicy(partial))).toBe(true);
      expect(schema.Check(partial)).toBe(false);
    }
  });
});
