// docs/errors.md, made from the lists of codes.
import { OPERATING_CODES, VERDICT_CODES, type CodeMeaning } from '../../src/events/codes.ts';

const section = (title: string, codes: Readonly<Record<string, CodeMeaning>>, intro: string) =>
  [
    `## ${title}`,
    '',
    intro,
    '',
    ...Object.entries(codes).flatMap(([code, { meaning, remedy }]) => [
      `### \`${code}\``,
      '',
      `${meaning} *What to do:* ${remedy}`,
      '',
    ]),
  ].join('\n');

/** The page that explains every code. */
export function errorsPage(): string {
  return [
    '# Errors',
    '',
    'Codes are stable: one is never renamed or used for something else. This page is made from `src/events/codes.ts`',
    '(`npm run docs`); the messages beside a code name ids and paths, never the text of a message.',
    '',
    section(
      'Rejected events',
      VERDICT_CODES,
      'A rejected event changed nothing. The verdict carries `code`, `message` and, where a row of the [lifecycle](lifecycle.md) says no, its `rule`; where none does, the message names the rows under which the event is possible; `holdline replay` puts it into the table `rejections` with its line.',
    ),
    section(
      'Failures of operation',
      OPERATING_CODES,
      'Thrown as an error with `code`, `retryable` and `details`; recognise it with `isHoldlineError`. The command line prints the message and exits with 2.',
    ),
  ].join('\n');
}
