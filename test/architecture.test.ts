// The shape of the code itself: who imports whom, where each package lives, and that the linter keeps the core pure.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Each folder and the folders that it may import, in the order of the data's path. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  machines: [],
  'src/time': [],
  'src/events': ['src/time'],
  'src/policy': ['src/time', 'src/events'],
  'src/statechart': [],
  'src/desk': ['src/time', 'src/events', 'src/policy', 'src/statechart', 'machines'],
  'src/conversation': ['src/time', 'src/events', 'src/policy', 'src/statechart', 'machines'],
  'src/metrics': ['src/time', 'src/events', 'src/policy'],
  'src/store': ['src/time', 'src/events'],
  'src/engine': [
    'src/store',
    'src/time',
    'src/events',
    'src/policy',
    'src/statechart',
    'machines',
    'src/desk',
    'src/conversation',
    'src/metrics',
  ],
  'src/tables': [
    'src/store',
    'src/time',
    'src/events',
    'src/policy',
    'src/statechart',
    'machines',
    'src/desk',
    'src/conversation',
    'src/metrics',
    'src/engine',
  ],
  'src/inspection': [
    'src/store',
    'src/time',
    'src/events',
    'src/policy',
    'src/statechart',
    'machines',
    'src/desk',
    'src/conversation',
    'src/metrics',
    'src/engine',
    'src/tables',
  ],
  // The pages of the inspection: browser code, which shares with the server only what both must agree on.
  'src/viewer': ['src/inspection'],
  'src/testing': [
    'src/store',
    'src/time',
    'src/events',
    'src/policy',
    'src/statechart',
    'machines',
    'src/desk',
    'src/conversation',
    'src/metrics',
    'src/engine',
    'src/tables',
  ],
};

/** The public API and the shells may import every folder above. */
const SHELLS = ['src', 'src/cli'];

/** Each package from outside has one home, and one more where it is a language of its own. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  xstate: ['machines', 'src/statechart'],
  luxon: ['src/time'],
  typebox: ['src/events'],
  '@datadog/sketches-js': ['src/metrics'],
  eventemitter3: ['src/engine'],
  flatqueue: ['src/engine'],
  commander: ['src/cli'],
  'cli-table3': ['src/cli'],
  'csv-stringify': ['src/cli'],
  '@photostructure/sqlite': ['src/store'],
  pino: ['src/engine'],
  '@opentelemetry/api': ['src/engine'],
  elkjs: ['src/inspection'],
  ws: ['src/inspection'],
  preact: ['src/viewer'],
  vitest: ['src/testing'],
};

/** Folders that know no clock, no chance and no input or output. */
const PURE = [
  'machines',
  'src/time',
  'src/events',
  'src/policy',
  'src/statechart',
  'src/desk',
  'src/conversation',
  'src/metrics',
];

const LINES_MAX = 300;
const FILES_MIN = 100;
const BANNED_NAME = /^(utils?|helpers?|common|shared|misc|lib|types)(\.ts)?$/;

interface Source {
  readonly path: string;
  readonly text: string;
}

const files: readonly Source[] = ['machines', 'src'].flatMap((root) =>
  readdirSync(join(ROOT, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(root, path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
);

const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });

const folderOf = (path: string) => dirname(path);

/** What a file imports, types and dynamic imports included. */
function importsOf(text: string): readonly string[] {
  const statements = /^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gms;
  const calls = /\bimport\(\s*'([^']+)'/g;
  return [...text.matchAll(statements), ...text.matchAll(calls)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** What a file may not import. */
function wrongImports({ path, text }: Source): readonly string[] {
  const folder = folderOf(path);
  return importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith('node:')) return [];
    if (!specifier.startsWith('.')) {
      const homes = HOMES[packageOf(specifier)];
      if (homes === undefined) return [`${specifier} has no home yet: name it in HOMES`];
      return homes.includes(folder) ? [] : [`${specifier} lives in ${homes.join(' and ')}`];
    }
    const target = folderOf(normalize(join(folder, specifier)));
    if (target === folder) return [];
    const allowed = SHELLS.includes(folder) ? Object.keys(MAY_IMPORT) : MAY_IMPORT[folder];
    if (allowed?.includes(target) === true) return [];
    return [`${folder} may not import ${specifier}`];
  });
}

describe('the house', () => {
  it('is seen at all', () => {
    expect(files.length).toBeGreaterThanOrEqual(FILES_MIN);
    expect(files.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(FILES_MIN);
    for (const folder of [...Object.keys(MAY_IMPORT), ...SHELLS]) {
      expect(files.map(({ path }) => folderOf(path))).toContain(folder);
    }
  });

  it('lets each folder import only folders that stand before it', () => {
    const order = Object.keys(MAY_IMPORT);
    for (const [folder, targets] of Object.entries(MAY_IMPORT)) {
      for (const target of targets) {
        // The charts are the specification: they come first in the list and import nothing.
        expect(order.slice(0, order.indexOf(folder))).toContain(target);
      }
    }
  });

  it('finds a wrong import where there is one (control)', () => {
    const wrong = [
      "import { step } from '../statechart/step.ts';",
      "import type {\n  Tenant,\n} from '../engine/tenant.ts';",
      "import { setup } from 'xstate';",
      "import lodash from 'lodash';",
      "const later = import('../cli/main.ts');",
    ].join('\n');
    expect(wrongImports({ path: 'src/events/scratch.ts', text: wrong })).toHaveLength(5);
  });

  it.each(files)('$path keeps to its place', ({ path, text }) => {
    const problems = [...wrongImports({ path, text })];
    const lines = text.trimEnd().split('\n').length;
    if (lines > LINES_MAX) problems.push(`${lines} lines, at most ${LINES_MAX}: split it`);
    if (path.split('/').length > 3) problems.push('src is two levels deep');
    if (PURE.includes(folderOf(path)) && UNSEEN_BY_THE_LINTER.test(text)) {
      problems.push('reads the clock or the locale');
    }
    expect(problems).toEqual([]);
  });

  it('gives no file or folder a name that says nothing', () => {
    const paths = [...files.map(({ path }) => path), ...tests];
    const parts = new Set(paths.flatMap((path) => path.split('/')));
    expect([...parts].filter((part) => BANNED_NAME.test(part))).toEqual([]);
  });

  it('is tested without mocks', () => {
    const mocked = tests
      .filter((path) => path.endsWith('.ts') && path !== 'architecture.test.ts')
      .filter((path) => /vi\.(mock|doMock|useFakeTimers)\(/.test(read(path)));
    expect(mocked).toEqual([]);
  });
});

/** What no rule of the linter names: a date of now, and orders that depend on the reader's country. */
const UNSEEN_BY_THE_LINTER = /new Date\(\)|\bDate\(\)|\.localeCompare\(|\.toLocale\w+\(/;

const read = (path: string) => readFileSync(join(ROOT, 'test', path), 'utf8');

describe('the linter', () => {
  /** One impure line each. */
  const IMPURE = [
    'export const a = Date.now();',
    'export const a = Math.random();',
    "import { DateTime } from 'luxon';\nexport const a = DateTime.now();",
    "import { DateTime } from 'luxon';\nexport const a = DateTime.local();",
    'export const a = setTimeout(() => 1, 5);',
    'export const a = performance.now();',
    "export const a = process.env['TZ'];",
    'export const a = crypto.randomUUID();',
    "console.log('a');",
    "export const a = fetch('https://example.org');",
    "import { readFileSync } from 'node:fs';\nexport const a = readFileSync('x');",
  ];
  let scratch = '';

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'holdline-lint-'));
    const config = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')) as object;
    // The rules in question need no types, and the scratch folder has no program to take them from.
    const untyped = { ...config, options: {}, $schema: undefined };
    writeFileSync(join(scratch, '.oxlintrc.json'), JSON.stringify(untyped));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** The paths in which the linter finds the ban of a restricted thing. */
  function refused(folders: readonly string[]): readonly string[] {
    for (const folder of folders) {
      mkdirSync(join(scratch, folder), { recursive: true });
      for (const [index, text] of IMPURE.entries()) {
        writeFileSync(join(scratch, folder, `impure-${index}.ts`), `${text}\n`);
      }
    }
    const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [oxlint, '--format', 'json', ...folders], {
      cwd: scratch,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(run.stdout) as {
      diagnostics: readonly { readonly code: string; readonly filename: string }[];
    };
    const banned = diagnostics.filter(({ code }) => code.includes('no-restricted-'));
    return [...new Set(banned.map(({ filename }) => filename))].toSorted();
  }

  it('refuses a clock, chance, input and output in every pure folder', () => {
    const expected = PURE.flatMap((folder) =>
      IMPURE.map((_, index) => `${folder}/impure-${index}.ts`),
    );
    expect(refused(PURE)).toEqual(expected.toSorted());
  });

  it('allows them in the shells (control)', () => {
    expect(refused(['src/cli'])).toEqual([]);
  });
});
