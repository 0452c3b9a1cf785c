/** Self against verified as the desk is told: the `VerificationSheet` of the diagnosis. */
import * as z from 'zod/mini';

const text = z.string();
const nullableText = z.nullable(text);
const nullableNumber = z.nullable(z.number());
const count = z.int().check(z.minimum(0));
const named = { path: text, label: text, row: z.nullable(count) };

export const verificationSheetSchema = z.strictObject({
  measures: z.readonly(
    z.array(z.strictObject({ id: text, name: text, decimals: nullableNumber, self: nullableNumber, verified: nullableNumber })),
  ),
  level: z.nullable(z.strictObject({ self: nullableText, verified: nullableText })),
  looked: count,
  of: count,
  reasonMissing: count,
  evidenceMissing: count,
  ledger: z.readonly(
    z.array(
      z.strictObject({
        ...named,
        claimed: nullableText,
        found: nullableText,
        reason: nullableText,
        by: text,
        at: text,
        effects: z.readonly(
          z.array(
            z.strictObject({
              measure: text,
              measureName: text,
              decimals: nullableNumber,
              without: nullableNumber,
              with: nullableNumber,
            }),
          ),
        ),
        level: z.nullable(z.strictObject({ without: nullableText, with: nullableText })),
      }),
    ),
  ),
  coverage: z.readonly(
    z.array(
      z.strictObject({
        section: text,
        label: text,
        clauses: z.readonly(
          z.array(
            z.strictObject({
              ...named,
              standing: z.enum(['blank', 'claimed', 'seen', 'proven']),
              differs: z.boolean(),
              evidenceMissing: z.boolean(),
            }),
          ),
        ),
      }),
    ),
  ),
});
