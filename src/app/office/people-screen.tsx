import UserPlus from 'lucide-solid/icons/user-plus';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { PersonRow } from '#protocol/session-wire.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Tag } from '../ui/card.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { createCommand } from './create-command.ts';
import { createPerson } from './create-person.ts';
import { createServerQuery } from './create-server-query.ts';
import { OfficeFrame } from './office-frame.tsx';
import { ActivationSheet } from './activation-sheet.tsx';
import { invite, readPeople, resetFactor, setDisabled, type Activation } from './people-api.ts';
import { PersonSheet } from './person-sheet.tsx';
import { ReadProblem } from './read-problem.tsx';
import { deviceNumber, RevokeSheet, type Revoking } from './revoke-sheet.tsx';
import './people-screen.css';

/** `/office/people`: the accounts of the administrator's region, their devices, and what can be done with them. */
export function PeopleScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('office.people.title')}>
      <PeoplePage />
    </OfficeFrame>
  );
}

function PeoplePage(): JSX.Element {
  const list = createServerQuery(() => ({ key: ['people'], load: readPeople }));
  const me = createPerson();
  const [adding, setAdding] = createSignal(false);
  const [activation, setActivation] = createSignal<(Activation & { readonly account: string }) | null>(null);
  const [revoking, setRevoking] = createSignal<Revoking | null>(null);
  const { busy, fault, run } = createCommand();
  const act = async <T,>(work: () => Promise<T>, take?: (answer: T) => void): Promise<void> => {
    if (await run(work, take)) list.again();
  };
  const renew = ({ id, account }: PersonRow): Promise<void> =>
    act(
      () => invite(id),
      (made) => setActivation({ ...made, account }),
    );
  return (
    <section class="people" aria-labelledby="people-title">
      <Head mayAdd={me()?.role === 'administrator'} onAdd={() => setAdding(true)} />
      <FaultNotice fault={fault()} />
      <Switch fallback={<p class="soft">{t('office.list.loading')}</p>}>
        <Match when={list.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={list.again} />}</Match>
        <Match when={list.value()}>
          {(rows) => (
            <ul class="people-list">
              <For each={rows()}>
                {(person) => (
                  <PersonCard
                    person={person}
                    mayChange={me()?.role === 'administrator' && me()?.id !== person.id}
                    busy={busy()}
                    onInvite={() => void renew(person)}
                    onDisable={() => void act(() => setDisabled(person.id, person.disabledAt === null))}
                    onFactor={() => void act(() => resetFactor(person.id))}
                    onRevoke={(device) => setRevoking({ person, device })}
                  />
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
      <Show when={me()}>
        {(who) => (
          <PersonSheet
            open={adding()}
            region={who().region}
            onClose={() => setAdding(false)}
            onAdded={(made) => {
              setAdding(false);
              setActivation(made);
              list.again();
            }}
          />
        )}
      </Show>
      <RevokeSheet
        revoking={revoking()}
        onClose={() => setRevoking(null)}
        onDone={() => {
          setRevoking(null);
          list.again();
        }}
      />
      <ActivationSheet activation={activation()} onClose={() => setActivation(null)} />
    </section>
  );
}

function Head(props: { readonly mayAdd: boolean; readonly onAdd: () => void }): JSX.Element {
  return (
    <header class="spread">
      <div class="stack-tight">
        <h1 id="people-title">{t('office.people.title')}</h1>
        <p class="soft">{t('office.people.text')}</p>
      </div>
      <Show when={props.mayAdd}>
        <Button variant="primary" icon={UserPlus} onClick={() => props.onAdd()}>
          {t('office.people.add')}
        </Button>
      </Show>
    </header>
  );
}

function PersonCard(props: {
  readonly person: PersonRow;
  readonly mayChange: boolean;
  readonly busy: boolean;
  readonly onInvite: () => void;
  readonly onDisable: () => void;
  readonly onFactor: () => void;
  readonly onRevoke: (device: string) => void;
}): JSX.Element {
  return (
    <li class="card people-card" classList={{ 'people-off': props.person.disabledAt !== null }}>
      <div class="people-who">
        <p>
          <strong>{props.person.name}</strong> <span class="soft">{props.person.account}</span>
        </p>
        <p class="row small">
          <Tag>{t(`shell.role.${props.person.role}`)}</Tag>
          <span class="soft">{props.person.regionName}</span>
          <Show when={props.person.demo}>
            <Tag>{t('shell.app.demo')}</Tag>
          </Show>
          <Show when={props.person.disabledAt !== null}>
            <Tag>{t('office.people.disabled')}</Tag>
          </Show>
          <Show when={!props.person.active}>
            <Tag>{t('office.people.notActive')}</Tag>
          </Show>
          <Show when={props.person.secondFactor}>
            <Tag>{t('office.people.factor')}</Tag>
          </Show>
        </p>
      </div>
      <ul class="people-devices small">
        <For each={props.person.devices} fallback={<li class="soft">{t('office.people.noDevice')}</li>}>
          {(device) => (
            <li class="people-device">
              <span>
                <span class="code-text">{deviceNumber(device.id)}</span>{' '}
                <span class="soft">
                  {device.revokedAt === null
                    ? t('office.people.since', { time: formatMoment(device.enrolledAt) })
                    : t('office.people.revoked', { time: formatMoment(device.revokedAt) })}
                </span>{' '}
                <Show when={device.keyProtection === 'soft'}>
                  <span class="soft">{t('office.people.softKey')}</span>
                </Show>
              </span>
              <Show when={props.mayChange && device.revokedAt === null}>
                <Button
                  variant="quiet"
                  aria-label={t('office.people.revokeTitle', { id: deviceNumber(device.id) })}
                  onClick={() => props.onRevoke(device.id)}
                >
                  {t('office.people.revoke')}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.mayChange}>
        <div class="people-actions">
          <Button disabled={props.busy} onClick={() => props.onInvite()}>
            {props.person.active ? t('office.people.reset') : t('office.people.invite')}
          </Button>
          <Show when={props.person.secondFactor}>
            <Button disabled={props.busy} onClick={() => props.onFactor()}>
              {t('office.people.factorReset')}
            </Button>
          </Show>
          <Button
            variant={props.person.disabledAt === null ? 'danger' : 'secondary'}
            disabled={props.busy}
            onClick={() => props.onDisable()}
          >
            {props.person.disabledAt === null ? t('office.people.disable') : t('office.people.enable')}
          </Button>
        </div>
      </Show>
    </li>
  );
}
