import { useLocation } from '@solidjs/router';
import Factory from 'lucide-solid/icons/factory';
import CalendarDays from 'lucide-solid/icons/calendar-days';
import House from 'lucide-solid/icons/house';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import User from 'lucide-solid/icons/user';
import { createMemo, Show, type JSX } from 'solid-js';
import { syncSummary } from '#store/queries/sync-summary.ts';
import { useField } from './field-context.tsx';
import { t } from './i18n/t.ts';
import { BottomBar, type BottomBarItem } from './ui/bottom-bar.tsx';
import { fromLive } from './ui/from-live.ts';

/** The five main screens. Inside an assessment, a form and at the desk the bottom belongs to the work. */
export function MainNav(): JSX.Element {
  const field = useField();
  const location = useLocation();
  const summary = fromLive(() => syncSummary(field.store), null);
  const shown = createMemo(() => !/^\/(assessments|office|enterprises\/new)(\/|$)/.test(location.pathname));
  const unsent = (): number => {
    const now = summary();
    return now === null ? 0 : now.pendingOps + now.pendingPhotos;
  };
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
