// The page: sessions at the left, the chart and the slider above, what comes next and the log below.
import { ChartPanel } from './chart-panel.tsx';
import { Header } from './header.tsx';
import type { InspectionStore } from './inspection-store.ts';
import { Counters, NextDeadlines } from './next-deadlines.tsx';
import { SessionList, statusOf } from './session-list.tsx';
import { StepLog } from './step-log.tsx';
import { TimeSlider } from './time-slider.tsx';
import { useView, type View } from './view.ts';
import { watchedWords } from './words.ts';

/** The whole viewer. */
export function App({ store }: { readonly store: InspectionStore }) {
  const view = useView(store);
  const { selected, actors, steps, current, now, listNow, isPast, isRecorded } = view;
  return (
    <div class="page">
      <Header
        watched={store.watched}
        isConnected={store.isConnected}
        now={isPast ? now : listNow}
        isPast={isPast}
      />
      <SessionList
        actors={actors}
        now={listNow}
        selectedId={selected?.id ?? null}
        select={view.select}
      />
      <main>
        <ChartPanel view={view} />
        <TimeSlider
          playback={view.playback}
          steps={steps}
          now={now}
          end={isRecorded ? 'end' : 'now'}
          status={selected === undefined ? watchedWords(actors) : statusOf(current ?? null)}
          isToned={selected !== undefined}
        />
        <Below view={view} />
      </main>
    </div>
  );
}

function Below({ view }: { readonly view: View }) {
  const { store, selected, select, playback, log, current, now, pending, isRecorded } = view;
  const isMixed = selected === undefined;
  const isPlain = selected?.source === 'client';
  const nameOf = (actorId: string) => store.actors.get(actorId)?.name ?? actorId;
  return (
    <div class="below">
      <div class="aside">
        <NextDeadlines
          pending={pending}
          now={now}
          nameOf={isMixed ? nameOf : undefined}
          select={select}
          nothing={
            isPlain ? 'A plain actor does not tell its timers.' : 'Nothing: no deadline is pending.'
          }
        />
        {!isMixed && <Counters counters={current?.counters ?? []} isPlain={isPlain} />}
      </div>
      <StepLog
        steps={log}
        current={current}
        isMixed={isMixed}
        nameOf={nameOf}
        choose={(step) => {
          if (isMixed && !isRecorded) select(step.actorId);
          else playback.goTo(step.at);
        }}
      />
    </div>
  );
}
