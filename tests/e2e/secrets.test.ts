import type { Locator, Page } from '@playwright/test'
import { tablesOf } from './support/at-rest.ts'
import { type Canaries, newCanaries, traceOf } from './support/canary.ts'
import {
  type EchoingUpstream,
  type Manner,
  startEchoingUpstream,
} from './support/echoing-upstream.ts'
import { expectNoTrace } from './support/no-trace.ts'
import { ownId } from './support/session.ts'
import {
  card,
  chooseMore,
  confirm,
  expect,
  openForm,
  pageOf,
  save,
  stack,
  story,
  testDraft,
  testStored,
} from './support/story.ts'
import { WAYS, type Way } from './support/ways-to-connect.ts'
import { Witness } from './support/witness.ts'

const SECRET_HEADER = 'X-Team-Secret'

for (const way of WAYS) {
  story(`no secret of ${way.title} is ever seen again`, async ({ ada }) => {
    const canaries = newCanaries()
    const name = `Leak watch ${canaries.mark.slice(0, 6)}`
    const upstream = await startEchoingUpstream(SECRET_HEADER)
    const movedTo = await startEchoingUpstream(SECRET_HEADER)
    const witness = await Witness.of(ada)
    const details = pageOf(ada, name)

    const first = await openForm(ada, way.type)
    await first.getByLabel('Name', { exact: true }).fill(name)
    await first.getByLabel(way.addressLabel).fill(way.address(upstream))
    await way.choose(first)
    await first.getByText('Headers and variables').click()
    await first.getByRole('button', { name: 'Add header' }).click()
    await first.getByLabel('Name of header 1').fill(SECRET_HEADER)
    await first.getByRole('button', { name: 'Add variable' }).click()
    await first.getByLabel('Name of variable 1').fill('TEAM')
    const planted = await plant(first, way, canaries, 1)
    await testDraft(first)
    await expect(first.getByRole('status').first()).toContainText('The test passed')
    expectReceived(upstream, planted)
    for (const manner of ['refuse', 'break', 'redirect'] satisfies Manner[]) {
      upstream.manner = manner
      upstream.received.clear()
      await testDraft(first)
      await expect(first.getByRole('status').first()).toContainText('The test failed')
      expectReceived(upstream, planted)
    }

    // Created, and failing: what is stored now is a failure's words.
    upstream.manner = 'refuse'
    await save(first)
    await expect(first.getByRole('status').first()).toContainText('failed at authenticate')
    await ada.keyboard.press('Escape')
    await expect(first).toBeHidden()
    await ada.getByRole('searchbox').fill('')
    await open(ada, name)
    await readAll(details)
    for (const [manner, status] of [
      ['break', 'Error'],
      ['redirect', 'Error'],
      ['greet', 'Connected'],
    ] satisfies [Manner, string][]) {
      upstream.manner = manner
      upstream.received.clear()
      await testStored(details)
      await expect(details).toContainText(status)
      expectReceived(upstream, planted)
      await readAll(details)
    }

    // One secret is replaced: the others stay as they were sealed.
    await details.getByRole('button', { name: 'Edit' }).click()
    const edited = ada.getByRole('dialog', { name: `Edit ${name}` })
    const replaced = way.secrets(canaries, 2)
    for (const [label, text] of Object.entries(replaced)) {
      await edited.getByLabel(label, { exact: true }).fill(text)
    }
    upstream.received.clear()
    await save(edited)
    await expect(edited).toBeHidden()
    expectReceived(upstream, { credential: sentAs(replaced), header: planted.header })

    // To another origin nothing goes that was not entered for it.
    await details.getByRole('button', { name: 'Edit' }).click()
    await edited.getByLabel(way.addressLabel).fill(way.address(movedTo))
    await save(edited)
    await expect(edited).toContainText('The address moved to another origin')
    expect([...movedTo.received]).toEqual([])
    const anew = await plant(edited, way, canaries, 3)
    await save(edited)
    await expect(edited).toBeHidden()
    expectReceived(movedTo, anew)

    await chooseMore(details, 'Disconnect')
    await expect(details).toContainText('Disconnected')
    await expectNoTrace(ada, [canaries.mark], witness, name)

    await chooseMore(details, 'Delete')
    await confirm(ada, `Delete ${name}`)
    await expect(ada).toHaveURL(/\/integrations(\?|$)/)
    await expect(card(ada, name)).toHaveCount(0)
    await ada.reload()
    await expect(ada.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
    await expectNoTrace(ada, [canaries.mark], witness, null)
    const left = [...(await tablesOf(stack(), await ownId(ada))).values()].join()
    expect(left).not.toContain(name)

    await witness.leave()
    await upstream.close()
    await movedTo.close()
  })
}

story('the search finds a secret in each form that it may be written in', () => {
  const { mark, plant, plantPlain } = newCanaries()
  const secret = plant('key')
  for (const written of [
    secret,
    plantPlain('token'),
    encodeURIComponent(secret),
    `?${new URLSearchParams({ key: secret })}`,
    JSON.stringify({ key: secret }),
    JSON.stringify(JSON.stringify({ key: secret })),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    ...['a', 'ab', 'abc'].map(
      (user) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
    ),
    Buffer.from(JSON.stringify({ kind: 'api_key', key: secret })).toString('base64url'),
  ]) {
    expect(traceOf(mark, `…${written}…`), written).not.toBeNull()
    expect(traceOf(mark, Buffer.from(`…${written}…`)), written).not.toBeNull()
  }
  expect(traceOf(mark, newCanaries().plant('key'))).toBeNull()
})

interface Planted {
  /** As the upstream gets them. */
  credential: string[]
  header: string
}

/** Types a fresh secret into every field that takes one. The header's names the variable. */
async function plant(
  dialog: Locator,
  way: Way,
  canaries: Canaries,
  round: number,
): Promise<Planted> {
  const secrets = way.secrets(canaries, round)
  for (const [label, text] of Object.entries(secrets)) {
    await dialog.getByLabel(label, { exact: true }).fill(text)
  }
  const word = canaries.plant(`header${round}`)
  const variable = canaries.plant(`variable${round}`)
  await dialog.getByLabel('Value of header 1').fill(`Team ${word}-\${TEAM}`)
  await dialog.getByLabel('Value of variable 1').fill(variable)
  return { credential: sentAs(secrets), header: `Team ${word}-${variable}` }
}

const sentAs = (secrets: Record<string, string>) => [Object.values(secrets).join(':')]

/** What was planted did leave Patchbay, or that it is found nowhere would say nothing. */
function expectReceived({ received }: EchoingUpstream, { credential, header }: Planted): void {
  expect([...received]).toEqual(expect.arrayContaining([...credential, header]))
}

const open = (page: Page, name: string) =>
  card(page, name).getByRole('link', { name }).first().click()

/** Has every tab of the page shown, and with it every word that is stored of a check. */
async function readAll(details: Locator): Promise<void> {
  for (const tab of ['Checks', 'Incidents', 'Log', 'Settings', 'Overview']) {
    await details.getByRole('tab', { name: tab }).click()
    await expect(details.getByRole('tabpanel', { name: tab })).toBeVisible()
  }
}
