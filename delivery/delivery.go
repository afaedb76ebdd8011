// Package delivery puts a callback on the wire as Tencent Cloud Chat does, and records the exchange.
//
// [ParseTarget] reads where to, an [exchange.Call] spells the bytes of a request, a [Message] says how they are written, and
// [Client.Do] delivers it over persistent connections of its own. [Client.Conn] gives one connection to a caller who
// must know which one it is.
//
// There are two clocks, both counted from the start of the exchange. At the deadline the effect is sealed: Chat waits two
// seconds (overview page, "The timeout period for Chat webhooks to the app backend is two seconds"). At the timeout
// delivery stops listening; the time between tells an answer that is late but right from a receiver that is dead.
//
// Guarantees: a failed delivery is data in the exchange, not an error; bytes go out and are kept exactly as given;
// redirects are never followed; an answer of any shape costs bounded memory; on a kept connection, an exchange whose
// record and buffers are used again allocates nothing.
//
// Undocumented, and therefore a choice of this package that an [exchange.Head] can change: that Chat sends Content-Type
// application/json (captures suggest it), the order of its headers, and that it sends neither User-Agent nor
// Accept-Encoding.
package delivery

import "time"

// DefaultTimeout is how long a client listens for an answer if nothing else is said.
const DefaultTimeout = 10 * time.Second

// idleTimeout is how long an unused connection is kept.
const idleTimeout = 90 * time.Second
