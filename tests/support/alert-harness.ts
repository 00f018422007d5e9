// Runs in Deno: reads one SendCall from stdin, sends it, and answers with what became of it.
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { messageOf } from '../../supabase/functions/deliver-alerts/message.ts'
import { sendHttp } from '../../supabase/functions/deliver-alerts/send-http.ts'
import { sendMail } from '../../supabase/functions/deliver-alerts/send-mail.ts'
import type { SendCall } from './alert-runner.ts'

const call: SendCall = JSON.parse(await text(process.stdin))
const message = messageOf(call.delivery, call.pageOrigin)
const outcome = call.mail
  ? await sendMail(call.mail.to, message, call.mail.settings)
  : call.secret && (await sendHttp(call.secret, message, { allowPrivate: call.allowPrivate }))
process.stdout.write(JSON.stringify(outcome))
