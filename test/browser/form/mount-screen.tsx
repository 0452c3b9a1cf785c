import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { createSignal, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import '#app/ui/base.css';
import '#app/ui/tokens.css';
import { FieldContext, type FieldWork } from '#app/field-context.tsx';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { loadArea } from '#app/i18n/t.ts';
import { ActionScreen } from '#app/screens/actions/action-screen.tsx';
import { ActionsScreen } from '#app/screens/actions/actions-screen.tsx';
import { FindingsScreen } from '#app/screens/actions/findings-screen.tsx';
import { FollowUpScreen } from '#app/screens/actions/follow-up-screen.tsx';
import { AssessmentScreen } from '#app/screens/assessment/assessment-screen.tsx';
import { DefinitionScreen } from '#app/screens/definitions/definition-screen.tsx';
import { EnterprisesScreen } from '#app/screens/enterprises/enterprises-screen.tsx';
import { OpenScreen } from '#app/screens/questionnaire/open-screen.tsx';
import { QuestionnaireScreen, VerificationScreen } from '#app/screens/questionnaire/questionnaire-screen.tsx';
import { ResultScreen } from '#app/screens/result/result-screen.tsx';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import type { Store } from '#store/store.ts';
import { definitionHash, enterprise, newStore, value } from '../store/test-store.ts';
import { compiled } from './form-fixture.ts';

/** A store that holds the real definition and one new assessment. */
export async function storeWithAssessment(
  hash: string = definitionHash,
  definition: CompiledDefinition = compiled,
): Promise<{ readonly store: Store; readonly id: string }> {
  const store = await newStore();
  await store.db.definitions.put({
    hash,
    id: definition.id,
    edition: definition.edition,
    title: definition.title,
    latest: 1,
    minutes: definition.minutes,
    body: JSON.stringify(definition),
  });
  const record = enterprise({ name: '湖北省某某高新技术产业开发区智能装备制造有限责任公司' });
  value(await addEnterprise(store, record));
  return { store, id: value(await startAssessment(store, { enterprise: record.code, definition: hash })).assessmentId };
}

const mounted = new Set<() => void>();

/** Takes away what a failed test left on the page. */
export function unmountAll(): void {
  for (const unmount of mounted) unmount();
}

/** The screens of an assessment, of a definition and the list of firms at an address, over a real store. */
export async function mountScreen(store: Store, address: string) {
  await Promise.all([loadArea('form'), loadArea('actions')]);
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
  const inField = (screen: () => JSX.Element) => () => <FieldContext.Provider value={field}>{screen()}</FieldContext.Provider>;
  const dispose = render(
    () => (
      <MemoryRouter history={history}>
        <Route
          path="/assessments/:id"
          component={inField(() => (
            <AssessmentScreen />
          ))}
        />
        <Route
          path="/assessments/:id/q/:section"
          component={inField(() => (
            <QuestionnaireScreen />
          ))}
        />
        <Route
          path="/assessments/:id/v/:section"
          component={inField(() => (
            <VerificationScreen />
          ))}
        />
        <Route
          path="/assessments/:id/open"
          component={inField(() => (
            <OpenScreen />
          ))}
        />
        <Route
          path="/assessments/:id/result"
          component={inField(() => (
            <ResultScreen />
          ))}
        />
        <Route
          path="/definitions/:hash"
          component={inField(() => (
            <DefinitionScreen />
          ))}
        />
        <Route
          path="/enterprises"
          component={inField(() => (
            <EnterprisesScreen />
          ))}
        />
        <Route
          path="/assessments/:id/findings"
          component={inField(() => (
            <FindingsScreen />
          ))}
        />
        <Route
          path="/assessments/:id/follow-up"
          component={inField(() => (
            <FollowUpScreen />
          ))}
        />
        <Route
          path="/actions"
          component={inField(() => (
            <ActionsScreen />
          ))}
        />
        <Route
          path="/actions/:id"
          component={inField(() => (
            <ActionScreen />
          ))}
        />
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
  return { root, go: (to: string) => history.set({ value: to }), unmount };
}
