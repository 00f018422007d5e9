import type { AlertSettings, ChannelRow, ChannelSecret, ChannelSettings } from '@contract/alerts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type AlertPlace,
  addChannel,
  changeChannel,
  countUnreadAlerts,
  listAlerts,
  listChannels,
  markAlertsRead,
  type NewChannel,
  readAlertSettings,
  readChannelOffer,
  removeChannel,
  saveAlertSettings,
  sendAgain,
  testChannel,
} from '@/services/alert-service'
import { pollEvery } from '@/services/polling'

export const ALERTS_A_PAGE = 30

const KEYS = {
  alerts: ['alerts'],
  unread: ['alerts', 'unread'],
  channels: ['alert-channels'],
  offer: ['alert-channels', 'offer'],
  settings: ['alert-settings'],
}

/** How many are unread, asked for as often as everything else. */
export function useUnreadAlerts() {
  return useQuery({
    queryKey: KEYS.unread,
    queryFn: countUnreadAlerts,
    refetchInterval: pollEvery(false),
  })
}

/** One page of alerts, after that one; kept true while it is looked at. */
export function useAlertPage(isUnreadOnly: boolean, after: AlertPlace | null) {
  return useQuery({
    queryKey: [...KEYS.alerts, isUnreadOnly, after],
    queryFn: () => listAlerts(isUnreadOnly, after, ALERTS_A_PAGE),
    refetchInterval: pollEvery(false),
  })
}

function useAlertMutation<T>(mutationFn: (value: T) => Promise<void>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.alerts }),
  })
}

export const useMarkRead = () => useAlertMutation<readonly string[] | 'all'>(markAlertsRead)
export const useSendAgain = () => useAlertMutation<string>(sendAgain)

export function useChannels() {
  return useQuery({ queryKey: KEYS.channels, queryFn: listChannels })
}

/** Whether mail can be sent; until it is known, and where it cannot be asked, it is not offered. */
export function useChannelOffer() {
  return useQuery({ queryKey: KEYS.offer, queryFn: readChannelOffer, staleTime: Infinity })
}

export interface ChannelChange {
  id: string
  settings: Partial<ChannelSettings>
  secret?: ChannelSecret | null
}

/** Adding, changing and deleting; the list is true again when each is over. */
export function useChannelActions() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: KEYS.channels, exact: true })
  const add = useMutation({
    mutationFn: ({ channel, secret }: { channel: NewChannel; secret: ChannelSecret | null }) =>
      addChannel(channel, secret),
    onSuccess,
  })
  const change = useMutation({
    mutationFn: ({ id, settings, secret }: ChannelChange) => changeChannel(id, settings, secret),
    onSuccess,
  })
  const remove = useMutation({ mutationFn: (id: ChannelRow['id']) => removeChannel(id), onSuccess })
  return { add, change, remove }
}

export function useChannelTest() {
  return useMutation({ mutationFn: testChannel })
}

export function useAlertSettings() {
  return useQuery({ queryKey: KEYS.settings, queryFn: readAlertSettings })
}

export function useSaveAlertSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: saveAlertSettings,
    onSuccess: (_done, saved: AlertSettings) => client.setQueryData(KEYS.settings, saved),
  })
}
