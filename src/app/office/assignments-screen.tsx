import Handshake from 'lucide-solid/icons/handshake';
import Search from 'lucide-solid/icons/search';
import UserPlus from 'lucide-solid/icons/user-plus';
import { createMemo, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { AssignmentRow } from '#protocol/assignments-wire.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import { AssignSheet, type Given } from './assign-sheet.tsx';
import { AssignmentCard } from './assignment-card.tsx';
import { readAssignments } from './assignments-api.ts';
import { createPerson } from './create-person.ts';
import { createServerQuery } from './create-server-query.ts';
import { EndAssignmentSheet } from './end-assignment-sheet.tsx';
import { groupAssignments, type Side } from './group-assignments.ts';
import { OfficeFrame } from './office-frame.tsx';
import { ReadProblem } from './read-problem.tsx';
import { TabList } from './tab-list.tsx';
import './assignments.css';

/** `/office/assignments`: which people go with which firms, now and before. */
export function AssignmentsScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('office.assignments.title')}>
      <AssignmentsPage />
    </OfficeFrame>
  );
}

function AssignmentsPage(): JSX.Element {
  const list = createServerQuery(() => ({ key: ['assignments'], load: readAssignments }));
  const person = createPerson();
  const [adding, setAdding] = createSignal<Given | null>(null);
  const [ending, setEnding] = createSignal<AssignmentRow | null>(null);
  const mayWrite = (): boolean => person()?.role === 'reviewer' || person()?.role === 'administrator';
  const changed = (): void => {
    setAdding(null);
    setEnding(null);
    list.again();
  };
  return (
    <section class="assignments" aria-labelledby="assignments-title">
      <header class="spread">
        <div class="stack-tight">
          <h1 id="assignments-title">{t('office.assignments.title')}</h1>
          <p class="soft">{t('office.assignments.text')}</p>
        </div>
        <Show when={mayWrite()}>
          <Button variant="primary" icon={UserPlus} onClick={() => setAdding({ person: null, firm: null })}>
            {t('office.assignments.add')}
          </Button>
        </Show>
      </header>
      <Switch fallback={<p class="soft">{t('office.list.loading')}</p>}>
        <Match when={list.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={list.again} />}</Match>
        <Match when={list.value()?.length === 0}>
          <EmptyState icon={Handshake} title={t('office.assignments.emptyTitle')} text={t('office.assignments.emptyText')} />
        </Match>
        <Match when={list.value()}>
          {(held) => <Groups rows={held()} mayWrite={mayWrite()} onAdd={setAdding} onEnd={setEnding} />}
        </Match>
      </Switch>
      <AssignSheet given={adding()} onClose={() => setAdding(null)} onDone={changed} />
      <EndAssignmentSheet row={ending()} onClose={() => setEnding(null)} onDone={changed} />
    </section>
  );
}

/** Groups in the page before more are asked for. */
const atOnce = 60;

function Groups(props: {
  readonly rows: readonly AssignmentRow[];
  readonly mayWrite: boolean;
  readonly onAdd: (given: Given) => void;
  readonly onEnd: (row: AssignmentRow) => void;
}): JSX.Element {
  const [side, setSide] = createSignal<Side>('person');
  const [search, setSearch] = createSignal('');
  const [shown, setShown] = createSignal(atOnce);
  const groups = createMemo(() => groupAssignments(props.rows, side(), search()));
  return (
    <>
      <div class="assignments-bar">
        <TabList
          label={t('office.assignments.sides')}
          tabs={[
            { id: 'person', label: t('office.assignments.byPerson') },
            { id: 'firm', label: t('office.assignments.byFirm') },
          ]}
          chosen={side()}
          onChoose={setSide}
        />
        <Field
          type="search"
          label={t('office.assignments.search')}
          quietLabel
          placeholder={t('office.assignments.search')}
          before={<Search size={18} aria-hidden="true" />}
          value={search()}
          onType={setSearch}
        />
      </div>
      <div id={`detail-${side()}`} role="tabpanel" aria-labelledby={`tab-${side()}`}>
        <ul class="assignments-list">
          <For
            each={groups().slice(0, shown())}
            fallback={<li class="soft">{t('office.assignments.nothing', { search: search() })}</li>}
          >
            {(group) => (
              <AssignmentCard
                group={group}
                side={side()}
                mayWrite={props.mayWrite}
                onAdd={() => props.onAdd(givenOf(group, side()))}
                onEnd={props.onEnd}
              />
            )}
          </For>
        </ul>
        <Show when={groups().length > shown()}>
          <Button onClick={() => setShown((before) => before + atOnce)}>
            {t('office.assignments.more', { count: groups().length - shown() })}
          </Button>
        </Show>
      </div>
    </>
  );
}

function givenOf({ id, name }: { readonly id: string; readonly name: string }, side: Side): Given {
  return side === 'person' ? { person: { id, name }, firm: null } : { person: null, firm: { id, name } };
}
