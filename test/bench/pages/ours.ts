import { install } from './harness.ts';
import { ours } from './ours-adapter.ts';

install(ours);
