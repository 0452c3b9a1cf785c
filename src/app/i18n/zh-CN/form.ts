/** Texts of the questionnaire, the result and the assessment's overview. */
export const form = {} as const;
