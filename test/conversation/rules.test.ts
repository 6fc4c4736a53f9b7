// Every row of the lifecycle lives somewhere: in a chart, or in the registry of what is no transition of one chart.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { charts, type RuleMeta } from '../../machines/index.ts';
import { RULES } from '../../src/conversation/rules.ts';
import { compile } from '../../src/statechart/compile.ts';

const ROOT = new URL('../../', import.meta.url);

const span = (prefix: string, from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => prefix + String(from + index).padStart(2, '0'),
  );

/** The rows of the specification: §1.1–1.4, 1.4b, 1.5–1.8 and §2; of metrics.md §3, in the order of its table, EN. */
const ROWS = [
  ...span('EC', 1, 8),
  ...span('EC', 10, 21),
  ...span('EC', 30, 58),
  ...span('EC', 60, 68),
  ...span('EC', 90, 91),
  ...span('EB', 1, 14),
  'EB20',
  ...span('SC', 1, 17),
  ...span('SB', 1, 10),
  ...span('CK', 1, 6),
  ...span('ER', 1, 5),
  ...span('PA', 1, 3),
  ...span('AW', 1, 11),
  ...span('NO', 1, 10),
  ...span('EN', 1, 22),
];

/** Rows of which the specification says that the transition itself was reasoned out, all of §1.4b among them. */
const INFERRED = new Set(
  [
    'EC03 EC06 EC08 EC16 EC20 EC49 EC50 EC51 EC52 EC53 EC54 EC55 EC56 EC57 EC58 EC63',
    'EB04 EB08 EB10 EB12 EB13 SC02 SC13 SC15 SC16 SC17 SB02 SB04 SB09 SB10',
    'CK06 ER04 PA03 AW10 NO04 EN19 EN20 EN22 T-WAIT-MAX cfg.standard.maxIdle',
  ].flatMap((ids) => ids.split(' ')),
);

/** Rows that sources state, and that some chart carries further than they do: there it says INFERRED. */
const CARRIED_FURTHER: Readonly<Record<string, string>> = {
  AW02: 'work that begins with the answer of the customer',
  AW03: 'a word on an offer that a newer one displaced',
  AW04: 'a word on an offer that a newer one displaced',
  AW06: 'an offer that the router turned away from without a word',
  CK05: 'a custom keyword that the policy counts as one of consent, in an open session',
  EN06: 'an agent who wrote first and is answered',
  EN08: 'a session that is taken up from a pause',
  EN10: 'a session that is inactive, or ended by a clock of its own',
  EN14: 'a session that is paused',
  EC15: 'an agent who is away, not busy',
  EC21: 'a routing failure on a standard channel',
};

/** What may be cited beside the rows: timers of §3, invariants of §4, disagreements of §0.1, and one option of §1.3. */
const CITABLE = new Set([
  ...ROWS,
  ...Array.from({ length: 20 }, (_, index) => [`I${index + 1}`, `X${index + 1}`]).flat(),
  ...[
    'T-IDLE T-IDLE-WARN T-END-INACTIVE T-INACTIVE T-NOREPLY T-KEEPOPEN T-CHANNEL-OFF T-PUSH T-ACW',
    'T-ACW-EXT T-BOT-IDLE T-TOKEN T-ABANDON T-WINDOW T-XFER T-OUT-ACTIVE T-OUT-RETRY T-MEU',
    'T-WAIT-MAX cfg.standard.maxIdle',
  ].flatMap((ids) => ids.split(' ')),
]);

const transitions = Object.values(charts).flatMap((machine) =>
  compile(machine).transitions.map(({ meta, description }) => ({
    chart: machine.id,
    description,
    ...(meta as RuleMeta | undefined),
  })),
);
const ofStates = Object.values(charts).flatMap((machine) =>
  [...compile(machine).leaves.values()].flatMap(
    ({ meta }) => (meta as { rules?: readonly string[] } | undefined)?.rules ?? [],
  ),
);

const sourceFiles = ['machines', 'src'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

describe('the rows of the lifecycle', () => {
  it('live in a chart or in the registry, each of them', () => {
    const alive = new Set<string | undefined>([
      ...transitions.map(({ rule }) => rule),
      ...ofStates,
      ...RULES.map(({ id }) => id),
    ]);
    expect(ROWS).toHaveLength(159);
    expect(ROWS.filter((id) => !alive.has(id))).toEqual([]);
  });

  it('are cited by every transition, and nothing cites a row that does not exist', () => {
    expect(transitions.filter(({ rule }) => rule === undefined || !CITABLE.has(rule))).toEqual([]);
    expect([...ofStates, ...RULES.map(({ id }) => id)].filter((id) => !CITABLE.has(id))).toEqual(
      [],
    );
  });

  it('exist wherever the code speaks of them, comments included', () => {
    expect(sourceFiles.length).toBeGreaterThan(80);
    const cited = sourceFiles.flatMap((path) =>
      [
        ...read(path).matchAll(
          /\b(?:(?:E[CBN]|S[CB]|CK|ER|PA|AW|NO)\d\d|[IX]\d{1,2}|T-[A-Z-]*[A-Z])\b/g,
        ),
      ].map(([id]) => ({ path, id })),
    );
    expect(cited.length).toBeGreaterThan(300);
    expect(cited.filter(({ id }) => !CITABLE.has(id))).toEqual([]);
  });

  it('say INFERRED in every chart where no source states the transition', () => {
    const silent = transitions.filter(
      ({ rule, inferred }) => INFERRED.has(rule ?? '') && inferred !== true,
    );
    expect(silent).toEqual([]);
    const unfounded = transitions.filter(
      ({ rule = '', inferred }) =>
        inferred === true && !INFERRED.has(rule) && !(rule in CARRIED_FURTHER),
    );
    expect(unfounded).toEqual([]);
    for (const { description, rule, inferred } of transitions) {
      expect(description?.startsWith(`${rule}${inferred === true ? ' (INFERRED)' : ''}: `)).toBe(
        true,
      );
    }
  });
});

describe('the registry of rules', () => {
  it('names files that exist, and each rule once', () => {
    expect(RULES.filter(({ where }) => !existsSync(new URL(where, ROOT)))).toEqual([]);
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it('knows every refusal at the place where it is made; that nothing else is cited, the types check', () => {
    const refusals = RULES.filter(({ kind }) => kind === 'refusal');
    expect(refusals.filter(({ id, where }) => !read(where).includes(`'${id}'`))).toEqual([]);
  });
});
