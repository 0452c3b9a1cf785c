/**
 * Every screen and its address. Each one is its own chunk; the service worker keeps them all, so that lazy never means absent.
 */
import { Route } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { FieldGuard } from './field-guard.tsx';
import { loadArea } from './i18n/t.ts';
import { screen } from './screen.ts';

const TodayScreen = screen(async () => (await import('./screens/today/today-screen.tsx')).TodayScreen);
const EnterprisesScreen = screen(async () => (await import('./screens/enterprises/enterprises-screen.tsx')).EnterprisesScreen);
const NewEnterpriseScreen = screen(
  async () => (await import('./screens/enterprises/new-enterprise-screen.tsx')).NewEnterpriseScreen,
);
const VisitsScreen = screen(async () => (await import('./screens/visits/visits-screen.tsx')).VisitsScreen, 'visits');
const VisitScreen = screen(
  async () => (await import('./screens/visits/visit-screen.tsx')).VisitScreen,
  'visits',
  'form',
  'actions',
);
const PlanVisitScreen = screen(async () => (await import('./screens/visits/plan-screen.tsx')).PlanVisitScreen, 'visits');
const EditVisitScreen = screen(async () => (await import('./screens/visits/plan-screen.tsx')).EditVisitScreen, 'visits');
const EnterpriseScreen = screen(
  async () => (await import('./screens/enterprises/enterprise-screen.tsx')).EnterpriseScreen,
  'actions',
);
const SyncScreen = screen(async () => (await import('./screens/sync/sync-screen.tsx')).SyncScreen);
const MeScreen = screen(async () => (await import('./screens/me/me-screen.tsx')).MeScreen, 'access');
const SignInScreen = screen(async () => (await import('./screens/sign-in/sign-in-screen.tsx')).SignInScreen);
const ActivateScreen = screen(async () => (await import('./screens/sign-in/activate-screen.tsx')).ActivateScreen, 'access');
const AssessmentScreen = screen(
  async () => (await import('./screens/assessment/assessment-screen.tsx')).AssessmentScreen,
  'form',
  'visits',
  'actions',
);
const QuestionnaireScreen = screen(
  async () => withReviews((await import('./screens/questionnaire/questionnaire-screen.tsx')).QuestionnaireScreen),
  'form',
  'visits',
  'actions',
);
const VerificationScreen = screen(
  async () => withReviews((await import('./screens/questionnaire/questionnaire-screen.tsx')).VerificationScreen),
  'form',
  'visits',
);
const DefinitionsScreen = screen(
  async () => (await import('./screens/definitions/definitions-screen.tsx')).DefinitionsScreen,
  'form',
);
const DefinitionScreen = screen(
  async () => (await import('./screens/definitions/definition-screen.tsx')).DefinitionScreen,
  'form',
);
const OpenScreen = screen(async () => (await import('./screens/questionnaire/open-screen.tsx')).OpenScreen, 'form');
const FirmLinksScreen = screen(async () => (await import('./screens/firm-links/firm-links-screen.tsx')).FirmLinksScreen, 'firm');
const ResultScreen = screen(async () => (await import('./screens/result/result-screen.tsx')).ResultScreen, 'form', 'actions');
const ActionsScreen = screen(async () => (await import('./screens/actions/actions-screen.tsx')).ActionsScreen, 'actions');
const ActionScreen = screen(async () => (await import('./screens/actions/action-screen.tsx')).ActionScreen, 'form', 'actions');
const FindingsScreen = screen(
  async () => (await import('./screens/actions/findings-screen.tsx')).FindingsScreen,
  'form',
  'actions',
);
const FollowUpScreen = screen(
  async () => (await import('./screens/actions/follow-up-screen.tsx')).FollowUpScreen,
  'form',
  'actions',
);
const OfficeListScreen = screen(async () => (await import('./office/office-list-screen.tsx')).OfficeListScreen, 'office');
const OfficeAssessmentScreen = screen(
  async () => (await import('./office/office-assessment-screen.tsx')).OfficeAssessmentScreen,
  'office',
);
const QuarantineScreen = screen(async () => (await import('./office/quarantine-screen.tsx')).QuarantineScreen, 'office');
const OfficeActionsScreen = screen(
  async () => (await import('./office/actions-screen.tsx')).OfficeActionsScreen,
  'office',
  'actions',
);
const PeopleScreen = screen(async () => (await import('./office/people-screen.tsx')).PeopleScreen, 'office');
const AssignmentsScreen = screen(async () => (await import('./office/assignments-screen.tsx')).AssignmentsScreen, 'office');
const ReviewQueueScreen = screen(
  async () => withReviews((await import('./office/review/queue-screen.tsx')).ReviewQueueScreen),
  'office',
);
const ReviewScreen = screen(async () => withReviews((await import('./office/review/review-screen.tsx')).ReviewScreen), 'office');
const SecondReviewScreen = screen(
  async () => withReviews((await import('./office/review/second-screen.tsx')).SecondReviewScreen),
  'office',
);
const AgreementScreen = screen(
  async () => withReviews((await import('./office/review/agreement-screen.tsx')).AgreementScreen),
  'office',
);
const OfficeVisitsScreen = screen(
  async () => (await import('./office/visits-screen.tsx')).OfficeVisitsScreen,
  'office',
  'visits',
);
const MissingScreen = screen(async () => (await import('./screens/gate/missing-screen.tsx')).MissingScreen);

export function Routes(): JSX.Element {
  return (
    <>
      <Route path="/sign-in" component={SignInScreen} />
      <Route path="/activate" component={ActivateScreen} />
      <Route component={FieldGuard}>
        <Route path="/" component={TodayScreen} />
        <Route path="/enterprises" component={EnterprisesScreen} />
        <Route path="/enterprises/new" component={NewEnterpriseScreen} />
        <Route path="/enterprises/:code" component={EnterpriseScreen} />
        <Route path="/visits" component={VisitsScreen} />
        <Route path="/visits/new" component={PlanVisitScreen} />
        <Route path="/visits/:id" component={VisitScreen} />
        <Route path="/visits/:id/edit" component={EditVisitScreen} />
        <Route path="/assessments/:id" component={AssessmentScreen} />
        <Route path="/assessments/:id/q/:section" component={QuestionnaireScreen} />
        <Route path="/assessments/:id/v/:section" component={VerificationScreen} />
        <Route path="/assessments/:id/open" component={OpenScreen} />
        <Route path="/assessments/:id/firm-links" component={FirmLinksScreen} />
        <Route path="/assessments/:id/result" component={ResultScreen} />
        <Route path="/assessments/:id/findings" component={FindingsScreen} />
        <Route path="/assessments/:id/follow-up" component={FollowUpScreen} />
        <Route path="/actions" component={ActionsScreen} />
        <Route path="/actions/:id" component={ActionScreen} />
        <Route path="/definitions" component={DefinitionsScreen} />
        <Route path="/definitions/:hash" component={DefinitionScreen} />
        <Route path="/sync" component={SyncScreen} />
        <Route path="/me" component={MeScreen} />
      </Route>
      {/* The desk reads from the server alone: it needs a session, not a store. */}
      <Route path="/office" component={OfficeListScreen} />
      <Route path="/office/assessments/:id" component={OfficeAssessmentScreen} />
      <Route path="/office/quarantine" component={QuarantineScreen} />
      <Route path="/office/review" component={ReviewQueueScreen} />
      <Route path="/office/review/agreement" component={AgreementScreen} />
      <Route path="/office/review/:id" component={ReviewScreen} />
      <Route path="/office/review/:id/second" component={SecondReviewScreen} />
      <Route path="/office/actions" component={OfficeActionsScreen} />
      <Route path="/office/people" component={PeopleScreen} />
      <Route path="/office/visits" component={OfficeVisitsScreen} />
      <Route path="/office/assignments" component={AssignmentsScreen} />
      <Route path="*missing" component={MissingScreen} />
    </>
  );
}

/** A screen that speaks of reviews as well. */
async function withReviews<T>(component: T): Promise<T> {
  await loadArea('workflow');
  return component;
}
