const none: readonly never[] = [];

// Enketo asks for a default export.
// oxlint-disable-next-line import/no-default-export
export default none;
