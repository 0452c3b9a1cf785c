import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import 'survey-core/survey-core.css';
import { Survey as SurveyScreen } from 'survey-react-ui';
import { install } from './harness.ts';
import { questionOf, surveyAdapter } from './surveyjs-adapter.ts';

install(
  surveyAdapter('survey-core + survey-react-ui', {
    ui: {
      mount(survey, host) {
        const root = createRoot(host);
        flushSync(() => root.render(createElement(SurveyScreen, { model: survey.model })));
      },
      textField: (question, host) => host.querySelector(`[data-name="${question}"] input`),
      textValue: (survey, question) => String(questionOf(survey, question).value),
    },
  }),
);
