/**
 * `foreign`: something else than was announced; `mixed`: that and something else; `broken`: it does not follow its own format;
 * `active`: it carries programs, or cannot be read for being locked.
 */
export type FileShape = 'plain' | 'foreign' | 'mixed' | 'broken' | 'active';
