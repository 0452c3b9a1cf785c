import { createEffect, createSignal, on, type JSX } from 'solid-js';
import type { Role } from '#domain/person.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { assign, readChoices } from './assignments-api.ts';
import { createCommand } from './create-command.ts';
import { SearchPicker, type Choice } from './search-picker.tsx';

/** What was chosen before the sheet opened. */
export type Given = { readonly person: Pick<Choice, 'id' | 'name'> | null; readonly firm: Pick<Choice, 'id' | 'name'> | null };

/** Gives a person a firm. Null: closed. */
export function AssignSheet(props: {
  readonly given: Given | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const [person, setPerson] = createSignal<Given['person']>(null);
  const [firm, setFirm] = createSignal<Given['firm']>(null);
  const { busy, fault, say, run } = createCommand();
  createEffect(
    on(
      () => props.given,
      (given) => {
        setPerson(given?.person ?? null);
        setFirm(given?.firm ?? null);
        say(null);
      },
    ),
  );
  const submit = async (): Promise<void> => {
    const [who, what] = [person(), firm()];
    if (who === null || what === null) return say(t('office.assignments.incomplete'));
    if (await run(() => assign(who.id, what.id))) props.onDone();
  };
  return (
    <Sheet open={props.given !== null} title={t('office.assignments.add')} onClose={() => props.onClose()}>
      <form
        class="stack assign-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SearchPicker
          label={t('office.assignments.person')}
          hint={t('office.assignments.personHint')}
          chosen={person()}
          onChoose={setPerson}
          search={searchPeople}
        />
        <SearchPicker
          label={t('office.assignments.firm')}
          hint={t('office.assignments.firmHint')}
          chosen={firm()}
          onChoose={setFirm}
          search={searchFirms}
        />
        <p class="soft small">{t('office.assignments.meaning')}</p>
        <FaultNotice fault={fault()} />
        <Button type="submit" variant="primary" wide disabled={busy()}>
          {t('office.assignments.confirm')}
        </Button>
      </form>
    </Sheet>
  );
}

async function searchPeople(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { people } = await readChoices('person', text, signal);
  return people.map(({ id, name, account, role, regionName }) => ({
    id,
    name,
    detail: `${account} · ${t(`shell.role.${role as Role}`)} · ${regionName}`,
  }));
}

async function searchFirms(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { firms } = await readChoices('firm', text, signal);
  return firms.map(({ code, name, regionName }) => ({ id: code, name, detail: `${code} · ${regionName}` }));
}
