import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { createSignal, Suspense, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import '#app/ui/base.css';
import '#app/ui/tokens.css';
import { FieldContext, type FieldWork } from '#app/field-context.tsx';
import { loadArea } from '#app/i18n/t.ts';
import { AssessmentScreen } from '#app/screens/assessment/assessment-screen.tsx';
import { EnterpriseScreen } from '#app/screens/enterprises/enterprise-screen.tsx';
import { QuestionnaireScreen } from '#app/screens/questionnaire/questionnaire-screen.tsx';
import { TodayScreen } from '#app/screens/today/today-screen.tsx';
import { EditVisitScreen, PlanVisitScreen } from '#app/screens/visits/plan-screen.tsx';
import { VisitScreen } from '#app/screens/visits/visit-screen.tsx';
import { VisitsScreen } from '#app/screens/visits/visits-screen.tsx';
import type { Store } from '#store/store.ts';

const mounted = new Set<() => void>();

/** Takes away what a failed test left on the page. */
export function unmountAll(): void {
  for (const unmount of mounted) unmount();
}

/** The screens of visits at an address, over a real store. */
export async function mountVisits(store: Store, address: string) {
  await Promise.all([loadArea('visits'), loadArea('form')]);
  const root = document.createElement('div');
  document.body.append(root);
  const history = createMemoryHistory();
  history.set({ value: address });
  const [syncState] = createSignal<ReturnType<FieldWork['syncState']>>({
    phase: 'idle',
    paused: false,
    uploading: null,
    lastSuccessAt: null,
    nextTryAt: null,
    problem: null,
    clockOffset: null,
  });
  const field: FieldWork = {
    store,
    profile: store.profile,
    syncState,
    copy: { state: () => ({ kind: 'starting' }), restored: () => null, recover: () => Promise.resolve(), stop: () => undefined },
    resumeAt: null,
    sync: { state: syncState, subscribe: () => () => undefined, now: () => undefined, stop: () => undefined },
  };
  const at = (path: string, screen: () => JSX.Element): JSX.Element => (
    <Route
      path={path}
      component={() => (
        <FieldContext.Provider value={field}>
          <Suspense>{screen()}</Suspense>
        </FieldContext.Provider>
      )}
    />
  );
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        {at('/', () => (
          <TodayScreen />
        ))}
        {at('/enterprises/:code', () => (
          <EnterpriseScreen />
        ))}
        {at('/visits', () => (
          <VisitsScreen />
        ))}
        {at('/visits/new', () => (
          <PlanVisitScreen />
        ))}
        {at('/visits/:id', () => (
          <VisitScreen />
        ))}
        {at('/visits/:id/edit', () => (
          <EditVisitScreen />
        ))}
        {at('/assessments/:id', () => (
          <AssessmentScreen />
        ))}
        {at('/assessments/:id/q/:section', () => (
          <QuestionnaireScreen />
        ))}
      </MemoryRouter>
    ),
    root,
  );
  const unmount = (): void => {
    mounted.delete(unmount);
    dispose();
    root.remove();
  };
  mounted.add(unmount);
  return { root, history, unmount };
}
