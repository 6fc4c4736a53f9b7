// The chart in words: for who does not see the picture, and for who wants all of what an arrow stands for.
import type { ChartLayout, PlacedArrow } from '../inspection/chart-layout.ts';
import type { BoxState } from './chart-view.tsx';

interface TableProps {
  readonly layout: ChartLayout;
  readonly states: ReadonlyMap<string, BoxState>;
}

/** Every box with its ways out, and what takes each. */
export function ChartTable({ layout, states }: TableProps) {
  const labelOf = (path: string) => {
    const box = layout.boxes.find((one) => one.path === path);
    return box === undefined ? path : [box.label, box.note].filter((part) => part !== '').join(' ');
  };
  return (
    <div class="chart-foot">
      <Legend layout={layout} />
      <details class="chart-table">
        <summary>The chart as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">state</th>
              <th scope="col">now</th>
              <th scope="col">goes to</th>
              <th scope="col">on</th>
              <th scope="col">rules</th>
            </tr>
          </thead>
          <tbody>
            {layout.boxes.flatMap(({ path }) => {
              const out = layout.arrows.filter(({ from }) => from === path);
              const state = states.get(path);
              const here = stateWords(state);
              return (out.length === 0 ? [undefined] : out).map((arrow, index) => (
                <tr key={`${path} ${arrow?.to ?? ''}`} class={state?.isLit === true ? 'lit' : ''}>
                  {index === 0 && (
                    <th scope="row" rowSpan={Math.max(1, out.length)}>
                      {labelOf(path)}
                    </th>
                  )}
                  {index === 0 && <td rowSpan={Math.max(1, out.length)}>{here}</td>}
                  <td>{arrow === undefined ? 'nowhere' : labelOf(arrow.to)}</td>
                  <td>{arrow === undefined ? '' : causesOf(arrow)}</td>
                  <td class="rule">{arrow?.rules.join(', ')}</td>
                </tr>
              ));
            })}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/** What the dashed arrows are: the same from every open state. */
function Legend({ layout }: Pick<TableProps, 'layout'>) {
  const common = layout.arrows.filter(({ isCommon }) => isCommon);
  const names = new Set(common.map(causesOf));
  if (names.size === 0) return null;
  return (
    <p class="legend">
      <svg class="arrow common tone-error" viewBox="0 0 26 6" aria-hidden="true">
        <path d="M0 3H26" />
      </svg>
      {[...names].join(', ')}, from any open state
    </p>
  );
}

function stateWords(state: BoxState | undefined): string {
  if (state?.count !== undefined) return state.count === 0 ? '' : String(state.count);
  return state?.isLit === true ? 'here' : '';
}

const causesOf = ({ events, timers }: PlacedArrow) =>
  [...events.filter((name) => name !== ''), ...timers.map((timer) => `after ${timer}`)].join(', ');
