package app

import "context"

// Draining is what the first Ctrl-C does. The second ends the process as the system does.
const Draining = "interrupted: nothing is sent any more, and what is under way is waited for; Ctrl-C again ends at once"

// OnInterrupt says a message as soon as ctx ends. The work that may be interrupted ends with a call of over, after which
// nothing is said.
func OnInterrupt(ctx context.Context, say func(string), message string) (over func()) {
	said := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(said)
		say(message)
	})
	return func() {
		if !stop() {
			<-said
		}
	}
}
