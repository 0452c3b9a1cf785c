import { useLocation } from '@solidjs/router';
import Factory from 'lucide-solid/icons/factory';
import CalendarDays from 'lucide-solid/icons/calendar-days';
import House from 'lucide-solid/icons/house';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import User from 'lucide-solid/icons/user';
import { createMemo, Show, type JSX } from 'solid-js';
import { unsentCount } from '#store/queries/sync-summary.ts';
import { useField } from './field-context.tsx';
import { t } from './i18n/t.ts';
import { BottomBar, type BottomBarItem } from './ui/bottom-bar.tsx';
import { fromLiveOf } from './ui/from-live.ts';

const badgeRestMs = 500;

/** The five main screens. Inside an assessment, a form and at the desk the bottom belongs to the work. */
export function MainNav(): JSX.Element {
  const field = useField();
  const location = useLocation();
  const shown = createMemo(() => !/^\/(assessments|office|enterprises\/new|visits\/.+)(\/|$)/.test(location.pathname));
  // Nothing is counted while nobody sees it: in a questionnaire each answer would start it.
  // fromLiveOf tracks its key itself.
  // oxlint-disable-next-line solid/reactivity
  const unsent = fromLiveOf(
    shown,
    (isShown) => (isShown ? unsentCount(field.store) : 0),
    0,
    () => badgeRestMs,
  );
  const items = (): readonly BottomBarItem[] => [
    { href: '/', label: t('shell.nav.today'), icon: House },
    { href: '/enterprises', label: t('shell.nav.enterprises'), icon: Factory },
    { href: '/visits', label: t('shell.nav.visits'), icon: CalendarDays },
    {
      href: '/sync',
      label: t('shell.nav.sync'),
      icon: RefreshCw,
      badge: { count: unsent(), label: t('shell.nav.unsent', { count: unsent() }) },
    },
    { href: '/me', label: t('shell.nav.me'), icon: User },
  ];
  return (
    <Show when={shown()}>
      <BottomBar label={t('shell.app.nav')} items={items()} />
    </Show>
  );
}
