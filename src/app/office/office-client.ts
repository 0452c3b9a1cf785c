import { QueryCache, QueryClient } from '@tanstack/solid-query';
import { OfficeFailure } from './office-api.ts';

/** One cache for the desk, so that list and detail know of each other's reads. In memory only. */
export const officeClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof OfficeFailure && error.problem.code === 'auth.signed-out') forgetAll(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 5 * 60_000,
      // Says at once that it cannot read, rather than waiting silently for a network.
      networkMode: 'always',
      retry: (count, error) =>
        count < 2 && error instanceof OfficeFailure && error.problem.code === 'network.unreachable' && navigator.onLine,
      retryDelay: 1000,
      refetchOnReconnect: 'always',
    },
  },
});

/** The session has ended: one read that says so speaks for all, the open assessment as well as the list. */
function forgetAll(error: OfficeFailure): void {
  for (const query of officeClient.getQueryCache().getAll()) {
    if (query.state.data !== undefined) query.setState({ data: undefined, error, status: 'error', fetchStatus: 'idle' });
  }
}
