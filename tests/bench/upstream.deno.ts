// An API that answers at once, so that what is measured is who asks. Prints its port.

Deno.serve({ hostname: '0.0.0.0', port: 0, onListen: ({ port }) => console.info(port) }, () =>
  Response.json({ name: 'Ada Lovelace', plan: 'free' }),
)
