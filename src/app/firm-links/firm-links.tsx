import Link2 from 'lucide-solid/icons/link-2';
import { createSignal, For, Show, untrack, type JSX } from 'solid-js';
import { firmLinkLife, type FirmLink } from '#protocol/firm-link-wire.ts';
import type { Problem } from '#shared/problems.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { createFirmLinks } from './create-firm-links.ts';
import { NewLink } from './new-link.tsx';
import './firm-links.css';

const lives = ['3', String(firmLinkLife.usual), '14', String(firmLinkLife.most)];

/** Links by which the firm fills its own self-assessment: make one, hand it over, take it back. */
export function FirmLinks(props: { readonly assessmentId: string; readonly firm: string; readonly title: string }): JSX.Element {
  const now = createNow();
  const [days, setDays] = createSignal<string>(String(firmLinkLife.usual));
  // Of one assessment for its life: screens key this by it.
  const { reply, failed, made, busy, read, make, revoke } = createFirmLinks(untrack(() => props.assessmentId));
  return (
    <div class="stack firm-links">
      <p>{t('firm.staff.text')}</p>
      <Show when={failed()}>{(why) => <Failure problem={why()} onRetry={() => void read()} />}</Show>
      <Show when={reply() === null && failed() === null}>
        <p class="soft" role="status">
          {t('firm.staff.loading')}
        </p>
      </Show>
      <Show when={reply()}>
        {(found) => (
          <>
            <Show when={found().open} fallback={<Notice tone="info">{t('firm.staff.shut')}</Notice>}>
              <Segmented
                label={t('firm.staff.days')}
                value={days()}
                onChange={setDays}
                options={lives.map((value) => ({
                  value,
                  label: t('firm.staff.dayCount', { count: Number(value) }),
                }))}
              />
              <Button
                variant={made() === null ? 'primary' : 'secondary'}
                wide
                icon={Link2}
                disabled={busy()}
                onClick={() => void make(Number(days()))}
              >
                {busy() ? t('firm.staff.making') : t('firm.staff.make')}
              </Button>
            </Show>
            <Show when={made()} keyed>
              {(link) => <NewLink made={link} firm={props.firm} title={props.title} />}
            </Show>
            <h2 class="firm-links-title">{t('firm.staff.list')}</h2>
            <Card flush>
              <Show when={found().links.length > 0} fallback={<p class="soft firm-links-none">{t('firm.staff.none')}</p>}>
                <ul class="firm-links-list">
                  <For each={found().links}>
                    {(link) => <Row link={link} now={now()} busy={busy()} onRevoke={() => void revoke(link.id)} />}
                  </For>
                </ul>
              </Show>
            </Card>
          </>
        )}
      </Show>
    </div>
  );
}

function Failure(props: { readonly problem: Problem; readonly onRetry: () => void }): JSX.Element {
  const again = (): JSX.Element => <Button onClick={() => props.onRetry()}>{t('firm.retry')}</Button>;
  return (
    <Show when={props.problem.code.startsWith('network.')} fallback={<ProblemNotice problem={props.problem} actions={again()} />}>
      <Notice tone="amber" actions={again()}>
        {t('firm.staff.offline')}
      </Notice>
    </Show>
  );
}

function Row(props: {
  readonly link: FirmLink;
  readonly now: number;
  readonly busy: boolean;
  readonly onRevoke: () => void;
}): JSX.Element {
  const live = (): boolean => props.link.revokedAt === null && Date.parse(props.link.expiresAt) > props.now;
  const standing = (): string => {
    if (props.link.revokedAt !== null) return t('firm.staff.revoked');
    return live() ? t('firm.staff.live', { time: formatMoment(props.link.expiresAt) }) : t('firm.staff.expired');
  };
  const use = (): string => {
    if (props.link.handedInAt !== null) return t('firm.staff.done', { time: formatMoment(props.link.handedInAt) });
    return props.link.lastUsedAt === null
      ? t('firm.staff.unused')
      : t('firm.staff.used', { time: formatMoment(props.link.lastUsedAt) });
  };
  return (
    <li class="firm-links-row">
      <div>
        <p class={live() ? 'strong' : 'soft'}>{standing()}</p>
        <p class={props.link.handedInAt === null ? 'soft small' : 'firm-links-done small'}>{use()}</p>
        <p class="soft small">{t('firm.staff.by', { name: props.link.madeBy, time: formatMoment(props.link.madeAt) })}</p>
      </div>
      <Show when={live()}>
        <Button variant="danger" disabled={props.busy} onClick={() => props.onRevoke()}>
          {t('firm.staff.revoke')}
        </Button>
      </Show>
    </li>
  );
}
