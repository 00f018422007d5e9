import { form } from './support/screen.ts'
import { card, expect, openForm, save, story, testDraft } from './support/story.ts'

story('cable', async ({ ada }) => {
  const dialog = await openForm(ada, 'Playground MCP server')
  await testDraft(dialog)
  await expect(form(ada).getByRole('list', { name: 'Test result' })).toBeVisible()
  const look = () => ada.evaluate(() => [...document.querySelectorAll('ol[aria-label="Test result"] li')].map((li) => {
    const span = li.querySelector('span[aria-hidden]')
    if (!span) return null
    const s = getComputedStyle(span)
    return [li.getBoundingClientRect().width, span.className, s.left, s.right, s.width, s.transform, s.animationName, s.position]
  }))
  console.info(JSON.stringify(await look(), null, 1))
  await save(dialog)
  await expect(dialog).toBeHidden()
  await ada.getByRole('searchbox').fill('')
  await card(ada, 'Playground MCP server').first().getByRole('link').first().click()
  await expect(ada.getByRole('slider')).toBeAttached()
  await ada.waitForTimeout(1000)
  const clip = { x: 240, y: 220, width: 1000, height: 200 }
  await ada.screenshot({ path: '/tmp/shots5/cable1.png', clip })
  await ada.emulateMedia({ reducedMotion: 'reduce' })
  await ada.reload()
  await expect(ada.getByRole('slider')).toBeAttached()
  await ada.screenshot({ path: '/tmp/shots5/cable2.png', clip })
  await ada.screenshot({ path: '/tmp/shots5/cable3.png', fullPage: true })
})
