// The log: what happened, why, and by which rule.
import { useEffect, useRef } from 'preact/hooks';
import type { ShownFields, ShownStep } from '../inspection/viewer-protocol.ts';
import { toneOfStatus } from './chart-places.ts';
import { statusOf } from './session-list.tsx';
import { SessionName } from './session-name.tsx';
import { dayWords, fieldWords, nameWords, spanWords, timeWords } from './words.ts';

/** Most rows that are drawn. */
const ROWS_MAX = 300;

interface LogProps {
  readonly steps: readonly ShownStep[];
  /** The step that is shown; undefined for none. Those after it are yet to come. */
  readonly current: ShownStep | undefined;
  /** Whether the actors of the steps are told. */
  readonly isMixed: boolean;
  readonly nameOf: (actorId: string) => string;
  readonly choose: (step: ShownStep) => void;
}

/** The steps in order, the latest at the bottom, each with its time, cause and rule. */
export function StepLog({ steps, current, isMixed, nameOf, choose }: LogProps) {
  const list = useRef<HTMLDivElement>(null);
  const currentIndex = current === undefined ? -1 : steps.lastIndexOf(current);
  const first = Math.max(0, Math.min(currentIndex + 1 - ROWS_MAX / 2, steps.length - ROWS_MAX));
  const rows = steps.slice(first, first + ROWS_MAX);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current=true]');
    if (row === null || row === undefined || list.current === null) return;
    const top = row.offsetTop - list.current.clientHeight / 2;
    list.current.scrollTop = top;
  }, [currentIndex, steps.length]);
  return (
    <section class="log panel" aria-label="Log">
      <h2>
        Log <span>{isMixed ? 'all sessions' : 'this session'}, UTC</span>
      </h2>
      <div class="rows" ref={list}>
        <table class={isMixed ? 'mixed' : ''}>
          <thead>
            <tr>
              <th scope="col">time</th>
              <th scope="col">{isMixed ? 'session' : 'later'}</th>
              <th scope="col">cause</th>
              <th scope="col">status</th>
              <th scope="col">rule</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((step, index) => (
              <Row
                key={`${step.actorId} ${step.order} ${step.seq} ${step.at}`}
                step={step}
                before={rows[index - 1] ?? steps[first - 1]}
                isCurrent={step === current}
                isLater={first + index > currentIndex}
                isMixed={isMixed}
                nameOf={nameOf}
                choose={choose}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="hint">Nothing has happened yet.</p>}
      </div>
    </section>
  );
}

interface RowProps extends Pick<LogProps, 'isMixed' | 'nameOf' | 'choose'> {
  readonly step: ShownStep;
  readonly before: ShownStep | undefined;
  readonly isCurrent: boolean;
  readonly isLater: boolean;
}

function Row({ step, before, isCurrent, isLater, isMixed, nameOf, choose }: RowProps) {
  const isNewDay = before === undefined || dayWords(before.at) !== dayWords(step.at);
  const status = statusOf(step);
  const isSame = !isMixed && before !== undefined && statusOf(before) === status;
  const classes = [
    isLater ? 'later' : '',
    step.superseded ? 'superseded' : '',
    step.cause.startsWith('timer.') ? 'timer' : '',
  ];
  return (
    <>
      {isNewDay && (
        <tr class="day">
          <th colSpan={5} scope="rowgroup">
            {dayWords(step.at)}
          </th>
        </tr>
      )}
      <tr
        class={classes.join(' ')}
        aria-current={isCurrent}
        data-cause={step.cause}
        onClick={() => choose(step)}
      >
        <td class="time">
          <button type="button" onClick={() => choose(step)}>
            {timeWords(step.at)}
          </button>
        </td>
        <td class="id">
          {isMixed ? <SessionName name={nameOf(step.actorId)} /> : laterBy(step, before)}
        </td>
        <td class="cause" title={fieldsText(step.fields)}>
          {step.cause === '' ? 'restored' : step.cause}
          <Fields fields={step.fields} />
        </td>
        <td>
          <span class={`pill ${toneOfStatus(status)} ${isSame ? 'same' : ''}`}>{status}</span>
        </td>
        <td class="rule">{step.rule ?? ''}</td>
      </tr>
      {isCurrent && !isMixed && step.facts.length > 0 && <Facts step={step} />}
    </>
  );
}

const laterBy = (step: ShownStep, before: ShownStep | undefined) =>
  before === undefined || before.at === step.at ? '' : `+ ${spanWords(step.at - before.at)}`;

function Fields({ fields }: { readonly fields: ShownFields }) {
  if (fields.length === 0) return null;
  return <span class="fields">{fieldsText(fields)}</span>;
}

const fieldsText = (fields: ShownFields) =>
  fields.map(([name, value]) => `${nameWords(name)} ${fieldWords(name, value).words}`).join(', ');

/** What the current step established. */
function Facts({ step }: { readonly step: ShownStep }) {
  return (
    <tr class="facts">
      <td />
      <td colSpan={4}>
        <ul>
          {step.facts.map(({ type, fields }, index) => (
            <li key={`${index} ${type}`}>
              <b>{type}</b> <Fields fields={fields} />
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
