import Factory from 'lucide-solid/icons/factory';
import Navigation from 'lucide-solid/icons/navigation';
import Phone from 'lucide-solid/icons/phone';
import { createEffect, createSignal, Show, type JSX } from 'solid-js';
import type { Place } from '#domain/travel.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { firmPlaces } from '#store/queries/read-visit.ts';
import type { EnterpriseView } from '#store/views.ts';
import { navigationAddress, searchAddress } from '#app/evidence/map-address.ts';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { fromLiveOf } from '#app/ui/from-live.ts';

/** Where the firm is and whom to call: leads out of the app, and only when it is tapped. */
export function FirmCard(props: { readonly visit: VisitOf; readonly firm: EnterpriseView | null }): JSX.Element {
  const { store } = useField();
  const code = (): string => props.visit.record.enterprise;
  // fromLiveOf tracks its key itself.
  // oxlint-disable-next-line solid/reactivity
  const place = fromLiveOf<string, Place | null>(code, async (firm) => (await firmPlaces(store, [firm])).get(firm) ?? null, null);
  const [way, setWay] = createSignal<string | null>(null);
  createEffect(() => {
    const to = place();
    const { enterpriseName } = props.visit.record;
    if (to === null) setWay(null);
    else void navigationAddress(to, enterpriseName).then(setWay, () => undefined);
  });
  const text = (value: string | null | undefined): string =>
    value === null || value === undefined || value === '' ? t('visits.visit.unknown') : value;
  return (
    <Card title={t('visits.visit.firm')}>
      <div class="stack-tight">
        <dl class="facts">
          <dt>{t('visits.visit.address')}</dt>
          <dd>{text(props.firm?.address)}</dd>
          <dt>{t('visits.visit.contact')}</dt>
          <dd>{text(props.firm?.contact)}</dd>
        </dl>
        <div class="visit-actions">
          <Show when={props.firm?.phone}>
            {(phone) => (
              <a class="button button-secondary" href={`tel:${phone().replace(/[^\d+]/gu, '')}`}>
                <Phone size={20} aria-hidden="true" />
                {t('visits.visit.call', { phone: phone() })}
              </a>
            )}
          </Show>
          <a
            class="button button-secondary"
            href={way() ?? searchAddress(props.visit.record.enterpriseName)}
            target="_blank"
            rel="noopener noreferrer"
          >
            <Navigation size={20} aria-hidden="true" />
            {way() === null ? t('visits.visit.navigateSearch') : t('visits.visit.navigate')}
          </a>
          <ButtonLink icon={Factory} href={`/enterprises/${code()}`}>
            {t('visits.visit.openFirm')}
          </ButtonLink>
        </div>
        <Show when={way() === null}>
          <p class="soft small">{t('visits.visit.navigateHint')}</p>
        </Show>
      </div>
    </Card>
  );
}
