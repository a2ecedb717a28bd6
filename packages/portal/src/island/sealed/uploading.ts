import type { Client } from '@gongshi/sdk'

/**
 * A fetch that tells how much of a file has left: the platform's own says nothing of it. Files go from the disk, never through the
 * page's memory.
 */
export function fetchTelling(told: (sent: number, all: number) => void): Client['fetch'] {
  return async (input, init) => {
    if (!(init?.body instanceof Blob)) return fetch(input, init)
    return sent(String(input), { ...init, body: init.body }, told)
  }
}

function sent(
  url: string,
  { method = 'PUT', headers, body }: RequestInit & { readonly body: Blob },
  told: (sent: number, all: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value)
    request.responseType = 'arraybuffer'
    request.upload.addEventListener('progress', ({ loaded }) => told(loaded, body.size))
    request.addEventListener('load', () => {
      const { status, response } = request
      resolve(new Response(response as ArrayBuffer, { status, headers: headersIn(request) }))
    })
    for (const end of ['error', 'abort', 'timeout'] as const)
      request.addEventListener(end, () => reject(new TypeError('the upload broke off')))
    request.send(body)
  })
}

function headersIn(request: XMLHttpRequest): Headers {
  const lines = request.getAllResponseHeaders().trim().split(/\r\n/)
  return new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
}
