import UserMinus from 'lucide-solid/icons/user-minus';
import UserPlus from 'lucide-solid/icons/user-plus';
import { createSignal, For, Show, untrack, type JSX } from 'solid-js';
import { participantRoles, type ParticipantRole } from '#domain/visit.ts';
import { missingRoles } from '#domain/visit-plan.ts';
import type { ParticipantOf, VisitOf } from '#oplog/project-visit.ts';
import { createDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { formatList } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';
import { Card, Tag } from '#app/ui/card.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import type { VisitWork } from './create-visit.ts';

/** Who of the firm took part, and whom the outcome review would miss. */
export function ParticipantsCard(props: { readonly visit: VisitOf; readonly work: VisitWork }): JSX.Element {
  const [adding, setAdding] = createSignal(false);
  const [removed, setRemoved] = createSignal<ParticipantOf | null>(null);
  const missing = (): readonly ParticipantRole[] => missingRoles(props.visit.record.purpose, props.visit.participants);
  const open = (): boolean =>
    props.visit.state === 'planned' || props.visit.state === 'under-way' || props.visit.state === 'done';
  const remove = async (participant: ParticipantOf): Promise<void> => {
    if (await props.work.remove(participant.participantId)) setRemoved(participant);
  };
  const undo = async ({ name, role, post }: ParticipantOf): Promise<void> => {
    if (await props.work.add({ name, role, post })) setRemoved(null);
  };
  return (
    <Card title={t('visits.participants.title')} flush class="participants">
      <Show when={props.visit.participants.length > 0} fallback={<p class="soft visit-pad">{t('visits.participants.none')}</p>}>
        <ul class="participant-list">
          <For each={props.visit.participants}>
            {(participant) => (
              <li>
                <span>
                  <span class="strong">{participant.name}</span>{' '}
                  <Show when={participant.post}>
                    <span class="soft small">{participant.post}</span>
                  </Show>{' '}
                  <Tag>{t(`visits.participants.roles.${participant.role}`)}</Tag>
                </span>
                <IconButton
                  icon={UserMinus}
                  label={t('visits.participants.remove', { name: participant.name })}
                  disabled={props.work.busy()}
                  onClick={() => void remove(participant)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="visit-pad">
        <Show when={removed()}>
          {(gone) => (
            <Notice tone="info" actions={<Button onClick={() => void undo(gone())}>{t('visits.participants.undo')}</Button>}>
              {t('visits.participants.removed', { name: gone().name })}
            </Notice>
          )}
        </Show>
        <Show when={missing().length > 0 && props.visit.state !== 'planned'}>
          <Notice
            tone="amber"
            title={t('visits.participants.missing', {
              roles: formatList(missing().map((role) => t(`visits.participants.roles.${role}`))),
            })}
          >
            {t('visits.participants.missingText')}
          </Notice>
        </Show>
        <Show when={missing().length === 0 && props.visit.participants.length > 0 && props.visit.record.purpose !== 'service'}>
          <p class="work-done small">{t('visits.participants.complete')}</p>
        </Show>
        <Show when={open()}>
          <Show
            when={adding()}
            fallback={
              <Button icon={UserPlus} wide onClick={() => setAdding(true)}>
                {t('visits.participants.add')}
              </Button>
            }
          >
            <AddForm
              visit={props.visit.visitId}
              first={missing()[0] ?? 'department'}
              busy={props.work.busy()}
              onAdd={props.work.add}
            />
          </Show>
        </Show>
      </div>
    </Card>
  );
}

/** Stays open after each: people come into a meeting room together. */
function AddForm(props: {
  readonly visit: string;
  readonly first: ParticipantRole;
  readonly busy: boolean;
  readonly onAdd: VisitWork['add'];
}): JSX.Element {
  const { store } = useField();
  const [name, setName] = createSignal('');
  const [post, setPost] = createSignal('');
  const [chosen, setChosen] = createSignal<ParticipantRole | null>(null);
  const [asked, setAsked] = createSignal(false);
  const role = (): ParticipantRole => chosen() ?? props.first;
  const fill = (typed: Readonly<ReturnType<typeof typing>>): void => {
    setName(typed.name);
    setPost(typed.post);
    setChosen(typed.role);
  };
  const typing = () => ({ name: name(), post: post(), role: chosen() });
  const about = untrack(() => `participant/${props.visit}`);
  const draft = createDraft(store, about, typing, fill);
  let box: HTMLDivElement | undefined;
  const add = async (): Promise<void> => {
    setAsked(true);
    if (name().trim() === '') return;
    const participant = { name: name().trim(), role: role(), post: post().trim() === '' ? null : post().trim() };
    if (!(await props.onAdd(participant))) return;
    draft.sent();
    fill({ name: '', post: '', role: null });
    setAsked(false);
    box?.querySelector<HTMLInputElement>('input[type="text"]')?.focus();
  };
  return (
    <div class="stack" ref={(element) => (box = element)}>
      <Segmented<ParticipantRole>
        label={t('visits.participants.role')}
        value={role()}
        onChange={setChosen}
        options={participantRoles.map((value) => ({ value, label: t(`visits.participants.roles.${value}`) }))}
      />
      <form
        class="stack"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div class="participant-form">
          <Field
            label={t('visits.participants.name')}
            type="text"
            value={name()}
            maxLength={100}
            onType={setName}
            problem={asked() && name().trim() === '' ? t('visits.participants.nameMissing') : null}
          />
          <Field label={t('visits.participants.post')} optional type="text" value={post()} maxLength={200} onType={setPost} />
        </div>
        <Button type="submit" variant="primary" wide disabled={props.busy}>
          {t('visits.participants.save')}
        </Button>
      </form>
    </div>
  );
}
