// SPDX-License-Identifier: Apache-2.0
// Prints what readers of other people make of headers: read.mjs NAME VALUE NAME VALUE ...
import { parseRateLimit } from 'ratelimit-header-parser'
import { parseList } from 'structured-headers'

const headers = new Headers()
const words = process.argv.slice(2)
for (let i = 0; i < words.length; i += 2) {
  headers.set(words[i], words[i + 1])
}

for (const name of ['ratelimit-policy', 'ratelimit']) {
  for (const [item, parameters] of parseList(headers.get(name) ?? '')) {
    console.log(name, item, [...parameters].map(([key, value]) => `${key}=${value}`).join(' '))
  }
}
const { limit, remaining } = parseRateLimit(headers)
console.log('parser', limit, remaining)
