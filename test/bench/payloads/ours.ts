export { openSession } from '../../../src/engine/session.ts';
export { openScoreSession } from '../../../src/scoring/score-session.ts';
