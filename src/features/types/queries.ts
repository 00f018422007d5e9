import { useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'

/** The catalogue and the person's own types. */
export function useTypes() {
  return useQuery({
    queryKey: queryKeys.types,
    queryFn: () => integrationService.getAllIntegrationTypes(),
  })
}

/** The names of the integrations of a type. */
export function useUsersOf(typeId: string | null): string[] {
  const { data = [] } = useQuery({
    queryKey: queryKeys.integrations,
    queryFn: () => integrationService.getUserIntegrations(),
    enabled: typeId !== null,
  })
  return data.filter(({ type_id }) => type_id === typeId).map(({ name }) => name)
}
