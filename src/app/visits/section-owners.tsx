import UserRound from 'lucide-solid/icons/user-round';
import UsersRound from 'lucide-solid/icons/users-round';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import '../ui/field.css';
import { ProblemNotice } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { SectionOwners } from './create-section-owners.ts';
import './section-owners.css';

/** Whose part a section is; nothing where it is nobody's. */
export function OwnerTag(props: { readonly owners: SectionOwners; readonly section: string }): JSX.Element {
  return (
    <Show when={props.owners.ownerOf(props.section)}>
      {(owner) => (
        <span class="owner-tag small" classList={{ 'owner-tag-mine': owner().mine }}>
          <UserRound size={14} aria-hidden="true" />
          {owner().mine ? t('visits.sections.me') : t('visits.sections.of', { name: owner().name })}
        </span>
      )}
    </Show>
  );
}

/** All parts, or those of this person; only where the work is split. */
export function OwnerFilter(props: {
  readonly owners: SectionOwners;
  readonly sections: readonly string[];
  readonly mine: boolean;
  readonly onMine: (mine: boolean) => void;
}): JSX.Element {
  const count = (): number => props.sections.filter((section) => props.owners.ownerOf(section)?.mine === true).length;
  return (
    <Show when={props.owners.split()}>
      <Segmented<'all' | 'mine'>
        label={t('visits.sections.split')}
        quietLabel
        value={props.mine ? 'mine' : 'all'}
        onChange={(value) => props.onMine(value === 'mine')}
        options={[
          { value: 'all', label: t('visits.everybody') },
          { value: 'mine', label: `${t('visits.sections.mine')} ${String(count())}` },
        ]}
      />
      <Show when={props.mine && count() === 0}>
        <p class="soft small">{t('visits.sections.none')}</p>
      </Show>
    </Show>
  );
}

/** Opens the sheet that gives sections to people; nothing where there is nobody to share with. */
export function SplitButton(props: {
  readonly owners: SectionOwners;
  readonly sections: readonly { readonly section: string; readonly label: string }[];
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <Show when={props.owners.people().length > 0}>
      <Button icon={UsersRound} onClick={() => setOpen(true)}>
        {t('visits.sections.split')}
      </Button>
      <Sheet open={open()} title={t('visits.sections.split')} onClose={() => setOpen(false)}>
        <div class="stack">
          <p class="soft">{t('visits.sections.splitText')}</p>
          <Show when={props.owners.problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
          <For each={props.sections}>
            {({ section, label }) => (
              <label class="field">
                <span class="field-label">{label}</span>
                <span class="field-box">
                  <select
                    autocomplete="off"
                    onChange={(event) =>
                      void props.owners.give(section, event.currentTarget.value === '' ? null : event.currentTarget.value)
                    }
                  >
                    <option value="" selected={props.owners.ownerOf(section) === null}>
                      {t('visits.sections.nobody')}
                    </option>
                    <For each={props.owners.people()}>
                      {(owner) => (
                        <option value={owner.person} selected={props.owners.ownerOf(section)?.person === owner.person}>
                          {owner.mine ? `${owner.name}（${t('visits.me')}）` : owner.name}
                        </option>
                      )}
                    </For>
                  </select>
                </span>
              </label>
            )}
          </For>
        </div>
      </Sheet>
    </Show>
  );
}
