import { createSignal, For, type JSX } from 'solid-js';
import { roles, type Role } from '#domain/person.ts';
import { isWithin, pathName, regions } from '#domain/regions.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { createCommand } from './create-command.ts';
import { addPerson, type Activation } from './people-api.ts';

/** A new account within the administrator's region. */
export function PersonSheet(props: {
  readonly open: boolean;
  /** The administrator's region: where the choice begins. */
  readonly region: string;
  readonly onClose: () => void;
  readonly onAdded: (made: Activation & { readonly account: string }) => void;
}): JSX.Element {
  const [account, setAccount] = createSignal('');
  const [name, setName] = createSignal('');
  const [role, setRole] = createSignal<Role>('surveyor');
  const [region, setRegion] = createSignal<string | null>(null);
  const { busy, fault, say, run } = createCommand();
  const choices = () => regions.filter(({ code }) => isWithin(code, props.region));
  const submit = async (): Promise<void> => {
    if (!/^[\p{L}\p{N}._-]{2,64}$/u.test(account().trim())) return say(t('office.people.accountProblem'));
    if (name().trim() === '') return say(t('office.people.nameProblem'));
    const { onAdded } = props;
    const person = { account: account().trim(), name: name().trim(), role: role(), region: region() ?? props.region };
    await run(
      () => addPerson(person),
      (made) => {
        onAdded({ ...made, account: person.account });
        setAccount('');
        setName('');
      },
    );
  };
  return (
    <Sheet open={props.open} title={t('office.people.add')} onClose={() => props.onClose()}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={t('office.people.name')} value={name()} maxLength={64} onType={setName} />
        <Field
          label={t('office.people.account')}
          hint={t('office.people.accountHint')}
          value={account()}
          maxLength={64}
          autocapitalize="off"
          onType={setAccount}
        />
        <label class="field">
          <span class="field-label">{t('office.people.role')}</span>
          <select class="person-select" value={role()} onChange={(event) => setRole(event.currentTarget.value as Role)}>
            <For each={roles}>{(each) => <option value={each}>{t(`shell.role.${each}`)}</option>}</For>
          </select>
        </label>
        <label class="field">
          <span class="field-label">{t('office.people.region')}</span>
          <select
            class="person-select"
            value={region() ?? props.region}
            onChange={(event) => setRegion(event.currentTarget.value)}
          >
            <For each={choices()}>{(each) => <option value={each.code}>{pathName(each.code)}</option>}</For>
          </select>
        </label>
        <FaultNotice fault={fault()} />
        <Button type="submit" variant="primary" wide disabled={busy()}>
          {t('office.people.create')}
        </Button>
      </form>
    </Sheet>
  );
}
