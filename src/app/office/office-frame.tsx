import { A, useLocation } from '@solidjs/router';
import { QueryClientProvider } from '@tanstack/solid-query';
import CalendarDays from 'lucide-solid/icons/calendar-days';
import ClipboardCheck from 'lucide-solid/icons/clipboard-check';
import ClipboardList from 'lucide-solid/icons/clipboard-list';
import Handshake from 'lucide-solid/icons/handshake';
import Inbox from 'lucide-solid/icons/inbox';
import ListChecks from 'lucide-solid/icons/list-checks';
import Smartphone from 'lucide-solid/icons/smartphone';
import Users from 'lucide-solid/icons/users';
import { createEffect, onCleanup, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { beforeLock } from '../before-lock.ts';
import { t } from '../i18n/t.ts';
import type { Icon } from '../ui/button.tsx';
import { officeClient } from './office-client.ts';
import { createPerson } from './create-person.ts';
import './office-frame.css';

/** Rail and page of a desk screen; makes the cache that its reads share. */
export function OfficeFrame(props: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  createEffect(() => {
    document.title = `${props.title} · ${t('office.frame.title')} · ${t('shell.app.name')}`;
  });
  // Whoever signs in next on this computer finds nothing of what was read here.
  let locking = false;
  const noted = async (): Promise<boolean> => (locking = true);
  onCleanup(beforeLock(noted));
  onCleanup(() => {
    if (locking || !window.location.pathname.startsWith('/office')) officeClient.clear();
  });
  return (
    <QueryClientProvider client={officeClient}>
      <div class="office">
        <OfficeRail />
        <main id="main" class="office-main" tabIndex={-1}>
          {props.children}
        </main>
      </div>
    </QueryClientProvider>
  );
}

function OfficeRail(): JSX.Element {
  const location = useLocation();
  const person = createPerson();
  const on = (path: string): boolean => location.pathname === path || location.pathname.startsWith(`${path}/`);
  const parts = [
    '/office/visits',
    '/office/actions',
    '/office/review',
    '/office/quarantine',
    '/office/assignments',
    '/office/people',
  ];
  const keepsPeople = (): boolean => person()?.role === 'administrator' || person()?.role === 'auditor';
  const seesAssignments = (): boolean => keepsPeople() || person()?.role === 'reviewer';
  return (
    <nav class="office-rail no-print" aria-label={t('office.frame.nav')}>
      <p class="office-brand">
        <span class="office-brand-mark" aria-hidden="true" />
        <span class="office-rail-word">
          {t('shell.app.name')} <span class="office-brand-soft">{t('office.frame.title')}</span>
        </span>
      </p>
      <ul class="office-rail-list">
        <RailLink href="/office" icon={ClipboardList} word={t('office.frame.assessments')} here={!parts.some(on)} />
        <RailLink href="/office/visits" icon={CalendarDays} word={t('office.frame.visits')} here={on('/office/visits')} />
        <RailLink href="/office/actions" icon={ListChecks} word={t('shell.actions.title')} here={on('/office/actions')} />
        <Show when={seesAssignments()}>
          <RailLink href="/office/review" icon={ClipboardCheck} word={t('office.frame.review')} here={on('/office/review')} />
        </Show>
        <RailLink href="/office/quarantine" icon={Inbox} word={t('office.quarantine.title')} here={on('/office/quarantine')} />
        <Show when={seesAssignments()}>
          <RailLink
            href="/office/assignments"
            icon={Handshake}
            word={t('office.assignments.title')}
            here={on('/office/assignments')}
          />
        </Show>
        <Show when={keepsPeople()}>
          <RailLink href="/office/people" icon={Users} word={t('office.people.title')} here={on('/office/people')} />
        </Show>
      </ul>
      <div class="office-rail-foot">
        <Show when={person()}>
          {(who) => (
            <p class="office-person office-rail-word">
              <strong>{who().name}</strong>
              <span>
                {t(`shell.role.${who().role}`)} · {who().regionName}
              </span>
            </p>
          )}
        </Show>
        <A href="/" end class="office-rail-link" title={t('office.frame.toPhone')}>
          <Smartphone size={20} aria-hidden="true" />
          <span class="office-rail-word">{t('office.frame.toPhone')}</span>
        </A>
      </div>
    </nav>
  );
}

function RailLink(props: {
  readonly href: string;
  readonly icon: Icon;
  readonly word: string;
  readonly here: boolean;
}): JSX.Element {
  return (
    <li>
      <A href={props.href} class="office-rail-link" aria-current={props.here ? 'page' : undefined} title={props.word}>
        <Dynamic component={props.icon} size={20} aria-hidden="true" />
        <span class="office-rail-word">{props.word}</span>
      </A>
    </li>
  );
}
