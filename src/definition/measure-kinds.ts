import type { ItemMeasure, Measure } from './scoring.ts';

/** Measures that take items; all others are made of measures. */
export function isItemMeasure(measure: Measure): measure is ItemMeasure {
  return measure.kind === 'weighted-mean' || measure.kind === 'mean' || measure.kind === 'sum' || measure.kind === 'unscored';
}
