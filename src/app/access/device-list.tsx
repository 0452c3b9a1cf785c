import { createResource, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import { readDevices, revokeOwn } from '#app/session-api.ts';
import { formatDay } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card, Tag } from '#app/ui/card.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import type { OwnDevice, RevokeOrder } from '#protocol/session-wire.ts';
import type { Problem } from '#shared/problems.ts';
import './access.css';

/** The devices that the signed-in person uses, each to be taken out of use but the one in hand. */
export function DeviceList(props: { readonly here: string | null }): JSX.Element {
  const [devices, { refetch }] = createResource(() => readDevices());
  const [chosen, setChosen] = createSignal<OwnDevice | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [done, setDone] = createSignal(false);
  const listed = (): readonly OwnDevice[] | null => {
    const outcome = devices.latest;
    return outcome?.kind === 'ok' ? outcome.value : null;
  };
  const failed = (): Problem | null => {
    const outcome = devices.latest;
    return outcome?.kind === 'refused' ? outcome.problem : null;
  };
  const disable = async (mode: RevokeOrder['mode']): Promise<void> => {
    const device = chosen();
    if (device === null) return;
    const outcome = await revokeOwn(device.id, mode);
    setChosen(null);
    setProblem(outcome.kind === 'refused' ? outcome.problem : null);
    setDone(outcome.kind === 'ok');
    await refetch();
  };
  return (
    <section class="stack-tight">
      <h2>{t('access.devices.title')}</h2>
      <Show when={problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
      <Show when={done()}>
        <Notice tone="green">{t('access.devices.disabled')}</Notice>
      </Show>
      <Switch fallback={<p class="soft small">{t('access.devices.loading')}</p>}>
        <Match when={failed()}>
          {(reason) => (
            <p class="soft small">
              {t(reason().code === 'auth.signed-out' ? 'access.devices.signedOut' : 'access.devices.offline')}
            </p>
          )}
        </Match>
        <Match when={listed()}>
          {(rows) => (
            <Card flush>
              <ul>
                <For each={rows()}>
                  {(device) => <DeviceRow device={device} here={device.id === props.here} onDisable={() => setChosen(device)} />}
                </For>
              </ul>
            </Card>
          )}
        </Match>
      </Switch>
      <Sheet
        open={chosen() !== null}
        title={t('access.devices.disableTitle', { id: shortId(chosen()) })}
        onClose={() => setChosen(null)}
      >
        <div class="stack">
          <p>{t('access.devices.disableText')}</p>
          <div class="stack-tight">
            <Button wide onClick={() => void disable('transfer')}>
              {t('access.devices.transfer')}
            </Button>
            <p class="soft small">{t('access.devices.transferText')}</p>
          </div>
          <div class="stack-tight">
            <Button wide variant="danger" onClick={() => void disable('lost')}>
              {t('access.devices.lost')}
            </Button>
            <p class="soft small">{t('access.devices.lostText')}</p>
          </div>
        </div>
      </Sheet>
    </section>
  );
}

function DeviceRow(props: { readonly device: OwnDevice; readonly here: boolean; readonly onDisable: () => void }): JSX.Element {
  return (
    <li class="device-row">
      <div>
        <p class="row">
          <span class="strong">{t('access.devices.number', { id: shortId(props.device) })}</span>
          <Show when={props.here}>
            <Tag>{t('access.devices.here')}</Tag>
          </Show>
        </p>
        <p class="soft small">
          {t('access.devices.enrolled', { date: formatDay(props.device.enrolledAt) })}
          <Show when={props.device.keyProtection === 'soft'}> · {t('access.devices.soft')}</Show>
        </p>
      </div>
      <Show when={!props.here}>
        <Button onClick={() => props.onDisable()}>{t('access.devices.disable')}</Button>
      </Show>
    </li>
  );
}

/** Enough of a device's id to tell one's own three apart; its beginning is a time and much the same. */
function shortId(device: OwnDevice | null): string {
  return device === null ? '' : device.id.slice(-6).toUpperCase();
}
