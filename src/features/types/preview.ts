import { HttpUrl } from '@contract/config'
import { IntegrationType } from '@contract/type-defaults'
import { draftType } from './model'
import type { TypeValues } from './values'

const PREVIEW_ID = 'own-preview'
const SOME_ADDRESS = 'https://api.example.com'

/** The type that the form makes, with examples where nothing good is typed yet; null: beyond that. */
export function previewOf(values: TypeValues): IntegrationType | null {
  const { name, description, docsUrl, address, addressExample, urls, command } = values
  const shown: TypeValues = {
    ...values,
    name: name.trim().length < 2 ? 'Your type' : name,
    description: description.trim().length < 10 ? 'What it is for, in a sentence.' : description,
    docsUrl: goodUrl(docsUrl) ?? '',
    address: goodUrl(address) ?? SOME_ADDRESS,
    addressExample: goodUrl(addressExample) ?? '',
    urls: { http: goodUrl(urls.http) ?? SOME_ADDRESS, sse: goodUrl(urls.sse) ?? SOME_ADDRESS },
    command: command.trim() || 'npx',
    oauth: {
      ...values.oauth,
      issuer: goodUrl(values.oauth.issuer) ?? SOME_ADDRESS,
      authorizationEndpoint: goodUrl(values.oauth.authorizationEndpoint) ?? SOME_ADDRESS,
      tokenEndpoint: goodUrl(values.oauth.tokenEndpoint) ?? SOME_ADDRESS,
    },
  }
  return IntegrationType.safeParse(draftType(shown, PREVIEW_ID)).data ?? null
}

function goodUrl(text: string): string | undefined {
  return HttpUrl.safeParse(text.trim()).data
}
