import Search from 'lucide-solid/icons/search';
import { createUniqueId, For, onCleanup, Show, type JSX } from 'solid-js';
import { noLevel, officeStates, type OfficeFilter } from '#protocol/office-query.ts';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Popover } from './popover.tsx';
import './filter-bar.css';
import './filter-box.css';

/** Everything the list can be narrowed by, in one line. */
export function FilterBar(props: {
  readonly filter: OfficeFilter;
  readonly facets: OfficeFacets | null;
  readonly onChange: (change: Partial<OfficeFilter>) => void;
  readonly onClear: () => void;
}): JSX.Element {
  const anything = (): boolean => {
    const { region, stages, states, definition, q, from, to, conflicts } = props.filter;
    if (conflicts) return true;
    return [region, definition, q, from, to].some((value) => value !== null) || stages.length > 0 || states.length > 0;
  };
  return (
    <div class="filter-bar no-print" role="search" aria-label={t('office.filter.label')}>
      <SearchBox value={props.filter.q ?? ''} onChange={(q) => props.onChange({ q: q === '' ? null : q })} />
      <Show when={(props.facets?.regions.length ?? 0) > 1 || props.filter.region !== null}>
        <RegionSelect filter={props.filter} facets={props.facets} onChange={props.onChange} />
      </Show>
      <StageFilter filter={props.filter} facets={props.facets} onChange={props.onChange} />
      <CheckFilter
        title={t('office.filter.state')}
        all={t('office.filter.allStates')}
        note={t('office.filter.voidedToo')}
        options={officeStates.map((state) => ({ value: state, label: t(`shell.state.${state}`) }))}
        chosen={props.filter.states}
        onChange={(states) => props.onChange({ states })}
      />
      <Show when={(props.facets?.definitions.length ?? 0) > 1}>
        <DefinitionSelect filter={props.filter} facets={props.facets} onChange={props.onChange} />
      </Show>
      <label class="filter-box filter-check" classList={{ 'filter-box-active': props.filter.conflicts }}>
        <input
          type="checkbox"
          checked={props.filter.conflicts}
          onChange={(event) => props.onChange({ conflicts: event.currentTarget.checked })}
        />
        {t('office.filter.conflicts')}
      </label>
      <DaysFilter filter={props.filter} onChange={props.onChange} />
      <Show when={anything()}>
        <Button variant="quiet" class="filter-clear" onClick={() => props.onClear()}>
          {t('office.list.clear')}
        </Button>
      </Show>
    </div>
  );
}

type Part = {
  readonly filter: OfficeFilter;
  readonly facets: OfficeFacets | null;
  readonly onChange: (change: Partial<OfficeFilter>) => void;
};

/** Asks the server when the typing pauses, and once more on Enter. */
function SearchBox(props: { readonly value: string; readonly onChange: (text: string) => void }): JSX.Element {
  const pauseMilliseconds = 250;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (text: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => props.onChange(text.trim()), pauseMilliseconds);
  };
  onCleanup(() => clearTimeout(timer));
  return (
    <Field
      class="filter-search"
      type="search"
      label={t('office.filter.search')}
      quietLabel
      placeholder={t('office.filter.search')}
      maxLength={100}
      value={props.value}
      before={<Search size={18} aria-hidden="true" />}
      onType={later}
      onCommit={(text) => {
        clearTimeout(timer);
        props.onChange(text.trim());
      }}
    />
  );
}

function RegionSelect(props: Part): JSX.Element {
  const id = createUniqueId();
  const indent = (depth: number): string => '\u3000'.repeat(Math.max(0, depth - 1));
  return (
    <div class="filter-box" classList={{ 'filter-box-active': props.filter.region !== null }}>
      <label class="visually-hidden" for={id}>
        {t('office.filter.region')}
      </label>
      <select
        id={id}
        onChange={(event) => props.onChange({ region: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      >
        <option value="" selected={props.filter.region === null}>
          {t('office.filter.allRegions')}
        </option>
        <For each={(props.facets?.regions ?? []).filter(({ depth }) => depth > 0)}>
          {(region) => (
            <option value={region.code} selected={props.filter.region === region.code}>
              {indent(region.depth)}
              {region.name}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}

function DefinitionSelect(props: Part): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="filter-box" classList={{ 'filter-box-active': props.filter.definition !== null }}>
      <label class="visually-hidden" for={id}>
        {t('office.filter.definition')}
      </label>
      <select
        id={id}
        onChange={(event) => props.onChange({ definition: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      >
        <option value="" selected={props.filter.definition === null}>
          {t('office.filter.allDefinitions')}
        </option>
        <For each={props.facets?.definitions ?? []}>
          {(definition) => (
            <option value={definition.id} selected={props.filter.definition === definition.id}>
              {definition.title}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}

/** The levels of the chosen instrument, or of all, each name once. */
function StageFilter(props: Part): JSX.Element {
  const options = () => {
    const definitions = (props.facets?.definitions ?? []).filter(
      ({ id }) => props.filter.definition === null || id === props.filter.definition,
    );
    const byId = new Map(definitions.flatMap(({ levels }) => levels).map(({ id, name }) => [id, name]));
    return [...[...byId].map(([value, label]) => ({ value, label })), { value: noLevel, label: t('office.filter.noLevel') }];
  };
  return (
    <CheckFilter
      title={t('office.filter.stage')}
      all={t('office.filter.allStages')}
      note={null}
      options={options()}
      chosen={props.filter.stages}
      onChange={(stages) => props.onChange({ stages })}
    />
  );
}

function CheckFilter<T extends string>(props: {
  readonly title: string;
  readonly all: string;
  readonly note: string | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}): JSX.Element {
  const label = (): string => {
    const [first, ...others] = props.options.filter(({ value }) => props.chosen.includes(value));
    if (first === undefined) return props.all;
    return others.length === 0 ? first.label : `${props.title} · ${t('office.filter.chosen', { count: others.length + 1 })}`;
  };
  return (
    <Popover label={label()} title={props.title} active={props.chosen.length > 0}>
      {() => (
        <>
          <For each={props.options}>
            {(option) => (
              <label class="check-row">
                <input
                  type="checkbox"
                  checked={props.chosen.includes(option.value)}
                  onChange={(event) =>
                    props.onChange(
                      event.currentTarget.checked
                        ? [...props.chosen, option.value]
                        : props.chosen.filter((value) => value !== option.value),
                    )
                  }
                />
                {option.label}
              </label>
            )}
          </For>
          <Show when={props.note}>{(note) => <p class="popover-note">{note()}</p>}</Show>
        </>
      )}
    </Popover>
  );
}

/** First and last day of submission. */
function DaysFilter(props: Pick<Part, 'filter' | 'onChange'>): JSX.Element {
  const label = (): string => {
    const { from, to } = props.filter;
    if (from === null && to === null) return t('office.filter.allDays');
    return `${from ?? '…'} – ${to ?? '…'}`;
  };
  return (
    <Popover label={label()} title={t('office.filter.days')} active={props.filter.from !== null || props.filter.to !== null}>
      {() => (
        <>
          <DayInput
            label={t('office.filter.from')}
            value={props.filter.from}
            max={props.filter.to}
            min={null}
            onChange={(from) => props.onChange({ from })}
          />
          <DayInput
            label={t('office.filter.to')}
            value={props.filter.to}
            min={props.filter.from}
            max={null}
            onChange={(to) => props.onChange({ to })}
          />
        </>
      )}
    </Popover>
  );
}

function DayInput(props: {
  readonly label: string;
  readonly value: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly onChange: (day: string | null) => void;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="filter-box filter-day" classList={{ 'filter-box-active': props.value !== null }}>
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="date"
        value={props.value ?? ''}
        min={props.min ?? undefined}
        max={props.max ?? undefined}
        onChange={(event) => props.onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
    </div>
  );
}
