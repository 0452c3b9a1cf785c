import { install } from './harness.ts';
import { surveyAdapter } from './surveyjs-adapter.ts';

install(surveyAdapter('survey-core', {}));
