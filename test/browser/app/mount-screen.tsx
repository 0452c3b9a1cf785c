import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { createSignal, For, Suspense, type Component } from 'solid-js';
import { render } from 'solid-js/web';
import '#app/ui/base.css';
import '#app/ui/tokens.css';
import { FieldContext, type FieldWork } from '#app/field-context.tsx';
import { loadArea } from '#app/i18n/t.ts';
import { ActionScreen } from '#app/screens/actions/action-screen.tsx';
import { ActionsScreen } from '#app/screens/actions/actions-screen.tsx';
import { FindingsScreen } from '#app/screens/actions/findings-screen.tsx';
import { FollowUpScreen } from '#app/screens/actions/follow-up-screen.tsx';
import { AssessmentScreen } from '#app/screens/assessment/assessment-screen.tsx';
import { DefinitionScreen } from '#app/screens/definitions/definition-screen.tsx';
import { EnterpriseScreen } from '#app/screens/enterprises/enterprise-screen.tsx';
import { EnterprisesScreen } from '#app/screens/enterprises/enterprises-screen.tsx';
import { OpenScreen } from '#app/screens/questionnaire/open-screen.tsx';
import { QuestionnaireScreen, VerificationScreen } from '#app/screens/questionnaire/questionnaire-screen.tsx';
import { ResultScreen } from '#app/screens/result/result-screen.tsx';
import { TodayScreen } from '#app/screens/today/today-screen.tsx';
import { EditVisitScreen, PlanVisitScreen } from '#app/screens/visits/plan-screen.tsx';
import { VisitScreen } from '#app/screens/visits/visit-screen.tsx';
import { VisitsScreen } from '#app/screens/visits/visits-screen.tsx';
import type { Store } from '#store/store.ts';

const screens: Readonly<Record<string, Component>> = {
  '/': TodayScreen,
  '/enterprises': EnterprisesScreen,
  '/enterprises/:code': EnterpriseScreen,
  '/visits': VisitsScreen,
  '/visits/new': PlanVisitScreen,
  '/visits/:id': VisitScreen,
  '/visits/:id/edit': EditVisitScreen,
  '/assessments/:id': AssessmentScreen,
  '/assessments/:id/q/:section': QuestionnaireScreen,
  '/assessments/:id/v/:section': VerificationScreen,
  '/assessments/:id/open': OpenScreen,
  '/assessments/:id/result': ResultScreen,
  '/assessments/:id/findings': FindingsScreen,
  '/assessments/:id/follow-up': FollowUpScreen,
  '/actions': ActionsScreen,
  '/actions/:id': ActionScreen,
  '/definitions/:hash': DefinitionScreen,
};

const mounted = new Set<() => void>();

/** Takes away what a failed test left on the page. */
export function unmountAll(): void {
  for (const unmount of mounted) unmount();
}

/** The field app's screens at an address, over a real store and without a sync loop. */
export async function mountScreen(store: Store, address: string) {
  await Promise.all([loadArea('form'), loadArea('actions'), loadArea('visits')]);
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
  const loadedAhead = new Set<string>();
  const inField = (path: string, Screen: Component) =>
    Object.assign(
      () => (
        <FieldContext.Provider value={field}>
          <Suspense>
            <Screen />
          </Suspense>
        </FieldContext.Provider>
      ),
      { preload: () => loadedAhead.add(path) },
    );
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <For each={Object.entries(screens)}>{([path, screen]) => <Route path={path} component={inField(path, screen)} />}</For>
        <Route path="*rest" component={() => <p>elsewhere</p>} />
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
  return { root, history, loadedAhead, go: (to: string) => history.set({ value: to }), unmount };
}
