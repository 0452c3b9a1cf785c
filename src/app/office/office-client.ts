import { QueryClient } from '@tanstack/solid-query';
import { OfficeFailure } from './office-api.ts';

/** One cache for the desk, so that list and detail know of each other's reads. In memory only. */
export const officeClient = new QueryClient({
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
